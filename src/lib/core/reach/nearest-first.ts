/** A double is sorted by four digits of so many bits. */
const DIGIT_BITS = 16;
const DIGITS = 4;
const VALUES = 1 << DIGIT_BITS;

/**
 * Members in the order of their distance, those equally far in the order they were given (radix sort
 * by the bits of the distance: time is linear, however the distances are spread).
 *
 * @param distanceM finite and not below 0 for each member
 * @param members in any order; kept
 */
export function nearestFirst(distanceM: Float64Array, members: Uint32Array): Uint32Array {
  // Adding 0 turns -0, whose sign bit would sort it last, into 0.
  const keys = Float64Array.from(members, (i) => distanceM[i] + 0);
  const digits = new Uint16Array(keys.buffer);
  let order = Uint32Array.from(members, (_, k) => k);
  let next = new Uint32Array(members.length);
  const at = new Uint32Array(VALUES + 1);
  for (let digit = 0; digit < DIGITS; digit++) {
    at.fill(0);
    for (let k = 0; k < members.length; k++) at[digits[DIGITS * k + digit] + 1]++;
    // All alike in this digit: the order is as it was.
    if (members.length === 0 || at[digits[digit] + 1] === members.length) continue;
    for (let value = 0; value < VALUES; value++) at[value + 1] += at[value];
    for (let k = 0; k < members.length; k++) {
      const own = order[k];
      next[at[digits[DIGITS * own + digit]]++] = own;
    }
    [order, next] = [next, order];
  }
  return order.map((k) => members[k]);
}
