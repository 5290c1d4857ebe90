import type { Cell, List, ListColumn, ListId, ListRecord } from '#lib/core/report/lists/list.ts';

/** A column, and what stands in it at a row. */
export interface Field extends ListColumn {
  of(row: number): Cell;
}

/** Rows of a list: how many, what each is about and where it was read. */
export interface ListRows {
  count: number;
  record(row: number): ListRecord | null;
  source(row: number): string | null;
}

/** NaN is how columns say that a number is not known; a list says null. */
const known = (cell: Cell): Cell =>
  typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;

/** A list out of its fields; a cell is computed when it is asked for. */
export function listOf(id: ListId, rows: ListRows, fields: readonly Field[]): List {
  return {
    id,
    columns: fields.map(({ of: _, ...column }) => column),
    count: rows.count,
    cells: (row) => fields.map((field) => known(field.of(row))),
    cell: (row, column) => known(fields[column].of(row)),
    record: (row) => rows.record(row),
    source: (row) => rows.source(row),
  };
}

/** One cell of a list. */
export const cellAt = (list: List, row: number, column: number): Cell =>
  list.cell ? list.cell(row, column) : list.cells(row)[column];
