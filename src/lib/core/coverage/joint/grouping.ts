/** How far a grouping is proven. `by_hand`: somebody changed it, so that nothing is said of it any more. */
export const PROOFS = ['optimal', 'gap', 'greedy', 'by_hand'] as const;
export type Proof = (typeof PROOFS)[number];

/**
 * A way of putting small blank units together. Group `g` has the units
 * `member[groupStart[g] .. groupStart[g + 1]]`, ascending; groups are ordered by their first unit.
 *
 * The objective is lexicographic: most units served; among those the least `spread`.
 */
export interface Grouping {
  groups: number;
  groupStart: Uint32Array;
  member: Uint32Array;
  /** The group of each unit of the project, -1 where it is in none. */
  groupOf: Int32Array;
  /** Full members of each group together. */
  members: Float64Array;
  /** The greatest distance between two units of each group, metres; 0 for a group of one. */
  spanM: Float64Array;
  /** Units that could be grouped at all (blank, small, of a kind and with a position). */
  candidates: number;
  served: number;
  /** No grouping serves more than this many units. */
  bound: number;
  /** Geodesic distances of all pairs inside the groups, each rounded to whole metres, summed. */
  spread: number;
  /** No grouping that serves `served` units has less spread; 0 where that is not known, as while `served < bound`. */
  spreadBound: number;
  /** `optimal`: both objectives are proven; `gap`: stopped before that; `greedy`: no solver was at hand. */
  proof: Proof;
}

/**
 * A 0-1 program over columns: maximise `cost . x`, each row covered at most once. Entry `c` of
 * `columnStart` begins the rows of column `c`.
 */
export interface PackingProblem {
  rows: number;
  columnStart: Uint32Array;
  row: Uint32Array;
  cost: Float64Array;
  /** A floor besides: `weight . x >= total`. */
  floor?: { weight: Float64Array; total: number };
  /** At most so many columns are chosen. */
  most?: number;
  /** The columns of a solution that is known, to start from. */
  start?: Uint32Array;
}

export interface PackingSolution {
  /** Ascending; empty where none was found in time, and where there is none (then `optimal`). */
  chosen: Uint32Array;
  /** Upper bound of the objective that was proven; Infinity where none was. */
  bound: number;
  optimal: boolean;
}

/** Multipliers of the relaxation of a packing problem to fractions, none negative; 0 for a floor and a most that it lacks. */
export interface PackingDuals {
  row: Float64Array;
  floor: number;
  most: number;
}

/** Solves packing problems; made from HiGHS by the worker and by the command line, as core loads no WebAssembly. */
export interface PackingSolver {
  solve(problem: PackingProblem, seconds: number): PackingSolution;
  /** Null where the time did not do or the floor cannot be met. */
  relax(problem: PackingProblem, seconds: number): PackingDuals | null;
}

/** How long to search. `now` is a clock in milliseconds, since core has none of its own. */
export interface GroupingTime {
  seconds: number;
  now: () => number;
}
