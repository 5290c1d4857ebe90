/**
 * Sums of a column for each division with everything below it; the last entry is the whole column,
 * placed or not. A value that is not known counts as nothing.
 */
export function divisionSums(
  division: ArrayLike<number>,
  parent: ArrayLike<number>,
  valueOf: (i: number) => number,
): Float64Array {
  const count = parent.length;
  const sums = new Float64Array(count + 1);
  let unplaced = 0;
  for (let i = 0; i < division.length; i++) {
    const value = valueOf(i);
    if (Number.isNaN(value)) continue;
    if (division[i] >= 0) sums[division[i]] += value;
    else unplaced += value;
  }
  for (let d = count - 1; d >= 0; d--) sums[parent[d] >= 0 ? parent[d] : count] += sums[d];
  sums[count] += unplaced;
  return sums;
}
