import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import type { Pace, ReachMethod, Snap } from '#lib/core/reach/field.ts';
import type { RefusedLines } from '#lib/core/reach/walk/network.ts';
import type { FacilityLevel, Shapes } from '#lib/core/model.ts';

/** What is asked: facilities of these levels, and how far they reach. */
export interface ReachAsk {
  method: ReachMethod;
  /** Levels that count; all of them together, the nearest of any. */
  levels: readonly FacilityLevel[];
  /** Metres: of the circle, or of the walk with its way to and from the network. */
  cutoffM: number;
  snap: Snap;
}

/** Columns of counts, one entry a division with all below it; the last entry is everything, placed or not. */
export interface ReachCounts {
  points: Float64Array;
  weight: Float64Array;
  reachedPoints: Float64Array;
  reachedWeight: Float64Array;
  /** Within reach of a second facility too. */
  twicePoints: Float64Array;
  twiceWeight: Float64Array;
  units: Float64Array;
  reachedUnits: Float64Array;
  twiceUnits: Float64Array;
  /** Units without a position, of which nothing is known: part of `units`, never reached. */
  unknownUnits: Float64Array;
  households: Float64Array;
  reachedHouseholds: Float64Array;
  employees: Float64Array;
  reachedEmployees: Float64Array;
}

/** Distances from demand (by weight) to the nearest facility: mean, 95th percentile, worst, metres; of those who can come to one. */
export interface DistanceSummary {
  meanM: number;
  p95M: number;
  worstM: number;
  /** The place that is worst off, -1 for none. */
  worst: number;
  /** Weight that can come to no facility at all. */
  unreachable: number;
  /** Weight by distance: bin `k` holds `[k, k + 1) * binM`, the last one all beyond. */
  histogram: Float64Array;
  binM: number;
}

/** The walking network in figures, and how places joined it. */
export interface NetworkSummary {
  nodes: number;
  edges: number;
  lengthM: number;
  components: number;
  refused: RefusedLines;
  /** Places (demand, units, facilities) that joined it; those too far from it; the mean and the longest way to it, metres. */
  snapped: { places: number; tooFar: number; meanM: number; worstM: number };
}

/** What is worth knowing of the stations behind an area. */
export const AREA_NOTES = [
  /** No station counts: nothing is in reach. */
  'no_station',
  /** The radius is not above 0: nothing is in reach. */
  'no_radius',
  /** Stations without a position, left out. */
  'no_position',
  /** Stations beyond 85 degrees of latitude, left out. */
  'polar',
  /** Stations too far from the walking network, left out. */
  'off_network',
  /** Stations outside every division; what they reach counts in the area. */
  'outside',
  /** Stations that stand within a millimetre of another one. */
  'same_place',
] as const;
export type AreaNote = (typeof AREA_NOTES)[number];

/** Exact area in reach by circles, or the area of the isochrone by walking. */
export interface ReachArea {
  unionM2: number;
  perimeterM: number;
  /** Relative error of area and shares that the method admits. */
  error: number;
  /** Share of each division's area that is in reach; NaN without a polygon. */
  share: Float64Array;
  /** The area in reach, one record: a polygon, or no shape where nothing is in reach. */
  shapes: Shapes;
  /** What is left of the communities; null where that is not worked out (walking). */
  zones: BlankZones | null;
  notes: { code: AreaNote; stations: number }[];
}

/** Metres a second on level ground (adult: design walking speed; elderly: measured mean of the over-65s). */
export const PACE_M_S: Readonly<Record<Pace, number>> = { adult: 1.2, elderly: 0.94 };

/** How far one comes in so many minutes, metres. */
export const walkedM = (minutes: number, pace: Pace): number => minutes * 60 * PACE_M_S[pace];
