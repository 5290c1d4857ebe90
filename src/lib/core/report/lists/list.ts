import type { TableName } from '#lib/core/model.ts';

/** What the values of a column are: how they are written, sorted and put into a workbook. */
export const COLUMN_KINDS = [
  'text',
  /** A code whose words are `i18n` keys: `prefix.value`. */
  'code',
  /** Several codes, joined by `;`. */
  'codes',
  'count',
  'share',
  'm',
  'm2',
  'people',
  'yuan',
  'days',
  'number',
  'date',
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export interface ListColumn {
  /** Also the key of its title: `list.<list>.<key>`, else `list.<key>`. */
  key: string;
  kind: ColumnKind;
  /** With `code`: what stands before the value in its i18n key. */
  prefix?: string;
  /** With `number`: the column that names each row's unit. */
  unitIn?: string;
  /** Only in the workbook: a screen has no room for it. */
  aside?: boolean;
}

/** The record that a row of a list is about, so that it can be picked on the map and traced to its file. */
export interface ListRecord {
  table: TableName | 'joint_group' | 'grid_group' | 'belt' | 'zone' | 'rule' | 'file';
  record: number;
}

export const LIST_IDS = [
  'findings',
  'blanks',
  'joint_groups',
  'joint_units',
  'grid_groups',
  'grid_units',
  'norms',
  'denominators',
  'exclusions',
  'belts',
  'zones',
  'ranking',
  'practice',
  'method',
  'sources',
] as const;
export type ListId = (typeof LIST_IDS)[number];

export type Cell = string | number | null;

/**
 * A list as the screen, the workbook and the brief show it. Rows are made when they are asked for,
 * so that a list of 200,000 costs nothing until it is seen. `source` is where the row was read
 * (`file:row`), null for rows that were computed.
 */
export interface List {
  id: ListId;
  columns: ListColumn[];
  count: number;
  /** The cells of row `i`, in the order of the columns. */
  cells(i: number): Cell[];
  /** One cell of row `i`, where that costs less than all of them. */
  cell?(i: number, column: number): Cell;
  record(i: number): ListRecord | null;
  source(i: number): string | null;
}
