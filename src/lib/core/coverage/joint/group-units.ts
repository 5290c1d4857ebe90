import { groupingOf } from '#lib/core/coverage/joint/assemble.ts';
import { jointPools } from '#lib/core/coverage/joint/candidates.ts';
import type { GroupingInput, GroupingVerdicts, Pool } from '#lib/core/coverage/joint/candidates.ts';
import type { Grouping, GroupingTime, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { PairDistances } from '#lib/core/coverage/joint/pair-distance.ts';
import { partsOf } from '#lib/core/coverage/joint/parts.ts';
import type { Part } from '#lib/core/coverage/joint/parts.ts';
import { pieceOf } from '#lib/core/coverage/joint/piece.ts';
import { EFFORT, solveParts } from '#lib/core/coverage/joint/solve-parts.ts';
import type { Effort } from '#lib/core/coverage/joint/solve-parts.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';

/**
 * Puts small blank units together under joint branches (联合党支部): as many units served as the
 * rule allows, and among the ways to do that the most compact.
 *
 * Set packing, taken apart by division and by what is near to what. Small parts are settled by a
 * table of subsets; larger ones by the program over all their groups, or by column generation
 * where these are too many, with bounds from multipliers that hold whatever the solver's
 * precision. Without a solver a greedy packing, improved by solving neighbourhoods anew, and the
 * bound that the numbers alone give. Ties are settled by the order of the units; the same input
 * gives the same groups unless time runs out.
 */
export function groupUnits(
  input: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
  solver: PackingSolver | null,
  time: GroupingTime,
  effort: Effort = EFFORT,
): Grouping {
  const pools = jointPools(input, pack, verdicts);
  const { lng, lat, members } = input.units;
  const distances = new PairDistances(
    lng,
    lat,
    pools.flatMap(({ units }) => units),
  );
  const parts = pools.flatMap((pool) => poolParts(input, pool, distances));
  const { groups, bound, spreadBound, proven } = solveParts(parts, solver, time, effort);
  return groupingOf(groups, members, distances, {
    candidates: pools.reduce((sum, pool) => sum + pool.units.length, 0),
    bound,
    spreadBound,
    proof: solver === null ? 'greedy' : proven ? 'optimal' : 'gap',
  });
}

function poolParts(
  { units: { lng, lat, members } }: GroupingInput,
  { rule, units }: Pool,
  distances: PairDistances,
): Part[] {
  const shape = {
    shape: 'clique' as const,
    leastUnits: 2,
    mostUnits: rule.maxUnits,
    minMembers: rule.minMembers,
  };
  const isLinked = (a: number, b: number): boolean => distances.isWithin(a, b, rule.maxDistanceM);
  const make = (own: readonly number[]) =>
    pieceOf(shape, own, members, isLinked, (a, b) => distances.wholeMetres(a, b));
  return partsOf(units, { shape, lng, lat, members, isLinked, make });
}
