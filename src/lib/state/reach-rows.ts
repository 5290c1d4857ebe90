import type { Divisions, Project } from '#lib/core/model.ts';
import type { ReachMeasure } from '#lib/state/reach-table.ts';
import { verdictAt, type ReachedSide } from '#lib/state/reaching.svelte.ts';

/** What places behind a figure are, those that are worst off first. */
export const PLACE_VERDICTS = ['never', 'blank', 'once', 'twice', 'unknown'] as const;
export type PlaceVerdict = (typeof PLACE_VERDICTS)[number];

/** The places behind a figure: its numerator are those of `counted`, its denominator all of them. */
export interface ReachFigureRows {
  /** Whether the places are demand points; units otherwise. */
  ofDemand: boolean;
  /** Numbers of the places, demand first, then units: of each verdict the farthest first. */
  places: Record<PlaceVerdict, Uint32Array>;
  /** What they weigh in the figure together. */
  weight: Record<PlaceVerdict, number>;
  counted: readonly PlaceVerdict[];
}

/** What a place weighs in a figure; what is not known counts nothing, as in the figure. */
function weights(project: Project, key: ReachMeasure['key']): Float64Array | null {
  if (key === 'weight' || key === 'twiceWeight') return project.demand.weight;
  return key === 'households' || key === 'employees' ? project.units[key] : null;
}

/** 1 for a division and all below it. */
function within({ count, parent }: Divisions, division: number): Uint8Array {
  const inside = new Uint8Array(count);
  for (let d = division; d < count; d++)
    inside[d] = d === division || (parent[d] >= 0 && inside[parent[d]] === 1) ? 1 : 0;
  return inside;
}

/** How much a place of a figure weighs in it. */
export function weightIn(project: Project, key: ReachMeasure['key'], place: number): number {
  const column = weights(project, key);
  const record = isOfDemand(key) ? place : place - project.demand.count;
  return column ? column[record] || 0 : 1;
}

const isOfDemand = (key: ReachMeasure['key']): boolean =>
  key === 'weight' || key === 'points' || key === 'twiceWeight';

/**
 * The rows of a figure of the screen Reach, in a division with all below it.
 *
 * @param division null: everything, placed or not
 */
export function reachFigureRows(
  project: Project,
  side: ReachedSide,
  key: ReachMeasure['key'],
  division: number | null,
): ReachFigureRows {
  const { demand, units, divisions } = project;
  const ofDemand = isOfDemand(key);
  const records = ofDemand ? demand : units;
  const from = ofDemand ? 0 : demand.count;
  const inside = division === null ? null : within(divisions, division);
  const found: Record<PlaceVerdict, number[]> = { never: [], blank: [], once: [], twice: [], unknown: [] }; // prettier-ignore
  const weight: Record<PlaceVerdict, number> = { never: 0, blank: 0, once: 0, twice: 0, unknown: 0 }; // prettier-ignore
  for (let i = 0; i < records.count; i++) {
    const at = records.division[i];
    if (inside && (at < 0 || inside[at] === 0)) continue;
    const verdict = verdictAt(side, from + i);
    found[verdict].push(from + i);
    weight[verdict] += weightIn(project, key, from + i);
  }
  const { firstM } = side.field;
  const places = Object.fromEntries(
    PLACE_VERDICTS.map((verdict) => [
      verdict,
      Uint32Array.from(found[verdict]).sort((a, b) => firstM[b] - firstM[a] || a - b),
    ]),
  ) as ReachFigureRows['places'];
  const twice = key === 'twiceWeight' || key === 'twiceUnits';
  return { ofDemand, places, weight, counted: twice ? ['twice'] : ['once', 'twice'] };
}
