import { DIVISION_LEVELS, NO, UNIT_KINDS } from '#lib/core/model.ts';
import { adjacentGrids, placeOfGrid } from '#lib/core/coverage/joint/adjacency.ts';
import { groupingOf } from '#lib/core/coverage/joint/assemble.ts';
import type { GroupingInput, GroupingVerdicts } from '#lib/core/coverage/joint/candidates.ts';
import type { Grouping, GroupingTime, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { partsOf } from '#lib/core/coverage/joint/parts.ts';
import type { Part } from '#lib/core/coverage/joint/parts.ts';
import { pieceOf } from '#lib/core/coverage/joint/piece.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { EFFORT, solveParts } from '#lib/core/coverage/joint/solve-parts.ts';
import type { Effort } from '#lib/core/coverage/joint/solve-parts.ts';
import type { GridBranchRule, RulePack } from '#lib/core/coverage/pack.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';

const GRID_KIND = UNIT_KINDS.indexOf('grid');

/** Blank grids of one community under one rule. */
export interface GridPool {
  rule: GridBranchRule;
  units: number[];
}

/** Distance of two grids in metres: NaN where one has no place. */
export type GridMetres = (a: number, b: number) => number;

/**
 * The grids that branches can be put over: due, blank (not unknown), in a community, with a known
 * number of members, which may be enough for a branch of its own.
 */
export function gridPools(
  { units, divisions }: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
): GridPool[] {
  const { sets, ofDivision: of } = ruleSets(divisions, pack);
  const community = ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf('community'));
  const pools = new Map<string, GridPool>();
  for (let i = 0; i < units.count; i++) {
    const division = units.division[i];
    if (units.kind[i] !== GRID_KIND || division < 0 || community[division] < 0) continue;
    if (verdicts.due[i] !== 1 || verdicts.organisation.state[i] !== NO) continue;
    if (!(units.members[i] >= 0)) continue;
    const key = `${of[division]} ${community[division]}`;
    const pool = pools.get(key);
    if (pool) pool.units.push(i);
    else pools.set(key, { rule: sets[of[division]].gridBranch, units: [i] });
  }
  return [...pools.values()];
}

/** Distances between the places of grids, each place found once. */
export function gridMetres(input: GroupingInput): GridMetres {
  const places = new Map<number, [number, number] | null>();
  const placeOf = (unit: number): [number, number] | null => {
    let place = places.get(unit);
    if (place === undefined) places.set(unit, (place = placeOfGrid(input, unit)));
    return place;
  };
  return (a, b) => {
    const [from, to] = [placeOf(a), placeOf(b)];
    return from && to ? distanceM(...from, ...to) : NaN;
  };
}

/**
 * Puts blank grids under branches of one grid or of several adjacent ones (一格一支部 / 多格一支部),
 * by the same engine and objective as `groupUnits`: most grids, then the least spread, so that a
 * grid with members enough stays alone unless it is needed beside it.
 */
export function groupGrids(
  input: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
  solver: PackingSolver | null,
  time: GroupingTime,
  effort: Effort = EFFORT,
): Grouping {
  const pools = gridPools(input, pack, verdicts);
  const metres = gridMetres(input);
  const parts = pools.flatMap((pool) => poolParts(input, pool, metres));
  const { groups, bound, spreadBound, proven } = solveParts(parts, solver, time, effort);
  return groupingOf(
    groups,
    input.units.members,
    { metres },
    {
      candidates: pools.reduce((sum, pool) => sum + pool.units.length, 0),
      bound,
      spreadBound,
      proof: solver === null ? 'greedy' : proven ? 'optimal' : 'gap',
    },
  );
}

function poolParts(input: GroupingInput, { rule, units }: GridPool, metres: GridMetres): Part[] {
  const { members, lng, lat, count } = input.units;
  const adjacent = adjacentGrids(input, units);
  const isLinked = (a: number, b: number): boolean =>
    adjacent.has(Math.min(a, b) * count + Math.max(a, b));
  const shape = {
    shape: 'connected' as const,
    leastUnits: 1,
    mostUnits: rule.maxGrids,
    minMembers: rule.minMembers,
  };
  const make = (own: readonly number[]) =>
    pieceOf(shape, own, members, isLinked, (a, b) => Math.round(metres(a, b)));
  return partsOf(units, { shape, lng, lat, members, isLinked, make });
}
