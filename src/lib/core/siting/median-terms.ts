import type { SitingProblem } from '#lib/core/siting/problem.ts';
import {
  SITE_EXISTING,
  SITE_FORBIDDEN,
  SITE_FORCED,
  SITE_FREE,
  SITE_MOVABLE,
} from '#lib/core/siting/problem.ts';
import { because } from '#lib/core/siting/median-result.ts';
import type { SitingReason } from '#lib/core/siting/solution.ts';

/**
 * What may be opened together. Candidates are the free and the movable sites that are not ruled out
 * from the start; everything that is always open is in `kept`.
 */
export interface Terms {
  sites: number;
  /** Site of the problem behind each candidate, ascending. */
  siteOf: Uint32Array;
  /** Sites of the problem open in every plan. */
  kept: Uint32Array;
  /** Candidates that stand, those that are dearest to give up first. */
  standing: Uint32Array;
  /** At most `room[tier[c]]` candidates of a tier are open. */
  tier: Uint8Array;
  room: Int32Array;
  /** Open candidates cost `price` each (less than 0: saves giving it up), `purse` together at most; null: no limit. */
  price: Float64Array | null;
  purse: number;
  /** Candidates that candidate `c` cannot be open beside: `foe[foeStart[c] .. foeStart[c + 1]]`, ascending. */
  foeStart: Uint32Array;
  foe: Uint32Array;
}

/** The terms of a problem, or why no choice of sites can meet them whatever it serves. */
export function termsOf(problem: SitingProblem): Terms | SitingReason[] {
  const { role, tiers, p } = problem;
  const classes = tiers?.count ?? 1;
  const tierOf = (site: number): number => tiers?.site[site] ?? 0;
  const openable = new Int32Array(classes);
  const forced = new Int32Array(classes);
  const movable = new Int32Array(classes);
  const kept: number[] = [];
  for (let s = 0; s < role.length; s++) {
    if (role[s] === SITE_FORCED || role[s] === SITE_EXISTING) kept.push(s);
    if (role[s] === SITE_FORCED) forced[tierOf(s)]++;
    if (role[s] === SITE_MOVABLE) movable[tierOf(s)]++;
    if (role[s] === SITE_FREE || role[s] === SITE_FORCED) openable[tierOf(s)]++;
  }
  const room = new Int32Array(classes);
  for (let t = 0; t < classes; t++) {
    const most = tiers ? tiers.p[t] : p;
    if (most !== null && most > openable[t]) return because('too_few_sites');
    room[t] = most === null ? openable[t] + movable[t] : most + movable[t] - forced[t];
    if (room[t] < 0) return because('too_many_forced');
  }
  const apart = (a: number, b: number): boolean => standsApart(problem, a, b);
  for (let a = 0; a < kept.length; a++) {
    for (let b = a + 1; b < kept.length; b++) {
      if (!apart(kept[a], kept[b])) return because('spacing_too_wide');
    }
  }
  const chosen: number[] = [];
  let purse = problem.budget ?? Infinity;
  for (let s = 0; s < role.length; s++) {
    const opens = problem.openingCost?.[s] ?? 0;
    const closes = problem.closingCost?.[s] ?? 0;
    if (role[s] === SITE_FORCED) purse -= opens;
    if (role[s] === SITE_MOVABLE) purse -= closes;
    if (role[s] !== SITE_FREE && role[s] !== SITE_MOVABLE) continue;
    if (kept.every((other) => apart(s, other))) chosen.push(s);
  }
  const siteOf = Uint32Array.from(chosen);
  const price = problem.budget === null ? null : new Float64Array(siteOf.length);
  const standing: number[] = [];
  for (let c = 0; c < siteOf.length; c++) {
    const stands = role[siteOf[c]] === SITE_MOVABLE;
    if (stands) standing.push(c);
    if (price === null) continue;
    const paid = stands
      ? -(problem.closingCost?.[siteOf[c]] ?? 0)
      : (problem.openingCost?.[siteOf[c]] ?? 0);
    price[c] = paid;
  }
  // The dearest to give up stay open where there is room: no plan costs less.
  if (price !== null) standing.sort((a, b) => price[a] - price[b] || a - b);
  const left = room.slice();
  let least = 0;
  for (const c of standing) if (left[tierOf(siteOf[c])]-- > 0) least += price?.[c] ?? 0;
  if (least > purse + slackOf(purse)) return because('budget_too_small');
  return {
    sites: siteOf.length,
    siteOf,
    kept: Uint32Array.from(kept),
    standing: Uint32Array.from(standing),
    tier: Uint8Array.from(siteOf, tierOf),
    room,
    price,
    purse: purse + slackOf(purse),
    ...foesOf(siteOf, apart),
  };
}

/** Sums of prices are compared with the budget as if each digit beyond the ninth were noise. */
const slackOf = (purse: number): number =>
  purse === Infinity ? 0 : 1e-9 * Math.max(1, Math.abs(purse));

const stands = (role: number): boolean => role === SITE_EXISTING || role === SITE_MOVABLE;

/** Whether two sites may both be open: two that stand are as they are. */
export function standsApart(problem: SitingProblem, a: number, b: number): boolean {
  const { role, spacing, tiers } = problem;
  if (stands(role[a]) && stands(role[b])) return true;
  if (tiers && tiers.place[a] === tiers.place[b]) return false;
  if (spacing === null) return true;
  const { between, sites } = spacing.distances;
  return between[a * sites + b] >= spacing.least && between[b * sites + a] >= spacing.least;
}

function foesOf(
  siteOf: Uint32Array,
  apart: (a: number, b: number) => boolean,
): { foeStart: Uint32Array; foe: Uint32Array } {
  const foeStart = new Uint32Array(siteOf.length + 1);
  const foe: number[] = [];
  for (let c = 0; c < siteOf.length; c++) {
    for (let d = 0; d < siteOf.length; d++) {
      if (d !== c && !apart(siteOf[c], siteOf[d])) foe.push(d);
    }
    foeStart[c + 1] = foe.length;
  }
  return { foeStart, foe: Uint32Array.from(foe) };
}

/** Sites of the problem that are open in a plan of candidates, ascending. */
export function planOf(terms: Terms, open: Uint8Array): Uint32Array {
  const chosen = terms.siteOf.filter((_, c) => open[c] === 1);
  const all = new Uint32Array(chosen.length + terms.kept.length);
  all.set(chosen);
  all.set(terms.kept, chosen.length);
  return all.sort();
}

/**
 * The problem with the pairs that can serve: within the cutoff, of one tier, and not of a forbidden
 * site; and the demands that have none.
 */
export function serving(problem: SitingProblem): {
  problem: SitingProblem;
  unreachable: Uint32Array;
} {
  const { matrix, cutoff, tiers, role } = problem;
  const start = new Uint32Array(matrix.sites + 1);
  const keeps = (s: number, e: number): boolean =>
    role[s] !== SITE_FORBIDDEN &&
    matrix.cost[e] <= cutoff &&
    (tiers === null || tiers.site[s] === tiers.demand[matrix.demand[e]]);
  const reached = new Uint8Array(matrix.demands);
  for (let s = 0; s < matrix.sites; s++) {
    start[s + 1] = start[s];
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) {
      if (!keeps(s, e)) continue;
      start[s + 1]++;
      reached[matrix.demand[e]] = 1;
    }
  }
  const unreachable = Uint32Array.from(Array.from(reached.keys()).filter((i) => reached[i] === 0));
  if (start[matrix.sites] === matrix.demand.length) {
    return { problem: { ...problem, cutoff: Infinity }, unreachable };
  }
  const demand = new Uint32Array(start[matrix.sites]);
  const cost = new Float64Array(demand.length);
  for (let s = 0, next = 0; s < matrix.sites; s++) {
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) {
      if (!keeps(s, e)) continue;
      demand[next] = matrix.demand[e];
      cost[next++] = matrix.cost[e];
    }
  }
  const { sites, demands } = matrix;
  return {
    problem: { ...problem, cutoff: Infinity, matrix: { sites, demands, start, demand, cost } },
    unreachable,
  };
}
