import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { DivisionLevel, Divisions } from '#lib/core/model.ts';
import type { DemandGroups } from '#lib/core/siting/problem.ts';

/** Demand by the divisions of a level; `division[g]` is that of group `g`. */
export interface DivisionGroups extends DemandGroups {
  division: Int32Array;
}

/**
 * Groups of demand: the divisions of a level, each with all that lies in it and below it, as reach
 * adds them up. Demand in no division, or in one above that level, is of no group.
 *
 * @param division of each demand, -1 for none
 */
export function divisionGroups(
  { level, parent, count }: Divisions,
  at: DivisionLevel,
  division: ArrayLike<number>,
): DivisionGroups {
  const wanted = DIVISION_LEVELS.indexOf(at);
  const ofLevel: number[] = [];
  const groupOf = new Int32Array(count).fill(-1);
  // Parents stand before their children.
  for (let d = 0; d < count; d++)
    if (level[d] === wanted) groupOf[d] = ofLevel.push(d) - 1;
    else if (parent[d] >= 0) groupOf[d] = groupOf[parent[d]];
  const group = new Int32Array(division.length);
  for (let i = 0; i < group.length; i++) group[i] = division[i] < 0 ? -1 : groupOf[division[i]];
  return { count: ofLevel.length, group, division: Int32Array.from(ofLevel) };
}
