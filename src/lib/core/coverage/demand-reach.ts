import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { unitRules } from '#lib/core/coverage/rule-sets.ts';

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
export function demandRadii(
  { service }: Pick<RulePack, 'service'>,
  radiusM: number | null,
): number[] {
  const general = service.reach.filter((rule) => rule.kinds === undefined);
  const rules = general.length > 0 ? general : service.reach;
  return FACILITY_LEVELS.map((level) => {
    const own = rules.filter((rule) => rule.level === level);
    if (own.length === 0) return -1;
    return radiusM ?? Math.max(...own.map((rule) => rule.radiusM));
  });
}

/**
 * Which demand points some facility reaches by straight line, each by the rules of its own district:
 * 1 reached, 0 not (a point without a position is not). WGS 84.
 *
 * @param radiusM replaces every rule's radius; null keeps the pack's own. Metres.
 */
export function demandReached(
  project: Project,
  pack: RulePack,
  radiusM: number | null,
): Uint8Array {
  const { count, lng, lat, division } = project.demand;
  // For distances and areas a demand point is a place like a unit.
  const places = { ...project, units: { ...project.units, count, lng, lat, division } };
  const field = crossedField(places, pack, reachField(places));
  const { sets, of } = unitRules(places, pack);
  const radii = sets.map((set) => demandRadii(set, radiusM));
  const reached = new Uint8Array(count);
  for (let i = 0; i < count; i++)
    for (let level = 0; level < FACILITY_LEVELS.length; level++)
      if (field.distanceM[level * count + i] <= radii[of[i]][level]) reached[i] = 1;
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
