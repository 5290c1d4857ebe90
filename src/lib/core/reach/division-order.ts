/**
 * Members in the order of the tree: those of division `d` and of everything below it are
 * `member[start[d] .. end[d]]`, ascending within each division. Those in no division are left out.
 */
export interface DivisionOrder {
  start: Uint32Array;
  end: Uint32Array;
  member: Uint32Array;
}

/**
 * Orders members by the division they lie in (-1 for none), for a tree whose parents stand before
 * their children (-1 for a root).
 */
export function divisionOrder(
  division: ArrayLike<number>,
  parent: ArrayLike<number>,
): DivisionOrder {
  const count = parent.length;
  const own = new Uint32Array(count);
  for (let i = 0; i < division.length; i++) if (division[i] >= 0) own[division[i]]++;
  const all = own.slice();
  for (let d = count - 1; d >= 0; d--) if (parent[d] >= 0) all[parent[d]] += all[d];
  const start = new Uint32Array(count);
  const free = new Uint32Array(count);
  const fill = new Uint32Array(count);
  let roots = 0;
  for (let d = 0; d < count; d++) {
    start[d] = parent[d] < 0 ? roots : free[parent[d]];
    if (parent[d] < 0) roots += all[d];
    else free[parent[d]] += all[d];
    fill[d] = start[d];
    free[d] = start[d] + own[d];
  }
  const member = new Uint32Array(roots);
  for (let i = 0; i < division.length; i++) if (division[i] >= 0) member[fill[division[i]]++] = i;
  return { start, end: start.map((at, d) => at + all[d]), member };
}

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
