import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { facilityIndexes } from '#lib/core/coverage/reach-field.ts';
import { isWithin, nearestAll } from '#lib/core/geo/nearest.ts';

/** How much of the demand is reached: points, and their weight (residents, households or floor area). */
export interface DemandCounts {
  points: number;
  weight: number;
  reached_points: number;
  reached_weight: number;
}

function emptyCounts(): DemandCounts {
  return { points: 0, weight: 0, reached_points: 0, reached_weight: 0 };
}

/**
 * The radius in which each facility level serves demand, metres, -1 where it does not: the rules that
 * name no kind, as a demand point has none; where every rule names kinds, the widest of each level.
 */
function demandRadii(pack: RulePack, radiusM: number | null): number[] {
  const general = pack.service.reach.filter((rule) => rule.kinds === undefined);
  const rules = general.length > 0 ? general : pack.service.reach;
  return FACILITY_LEVELS.map((level) => {
    const own = rules.filter((rule) => rule.level === level);
    if (own.length === 0) return -1;
    return radiusM ?? Math.max(...own.map((rule) => rule.radiusM));
  });
}

/**
 * Which demand points some facility reaches by straight line: 1 reached, 0 not (a point without a
 * position is not). WGS 84; decided by the geodesic library wherever the approximation leaves doubt.
 *
 * @param radiusM replaces every rule's radius; null keeps the pack's own. Metres.
 */
export function demandReached(
  project: Project,
  pack: RulePack,
  radiusM: number | null,
): Uint8Array {
  const { count, lng, lat } = project.demand;
  const reached = new Uint8Array(count);
  const radii = demandRadii(pack, radiusM);
  facilityIndexes(project.facilities).forEach(({ index }, level) => {
    if (radii[level] < 0) return;
    const nearest = nearestAll(index, lng, lat);
    for (let i = 0; i < count; i++) {
      const found = nearest.index[i];
      if (reached[i] === 1 || found < 0) continue;
      const exact = (): number => index.exactM(lng[i], lat[i], found);
      if (isWithin(nearest.distanceM[i], radii[level], exact)) reached[i] = 1;
    }
  });
  return reached;
}

/** Demand of the whole project and of every division with everything below it. */
export interface DemandReach {
  total: DemandCounts;
  divisions: DemandCounts[];
}

/** Counts what `demandReached` found; a weight that is not known counts as nothing. */
export function demandReach(project: Project, pack: RulePack, radiusM: number | null): DemandReach {
  const { demand, divisions } = project;
  const reached = demandReached(project, pack, radiusM);
  const total = emptyCounts();
  const counts = Array.from({ length: divisions.count }, emptyCounts);
  const add = (to: DemandCounts, i: number): void => {
    const weight = Number.isNaN(demand.weight[i]) ? 0 : demand.weight[i];
    to.points += 1;
    to.weight += weight;
    to.reached_points += reached[i];
    to.reached_weight += reached[i] * weight;
  };
  for (let i = 0; i < demand.count; i++) {
    add(total, i);
    for (let d = demand.division[i]; d >= 0; d = divisions.parent[d]) add(counts[d], i);
  }
  return { total, divisions: counts };
}
