import type { Programs } from '#lib/core/siting/program.ts';

/** Why there is no plan at all. */
export const SITING_REASONS = [
  /** Demand that no site can serve; `items` are the demands. */
  'unreachable_demand',
  /** Groups whose floor no plan can meet, even alone; `items` are the groups. */
  'unreachable_floor',
  /** The floors can each be met, but not together with `p`, budget or spacing; `items` are groups of the best try that fall short. */
  'floors_together',
  /** Fewer sites may be opened than `p`, or more are forced. */
  'too_few_sites',
  'too_many_forced',
  /** `p` sites do not reach everybody. */
  'p_too_small',
  'budget_too_small',
  'capacity_too_small',
  'spacing_too_wide',
] as const;
export type SitingReasonCode = (typeof SITING_REASONS)[number];
export interface SitingReason {
  code: SitingReasonCode;
  items: Uint32Array;
}

/**
 * `optimal` proven; `feasible` a plan with a gap, or a bound not known (time was up); `infeasible`
 * proven, with reasons; `unknown` no plan was found in time and none was ruled out.
 */
export type SitingStatus = 'optimal' | 'feasible' | 'infeasible' | 'unknown';

/** A plan, how good it is, and how good any plan could be at best. */
export interface Solution {
  status: SitingStatus;
  /** Open sites, those that stand among them, ascending. */
  open: Uint32Array;
  /** Site that serves each demand, -1 for none: the cheapest open one, or as capacities allow. */
  assigned: Int32Array;
  /**
   * In the problem's own terms: sites opened less those given up (lscp, lscp-b), weight covered (mclp),
   * weighted cost (p-median), greatest cost (p-center), least distance (p-dispersion), weight covered
   * twice (bacop1), `firstShare` of the weight covered and the rest of that covered twice (bacop2).
   */
  objective: number;
  /** No plan is better than this; NaN where nothing is known. */
  bound: number;
  /** |objective - bound| / max(|objective|, |bound|); 0 where both are 0; NaN without a bound. */
  gap: number;
  reasons: SitingReason[];
  seconds: number;
}

/** A plan on the way: valid at any moment. */
export interface SitingProgress {
  seconds: number;
  /** null while there is no plan yet. */
  open: Uint32Array | null;
  objective: number;
  bound: number;
}

/** What a solver works with. The same seed gives the same plan where time does not run out. */
export interface SitingTools {
  seconds: number;
  /** Milliseconds on any clock. */
  now: () => number;
  seed: number;
  /** Linear programs; null: heuristics and combinatorial bounds only. */
  programs: Programs | null;
  onProgress: (progress: SitingProgress) => void;
}
