import type { Project } from '#lib/core/model.ts';
import type { ReachCounts } from '#lib/core/reach/answer.ts';
import { divisionSums } from '#lib/core/reach/division-sums.ts';
import { exactWeights } from '#lib/core/reach/exact-weights.ts';

/** What is compared: demand points, their weight, units, and the households and employees of units. */
export const REACH_MEASURES = ['points', 'weight', 'units', 'households', 'employees'] as const;
export type ReachMeasure = (typeof REACH_MEASURES)[number];

const REACHED = {
  points: 'reachedPoints',
  weight: 'reachedWeight',
  units: 'reachedUnits',
  households: 'reachedHouseholds',
  employees: 'reachedEmployees',
} as const satisfies Record<ReachMeasure, keyof ReachCounts>;

/** One side of a comparison: distance to the nearest facility for each place, and how far it may be, metres. */
export interface ReachSide {
  distanceM: Float64Array;
  cutoffM: number;
}

/** Places that B reaches and A does not, and the other way round, ascending. */
export interface ChangedPlaces {
  gained: Uint32Array;
  lost: Uint32Array;
}

/** One entry a division with all below it; the last entry is everything, placed or not. */
export interface MeasureChange {
  /** There are so many; A reaches so many of them, and B. */
  all: Float64Array;
  a: Float64Array;
  b: Float64Array;
  /** Reached by B and not by A, and the other way round: `b = a + gained - lost`. */
  gained: Float64Array;
  lost: Float64Array;
}

/** B beside A: the places that change, and for each measure what that means for every division. */
export interface ReachDifference {
  places: ChangedPlaces;
  measures: Record<ReachMeasure, MeasureChange>;
}

/** Places whose answer changes from A to B. A distance that is not known, or infinite, is reached by no cutoff. */
export function changedPlaces(a: ReachSide, b: ReachSide): ChangedPlaces {
  const gained: number[] = [];
  const lost: number[] = [];
  for (let i = 0; i < a.distanceM.length; i++) {
    const before = isReached(a, i);
    if (before === isReached(b, i)) continue;
    (before ? lost : gained).push(i);
  }
  return { gained: Uint32Array.from(gained), lost: Uint32Array.from(lost) };
}

const isReached = ({ distanceM, cutoffM }: ReachSide, i: number): boolean =>
  distanceM[i] <= Math.min(cutoffM, Number.MAX_VALUE);

/**
 * The table of differences between two answers about the same project, B beside A.
 *
 * Places are the demand points, then the units, as in `Reach.places`; the counts are those of the
 * same two sides. Sums are of exact weights, so that gains and losses are the difference to the bit.
 */
export function reachDifference(
  project: Pick<Project, 'demand' | 'units' | 'divisions'>,
  a: ReachSide & { counts: ReachCounts },
  b: ReachSide & { counts: ReachCounts },
): ReachDifference {
  const { demand, units, divisions } = project;
  const places = changedPlaces(a, b);
  const changeOf = (measure: ReachMeasure): MeasureChange => {
    const isDemand = measure === 'points' || measure === 'weight';
    const { division } = isDemand ? demand : units;
    const from = isDemand ? 0 : demand.count;
    const values =
      measure === 'points' || measure === 'units'
        ? new Float64Array(division.length).fill(1)
        : exactWeights(measure === 'weight' ? demand.weight : units[measure]);
    const sums = (changed: Uint32Array): Float64Array => {
      const own = changed.filter((place) => place >= from && place < from + division.length);
      const home = own.map((place) => place - from);
      const homes = Int32Array.from(home, (i) => division[i]);
      return divisionSums(homes, divisions.parent, (k) => values[home[k]]);
    };
    return {
      all: a.counts[measure],
      a: a.counts[REACHED[measure]],
      b: b.counts[REACHED[measure]],
      gained: sums(places.gained),
      lost: sums(places.lost),
    };
  };
  const measures = Object.fromEntries(
    REACH_MEASURES.map((measure) => [measure, changeOf(measure)]),
  ) as Record<ReachMeasure, MeasureChange>;
  return { places, measures };
}
