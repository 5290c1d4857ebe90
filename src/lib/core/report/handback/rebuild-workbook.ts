import { utils, write } from '@e965/xlsx';
import type { WorkSheet } from '@e965/xlsx';
import { markWorkbook } from '#lib/core/report/handback/mark-workbook.ts';
import type { MarkOptions } from '#lib/core/report/handback/mark-workbook.ts';
import type {
  HandbackWords,
  Mark,
  MarkedWorkbook,
  Summary,
} from '#lib/core/report/handback/mark.ts';
import { pageName } from '#lib/core/report/handback/workbook-part.ts';
import { writable } from '#lib/core/report/handback/xml-text.ts';

/** A page as it was read; rows and columns from 0, ends included. */
export interface RebuiltGrid {
  /** Null for a file of one table; marks name it by an empty text. */
  sheet: string | null;
  rows: readonly (readonly (string | number | boolean | null)[] | undefined)[];
  merges: readonly { top: number; left: number; bottom: number; right: number }[];
  hiddenRows: ReadonlySet<number>;
  hidden: boolean;
}

/** Characters that a cell of a workbook may have. */
const MAX_TEXT = 32_767;
const MAX_WIDTH = 50;

function cellOf(value: string | number | boolean | null) {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return value;
  return writable(value).slice(0, MAX_TEXT);
}

function widthsOf(rows: (string | number | boolean | null)[][]) {
  const widths: number[] = [];
  for (const row of rows.slice(0, 200))
    row.forEach((value, c) => {
      let width = 2;
      for (const char of String(value ?? '').slice(0, MAX_WIDTH)) width += char > '\u2e80' ? 2 : 1;
      widths[c] = Math.min(MAX_WIDTH, Math.max(widths[c] ?? 8, width));
    });
  return Array.from(widths, (wch) => ({ wch: wch ?? 8 }));
}

function sheetOf(grid: RebuiltGrid): WorkSheet {
  const rows = Array.from(grid.rows, (row) => Array.from(row ?? [], cellOf));
  const sheet = utils.aoa_to_sheet(rows, { dense: true });
  sheet['!merges'] = grid.merges
    .filter(({ top, left, bottom, right }) => bottom > top || right > left)
    .map(({ top, left, bottom, right }) => ({
      s: { r: top, c: left },
      e: { r: bottom, c: right },
    }));
  const hidden: { hidden: true }[] = [];
  for (const row of grid.hiddenRows) hidden[row] = { hidden: true };
  sheet['!rows'] = hidden;
  sheet['!cols'] = widthsOf(rows);
  return sheet;
}

/**
 * A new workbook with the pages of a file whose own form cannot be edited (XLS, a table of a page),
 * marked as `markWorkbook` has it: cells, merged boxes and hidden rows are kept, the look is not.
 * Cells are values: a text that begins with `=` stays a text.
 */
export function rebuildWorkbook(
  grids: readonly RebuiltGrid[],
  marks: readonly Mark[],
  summary: Summary,
  words: HandbackWords,
  options: MarkOptions = {},
): MarkedWorkbook {
  const book = utils.book_new();
  const names = new Map<string, string>();
  for (const grid of grids) {
    const name = pageName(grid.sheet ?? words.unnamedSheet, book.SheetNames);
    names.set(grid.sheet ?? '', name);
    utils.book_append_sheet(book, sheetOf(grid), name);
  }
  const allHidden = grids.every(({ hidden }) => hidden);
  book.Workbook = {
    Sheets: grids.map(({ hidden }) => ({
      Hidden: hidden && !allHidden ? (1 as const) : (0 as const),
    })),
  };
  const bytes = new Uint8Array(
    write(book, { type: 'array', bookType: 'xlsx', bookSST: true }) as ArrayBuffer,
  );
  const renamed = <T extends { sheet: string }>(item: T): T => ({
    ...item,
    sheet: names.get(item.sheet) ?? item.sheet,
  });
  const places = summary.places?.map((place) => (place ? renamed(place) : null));
  return markWorkbook(bytes, marks.map(renamed), { ...summary, places }, words, {
    ...options,
    columnsBlank: options.columnsBlank?.map(renamed),
  });
}
