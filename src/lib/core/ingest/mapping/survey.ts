import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import type { Cell, CellColumn, Sheet } from '#lib/core/ingest/sheet.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';

/** Rows of a sheet that are looked at to tell what a column holds. */
const LOOKED_AT = 2000;
/** A column of more different values than this is no enumeration. */
export const VALUES_AT_MOST = 40;

export interface ValueCount {
  value: string;
  rows: number;
}

/** What a mapping screen shows of a sheet. */
export interface SheetSurvey {
  headers: string[];
  headerRows: number[];
  /** Texts of the first rows, row by row. */
  sample: string[][];
  rows: number;
  /** For each column its different values, the most frequent first; none where there are too many. */
  distinct: ValueCount[][];
}

/** The filled cells of a column among the first rows, outer spaces removed. */
export function filledCells(column: CellColumn, count: number, rows = LOOKED_AT): Cell[] {
  const cells: Cell[] = [];
  for (let i = 0; i < Math.min(count, rows); i++) {
    const cell = cellAt(column, i);
    const kept = typeof cell === 'string' ? plainText(cell) : cell;
    if (kept !== null && kept !== '') cells.push(kept);
  }
  return cells;
}

/** The different values among cells, the most frequent first; empty where they are too many. */
export function distinctValues(cells: readonly Cell[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const text = String(cell);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size > VALUES_AT_MOST) return [];
  }
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
}

/** True where no two filled cells of a column hold the same text. */
export function isUnique(column: CellColumn, count: number): boolean {
  const cells = filledCells(column, count, 20_000);
  return cells.length > 0 && new Set(cells.map(String)).size === cells.length;
}

/** Takes from a sheet what the mapping screen shows: `sampleRows` rows of text, and the values. */
export function surveySheet(sheet: Sheet, sampleRows = 8): SheetSurvey {
  const shown = Math.min(sheet.count, sampleRows);
  return {
    headers: sheet.headers,
    headerRows: sheet.headerRows,
    sample: Array.from({ length: shown }, (_, r) =>
      sheet.columns.map((column) => cellText(cellAt(column, r)) ?? ''),
    ),
    rows: sheet.count,
    distinct: sheet.columns.map((column) => distinctValues(filledCells(column, sheet.count))),
  };
}
