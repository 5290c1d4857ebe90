import { visitGroupsOfFirst } from '#lib/core/coverage/joint/enumerate.ts';
import { bestPacking } from '#lib/core/coverage/joint/exact.ts';
import { packingOf, spreadOf, unitsAtMost } from '#lib/core/coverage/joint/piece.ts';
import type { Packing, Piece } from '#lib/core/coverage/joint/piece.ts';

/** Candidates beside which a first group is sought: the nearest, and the nearest that have members. */
const BESIDE = 7;
/** Candidates of a neighbourhood that is solved anew. */
const NEIGHBOURHOOD = 11;
/** Neighbouring groups that each group is solved anew with. */
const PARTNERS = 4;
const MOST_ROUNDS = 20;

/** Linked candidates of each, the nearest first, ties by unit order. */
export function neighboursOf({ n, linked, metres }: Piece): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const own: number[] = [];
    for (let j = 0; j < n; j++) if (linked[i * n + j] === 1) own.push(j);
    return own.sort((a, b) => metres[i * n + a] - metres[i * n + b] || a - b);
  });
}

/** A packing that is no worse, by solving neighbourhoods anew; `mayGoOn` is asked before each. */
export function improvedPacking(piece: Piece, first: Packing, mayGoOn: () => boolean): Packing {
  return improved(piece, neighboursOf(piece), first, mayGoOn);
}

/**
 * A packing at once: groups from the candidates with the fewest neighbours on, each the largest
 * of a few near ones.
 */
export function firstPacking(piece: Piece): Packing {
  const neighbours = neighboursOf(piece);
  const { n, members } = piece;
  const groups: number[][] = [];
  const taken = new Uint8Array(n);
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => neighbours[a].length - neighbours[b].length || a - b,
  );
  for (const seed of order) {
    if (taken[seed] === 1) continue;
    const open = neighbours[seed].filter((k) => taken[k] === 0);
    const near = open.slice(0, BESIDE);
    const rich = open.filter((k) => members[k] > 0).slice(0, BESIDE);
    const group = groupWith(piece, [...new Set([seed, ...near, ...rich])]);
    if (!group) continue;
    groups.push(group);
    for (const unit of group) taken[unit] = 1;
  }
  return packingOf(piece, groups);
}

/** The largest group of the first of some candidates, with the fewest members to spare, then the most compact. */
function groupWith(piece: Piece, around: readonly number[]): number[] | null {
  let best: number[] | null = null;
  let bestKey = [0, 0, 0];
  visitGroupsOfFirst(piece, around, (group) => {
    if (best !== null && -group.length > bestKey[0]) return true;
    const has = group.reduce((sum, unit) => sum + piece.members[unit], 0);
    const key = [-group.length, has, spreadOf(piece, group)];
    const at = key.findIndex((value, i) => value !== bestKey[i]);
    if (best === null || (at >= 0 && key[at] < bestKey[at])) {
      best = [...group];
      bestKey = key;
    }
    return true;
  });
  return best;
}

function improved(
  piece: Piece,
  neighbours: readonly number[][],
  first: Packing,
  mayGoOn: () => boolean,
): Packing {
  const groups: (number[] | null)[] = [...first.groups];
  const groupOf = new Int32Array(piece.n).fill(-1);
  groups.forEach((group, g) => group?.forEach((unit) => (groupOf[unit] = g)));
  const done = new Set<string>();

  /** Solves some groups and free candidates anew; true where that is better. */
  const renew = (old: readonly number[], free: readonly number[]): boolean => {
    const before = packingOf(
      piece,
      old.map((g) => groups[g] ?? []),
    );
    const units = [...before.groups.flat(), ...free].sort((a, b) => a - b);
    const key = `${old.map((g) => groups[g]?.join()).join(';')}|${units.join()}`;
    if (done.has(key)) return false;
    done.add(key);
    const after = bestPacking(piece, units);
    if (
      after.served < before.served ||
      (after.served === before.served && after.spread >= before.spread)
    )
      return false;
    for (const g of old) groups[g] = null;
    for (const unit of units) groupOf[unit] = -1;
    for (const group of after.groups) {
      for (const unit of group) groupOf[unit] = groups.length;
      groups.push(group);
    }
    return true;
  };

  /** Groups met first when going outwards from some candidates, and the free ones met on the way. */
  const around = (units: readonly number[]): { near: number[]; free: number[] } => {
    const near = new Set<number>();
    const free = new Set<number>();
    const longest = units.reduce((most, unit) => Math.max(most, neighbours[unit].length), 0);
    for (let rank = 0; rank < longest && near.size < PARTNERS; rank++)
      for (const unit of units) {
        const next = neighbours[unit][rank];
        if (next === undefined || units.includes(next)) continue;
        if (groupOf[next] >= 0) near.add(groupOf[next]);
        else free.add(next);
      }
    return { near: [...near].slice(0, PARTNERS), free: [...free] };
  };

  const tryAround = (own: readonly number[], units: readonly number[]): boolean => {
    const { near, free } = around(units);
    const loose = own.length === 0 ? units : [];
    const sizeOf = (list: readonly number[]): number =>
      list.reduce((sum, g) => sum + (groups[g]?.length ?? 0), loose.length);
    const sets = near.map((g) => [...own, g]);
    for (let a = 0; a < near.length; a++)
      for (let b = a + 1; b < near.length; b++) sets.push([...own, near[a], near[b]]);
    if (own.length > 0 || near.length === 0) sets.push([...own]);
    for (const set of sets) {
      const room = NEIGHBOURHOOD - sizeOf(set);
      if (room < 0) continue;
      if (!mayGoOn()) return false;
      if (renew(set, [...loose, ...free.slice(0, room)])) return true;
    }
    return false;
  };

  for (let round = 0; round < MOST_ROUNDS; round++) {
    let better = false;
    const full = unitsAtMost(piece, piece.members);
    const served = (): number =>
      groups.reduce((sum, group) => sum + (group === null ? 0 : group.length), 0);
    if (served() < full)
      for (let unit = 0; unit < piece.n; unit++)
        if (groupOf[unit] < 0 && neighbours[unit].length > 0 && tryAround([], [unit]))
          better = true;
    for (let g = 0; g < groups.length; g++) {
      const units = groups[g];
      if (units !== null && tryAround([g], units)) better = true;
    }
    if (!better || !mayGoOn()) break;
  }
  return packingOf(
    piece,
    groups.filter((group) => group !== null),
  );
}
