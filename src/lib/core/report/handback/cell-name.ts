/** Greatest numbers of a sheet of a workbook. */
export const MAX_ROW = 1_048_576;
export const MAX_COLUMN = 16_383;

/** Letters of a column counted from 0: A, B … Z, AA. */
export function columnName(column: number): string {
  let name = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** `B5` for row 5 (from 1) and column 1 (from 0). */
export const cellName = (row: number, column: number): string => `${columnName(column)}${row}`;

/** The column of a reference such as `$B$5`, from 0; -1 without letters. */
export function columnOf(reference: string): number {
  let n = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code >= 65 && code <= 90) n = n * 26 + code - 64;
    else if (reference[i] !== '$') break;
  }
  return n - 1;
}

/** The row of a reference, from 1; 0 without digits. */
export function rowOf(reference: string): number {
  const digits = /\d+/.exec(reference);
  return digits ? Number(digits[0]) : 0;
}

/** Rows from 1, columns from 0, ends included. */
export interface Box {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The box of a reference such as `A1:C3` or `B2`; null where it is neither. */
export function boxOf(reference: string): Box | null {
  const [first, last = first] = reference.split(':');
  const box = {
    top: rowOf(first),
    left: columnOf(first),
    bottom: rowOf(last),
    right: columnOf(last),
  };
  return box.top > 0 && box.left >= 0 && box.bottom >= box.top && box.right >= box.left
    ? box
    : null;
}
