import type { CostMatrix, SiteDistances } from '#lib/core/siting/matrix.ts';

/**
 * The problems by their names in the literature: location set covering (Toregas et al. 1971), maximal
 * covering location (Church and ReVelle 1974), p-median and p-center (Hakimi 1964), p-dispersion
 * (Kuby 1987).
 */
export const SITING_PROBLEMS = ['lscp', 'mclp', 'p-median', 'p-center', 'p-dispersion'] as const;
export type SitingKind = (typeof SITING_PROBLEMS)[number];

/** May be opened. */
export const SITE_FREE = 0;
/** Has to be opened, and is one of the `p`. */
export const SITE_FORCED = 1;
/** Stands already and stays: open, not one of the `p`, free of charge. */
export const SITE_EXISTING = 2;
/** Stands already and may be given up at `closingCost`; each one given up lets one more be opened. */
export const SITE_MOVABLE = 3;
/** Must not be opened. */
export const SITE_FORBIDDEN = 4;

/** Groups of demand, as streets: `group[i]` is that of demand `i`, -1 for none. */
export interface DemandGroups {
  count: number;
  group: Int32Array;
}

/** Backup coverage: none, as few sites as cover all and then the most covered twice (LSCP-B), or with `p` sites (BACOP 1 and 2, Hogan and ReVelle 1986). */
export const BACKUPS = ['none', 'lscp-b', 'bacop1', 'bacop2'] as const;
export type Backup = (typeof BACKUPS)[number];

/**
 * Levels of stations that are sited together (centre, station, point) and do not nest: a site of one
 * tier covers demand of that tier only. Two sites of the same place are never both opened.
 */
export interface Tiers {
  count: number;
  /** Tier of each site and of each demand. */
  site: Uint8Array;
  demand: Uint8Array;
  /** Sites to open in each tier; takes the place of `p`. */
  p: Uint32Array;
  /** Place of each site; sites of one place exclude each other. */
  place: Uint32Array;
}

/**
 * A siting problem. Columns of sites have `matrix.sites` entries, those of demand `matrix.demands`.
 *
 * - A site *stands* by its role (existing, or movable and not given up) or is *opened* by the plan
 *   (free or forced). `p` limits opened minus given up. p-dispersion opens exactly that many; the
 *   others at most, for a plan need not open what gains nothing, but a `p` above the number of sites
 *   that may be opened is `too_few_sites`. p-dispersion needs a `p`; mclp, p-median and p-center
 *   without `p` and budget may open every site.
 * - lscp asks for the smallest `p`: its objective is opened minus given up, below zero where stations
 *   can be spared; a `p` that is given is the most it may be. Costs matter through the budget only.
 * - lscp, p-median, p-center and bacop1 serve every demand, those of weight zero too; p-center does
 *   not weigh. p-dispersion looks at no demand.
 * - Sites opened cost `openingCost`, forced ones too, those given up `closingCost`.
 * - Floors, fairness, bacop1 and bacop2 are terms of mclp, lscp-b of lscp, capacity of all but backup
 *   and p-dispersion; elsewhere they say nothing.
 * - With capacities a demand is served whole by one site or not at all, and covered means served, in
 *   floors and shares too.
 * - A group of no weight meets its floor, and has no part in fairness.
 * - Spacing, places and p-dispersion look at pairs of open sites of which at least one is opened: two
 *   that stand already are as they are. p-dispersion without such a pair has the objective Infinity.
 */
export interface SitingProblem {
  kind: SitingKind;
  matrix: CostMatrix;
  /** Weight of each demand, >= 0 and finite. */
  weight: Float64Array;
  /** SITE_FREE .. SITE_FORBIDDEN. */
  role: Uint8Array;
  /** Sites to open beside those that stand; null: as few as it takes (lscp), or as many as the budget buys. */
  p: number | null;
  /** Demand is covered at this cost or less; Infinity: any pair will do. Pairs beyond it serve nothing. */
  cutoff: number;
  /** Cost of opening each site and of giving up each that stands; null: nothing costs anything. */
  openingCost: Float64Array | null;
  closingCost: Float64Array | null;
  /** The most that opening and giving up may cost together; null: no such limit. */
  budget: number | null;
  /** Weight that each site can serve; null: any. */
  capacity: Float64Array | null;
  /** Share of the weight of each group that has to be covered, 0..1; null: no floor. */
  floors: { groups: DemandGroups; share: Float64Array } | null;
  /** Raise the worst group first, then the next worst (lexicographic maximin of the groups' shares), and only then the total. */
  fair: DemandGroups | null;
  backup: Backup;
  /** bacop2: what the first coverage weighs against the second, 0..1. */
  firstShare: number;
  /** Opened sites have to stand at least this far from every other open one; null: as near as they like. */
  spacing: { distances: SiteDistances; least: number } | null;
  /** What p-dispersion is about. */
  distances: SiteDistances | null;
  tiers: Tiers | null;
}

/** A problem with nothing but its kind, costs and weights said. */
export function plainProblem(
  kind: SitingKind,
  matrix: CostMatrix,
  weight: Float64Array,
  p: number | null,
  cutoff: number,
): SitingProblem {
  return {
    ...{ kind, matrix, weight, p, cutoff },
    role: new Uint8Array(matrix.sites),
    openingCost: null,
    closingCost: null,
    budget: null,
    capacity: null,
    floors: null,
    fair: null,
    backup: 'none',
    firstShare: 0.5,
    spacing: null,
    distances: null,
    tiers: null,
  };
}
