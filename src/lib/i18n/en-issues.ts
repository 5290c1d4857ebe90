import type { zhIssues } from '#lib/i18n/zh-CN-issues.ts';

/** A sentence for every issue code: what is wrong, and what to do next. */
export const enIssues: { [Key in keyof typeof zhIssues]: string } = {
  'issue.file_empty': 'The file is empty and was skipped. Hand in a file with content.',
  'issue.file_too_large': 'The file is too large and was skipped. Split it and open it again.',
  'issue.file_unreadable':
    'The file cannot be read. See that no other program holds it, then open it again.',
  'issue.file_ignored':
    'The file belongs to no table and was ignored. To have it read, name it after its table, such as units.csv.',
  'issue.file_in_subfolder':
    'The file is in a subfolder and was ignored. Move it to the top of the project folder to have it read.',
  'issue.format_not_supported': 'This format is not supported. Save it as CSV or GeoJSON.',
  'issue.encoding_not_utf8':
    'The file is not UTF-8; it was read in the encoding it seems to have. Check the texts, or save it as UTF-8.',
  'issue.text_damaged':
    'The text holds characters that cannot be restored. Export it again from the original.',
  'issue.json_invalid': 'The JSON is malformed; the file was not read. Mend it at the place shown.',
  'issue.json_too_deep':
    'The JSON is nested too deeply; the file was not read. See whether it is damaged.',
  'issue.geojson_invalid':
    'This is not valid GeoJSON; the file was not read. Export a FeatureCollection.',
  'issue.crs_not_supported':
    'The coordinate system is not supported; the file was not read. Convert it to WGS 84 degrees.',
  'issue.table_not_recognised':
    'It is not clear which table this is. Name the file after its table, such as units.csv.',
  'issue.table_guessed':
    'The table was guessed from the headers. Check it, or name the file after its table.',
  'issue.two_files_for_table':
    'Two files hold the same table; only the one named was read, they are not merged. Join them by id into one file (GeoJSON properties can hold every column), or take one away.',
  'issue.no_rows': 'The table has no rows. See that nothing was lost in the export.',
  'issue.mapping_not_json': 'The mapping is no JSON and was not used. Save it again.',
  'issue.mapping_invalid':
    'The mapping is faulty at the place shown and was not used at all. Mend it, or save it again on the page.',
  'issue.mapping_unused':
    'No sheet is read by this mapping: their headers are others, or the files bear the names of tables (those are read by the contract). See whether it is the right one.',
  'issue.units_missing':
    'There is no table of units, so coverage cannot be audited; Reach and Siting do without. To audit, add units.',
  'issue.divisions_missing':
    'There is no table of divisions, so only totals are given. For figures by division, add divisions.',
  'issue.project_info_invalid':
    'project.json holds something that cannot be used; it was ignored. Mend it as shown.',
  'issue.encoding_declared_wrong':
    'The declared encoding does not fit the texts; they were read in the one that does. Check the texts, or mend the .cpg file.',
  'issue.shapefile_invalid':
    'This is no valid shapefile; it was not read. Export it again, .shp and .dbf together.',
  'issue.shapefile_cut':
    'The shapefile is incomplete; only its whole records were read. Copy or export it again.',
  'issue.shapefile_counts_differ':
    'There are not as many shapes as rows of attributes; the rest counts as empty. Export it again.',
  'issue.xml_doctype':
    'The file holds a DOCTYPE or an entity declaration and was not read, to be safe. Delete the declaration and open it again.',
  'issue.xml_invalid': 'The XML is malformed; the file was not read. Mend it at the place shown.',
  'issue.xml_too_deep':
    'The XML is nested too deeply; the file was not read. See whether it is damaged.',
  'issue.kml_invalid': 'This is no valid KML; the file was not read. Export it as KML again.',
  'issue.link_not_followed':
    'The file points to content elsewhere, which was not fetched. If you need it, export a file that holds everything.',
  'issue.parquet_invalid': 'The Parquet file is damaged and was not read. Export it again.',
  'issue.parquet_too_large':
    'The Parquet file is too large once inflated and was not read. Split it, or leave out columns.',
  'issue.osm_invalid':
    'The OSM PBF file is damaged or cut off and was not read. Download or export it again.',
  'issue.osm_too_large':
    'The OSM PBF extract is too large and was not read. Cut it to the area of the city.',
  'issue.osm_not_supported':
    'The OSM PBF file uses a compression or feature that is not read here. Save it as a plain .osm.pbf with zlib, with osmium for example.',
  'issue.osm_nodes_missing':
    'The file lacks some nodes of its ways; those ways are interrupted there.',
  'issue.graph_edge_invalid': 'The edge joins a node that does not exist; it was left out.',
  'issue.parquet_not_supported':
    'The Parquet file uses a compression, encryption or type that is not read here. Export it with snappy, zstd, gzip or brotli.',
  'issue.duplicate_member':
    'The same key stands twice in a JSON object; only the last was used. Delete or rename one.',
  'issue.member_ignored':
    'This member does not belong here or is of the wrong type; it was ignored. Check the exporting program.',
  'issue.ids_generated':
    'There is no column of ids; the rows are named by their number. Add one if links are to find them.',
  'issue.missing_column':
    'A required column is missing; what depends on it is not known, and divisions without a code are not read. Add the column.',
  'issue.duplicate_column':
    'Two columns say the same thing; only the first was used. Delete or rename one.',
  'issue.personal_data_dropped':
    'The column looks like personal data and was dropped on reading. Delete it from the source.',
  'issue.blank_row_skipped': 'Blank row, skipped. Nothing to do.',
  'issue.total_row_skipped':
    'It looks like a total and was skipped. If it is a real row, rename it and open again.',
  'issue.row_too_long':
    'The row has more cells than the header; the rest was left out. Check the separator.',
  'issue.row_too_short':
    'The row has fewer cells than the header; the rest counts as empty. Check the row.',
  'issue.quote_not_closed':
    'A quotation mark is not closed, or closes inside a cell; the row was not read. Mend the marks.',
  'issue.feature_invalid': 'The feature is invalid and was skipped. Mend the feature.',
  'issue.duplicate_id':
    'The id occurs twice; only the first row was kept. Correct the id or delete the row.',
  'issue.duplicate_code':
    'The division code occurs twice; only the first row was kept. Correct the code or delete the row.',
  'issue.id_damaged':
    'The id seems to have been changed by a spreadsheet. Set the column to text and export again.',
  'issue.code_damaged':
    'The division code was destroyed by a spreadsheet. Set the column to text and export again.',
  'issue.feature_no_properties':
    'The feature has no properties and counts as one without attributes. Check the exporting program.',
  'issue.missing_value': 'A required cell is empty. Fill it in.',
  'issue.missing_level':
    'The level is missing: a division takes the one its code tells, a facility counts as a service point (the shortest reach). Fill it in.',
  'issue.unknown_value':
    'The value is not one of those allowed; the cell was taken as empty (a facility counts as a service point). Use one of those listed, or its Chinese name.',
  'issue.not_a_number': 'Not a number; the cell was taken as empty. Write a number.',
  'issue.not_a_date': 'Not a date; the cell was taken as empty. Write it as 2026-01-31.',
  'issue.negative_count': 'The count is negative; the cell was taken as empty. Correct it.',
  'issue.out_of_range':
    'The number is out of any sensible range; the cell was taken as empty. Correct it.',
  'issue.text_cut':
    'The text was cut by the width of its field; the last half character was left out. Check it, or widen the field and export again.',
  'issue.position_unreadable':
    'The cell is no pair of coordinates; taken as no position. Write longitude and latitude with a comma between them, as shown.',
  'issue.zero_coordinates':
    'The longitude or the latitude is 0; taken as no position. Fill in the real one.',
  'issue.coordinates_swapped':
    'Longitude and latitude seem to be swapped; taken as no position. Exchange the columns.',
  'issue.position_missing':
    'There is no position, so service reach is unknown. Fill in the coordinates.',
  'issue.geometry_missing': 'There is no geometry to draw. Add the boundary.',
  'issue.geometry_invalid':
    'The geometry is invalid and was left out; the row was kept. Mend the geometry.',
  'issue.geometry_not_expected':
    'This table takes no such geometry; it was ignored. Take it out, or put it into the table it belongs to.',
  'issue.geometry_mixed': 'The feature mixes kinds of geometry; only one was used. Split it.',
  'issue.ring_not_closed': 'The polygon was not closed; it has been closed. Check it.',
  'issue.ring_self_intersects':
    'The polygon crossed itself and was split there. Check the boundary.',
  'issue.hole_outside_shell':
    'A hole lies outside its shell; the hole was left out. Mend the geometry.',
  'issue.geometry_part_invalid':
    'A part of the shape is invalid and was left out; the rest was kept. Mend the shape.',
  'issue.position_extra':
    'Further values in a position were ignored; longitude and latitude were used. Nothing to do.',
  'issue.height_dropped':
    'Heights and measures were not read; the position on the plane was used. Nothing to do.',
  'issue.ring_direction':
    'Rings run against the direction of the standard, which changes nothing. Nothing to do.',
  'issue.coordinate_noise':
    'Coordinates end in needless decimals left by rounding, which changes nothing. Nothing to do.',
  'issue.collection_unusual':
    'A collection of shapes is written in an unusual way (nested, or with one member); it was read as usual. Nothing to do.',
  'issue.unknown_parent':
    'The parent division does not exist; the parent was taken from the code. Add it or correct the code.',
  'issue.parent_cycle': 'The parents form a circle, which was cut. Correct the parent.',
  'issue.unknown_division':
    'The table of divisions has no such division: where divisions have boundaries the row is placed by its position, else it is in no division. Correct the code.',
  'issue.ambiguous_division':
    'Several divisions have this name; the row was placed by its position. Write the full code.',
  'issue.unit_outside_divisions':
    'The unit is in no division and counts in the total only. Check its position or name its division.',
  'issue.dangling_link_organisation':
    'The link names an organisation that does not exist; coverage is unknown. Correct the organisation id.',
  'issue.dangling_link_unit':
    'The link names a unit that does not exist; it was not counted. Correct the unit id.',
  'issue.links_from_units':
    'There is no table of links; they were taken from the column of organisations of the units (their number is shown). Nothing to do.',
  'issue.organisations_from_units':
    'There is no table of organisations; they were made of the names that the units give (their number is shown), without terms. Add the table to have terms judged.',
  'issue.units_without_organisation':
    'Units whose organisation is empty count as having none (their number is shown). Write unknown where it is not known.',
  'issue.unit_organisation_unknown':
    'The table of organisations has no such organisation; the coverage of the unit is unknown. Correct the name or the id.',
  'issue.unit_organisation_ambiguous':
    'Several organisations have this name; the coverage of the unit is unknown. Write the id.',
  'issue.link_mode_assumed':
    'No mode is given: standalone was assumed for organisations of one unit, joint for others (their number is shown). Fill it in.',
  'issue.unit_links_not_used':
    'There is a table of links, so the column of organisations of the units was not used. Nothing to do.',
  'issue.encoding_mixed':
    'The file mixes encodings; each line was read in its own, and from the row shown it is another. Check the texts, or save all of it as UTF-8.',
  'issue.header_repeated':
    'The header stands here again, as where ledgers are put end to end; the row was skipped. Nothing to do.',
  'issue.row_endless':
    'The row is too long to be one and was not read. Check line ends and quotation marks.',
  'issue.rows_left_out':
    'The table is too large; it was not read from the row shown on. Split it and open it again.',
  'issue.too_many_columns':
    'There are too many columns; the rest was not read. Check separators and line ends.',
  'issue.more_of_same': 'More of the same were not listed one by one. Mend those listed first.',
  'issue.quantity_read':
    'The number has a unit, a percent sign or brackets; it was read as it is meant. Check it, or write a plain number.',
  'issue.quantity_approximate':
    'The number is approximate; the cell was taken as empty. Write the exact number.',
  'issue.date_read': 'The date is a serial number of a spreadsheet; it was converted. Check it.',
  'issue.uscc_invalid':
    'The length or the check character of the unified social credit code is wrong. Check it, or take the one shown.',
  'issue.code_implausible':
    'The division code does not follow the rules for such codes. Check the code.',
  'issue.code_withdrawn':
    'The table of divisions has no such code; it may have been withdrawn or merged. Use the current code.',
  'issue.codes_destroyed':
    'A spreadsheet destroyed most division codes of the column, so rows are matched by district and name. Set the column to text and export again.',
  'issue.division_by_name':
    'The division was found by its district and name. Check the code shown.',
  'issue.division_name_ambiguous':
    'Several divisions have this name, so none was taken. Fill in the district or the code.',
  'issue.division_name_near':
    'No division has this name, but one much like it. Check it, or take the name shown.',
  'issue.duplicate_row': 'The row equals an earlier one in every cell. Delete one of them.',
  'issue.walk_crosses_water':
    'A way crosses wide water and does not say whether by bridge or by tunnel; it is taken to be walked on. If it is a tunnel for vehicles, set tunnel = 1 in this row.',
  'issue.near_duplicate':
    'An earlier row has the same name at the same place or in the same division. Check them, and delete what is double.',
  'issue.exempt_without_approver':
    'A reason for exemption is given without the office that approved it; the unit still counts in the denominator. Name the office, or delete the reason.',
  'issue.count_outlier':
    'The number is absurdly larger than the others of its column; a unit or a decimal point may be wrong. Check it.',
  'issue.part_exceeds_whole':
    'A part is larger than the whole, such as more members than employees. Check both numbers.',
  'issue.position_outlier': 'The position is far from every other row. Check the coordinates.',
  'issue.check_skipped':
    'There are too many rows to seek duplicates by name. Check the districts one by one where that matters.',
  'issue.personal_data_cut':
    'The cell held personal data, which was taken out on reading. Delete it from the source.',
  'issue.hole_crosses_shell':
    'A hole reaches out of its shell; what lies outside was left out. Mend the geometry.',
  'issue.parts_overlap':
    'Parts of the geometry overlap; they were merged and their area counts once. Mend the geometry.',
  'issue.part_dropped':
    'A part of the geometry has no area or length and was left out; the rest was kept. Check it.',
  'issue.spike_removed':
    'The boundary runs out and back along the same line; the spike was removed. Check the boundary.',
  'issue.divisions_overlap':
    'The boundaries of two divisions of one level overlap; a point there counts in the first of them only. Mend the boundaries.',
  'issue.divisions_gap':
    'There is a gap between divisions of one level; a point there is in none of them. Mend the boundaries.',
  'issue.divisions_identical':
    'Two divisions of one level have the same boundary; a point there counts in the first of them only. Delete the row that repeats or correct its boundary.',
  'issue.title_row_skipped': 'A title above the table was skipped. Nothing to do.',
  'issue.note_row_skipped': 'A note above the table was skipped. Nothing to do.',
  'issue.column_number_row_skipped':
    'A row of column numbers below the header was skipped. Nothing to do.',
  'issue.footnote_row_skipped': 'A footnote below the table was skipped. Nothing to do.',
  'issue.hidden_row_kept':
    'A hidden row was read like any other. Delete it if it should not count.',
  'issue.merged_filled_down': 'A cell merged over rows gave its value to each of them. Check it.',
  'issue.cell_error': 'The cell holds an error and counts as empty. Mend the formula.',
  'issue.formula_without_value':
    'The formula has no calculated value and counts as empty. Open and save the workbook in a spreadsheet, then try again.',
  'issue.column_too_far':
    'This column and those after it are too far to the right and were not read. Delete superfluous columns.',
  'issue.page_without_table': 'No table was found on this sheet; it was skipped.',
  'issue.sheet_left_out':
    'This sheet was not imported: it is hidden, or it was left out by choice. To import it, choose its table on the mapping screen.',
  'issue.workbook_damaged':
    'The workbook is damaged and cannot be read. Copy it again from its source, or repair and save it in a spreadsheet.',
  'issue.workbook_encrypted':
    'The workbook is protected by a password. Remove the password and open it again.',
  'issue.workbook_unsupported': 'This kind of workbook is not read. Save it as XLSX.',
  'issue.archive_damaged': 'The archive is damaged and cannot be read. Compress or copy it again.',
  'issue.archive_too_large': 'The archive would grow too large and was not read. Split it.',
  'issue.archive_too_many': 'The archive holds too many files and was not read. Split it.',
  'issue.archive_ratio':
    'The archive is compressed beyond measure, as hostile files are, and was not read. Ask where it comes from.',
  'issue.archive_path':
    'The archive holds a file with an improper path and was not read. Compress it again.',
  'issue.archive_encrypted':
    'The archive is protected by a password. Remove it and open the file again.',
  'issue.archive_nested': 'Archives lie in archives too deep to be read. Unpack them first.',
  'issue.crs_converted':
    'The coordinates were converted from the system shown to WGS 84. Check them on the map.',
  'issue.crs_found':
    'The coordinates are not WGS 84; their positions show the system named, and they were converted. Check them on the map, or choose another system on the mapping screen.',
  'issue.crs_uncertain':
    'The coordinate system is not certain; the one shown was assumed. Choose it on the mapping screen, or name the division of each row and import again.',
  'issue.crs_mixed':
    'Two coordinate systems are mixed in one column; some positions are hundreds of metres off. Split the rows by their source.',
  'issue.crs_mixed_row':
    'The coordinates of the row seem to be in the other system shown; they were not converted from it. Check their source, and write them as the other rows are.',
  'issue.crs_datum_assumed':
    'The projected coordinates name no datum and were read as CGCS2000; on Xi’an 1980 or Beijing 1954 they would be about 100 m off. Ask the surveyors.',
};
