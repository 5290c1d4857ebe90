/**
 * What it costs each site to serve each demand: metres, minutes, or whatever a file gives. The pairs
 * of site `s` are `demand[start[s] .. start[s + 1]]`, ascending, at `cost` each (>= 0, finite); a pair
 * that is not there cannot be served at any cost. No geometry.
 */
export interface CostMatrix {
  sites: number;
  demands: number;
  start: Uint32Array;
  demand: Uint32Array;
  cost: Float64Array;
}

/** Distances between sites, for spacing and dispersion: row by row, `sites * sites`; Infinity where unknown. */
export interface SiteDistances {
  sites: number;
  between: Float64Array;
}
