import { coverField, coverPlan, whyNot } from '#lib/core/siting/median-feasible.ts';
import { fieldOf, type Field } from '#lib/core/siting/median-field.ts';
import { stopwatch, withoutPlan, withPlan } from '#lib/core/siting/median-result.ts';
import { planOf, serving, termsOf } from '#lib/core/siting/median-terms.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason, Solution, SitingTools } from '#lib/core/siting/solution.ts';

/**
 * The p-center: at most `p` sites opened so that the greatest cost of serving any demand is least.
 * Weights do not count: every demand is one. Binary search over the distinct costs (Minieka 1970),
 * each step a set cover: first
 * those that its heuristic or the root of its tree decides, then the rest; needs no `programs`.
 * Infeasible as the p-median is.
 */
export function solveCenter(asked: SitingProblem, tools: SitingTools): Solution {
  const { seconds, over } = stopwatch(tools);
  const { problem, unreachable } = serving(asked);
  const without = (reasons: SitingReason[] | null): Solution =>
    withoutPlan(asked, reasons, NaN, seconds());
  if (unreachable.length > 0) return without([{ code: 'unreachable_demand', items: unreachable }]);
  const terms = termsOf(problem);
  if (Array.isArray(terms)) {
    const priced = terms[0].code === 'budget_too_small';
    return without(priced ? whyNot(problem, tools.seed, over) : terms);
  }
  const field = fieldOf(problem, terms, false);
  const best = coverPlan(coverField(field, Infinity), tools.seed, over);
  if (best === null) return without(whyNot(problem, tools.seed, over));
  if (best === undefined) return without(null);
  const costs = distinctCosts(field);
  let open = planOf(terms, best);
  let objective = Math.max(field.settled, greatestCost(field, best));
  // No plan reaches less than `costs[low]`; that of `costs[high]` is the best one known.
  let low = lowerBound(costs, leastCost(field));
  let high = lowerBound(costs, objective);
  const bound = (): number => Math.max(field.settled, low < high ? costs[low] : objective);
  const report = (): void =>
    tools.onProgress({ seconds: seconds(), open, objective, bound: Math.min(objective, bound()) });
  report();
  /** Whether a plan reaches everybody at that cost; what is found out is kept. */
  const ask = (at: number, branches: number): boolean | undefined => {
    const found = coverPlan(coverField(field, costs[at]), tools.seed, over, branches);
    if (found === undefined) return undefined;
    if (found === null) low = at + 1;
    else {
      open = planOf(terms, found);
      objective = Math.max(field.settled, greatestCost(field, found));
      high = lowerBound(costs, objective);
    }
    report();
    return found !== null;
  };
  // First what is settled at the root of the tree: plans from above, then bounds from below.
  for (let from = low; from < high && !over();) {
    const middle = (from + high) >> 1;
    if (ask(middle, 0) !== true) from = middle + 1;
  }
  let to = high;
  while (low < to && !over()) {
    const middle = (low + to) >> 1;
    if (ask(middle, 0) !== false) to = middle;
  }
  while (low < high && !over()) if (ask((low + high) >> 1, Infinity) === undefined) break;
  return withPlan(asked, open, objective, Math.min(objective, bound()), low >= high, seconds());
}

/** All costs that can be the greatest one, ascending. */
function distinctCosts(field: Field): Float64Array {
  const all = new Float64Array(field.cost.length + field.demands + 1);
  all.set(field.cost);
  all.set(field.base, field.cost.length);
  all[all.length - 1] = field.settled;
  all.sort();
  let count = 0;
  for (let k = 0; k < all.length && all[k] < Infinity; k++) {
    if (all[k] >= field.settled && (count === 0 || all[count - 1] !== all[k]))
      all[count++] = all[k];
  }
  return all.slice(0, count);
}

/** The dearest of what each demand costs at its cheapest site. */
function leastCost({ settled, demands, start, cost, base }: Field): number {
  let least = settled;
  for (let i = 0; i < demands; i++) {
    least = Math.max(least, start[i + 1] > start[i] ? cost[start[i]] : base[i]);
  }
  return least;
}

function greatestCost({ demands, start, site, cost, base }: Field, open: Uint8Array): number {
  let greatest = 0;
  for (let i = 0; i < demands; i++) {
    let e = start[i];
    while (e < start[i + 1] && open[site[e]] === 0) e++;
    greatest = Math.max(greatest, e < start[i + 1] ? cost[e] : base[i]);
  }
  return greatest;
}

/** Position of the first value that is not less. */
function lowerBound(values: Float64Array, wanted: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[middle] < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
