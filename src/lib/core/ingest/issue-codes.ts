import type { Severity } from '#lib/core/model.ts';

/**
 * Every code the importer can give, with its weight: `error` something was left out, `warning`
 * something was assumed, `note` worth knowing.
 */
export const ISSUE_CODES = {
  // the file as a whole
  file_empty: 'error',
  file_too_large: 'error',
  file_unreadable: 'error',
  file_ignored: 'note',
  file_in_subfolder: 'note',
  format_not_supported: 'error',
  encoding_not_utf8: 'warning',
  text_damaged: 'warning',
  json_invalid: 'error',
  json_too_deep: 'error',
  geojson_invalid: 'error',
  crs_not_supported: 'error',
  table_not_recognised: 'error',
  table_guessed: 'note',
  two_files_for_table: 'error',
  no_rows: 'warning',
  units_missing: 'error',
  divisions_missing: 'note',
  project_info_invalid: 'warning',
  // columns
  missing_column: 'error',
  duplicate_column: 'warning',
  personal_data_dropped: 'warning',
  // rows
  blank_row_skipped: 'note',
  total_row_skipped: 'note',
  row_too_long: 'warning',
  row_too_short: 'note',
  quote_not_closed: 'error',
  feature_invalid: 'error',
  duplicate_id: 'error',
  duplicate_code: 'error',
  id_damaged: 'warning',
  code_damaged: 'error',
  // cells
  missing_value: 'error',
  missing_level: 'warning',
  unknown_value: 'error',
  not_a_number: 'error',
  not_a_date: 'error',
  negative_count: 'error',
  out_of_range: 'error',
  // positions and geometry
  zero_coordinates: 'error',
  coordinates_swapped: 'error',
  position_missing: 'warning',
  geometry_missing: 'warning',
  geometry_invalid: 'error',
  geometry_not_expected: 'warning',
  geometry_mixed: 'warning',
  ring_not_closed: 'warning',
  ring_self_intersects: 'warning',
  hole_outside_shell: 'error',
  // references
  unknown_parent: 'warning',
  parent_cycle: 'error',
  unknown_division: 'warning',
  ambiguous_division: 'warning',
  unit_outside_divisions: 'warning',
  dangling_link_organisation: 'error',
  dangling_link_unit: 'error',
  // the list itself
  more_of_same: 'note',
} as const satisfies Record<string, Severity>;

export type IssueCode = keyof typeof ISSUE_CODES;
