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
  'issue.units_missing': 'There is no table of units, so nothing can be audited. Add units.',
  'issue.divisions_missing':
    'There is no table of divisions, so only totals are given. For figures by division, add divisions.',
  'issue.project_info_invalid':
    'project.json holds something that cannot be used; it was ignored. Mend it as shown.',
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
  'issue.zero_coordinates':
    'The coordinates are (0, 0); taken as no position. Fill in the real ones.',
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
    'The polygon crosses itself; area and placement may be off. Mend the boundary.',
  'issue.hole_outside_shell':
    'A hole lies outside its shell; the hole was left out. Mend the geometry.',
  'issue.antimeridian_crossing':
    'The geometry crosses the 180th meridian and was left out. Cut it there.',
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
  'issue.more_of_same': 'More of the same were not listed one by one. Mend those listed first.',
};
