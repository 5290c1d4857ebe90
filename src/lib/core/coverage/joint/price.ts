import type { Piece } from '#lib/core/coverage/joint/piece.ts';

/** What a group is worth while searching: `fixed`, and the `profit` of its units, less `spreadWeight` times its spread. */
export interface Worth {
  fixed: number;
  profit: Float64Array;
  spreadWeight: number;
}

export interface Priced {
  groups: number[][];
  /** Worth of the best group whose lowest candidate is each, or `floor` where none is above it. */
  best: Float64Array;
  /** False where the search was given up: then `best` bounds nothing. */
  complete: boolean;
}

export interface PriceOptions {
  /** Only groups worth more are of interest. */
  floor: number;
  /** At most so many groups, the best, for each lowest candidate. */
  keep: number;
  /** Steps after which the search is given up. */
  mostSteps: number;
  mostGroups: number;
}

/**
 * The most valuable cliques of a piece, by enumeration with a bound: what a candidate adds is known
 * but for its distances to others that are added with it, so that the best few additions bound
 * every completion.
 */
export function priceCliques(piece: Piece, worth: Worth, options: PriceOptions): Priced {
  const { n, linked, metres, members, leastUnits, mostUnits, minMembers } = piece;
  const { profit, spreadWeight } = worth;
  const best = new Float64Array(n).fill(options.floor);
  const groups: number[][] = [];
  let richest = 0;
  for (let i = 0; i < n; i++) richest = Math.max(richest, members[i]);
  let steps = 0;
  let floor = options.floor;
  let kept: { group: number[]; value: number }[] = [];
  const group: number[] = [];

  const record = (value: number): void => {
    kept.push({ group: [...group], value });
    if (kept.length <= options.keep) return;
    kept.sort((a, b) => b.value - a.value);
    kept.length = options.keep;
    floor = Math.max(options.floor, kept[kept.length - 1].value);
  };
  const top = new Float64Array(mostUnits);
  const mostOf = (gains: Float64Array, count: number, room: number): number => {
    top.fill(0, 0, room);
    for (let k = 0; k < count; k++) {
      let gain = gains[k];
      for (let t = 0; t < room && gain > 0; t++)
        if (gain > top[t]) {
          const passed = top[t];
          top[t] = gain;
          gain = passed;
        }
    }
    let sum = 0;
    for (let t = 0; t < room; t++) sum += top[t];
    return sum;
  };
  const open = Array.from({ length: mostUnits }, () => new Int32Array(n));
  const gain = Array.from({ length: mostUnits }, () => new Float64Array(n));

  /** Goes on from the group; its open candidates and their gains stand at this depth. */
  const grow = (count: number, value: number, has: number): void => {
    if (group.length >= leastUnits && has >= minMembers && value > floor) record(value);
    const depth = group.length - 1;
    const room = mostUnits - group.length;
    if (room === 0 || steps > options.mostSteps || has + room * richest < minMembers) return;
    if (value + mostOf(gain[depth], count, room) <= floor) return;
    const own = open[depth];
    const gains = gain[depth];
    for (let at = 0; at < count; at++) {
      const next = own[at];
      let left = 0;
      if (room > 1) {
        const deeper = open[depth + 1];
        const deeperGain = gain[depth + 1];
        const row = next * n;
        for (let k = at + 1; k < count; k++) {
          const other = own[k];
          if (linked[row + other] === 0) continue;
          deeper[left] = other;
          deeperGain[left++] = gains[k] - spreadWeight * metres[row + other];
        }
      }
      steps += left + 1;
      group.push(next);
      grow(left, value + gains[at], has + members[next]);
      group.pop();
    }
  };
  let complete = true;
  for (let first = 0; first < n && complete; first++) {
    kept = [];
    floor = options.floor;
    let count = 0;
    if (mostUnits > 1)
      for (let k = first + 1; k < n; k++) {
        if (linked[first * n + k] === 0) continue;
        open[0][count] = k;
        gain[0][count++] = profit[k] - spreadWeight * metres[first * n + k];
      }
    group.push(first);
    grow(count, worth.fixed + profit[first], members[first]);
    group.pop();
    for (const { group: own, value } of kept) {
      groups.push(own);
      if (value > best[first]) best[first] = value;
    }
    complete = steps <= options.mostSteps && groups.length <= options.mostGroups;
  }
  return { groups, best, complete };
}
