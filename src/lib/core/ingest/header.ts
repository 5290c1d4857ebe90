import { totalTest } from '#lib/core/ingest/cell.ts';
import { matchColumns } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { HeaderPick, HeaderRange } from '#lib/core/ingest/header-choice.ts';
import { headerOf } from '#lib/core/ingest/header-of.ts';
import { beginsTest, isBlank, isText, labelOf } from '#lib/core/ingest/header-rows.ts';
import type { SheetWords } from '#lib/core/ingest/header-rows.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Grid, Merge, Sheet } from '#lib/core/ingest/sheet.ts';
import { TABLES } from '#lib/core/model.ts';

export { HEAD_ROWS, decidingPart, headerOf } from '#lib/core/ingest/header-of.ts';
export type { HeaderRows, Skipped } from '#lib/core/ingest/header-of.ts';
export type { SheetWords } from '#lib/core/ingest/header-rows.ts';

export type NoteCode =
  | 'title_row_skipped'
  | 'note_row_skipped'
  | 'column_number_row_skipped'
  | 'total_row_skipped'
  | 'footnote_row_skipped'
  | 'blank_row_skipped'
  | 'hidden_row_kept'
  | 'merged_filled_down';

/** What was done with a row; `row` as the workbook shows it, from 1. */
export interface HeaderNote {
  code: NoteCode;
  row: number;
  /** The first text of the row, the value that was filled down, or the length of a run of blank rows. */
  found: string | null;
}

export interface FoundSheet {
  sheet: Sheet;
  /** In the order of the rows. */
  notes: HeaderNote[];
  /** True where the workbook hides the whole page. */
  hidden: boolean;
}

/**
 * Tells the table on a page of a workbook from what stands around it: the header (see `headerOf`),
 * titles and notes above, footnotes below, totals and blank rows anywhere. Cells merged over rows
 * hold their value in each of them, as it is meant; cells merged over columns stay in the first.
 * Hidden rows are data and are noted. Rows of the sheet are numbered as the workbook numbers them.
 *
 * Null for a page without a table: blank, or lines of prose in one column.
 */
export function findHeader(
  grid: Grid,
  contract: Contract,
  words: SheetWords,
  pick: HeaderPick | null = null,
): FoundSheet | null {
  const at = (rows: HeaderRange | null) => headerOf(grid.rows, grid.merges, contract, words, rows);
  const chosen = pick?.(grid.file, grid.sheet, (rows) => at(rows)?.headers ?? []) ?? null;
  const header = at(chosen);
  if (!header) return null;
  const columns = header.positions.filter((c) => {
    if (header.headers[c] !== '') return true;
    return grid.rows.some((row, r) => r >= header.body && row !== undefined && !isBlank(row[c]));
  });
  if (columns.length === 0) return null;
  if (columns.length === 1 && chosen === null && !isKnown(header.headers[columns[0]], contract))
    return null;
  const notes: HeaderNote[] = header.skipped.map(({ code, row, found }) => ({
    code,
    row: row + 1,
    found,
  }));
  const kept = bodyRows(grid, header.body, columns.length, contract, words, notes);
  const cells = columns.map((c) => kept.map((r): Cell => grid.rows[r]?.[c] ?? null));
  fillDown(grid.merges, header.body, columns, kept, cells, notes);
  for (const r of kept)
    if (grid.hiddenRows.has(r)) notes.push({ code: 'hidden_row_kept', row: r + 1, found: null });
  const { from, to } = header;
  const sheet = sheetOf({
    file: grid.file,
    sheet: grid.sheet,
    format: grid.format,
    headers: columns.map((c) => header.headers[c]),
    headerRows: Array.from({ length: to - from + 1 }, (_, i) => from + i + 1),
    columns: cells,
    position: Uint32Array.from(columns),
    row: Uint32Array.from(kept, (r) => r + 1),
    count: kept.length,
  });
  notes.sort((a, b) => a.row - b.row);
  return { sheet, notes, hidden: grid.hidden };
}

function isKnown(label: string, contract: Contract): boolean {
  return TABLES.some((table) => matchColumns([label], table, contract).size > 0);
}

const filledOf = (row: readonly Cell[]) => row.filter((cell) => !isBlank(cell));

/** Rows from `body` on that hold data; what the others are goes to `notes`. */
function bodyRows(
  grid: Grid,
  body: number,
  width: number,
  contract: Contract,
  words: SheetWords,
  notes: HeaderNote[],
): number[] {
  const isTotal = totalTest(contract.words.total);
  const isFootnote = beginsTest(words.footnote);
  const kept: number[] = [];
  const blank: number[] = [];
  const loose = new Set<number>();
  const spread = new Set<number>();
  for (const { top, left, bottom, right } of grid.merges)
    if (top === bottom && right > left) spread.add(top);
  for (let r = body; r < grid.rows.length; r++) {
    const filled = filledOf(grid.rows[r] ?? []);
    const [first] = filled;
    if (filled.length === 0) {
      blank.push(r);
      continue;
    }
    const isSum = grid.sumRows.has(r) && filled.filter(isText).length < 2;
    if (isSum || isTotal(totalLabel(first)))
      notes.push({ code: 'total_row_skipped', row: r + 1, found: labelOf(first) });
    else {
      const isShort = filled.length <= Math.max(1, width / 2);
      if (isShort && (isFootnote(first) || (filled.length === 1 && spread.has(r)))) loose.add(r);
      kept.push(r);
    }
  }
  while (kept.length > 0 && loose.has(kept[kept.length - 1])) {
    const r = kept.pop() as number;
    const found = labelOf(filledOf(grid.rows[r] ?? [])[0]);
    notes.push({ code: 'footnote_row_skipped', row: r + 1, found });
  }
  const last = kept[kept.length - 1] ?? -1;
  for (let i = 0; i < blank.length && blank[i] < last;) {
    let end = i + 1;
    while (end < blank.length && blank[end] === blank[end - 1] + 1) end++;
    notes.push({ code: 'blank_row_skipped', row: blank[i] + 1, found: String(end - i) });
    i = end;
  }
  return kept;
}

/** A label of totals without the mark behind it. */
const totalLabel = (cell: Cell): Cell =>
  typeof cell === 'string' ? cell.replace(/[\s:\uff1a]+$/, '') : cell;

/** Gives the value of a cell that is merged over rows to each of them, in its first column. */
function fillDown(
  merges: readonly Merge[],
  body: number,
  columns: readonly number[],
  kept: readonly number[],
  cells: Cell[][],
  notes: HeaderNote[],
): void {
  const at = new Map(columns.map((c, i) => [c, i]));
  const tall = merges
    .filter(({ top, bottom, left }) => top >= body && bottom > top && at.has(left))
    .sort((a, b) => a.left - b.left || a.top - b.top);
  let done = { left: -1, bottom: -1 };
  for (const { top, left, bottom } of tall) {
    // No program merges a cell twice; a file that claims so is not followed.
    if (left === done.left && top <= done.bottom) continue;
    done = { left, bottom };
    const column = cells[at.get(left) ?? 0];
    const first = firstFrom(kept, top);
    if (kept[first] !== top || isBlank(column[first])) continue;
    for (let i = first + 1; i < kept.length && kept[i] <= bottom; i++) column[i] = column[first];
    notes.push({ code: 'merged_filled_down', row: top + 1, found: labelOf(column[first]) });
  }
}

/** Position of the first of ascending numbers that is not below `value`. */
function firstFrom(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
