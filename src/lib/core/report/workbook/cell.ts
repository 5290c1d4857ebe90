import type { CellObject } from '@e965/xlsx';
import { writable } from '#lib/core/report/handback/xml-text.ts';
import type { Say } from '#lib/core/report/lists/list-input.ts';
import { codeWords } from '#lib/core/report/lists/list-words.ts';
import type { Cell, ListColumn } from '#lib/core/report/lists/list.ts';

/** Characters that a cell of a workbook may have. */
const MAX_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** Day 0 of a workbook's dates. */
const EPOCH = Date.UTC(1899, 11, 30);

/** A text as it is: whatever it begins with, no program runs it as a formula. */
export const textCell = (text: string): CellObject => ({
  t: 's',
  v: writable(text).slice(0, MAX_TEXT),
});

/** A number with the format it is shown in. */
export const numberCell = (value: number, format: string): CellObject => ({
  t: 'n',
  v: value,
  z: format,
});

export const WHOLE = '#,##0';
export const TENTH = '#,##0.0';
export const PERCENT = '0.0%';
export const DATE = 'yyyy-mm-dd';

function dateCell(iso: string): CellObject {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : NaN;
  return Number.isNaN(time) ? textCell(iso) : numberCell((time - EPOCH) / DAY_MS, DATE);
}

/** A cell of a list as one of a workbook; null where nothing is known. */
export function listCell(column: ListColumn, cell: Cell, say: Say): CellObject | null {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') {
    if (column.kind === 'date') return dateCell(cell);
    const code = column.kind === 'code' || column.kind === 'codes';
    return textCell(code ? codeWords(column, cell, say) : cell);
  }
  if (column.kind === 'share') return numberCell(cell, PERCENT);
  const rounded = Math.round(cell * 100) / 100;
  return numberCell(rounded, Number.isInteger(rounded) ? WHOLE : TENTH);
}
