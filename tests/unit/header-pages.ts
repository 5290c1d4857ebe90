import { utils } from '@e965/xlsx';
import wordsJson from '#data/words.json' with { type: 'json' };
import { findHeader, headerOf } from '#lib/core/ingest/header.ts';
import type { SheetWords } from '#lib/core/ingest/header.ts';
import type { Cell, Grid, Merge } from '#lib/core/ingest/sheet.ts';
import { contract } from './ingest-folder.ts';

export const words: SheetWords = wordsJson;

/** Merges by the names that spreadsheets give to ranges. */
export const merged = (...ranges: string[]): Merge[] =>
  ranges
    .map(utils.decode_range)
    .map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c }));

/** A page with merges named as spreadsheets name them. */
export function gridOf(rows: Grid['rows'], ranges: string[] = [], more: Partial<Grid> = {}): Grid {
  return {
    file: 'b.xlsx',
    sheet: 'A',
    format: 'xlsx',
    rows,
    merges: merged(...ranges),
    hiddenRows: new Set(),
    sumRows: new Set(),
    hidden: false,
    ...more,
  };
}
/** The table of a page; throws where there is none. */
export const find = (rows: Grid['rows'], ranges: string[] = [], more: Partial<Grid> = {}) => {
  const found = findHeader(gridOf(rows, ranges, more), contract, words);
  if (!found) throw new Error('no table');
  const { sheet, notes } = found;
  const cells = Array.from({ length: sheet.count }, (_, i) => sheet.columns.map((c) => c.at(i)));
  return {
    ...found,
    headers: sheet.headers,
    rows: [...sheet.row],
    cells,
    told: notes.map(({ code, row }) => `${code} ${row}`),
  };
};
/** First and last row of the header and first of the body, from 1. */
export const head = (rows: Cell[][], ranges: string[] = []) => {
  const found = headerOf(rows, merged(...ranges), contract, words);
  return found && [found.from + 1, found.to + 1, found.body + 1];
};
