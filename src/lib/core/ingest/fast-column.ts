import type { CellColumn } from '#lib/core/ingest/sheet.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

/** Numbers of a whole column at once. */
export interface ColumnNumbers {
  /** The number of each cell; NaN where it is empty or odd. */
  values: Float64Array;
  /** Cells, ascending, that are neither empty nor a plain decimal number: to be read one by one. */
  odd: Uint32Array;
}

/** Texts of a whole column as Arrow lays them out: text `i` is `bytes[offsets[i]..offsets[i + 1]]`. */
export interface ColumnText {
  offsets: Int32Array;
  /** UTF-8. */
  bytes: Uint8Array;
  /** Bit `i`, from the lowest of the first byte, is 1 for a cell that holds something; null where all do. */
  validity: Uint8Array | null;
}

/** Stands for an empty cell in `FastWords.at`. */
export const NO_WORD = 0xffff;

/** The different cells of a column in which cells recur; two may be the same text, spelled otherwise. */
export interface FastWords {
  cells: string[];
  /** The first row of each. */
  first: Uint32Array;
  /** How many rows have each. */
  counts: Uint32Array;
  /** For each row the position of its cell, `NO_WORD` where it is empty. */
  at: Uint16Array;
}

/** Where the cells of a column stand in a text; a quoted one with its quotes. */
export interface ColumnSpans {
  text: TextBytes;
  starts: Uint32Array;
  /** Start of the cell that follows in the same row. */
  nexts: Uint32Array;
  /** Bytes of the delimiter between a cell and the one that follows. */
  gap: number;
}

/** A column that can give all its cells at once, without a string for each. None of it may be changed. */
export interface FastColumn extends CellColumn {
  numbers?(): ColumnNumbers;
  /** Null where the texts are longer together than 32-bit offsets reach. */
  text?(): ColumnText | null;
  /** Null where cells do not recur, or too many are different. */
  words?(): FastWords | null;
  spans?(): ColumnSpans;
}
