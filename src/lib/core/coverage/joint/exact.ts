import { visitGroups } from '#lib/core/coverage/joint/enumerate.ts';
import { packingOf, spreadOf } from '#lib/core/coverage/joint/piece.ts';
import type { Packing, Piece } from '#lib/core/coverage/joint/piece.ts';

/** More candidates than this are not settled by a table over all their subsets. */
export const MOST_BY_TABLE = 14;

/**
 * The best packing of a few candidates (ascending, at most MOST_BY_TABLE), by dynamic programming
 * over all their subsets: the lowest of a subset is left out, or is in one of its groups. Of equal
 * packings the one that serves the earlier units wins.
 */
export function bestPacking(piece: Piece, units: readonly number[]): Packing {
  const k = units.length;
  if (k > MOST_BY_TABLE) throw new Error(`Expected at most ${MOST_BY_TABLE} units, got ${k}.`);
  const bit = new Map(units.map((unit, i) => [unit, 1 << i]));
  const masks: number[][] = units.map(() => []);
  const spreads: number[][] = units.map(() => []);
  visitGroups(piece, units, (group) => {
    let mask = 0;
    for (const unit of group) mask |= bit.get(unit) ?? 0;
    const lowest = lowestOf(mask);
    masks[lowest].push(mask);
    spreads[lowest].push(spreadOf(piece, group));
    return true;
  });
  const served = new Uint8Array(1 << k);
  const spread = new Float64Array(1 << k);
  const choice = new Int32Array(1 << k).fill(-1);
  for (let mask = 1; mask < 1 << k; mask++) {
    const lowest = lowestOf(mask);
    const own = masks[lowest];
    let most = served[mask & (mask - 1)];
    let least = spread[mask & (mask - 1)];
    for (let g = 0; g < own.length; g++) {
      if ((own[g] & mask) !== own[g]) continue;
      const rest = mask & ~own[g];
      const units = served[rest] + bitsOf(own[g]);
      if (units < most) continue;
      const metres = spread[rest] + spreads[lowest][g];
      if (units === most && (metres > least || (metres === least && choice[mask] >= 0))) continue;
      most = units;
      least = metres;
      choice[mask] = g;
    }
    served[mask] = most;
    spread[mask] = least;
  }
  const groups: number[][] = [];
  for (let mask = (1 << k) - 1; mask !== 0;) {
    const chosen = choice[mask];
    if (chosen < 0) {
      mask &= mask - 1;
      continue;
    }
    const group = masks[lowestOf(mask)][chosen];
    groups.push(units.filter((_, i) => ((group >> i) & 1) === 1));
    mask &= ~group;
  }
  return packingOf(piece, groups);
}

const lowestOf = (mask: number): number => 31 - Math.clz32(mask & -mask);

function bitsOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
