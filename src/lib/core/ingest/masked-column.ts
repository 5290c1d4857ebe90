import type { ColumnNumbers, ColumnText, FastColumn } from '#lib/core/ingest/fast-column.ts';
import type { Cell, CellColumn } from '#lib/core/ingest/sheet.ts';

/** A column that shows other cells in some rows; as quick to read as the column below it. */
export function maskedColumn(column: CellColumn, masked: ReadonlyMap<number, Cell>): CellColumn {
  if (masked.size === 0) return column;
  if (!Array.isArray(column)) return new MaskedColumn(column, masked);
  const cells = column.slice() as Cell[];
  for (const [row, cell] of masked) cells[row] = cell;
  return cells;
}

class MaskedColumn implements FastColumn {
  readonly length: number;
  readonly numbers?: () => ColumnNumbers;
  readonly text?: () => ColumnText | null;
  readonly #column: FastColumn;
  readonly #masked: ReadonlyMap<number, Cell>;

  constructor(column: FastColumn, masked: ReadonlyMap<number, Cell>) {
    this.length = column.length;
    this.#column = column;
    this.#masked = masked;
    if (column.numbers) this.numbers = () => maskedNumbers(column.numbers!(), masked);
    if (column.text)
      this.text = () => {
        const text = column.text!();
        return text === null ? null : maskedText(text, masked);
      };
  }

  at(i: number): Cell | undefined {
    const masked = this.#masked.get(i);
    return masked === undefined ? this.#column.at(i) : masked;
  }
}

function maskedNumbers(
  { values: given, odd }: ColumnNumbers,
  masked: ReadonlyMap<number, Cell>,
): ColumnNumbers {
  const values = given.slice();
  const rows = new Set(odd);
  for (const [row, cell] of masked) {
    values[row] = NaN;
    if (cell === null || cell === '') rows.delete(row);
    else rows.add(row);
  }
  return { values, odd: Uint32Array.from(rows).sort() };
}

function maskedText(text: ColumnText, masked: ReadonlyMap<number, Cell>): ColumnText {
  const count = text.offsets.length - 1;
  const encoder = new TextEncoder();
  const rows = [...masked.keys()].sort((a, b) => a - b);
  const cells = rows.map((row) => encoder.encode(String(masked.get(row) ?? '')));
  const added = cells.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(text.offsets[count] + added);
  const offsets = new Int32Array(count + 1);
  const validity = text.validity?.slice() ?? new Uint8Array((count + 7) >> 3).fill(255);
  let n = 0;
  let from = 0;
  const copy = (to: number) => {
    const shift = n - text.offsets[from];
    bytes.set(text.bytes.subarray(text.offsets[from], text.offsets[to]), n);
    for (let row = from; row < to; row++) offsets[row + 1] = text.offsets[row + 1] + shift;
    n += text.offsets[to] - text.offsets[from];
  };
  rows.forEach((row, k) => {
    copy(row);
    bytes.set(cells[k], n);
    n += cells[k].length;
    offsets[row + 1] = n;
    if (cells[k].length > 0) validity[row >> 3] |= 1 << (row & 7);
    else validity[row >> 3] &= ~(1 << (row & 7));
    from = row + 1;
  });
  copy(count);
  return { offsets, bytes: bytes.subarray(0, n), validity };
}
