import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { scrubSheet } from '#lib/core/ingest/scrub.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';

/** What of a table is personal. */
export interface PersonalCells {
  /** Columns of the sheet that are personal as a whole. */
  columns: number[];
  /** Single cells: record and column of the sheet. */
  cells: { record: number; column: number }[];
}

/** Numbers that cannot be dialled: smaller ones, and sums of money. */
const SMALLEST = 1e10;
const ROUND = 1e6;

/** Finds the personal data of a table as the import does: what it drops, and what it cuts. */
export function personalCells(sheet: Sheet, { contract, cells: words }: Lexicon): PersonalCells {
  const clean = scrubSheet(sheet, contract, words).sheet;
  const found: PersonalCells = { columns: [], cells: [] };
  let kept = 0;
  sheet.columns.forEach((raw, column) => {
    if (clean.position[kept] !== sheet.position[column] || kept >= clean.columns.length) {
      found.columns.push(column);
      return;
    }
    const left = clean.columns[kept++];
    if (left === raw) return;
    for (let record = 0; record < sheet.count; record++)
      if (cellAt(left, record) !== cellAt(raw, record)) found.cells.push({ record, column });
  });
  return found;
}

/** True for a cell outside a table that holds personal data. */
export function isPersonal(cell: Cell | undefined, texts: PersonalTexts): boolean {
  if (typeof cell === 'string') return texts.cut(cell, false) !== null;
  if (typeof cell !== 'number' || !Number.isInteger(cell) || cell < SMALLEST) return false;
  return cell % ROUND !== 0 && texts.cut(String(cell), false) !== null;
}
