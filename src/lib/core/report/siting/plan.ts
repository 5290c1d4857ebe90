import type { SitingKind } from '#lib/core/siting/problem.ts';
import type { SitingReason, SitingStatus } from '#lib/core/siting/solution.ts';
import type { SiteSource } from '#lib/core/report/siting/ask.ts';

/** The sites of a siting question, one entry a site: stations that stand first, then by source. WGS 84 degrees. */
export interface SitingSites {
  count: number;
  /** `facility:ID`, `candidate:ID`, `unit:ID`, `grid:CODE`, `drawn:NUMBER`; what a plan and a link name a site by. */
  key: string[];
  id: string[];
  name: string[];
  source: ('facilities' | SiteSource)[];
  /** Record in its table, or number in the list of drawn places. */
  record: Int32Array;
  lng: Float64Array;
  lat: Float64Array;
}

/** An open site of a plan, and what it is for. Weights are of demand within the cutoff. */
export interface PlanSite {
  site: number;
  /** Stands already. */
  existing: boolean;
  /** Weight and points that it serves (is assigned), within its reach, and that would be lost without it. */
  servedWeight: number;
  servedPoints: number;
  reachWeight: number;
  reachPoints: number;
  lostWeight: number;
  lostPoints: number;
}

/** A plan for a project: sites, whom they serve, and how far from the best possible it is. */
export interface Plan {
  problem: SitingKind;
  status: SitingStatus;
  objective: number;
  bound: number;
  gap: number;
  seconds: number;
  reasons: SitingReason[];
  sites: PlanSite[];
  /** Stations that stand and are given up, by site. */
  closed: Uint32Array;
  /** Site and cost of each demand, -1 and NaN for none. */
  assigned: Int32Array;
  cost: Float64Array;
  coveredWeight: number;
  coveredPoints: number;
  totalWeight: number;
  totalPoints: number;
  /** What the stations that stand cover without the plan. */
  beforeWeight: number;
  beforePoints: number;
}
