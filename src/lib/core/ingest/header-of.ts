import { numberOf } from '#lib/core/ingest/cell.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { Head, isBlank, isText, labelOf } from '#lib/core/ingest/header-rows.ts';
import type { SheetWords } from '#lib/core/ingest/header-rows.ts';
import type { HeaderRange } from '#lib/core/ingest/mapping/mapping.ts';
import type { Cell, Merge } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Rows from the top among which the header is looked for. */
export const HEAD_ROWS = 50;
/** Columns that the contract must know for a row to be taken for the header by its words. */
const SURE_HITS = 2;
export const MOST_LEVELS = 3;
/** Columns from which on a row of 1 2 3 ... numbers columns and is no data. */
const FEWEST_NUMBERED = 4;

export interface Skipped {
  code: 'title_row_skipped' | 'note_row_skipped' | 'column_number_row_skipped';
  /** From 0. */
  row: number;
  found: string;
}

/** Where the header of a table is; rows from 0. */
export interface HeaderRows {
  /** First and last row of the header, both included. */
  from: number;
  to: number;
  /** First row that may hold data. */
  body: number;
  /** The label of each column, levels joined by `/`; empty for a column without one. */
  headers: string[];
  /** Column of each header. */
  positions: number[];
  skipped: Skipped[];
}

/**
 * Finds the header in the first rows of a table. A first row that names two columns of the contract
 * is the header, whatever follows. Otherwise the row that names most of them is, and rows above it
 * are its upper levels, titles or notes; where no row names two, it is the first row that is no
 * title and no note. Rows below belong to the header as far as cells merged across them say so.
 *
 * Labels of several levels are joined by `/`, and the last one decides: a mapping looks for the
 * whole header first, then for what stands behind its last slash (`decidingPart`).
 *
 * Rows that somebody chose are the header, whatever they hold.
 *
 * Pure and cheap: hand in the first `HEAD_ROWS` rows of a CSV as well. Null where all are blank.
 */
export function headerOf(
  rows: readonly (readonly Cell[] | undefined)[],
  merges: readonly Merge[],
  contract: Contract,
  words: SheetWords,
  chosen: HeaderRange | null = null,
): HeaderRows | null {
  const head = new Head(rows.slice(0, HEAD_ROWS), merges, contract, words);
  const filled = [...head.rows.keys()].filter((row) => head.filled(row).length > 0);
  if (filled.length === 0) return null;
  const hits = remembered((row) => (filled.includes(row) ? head.hits(row) : 0));
  const [from, to] = chosen ? within(chosen, filled) : foundRows(head, filled, hits);
  const skipped = filled
    .filter((row) => row < from)
    .map((row): Skipped => ({
      code: head.isNote(row) ? 'note_row_skipped' : 'title_row_skipped',
      row,
      found: labelOf(head.cell(row, head.filled(row)[0])),
    }));
  const headers = joinLevels(head, from, to);
  let body = to + 1;
  if (hits(to) >= SURE_HITS && isNumbered(head, body, headers, words)) {
    const found = head
      .filled(body)
      .map((c) => labelOf(head.cell(body, c)))
      .join(' ');
    skipped.push({ code: 'column_number_row_skipped', row: body++, found });
  }
  return { from, to, body, headers, positions: [...headers.keys()], skipped };
}

function foundRows(head: Head, filled: number[], hits: Hits): [from: number, to: number] {
  let to = decidingRow(head, filled, hits);
  let from = to;
  while (to - from + 1 < MOST_LEVELS && isSubLevel(head, to, hits)) to++;
  if (from > filled[0])
    while (to - from + 1 < MOST_LEVELS && from > 0 && isUpperLevel(head, from - 1, from)) from--;
  return [from, to];
}

/** Rows that were chosen, from 0, and none below the last that is filled. */
function within([from, to]: HeaderRange, filled: number[]): [from: number, to: number] {
  const last = filled[filled.length - 1];
  return [Math.min(from - 1, last), Math.min(to - 1, last)];
}

/** The part of a header that decides what its column is: the label of its last level. */
export function decidingPart(header: string): string {
  return header.slice(header.lastIndexOf('/') + 1);
}

/** How many of its cells name a column of the contract, by row. */
type Hits = (row: number) => number;

/** Asks about each row once, and only about those that matter. */
function remembered(count: Hits): Hits {
  const known = new Map<number, number>();
  return (row) => {
    let found = known.get(row);
    if (found === undefined) known.set(row, (found = count(row)));
    return found;
  };
}

function decidingRow(head: Head, filled: number[], hits: Hits): number {
  const [first] = filled;
  if (hits(first) >= SURE_HITS || (hits(first) > 0 && head.filled(first).length <= SURE_HITS))
    return first;
  const best = filled.reduce((a, b) => (hits(b) > hits(a) ? b : a));
  if (hits(best) >= SURE_HITS) return best;
  return filled.find((row) => !head.isTitle(row) && !head.isNote(row)) ?? first;
}

/** True where the row below holds the lower labels of cells that are merged, or left empty, above. */
function isSubLevel(head: Head, row: number, hits: Hits): boolean {
  const below = head.filled(row + 1);
  if (below.length === 0 || !head.isAllText(row + 1)) return false;
  const merged = (c: number) => {
    const merge = head.mergeAt(row, c);
    return merge !== undefined && merge.bottom === row && merge.right > merge.left;
  };
  if (below.some(merged)) return below.every(merged);
  if (hits(row + 1) === 0) return false;
  const isEmpty = (c: number) => isBlank(head.cell(row, c));
  return (
    below.length < head.filled(row).length + below.filter(isEmpty).length &&
    below.some(isEmpty) &&
    below.every((c) => isEmpty(c) || (c + 1 < head.width && isEmpty(c + 1)))
  );
}

/** True where the row above holds labels over those of `row`. */
function isUpperLevel(head: Head, above: number, row: number): boolean {
  const filled = head.filled(above);
  if (filled.length === 0 || head.isTitle(above) || head.isNote(above)) return false;
  if (!head.isAllText(above)) return false;
  const merges = filled.flatMap((c) => head.mergeAt(above, c) ?? []);
  if (merges.some(({ left, right, bottom }) => right > left || bottom >= row)) return true;
  const isEmpty = (c: number, r: number) => isBlank(head.cell(r, c));
  return filled.some(
    (c) => isEmpty(c, row) || (isEmpty(c + 1, above) && !isEmpty(c + 1, row) && filled.length > 1),
  );
}

/** The label of every column; a cell that is merged over levels counts once. */
function joinLevels(head: Head, from: number, to: number): string[] {
  const width = Math.max(
    ...Array.from({ length: to - from + 1 }, (_, i) => lastOf(head, from + i)),
  );
  return Array.from({ length: width + 1 }, (_, c) => {
    const parts: string[] = [];
    for (let row = from; row <= to; row++) {
      const label = levelLabel(head, row, c, to);
      if (label !== '' && label !== parts[parts.length - 1]) parts.push(label);
    }
    return parts.join('/');
  });
}

function lastOf(head: Head, row: number): number {
  const filled = head.filled(row);
  const last = filled[filled.length - 1] ?? -1;
  return Math.max(last, head.mergeAt(row, last)?.right ?? -1);
}

/** The label over column `c` in one level: its own cell, the merged one, or the one it runs on from. */
function levelLabel(head: Head, row: number, c: number, to: number): string {
  const merge = head.mergeAt(row, c);
  if (merge) {
    // A cell that is merged across columns down to the last level labels the first of them alone.
    if (merge.bottom >= to && c > merge.left) return '';
    return labelOf(head.cell(merge.top, merge.left));
  }
  if (!isBlank(head.cell(row, c)) || row === to || isBlank(head.cell(to, c)))
    return labelOf(head.cell(row, c));
  for (let left = c - 1; left >= 0; left--) {
    if (isBlank(head.cell(to, left)) || head.mergeAt(row, left)) return '';
    if (!isBlank(head.cell(row, left))) return labelOf(head.cell(row, left));
  }
  return '';
}

/** True for a row that numbers the labelled columns: 1 2 3 ..., or ordinals and then 1 2 3 ... */
function isNumbered(head: Head, row: number, headers: string[], words: SheetWords): boolean {
  const ordinals = new Set(words.ordinal.map(headerKey));
  const filled = head.filled(row);
  if (filled.length < FEWEST_NUMBERED) return false;
  if (filled.length < headers.filter((header) => header !== '').length - 1) return false;
  let next = 1;
  return filled.every((c) => {
    const cell = head.cell(row, c);
    if (isText(cell)) {
      if (next === 1 && ordinals.has(headerKey(labelOf(cell)))) return true;
      return headerKey(labelOf(cell)) === `(${next++})`;
    }
    return cell !== null && numberOf(cell) === next++;
  });
}
