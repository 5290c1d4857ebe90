import { utils, write } from '@e965/xlsx';
import type { CellObject, WorkBook, WritingOptions } from '@e965/xlsx';
import { ArchiveFault } from '#lib/core/ingest/format/archive.ts';
import { WorkbookFault, readWorkbook } from '#lib/core/ingest/format/workbook.ts';

export type Given = string | number | boolean | null | CellObject;

/** A workbook of pages given as name -> rows. */
export function bookOf(sheets: Record<string, Given[][]>): WorkBook {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return book;
}

/** The bytes of a workbook. */
export function save(book: WorkBook, bookType: WritingOptions['bookType'] = 'xlsx'): Uint8Array {
  return new Uint8Array(write(book, { type: 'array', bookType, bookSST: true }) as ArrayBuffer);
}

/** The rows of its first page. */
export const rowsOf = (bytes: Uint8Array) => readWorkbook('b', bytes).grids[0].rows;

/** The code of the fault that an action ends in. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof WorkbookFault || error instanceof ArchiveFault) return error.code;
    throw error;
  }
  return 'none';
}
