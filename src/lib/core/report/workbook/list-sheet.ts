import { utils } from '@e965/xlsx';
import type { CellObject, WorkSheet } from '@e965/xlsx';
import type { Say } from '#lib/core/report/lists/list-input.ts';
import { columnName } from '#lib/core/report/lists/list-words.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listCell, textCell } from '#lib/core/report/workbook/cell.ts';

/** Rows that a page of a workbook holds, its head included. */
export const PAGE_ROWS = 1_048_576;
/** Rows that are looked at for the width of their columns. */
const MEASURED = 100;
const [NARROW, WIDE] = [8, 46];

/** How wide a text stands: a Chinese character takes two. */
function widthOf(cell: CellObject | null): number {
  let width = 2;
  if (cell?.t === 'n') return String(Math.round(Number(cell.v))).length + 5;
  for (const character of String(cell?.v ?? '').slice(0, WIDE))
    width += character > '\u2e80' ? 2 : 1;
  return width;
}

/** A page of rows of cells, the first `heads` of them its head. */
export function sheetOf(rows: (CellObject | null)[][]): WorkSheet {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const widths = Array.from({ length: columns }, (_, c) => ({
    wch: Math.min(
      WIDE,
      rows
        .slice(0, MEASURED)
        .reduce((most, row) => Math.max(most, widthOf(row[c] ?? null)), NARROW),
    ),
  }));
  return {
    '!type': 'sheet',
    '!data': rows.map((row) => row.map((cell) => cell ?? undefined)),
    '!ref': utils.encode_range({ r: 0, c: 0 }, { r: rows.length - 1, c: columns - 1 }),
    '!cols': widths,
  } as unknown as WorkSheet;
}

/** A list as a page: a head with a filter, a row a row, and at the end where each row was read. */
export function listSheet(list: List, from: number, say: Say): WorkSheet {
  const head = [
    ...list.columns.map(({ key }) => textCell(columnName(list.id, key, say))),
    textCell(say('list.source')),
  ];
  const rows: (CellObject | null)[][] = [head];
  const to = Math.min(list.count, from + PAGE_ROWS - 1);
  for (let row = from; row < to; row++) {
    const source = list.source(row);
    const cells = list.cells(row);
    rows.push([
      ...list.columns.map((column, c) => listCell(column, cells[c], say)),
      source === null ? null : textCell(source),
    ]);
  }
  const sheet = sheetOf(rows);
  sheet['!autofilter'] = { ref: sheet['!ref']! };
  return sheet;
}
