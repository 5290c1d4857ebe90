import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** What decides who can be served by whom. */
export type Serving = Pick<SitingProblem, 'matrix' | 'cutoff' | 'tiers'>;

/** Site that serves each demand and at what cost; -1 and NaN for demand that nobody serves. */
export interface Assignment {
  assigned: Int32Array;
  cost: Float64Array;
}

/** Calls `visit` for each demand that a site can serve, ascending: within the cutoff, and of its tier. */
export function eachServed(
  serving: Serving,
  site: number,
  visit: (demand: number, cost: number) => void,
): void {
  const { matrix, cutoff, tiers } = serving;
  const end = matrix.start[site + 1]!;
  for (let pair = matrix.start[site]!; pair < end; pair++) {
    const demand = matrix.demand[pair]!;
    const cost = matrix.cost[pair]!;
    if (cost > cutoff) continue;
    if (tiers !== null && tiers.site[site] !== tiers.demand[demand]) continue;
    visit(demand, cost);
  }
}

/** The cheapest open site of each demand within the cutoff; of equal ones that of the lowest number. */
export function assignNearest(serving: Serving, open: Iterable<number>): Assignment {
  const assigned = new Int32Array(serving.matrix.demands).fill(-1);
  const cost = new Float64Array(serving.matrix.demands).fill(NaN);
  for (const site of open)
    eachServed(serving, site, (demand, at) => {
      const before = assigned[demand]!;
      if (before >= 0) {
        if (at > cost[demand]! || (at === cost[demand]! && site > before)) return;
      }
      assigned[demand] = site;
      cost[demand] = at;
    });
  return { assigned, cost };
}

/** Cost of each demand at the site that serves it; NaN where none does. */
export function costsOf(serving: Serving, assigned: Int32Array): Float64Array {
  const cost = new Float64Array(assigned.length).fill(NaN);
  const serves = new Set(assigned);
  serves.delete(-1);
  for (const site of serves)
    eachServed(serving, site, (demand, at) => {
      if (assigned[demand] === site) cost[demand] = at;
    });
  return cost;
}

/** Number of the open sites that could serve each demand. */
export function coverCounts(serving: Serving, open: Iterable<number>): Uint32Array {
  const counts = new Uint32Array(serving.matrix.demands);
  for (const site of open)
    eachServed(serving, site, (demand) => {
      counts[demand]! += 1;
    });
  return counts;
}

/** Demand that is served and all there is, by weight and by points: two numbers each, never mixed. */
export interface Covered {
  weight: number;
  points: number;
  totalWeight: number;
  totalPoints: number;
}

/** What an assignment covers, out of everything. */
export function coveredOf(weight: Float64Array, assigned: Int32Array): Covered {
  const covered = { weight: 0, points: 0, totalWeight: 0, totalPoints: assigned.length };
  for (let demand = 0; demand < assigned.length; demand++) {
    covered.totalWeight += weight[demand]!;
    if (assigned[demand]! < 0) continue;
    covered.weight += weight[demand]!;
    covered.points += 1;
  }
  return covered;
}
