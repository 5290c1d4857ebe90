import type { CostMatrix } from '#lib/core/siting/matrix.ts';
import type { Terms } from '#lib/core/siting/median-terms.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/**
 * A median problem as the solvers see it: choose candidates within the terms so that the sum over
 * demand of the cheapest of `base` and the open candidates is least. Pairs of demand `i` are
 * `start[i] .. start[i + 1]`, ascending by `cost` (weight times cost), those below `base[i]` only.
 */
export interface Field extends Terms {
  demands: number;
  /** Demand of the problem behind each of the field. */
  demandOf: Uint32Array;
  start: Uint32Array;
  site: Uint32Array;
  cost: Float64Array;
  /** Weighted cost from the sites that are always open; Infinity: an open candidate has to serve it. */
  base: Float64Array;
  /** What is paid for demand that no candidate serves any cheaper. */
  constant: number;
  /** The greatest of that. */
  settled: number;
  /** Every value of the field is a multiple of this; 0 where that is not known. */
  step: number;
}

/** Cheapest cost of each demand among the sites of the list, Infinity for none. */
export function cheapestOf(matrix: CostMatrix, sites: Uint32Array): Float64Array {
  const cheapest = new Float64Array(matrix.demands).fill(Infinity);
  for (const site of sites) {
    for (let e = matrix.start[site]; e < matrix.start[site + 1]; e++) {
      const i = matrix.demand[e];
      if (matrix.cost[e] < cheapest[i]) cheapest[i] = matrix.cost[e];
    }
  }
  return cheapest;
}

/** The field of a problem of `serving` pairs: with its weights, or without (p-center). */
export function fieldOf(problem: SitingProblem, terms: Terms, weigh: boolean): Field {
  const { matrix, weight } = problem;
  const kept = cheapestOf(matrix, terms.kept);
  const number = new Int32Array(matrix.demands).fill(-1);
  const pairs = new Uint32Array(matrix.demands);
  const { siteOf } = terms;
  for (let c = 0; c < siteOf.length; c++) {
    for (let e = matrix.start[siteOf[c]]; e < matrix.start[siteOf[c] + 1]; e++) {
      const i = matrix.demand[e];
      if (matrix.cost[e] < kept[i]) pairs[i]++;
    }
  }
  const weightOf = (i: number): number => (weigh ? weight[i] : 1);
  let constant = 0;
  let settled = 0;
  let demands = 0;
  for (let i = 0; i < matrix.demands; i++) {
    if (kept[i] < Infinity && (pairs[i] === 0 || weightOf(i) === 0)) {
      constant += weightOf(i) * kept[i];
      settled = Math.max(settled, weightOf(i) * kept[i]);
      pairs[i] = 0;
    } else number[i] = demands++;
  }
  const demandOf = new Uint32Array(demands);
  const base = new Float64Array(demands);
  const start = new Uint32Array(demands + 1);
  for (let i = 0; i < matrix.demands; i++) {
    const d = number[i];
    if (d < 0) continue;
    demandOf[d] = i;
    base[d] = kept[i] === Infinity ? Infinity : weightOf(i) * kept[i];
    start[d + 1] = start[d] + pairs[i];
  }
  const site = new Uint32Array(start[demands]);
  const cost = new Float64Array(start[demands]);
  const next = start.slice(0, demands);
  for (let c = 0; c < siteOf.length; c++) {
    for (let e = matrix.start[siteOf[c]]; e < matrix.start[siteOf[c] + 1]; e++) {
      const i = matrix.demand[e];
      const d = number[i];
      if (d < 0 || matrix.cost[e] >= kept[i]) continue;
      site[next[d]] = c;
      cost[next[d]++] = weightOf(i) * matrix.cost[e];
    }
  }
  sortPairs(start, site, cost);
  const step = stepOf(cost, base);
  return { ...terms, demands, demandOf, start, site, cost, base, constant, settled, step };
}

/** Sorts the pairs of every demand by cost, then by site. */
function sortPairs(start: Uint32Array, site: Uint32Array, cost: Float64Array): void {
  let longest = 0;
  for (let d = 0; d + 1 < start.length; d++) longest = Math.max(longest, start[d + 1] - start[d]);
  const order = new Uint32Array(longest);
  const sites = new Uint32Array(longest);
  const costs = new Float64Array(longest);
  for (let d = 0; d + 1 < start.length; d++) {
    const from = start[d];
    const length = start[d + 1] - from;
    for (let k = 0; k < length; k++) {
      order[k] = k;
      sites[k] = site[from + k];
      costs[k] = cost[from + k];
    }
    order.subarray(0, length).sort((a, b) => costs[a] - costs[b] || sites[a] - sites[b]);
    for (let k = 0; k < length; k++) {
      site[from + k] = sites[order[k]];
      cost[from + k] = costs[order[k]];
    }
  }
}

/** Greatest common divisor of all costs where they are whole numbers; 0 where one is not. */
function stepOf(cost: Float64Array, base: Float64Array): number {
  let step = 0;
  for (const values of [cost, base]) {
    for (const value of values) {
      if (value === Infinity) continue;
      if (!Number.isSafeInteger(value)) return 0;
      for (let rest = value; rest !== 0 && step !== 1;) [step, rest] = [rest, step % rest];
    }
  }
  return step;
}

/** The field without the pairs of candidates that are out (`closed`), numbered as before. */
export function thinned(field: Field, closed: (candidate: number) => boolean): Field {
  const start = new Uint32Array(field.demands + 1);
  const site = new Uint32Array(field.site.length);
  const cost = new Float64Array(field.site.length);
  let next = 0;
  for (let d = 0; d < field.demands; d++) {
    for (let e = field.start[d]; e < field.start[d + 1]; e++) {
      if (closed(field.site[e])) continue;
      site[next] = field.site[e];
      cost[next++] = field.cost[e];
    }
    start[d + 1] = next;
  }
  return { ...field, start, site: site.slice(0, next), cost: cost.slice(0, next) };
}
