import { conflictsOf } from '#lib/core/siting/cover/conflicts.ts';
import { equalRows, incidenceOf, part } from '#lib/core/siting/cover/incidence.ts';
import type { Incidence } from '#lib/core/siting/cover/incidence.ts';
import {
  SITE_EXISTING,
  SITE_FORBIDDEN,
  SITE_FORCED,
  SITE_FREE,
  SITE_MOVABLE,
} from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** Groups of which a weight has to be, or is, covered: that of each row, and the weight of each that is covered whatever is decided. */
export interface RowGroups {
  of: Int32Array;
  covered: Float64Array;
  total: Float64Array;
}

/** At most `most[t]` of the columns of `of[c] = t`. */
export interface Limits {
  of: Uint8Array;
  most: Float64Array;
}

/**
 * A covering problem laid bare: a yes or no for each site that is not decided (a column), and one row
 * for all the demand that the same of them cover. Forced and existing sites are open and their demand
 * is out, forbidden ones and what conflicts with open ones are gone.
 */
export interface Frame {
  /** Site of each column, ascending. */
  site: Uint32Array;
  /** Sites that are open whatever is decided. */
  fixed: Uint32Array;
  incidence: Incidence;
  weight: Float64Array;
  /** 1 where a row is covered once whatever is decided, and the second time is to be seen to. */
  once: Uint8Array;
  /** Weight that is covered, and covered twice, whatever is decided. */
  covered: number;
  twice: number;
  floors: RowGroups | null;
  fair: RowGroups | null;
  limits: Limits;
  /** Spent by opening each column (less what giving it up costs), and the most that may be. */
  cost: Float64Array | null;
  budget: number;
  /** Columns that each column excludes: `other[start[c] .. start[c + 1]]`; null: none. */
  conflicts: { start: Uint32Array; other: Uint32Array } | null;
  /** Columns whose site stands, and how many sites could be given up, those that have to be among them. */
  standing: Uint8Array;
  standingCount: number;
  /** Opened sites among the fixed ones. */
  forcedCount: number;
  /** Forced sites that may not stand beside another open one. */
  clashing: Uint32Array;
}

/** @param times how often demand is worth covering, 1 or 2 */
export function frameOf(problem: SitingProblem, times: 1 | 2): Frame {
  const { role, matrix } = problem;
  const fixed: number[] = [];
  const asked: number[] = [];
  for (let s = 0; s < matrix.sites; s++) {
    if (role[s] === SITE_EXISTING || role[s] === SITE_FORCED) fixed.push(s);
    else if (role[s] !== SITE_FORBIDDEN) asked.push(s);
  }
  const { free, clashing, conflicts } = conflictsOf(problem, fixed, asked);
  const site = Uint32Array.from(free);
  const standing = Uint8Array.from(site, (s) => (role[s] === SITE_MOVABLE ? 1 : 0));
  return {
    ...{ site, fixed: Uint32Array.from(fixed), clashing, conflicts, standing },
    standingCount: role.reduce((sum, one) => sum + (one === SITE_MOVABLE ? 1 : 0), 0),
    forcedCount: fixed.filter((s) => role[s] === SITE_FORCED).length,
    ...rowsOf(problem, times, fixed, site),
    ...termsOf(problem, fixed, site),
  };
}

/** Limits of numbers and money on the columns. */
function termsOf(
  problem: SitingProblem,
  fixed: readonly number[],
  site: Uint32Array,
): Pick<Frame, 'limits' | 'cost' | 'budget'> {
  const { role, tiers, openingCost, closingCost } = problem;
  const most = tiers ? Float64Array.from(tiers.p) : Float64Array.of(problem.p ?? Infinity);
  for (let s = 0; s < role.length; s++) {
    const tier = tiers ? tiers.site[s] : 0;
    if (role[s] === SITE_FORCED) most[tier]--;
    if (role[s] === SITE_MOVABLE) most[tier]++;
  }
  const limits = { of: Uint8Array.from(site, (s) => (tiers ? tiers.site[s] : 0)), most };
  if (problem.budget === null) return { limits, cost: null, budget: Infinity };
  let budget = problem.budget;
  for (const s of fixed) if (role[s] === SITE_FORCED) budget -= openingCost?.[s] ?? 0;
  for (let s = 0; s < role.length; s++) {
    if (role[s] === SITE_MOVABLE) budget -= closingCost?.[s] ?? 0;
  }
  const cost = Float64Array.from(site, (s) =>
    role[s] === SITE_MOVABLE ? -(closingCost?.[s] ?? 0) : (openingCost?.[s] ?? 0),
  );
  return { limits, cost, budget };
}

function rowsOf(
  problem: SitingProblem,
  times: 1 | 2,
  fixed: readonly number[],
  site: Uint32Array,
): Pick<Frame, 'incidence' | 'weight' | 'once' | 'covered' | 'twice' | 'floors' | 'fair'> {
  const { matrix, weight } = problem;
  const already = new Uint8Array(matrix.demands);
  for (const s of fixed) {
    eachServed(problem, s, (i) => {
      if (already[i] < 2) already[i]++;
    });
  }
  const start = new Uint32Array(site.length + 1);
  const served: number[] = [];
  site.forEach((s, c) => {
    eachServed(problem, s, (i) => served.push(i));
    start[c + 1] = served.length;
  });
  const all = incidenceOf(matrix.demands, start, Uint32Array.from(served));
  const everybody = servesEverybody(problem);
  let covered = 0;
  let twice = 0;
  const kept: number[] = [];
  for (let i = 0; i < matrix.demands; i++) {
    if (already[i] > 0) covered += weight[i];
    if (already[i] > 1) twice += weight[i];
    const none = all.rowStart[i] === all.rowStart[i + 1];
    if (already[i] >= times || (weight[i] === 0 && !everybody)) continue;
    if (none && (already[i] > 0 || !everybody)) continue;
    kept.push(i);
  }
  const incidence = part(all, [...site.keys()], kept);
  const groups = [problem.floors?.groups ?? null, problem.fair].map((one) => one?.group ?? null);
  const width = 1 + (problem.fair?.count ?? 0);
  const mark = (r: number): number => {
    const i = kept[r];
    const [floor, fair] = groups.map((group) => (group ? group[i] + 1 : 0));
    return (floor * width + fair) * 2 + already[i];
  };
  const classes = equalRows(incidence, mark);
  const sum = new Float64Array(classes.first.length);
  kept.forEach((i, r) => {
    sum[classes.of[r]] += weight[i];
  });
  const first = Array.from(classes.first, (r) => kept[r]);
  const grouped = (groupsOf: SitingProblem['fair']): RowGroups | null => {
    if (!groupsOf) return null;
    const covers = new Float64Array(groupsOf.count);
    const total = new Float64Array(groupsOf.count);
    for (let i = 0; i < matrix.demands; i++) {
      const g = groupsOf.group[i];
      if (g < 0) continue;
      total[g] += weight[i];
      if (already[i] > 0) covers[g] += weight[i];
    }
    return { of: Int32Array.from(first, (i) => groupsOf.group[i]), covered: covers, total };
  };
  return {
    incidence: part(incidence, [...site.keys()], classes.first),
    weight: sum,
    once: Uint8Array.from(first, (i) => already[i]),
    ...{ covered, twice },
    floors: grouped(problem.floors?.groups ?? null),
    fair: grouped(problem.fair),
  };
}

/** Whether a plan that leaves somebody out is none. */
export const servesEverybody = (problem: SitingProblem): boolean =>
  problem.kind !== 'mclp' || problem.backup === 'bacop1';

/** Calls `visit` for each demand that a site serves, ascending. */
export function eachServed(
  { matrix, cutoff, tiers }: SitingProblem,
  site: number,
  visit: (demand: number) => void,
): void {
  for (let k = matrix.start[site]; k < matrix.start[site + 1]; k++) {
    const demand = matrix.demand[k];
    if (matrix.cost[k] > cutoff) continue;
    if (tiers && tiers.site[site] !== tiers.demand[demand]) continue;
    visit(demand);
  }
}

/** Sites of a role that count against `p`. */
export const mayOpen = (role: number): boolean => role === SITE_FREE || role === SITE_FORCED;
