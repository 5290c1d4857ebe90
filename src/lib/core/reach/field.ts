/** How a facility reaches a place: within a circle, or over the walking network. */
export const REACH_METHODS = ['radius', 'walk'] as const;
export type ReachMethod = (typeof REACH_METHODS)[number];

/** Whose walking pace minutes are counted by. */
export const PACES = ['adult', 'elderly'] as const;
export type Pace = (typeof PACES)[number];

/** Whether a place joins the walking network at its nearest node or at the nearest point of an edge. */
export const SNAPS = ['edge', 'node'] as const;
export type Snap = (typeof SNAPS)[number];

/** Places that are to be reached: one entry of each column a place, WGS 84 degrees; NaN where it has no position. */
export interface Places {
  count: number;
  lng: Float64Array;
  lat: Float64Array;
}

/**
 * The two stations nearest to each place, and how far they are, metres. -1 and Infinity where no
 * (second) station can be come to; -1 and NaN where the place has no position. Of stations at equal
 * distance the one of the lower number comes first.
 */
export interface TwoNearest {
  first: Int32Array;
  firstM: Float64Array;
  second: Int32Array;
  secondM: Float64Array;
}

/** A distance field that follows its stations: after a change it is as if made anew, and says where it differs. */
export interface NearestField {
  readonly nearest: TwoNearest;
  /** Stations there have ever been; a removed one keeps its number. */
  readonly stations: number;
  /**
   * Puts a station at a place, or takes it away (NaN). Station `stations` is a new one.
   *
   * @returns the places whose entries changed, ascending
   */
  set(station: number, lng: number, lat: number): Uint32Array;
}
