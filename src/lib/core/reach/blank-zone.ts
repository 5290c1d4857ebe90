import type { Shapes } from '#lib/core/model.ts';

/** What the people of a zone were counted by. */
export const ZONE_BASES = ['demand', 'households', 'employees', 'none'] as const;
export type ZoneBasis = (typeof ZONE_BASES)[number];

/**
 * Blank areas (空白区): parts of communities that no facility reaches, the most people unserved
 * first. Zones that touch across a boundary stay apart, so that each has one community to answer for it.
 */
export interface BlankZones {
  count: number;
  /** The community (or the lowest division there is) a zone lies in. */
  division: Int32Array;
  street: Int32Array;
  areaM2: Float64Array;
  /** Demand points inside, and the people there together by `basis`. */
  points: Uint32Array;
  weight: Float64Array;
  basis: ZoneBasis;
  /** Due units inside. */
  units: Uint32Array;
  /** The zone of each unit of the project that is due, -1 where it is in none. */
  zoneOf: Int32Array;
  shapes: Shapes;
  /** Parts smaller than this without a point and without a due unit were left out, square metres. */
  minAreaM2: number;
}
