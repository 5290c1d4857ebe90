/** Bytes of the tokens that sums are made of, by their number, in BIFF 8. */
const BYTES = new Map<number, number>([
  [0x01, 5], // of a shared formula
  [0x15, 1], // parentheses
  [0x16, 1], // a missing argument
  [0x1c, 2], // an error
  [0x1d, 2], // a boolean
  [0x1e, 3], // a whole number
  [0x1f, 9], // a number
  [0x21, 3], // a function
  [0x22, 4], // a function of any number of arguments
  [0x24, 5], // a cell
  [0x25, 9], // a range
  [0x2c, 5], // a cell of a shared formula
  [0x2d, 9], // a range of a shared formula
]);
/** The same in BIFF 5, where they differ. */
const BYTES_BIFF5 = new Map<number, number>([
  [0x24, 4],
  [0x25, 7],
  [0x2c, 4],
  [0x2d, 7],
]);
const OPERATORS = { first: 0x03, last: 0x14 };
const ATTRIBUTE = 0x19;
/** Attributes of four bytes: condition, jump, sum, space. */
const ATTRIBUTES = new Set([0x02, 0x08, 0x10, 0x40]);

function bytesOfToken(id: number, next: number, isBiff5: boolean): number {
  if (id >= OPERATORS.first && id <= OPERATORS.last) return 1;
  if (id === ATTRIBUTE) return ATTRIBUTES.has(next) ? 4 : 0;
  if (id >= 0x80) return 0;
  const kind = id < 0x20 ? id : 0x20 | (id & 0x1f);
  return (isBiff5 ? BYTES_BIFF5.get(kind) : undefined) ?? BYTES.get(kind) ?? 0;
}

/**
 * True where the tokens of a formula from `at` to `end` are known and end where they should. Others
 * must not reach a parser that goes on until it meets the end exactly. [MS-XLS] 2.5.198.
 */
export function isSoundFormula(
  stream: Uint8Array,
  at: number,
  end: number,
  isBiff5: boolean,
): boolean {
  if (end > stream.length) return false;
  while (at < end) {
    const bytes = bytesOfToken(stream[at], stream[at + 1], isBiff5);
    if (bytes === 0) return false;
    at += bytes;
  }
  return at === end;
}
