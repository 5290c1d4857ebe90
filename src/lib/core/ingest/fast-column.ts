import type { CellColumn } from '#lib/core/ingest/sheet.ts';

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

/** A column that can give all its cells at once, without a string for each. */
export interface FastColumn extends CellColumn {
  numbers?(): ColumnNumbers;
  /** Null where the texts are longer together than 32-bit offsets reach. */
  text?(): ColumnText | null;
}
