import { isText, type Texts } from '#lib/core/texts.ts';

const DIGITS = 65_536;
const LAST = 0xffff_ffff;

/**
 * Positions of keys in their order; equal ones stay as they were, NaN comes last whichever way.
 * A radix sort over the bits of the numbers, 16 at a time, so that a million take tens of
 * milliseconds; digits in which all keys agree (of whole numbers the lower half) are passed over.
 */
export function orderOfNumbers(keys: Float64Array, descending: boolean): Uint32Array {
  const n = keys.length;
  const { low, high } = sortable(keys, descending);
  let order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  let next = new Uint32Array(n);
  const at = new Uint32Array(DIGITS);
  for (const [words, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    at.fill(0);
    for (let i = 0; i < n; i++) at[(words[i] >>> shift) & 0xffff]++;
    if (n === 0 || at[(words[0] >>> shift) & 0xffff] === n) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const own = at[digit];
      at[digit] = sum;
      sum += own;
    }
    for (let i = 0; i < n; i++) {
      const position = order[i];
      next[at[(words[position] >>> shift) & 0xffff]++] = position;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Keys as unsigned integers of 64 bits that sort as the numbers do. */
function sortable(
  keys: Float64Array,
  descending: boolean,
): { low: Uint32Array; high: Uint32Array } {
  const n = keys.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  const turn = descending ? LAST : 0;
  for (let i = 0; i < n; i++) {
    // Adding 0 makes one zero of the two.
    one[0] = keys[i] + 0;
    if (Number.isNaN(one[0])) {
      low[i] = high[i] = LAST;
      continue;
    }
    const flip = bits[1] >>> 31 ? LAST : 0;
    low[i] = bits[0] ^ flip ^ turn;
    high[i] = (flip ? bits[1] ^ LAST : bits[1] | 0x8000_0000) ^ turn;
  }
  return { low, high };
}

/** Bytes compared at a time: as many as a number holds exactly. */
const CHUNK = 6;

/**
 * Sorts records by the bytes of their texts, which is the order of code points; without a text in
 * `name`, by that in `id`. Equal texts go by record, the empty and the missing come last.
 * A quicksort in three parts that looks at six bytes at a time and at further ones only where
 * those agree.
 */
export function sortByBytes(
  records: Uint32Array,
  { name, id }: { name: Texts; id: Texts },
  descending: boolean,
): void {
  const keys = new Float64Array(records.length);
  const sign = descending ? -1 : 1;
  const bytesAt = (record: number, depth: number): number => {
    const texts = isText(name, record) ? name : id;
    const end = texts.offsets[record + 1];
    let at = texts.offsets[record] + depth;
    if (depth === 0 && (at === end || !isText(texts, record))) return Infinity;
    let key = 0;
    for (let k = 0; k < CHUNK; k++, at++) key = key * 256 + (at < end ? texts.bytes[at] : 0);
    return sign * key;
  };
  const sortFrom = (from: number, to: number, depth: number): void => {
    for (let i = from; i < to; i++) keys[i] = bytesAt(records[i], depth);
    // What stands between two limits is still to be put in order.
    const limits = [from, to];
    while (limits.length > 0) {
      const hi = limits.pop()!;
      const lo = limits.pop()!;
      if (hi - lo < 2) continue;
      const [a, b, c] = [keys[lo], keys[(lo + hi) >> 1], keys[hi - 1]];
      const pivot = a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c);
      let below = lo;
      let above = hi;
      for (let i = lo; i < above;) {
        const key = keys[i];
        const j = key < pivot ? below++ : key > pivot ? --above : -1;
        if (j < 0) {
          i++;
          continue;
        }
        const record = records[i];
        keys[i] = keys[j];
        records[i] = records[j];
        keys[j] = key;
        records[j] = record;
        if (key < pivot) i++;
      }
      limits.push(lo, below, above, hi);
      const ended = !Number.isFinite(pivot) || Math.abs(pivot) % 256 === 0;
      if (above - below < 2) continue;
      if (ended) records.subarray(below, above).sort();
      else later.push(below, above, depth + CHUNK);
    }
  };
  const later = [0, records.length, 0];
  while (later.length > 0) {
    const depth = later.pop()!;
    const to = later.pop()!;
    sortFrom(later.pop()!, to, depth);
  }
}
