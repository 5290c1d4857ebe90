/** A fault between divisions of one level; `a` and `b` are rows of the divisions, `a < b`. */
export interface TopologyFinding {
  kind: 'overlap' | 'gap' | 'duplicate';
  a: number;
  /** -1 for a gap that only one division borders; `a` is then that division. */
  b: number;
  areaM2: number;
  /** Mean width: twice the area by the perimeter, or a strip's area by its length. */
  widthM?: number;
}

/** What is smaller or narrower than this is the rounding of borders, and no finding. */
export interface TopologyTolerance {
  areaM2: number;
  widthM: number;
}

export const TOPOLOGY_TOLERANCE: TopologyTolerance = { areaM2: 1, widthM: 0.5 };
