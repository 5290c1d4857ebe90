import { coverField, coverPlan, whyNot } from '#lib/core/siting/median-feasible.ts';
import { fieldOf } from '#lib/core/siting/median-field.ts';
import { stopwatch, withoutPlan, withPlan } from '#lib/core/siting/median-result.ts';
import { holeOf, MedianSearch } from '#lib/core/siting/median-search.ts';
import { planOf, serving, termsOf } from '#lib/core/siting/median-terms.ts';
import { MedianTree } from '#lib/core/siting/median-tree.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { Solution, SitingTools } from '#lib/core/siting/solution.ts';

/** Work of the search before the bound is asked, for each pair, and at most: some hundred milliseconds. */
const WORK_PER_PAIR = 200;
const MOST_WORK = 30_000_000;
/** Seconds between reports of the bound alone. */
const EVERY = 0.1;

/**
 * The p-median: at most `p` sites opened so that the weighted cost of serving every demand is least.
 * Demand that no allowed site can serve makes it `unreachable_demand`, too few sites for the pairs
 * there are `p_too_small`. Variable neighbourhood search by fast swaps, then a Lagrangian tree, which
 * proves the plan or leaves a gap; needs no `programs`.
 */
export function solveMedian(asked: SitingProblem, tools: SitingTools): Solution {
  const { seconds, over } = stopwatch(tools);
  const { problem, unreachable } = serving(asked);
  const never = (reasons: Parameters<typeof withoutPlan>[1]): Solution =>
    withoutPlan(asked, reasons, NaN, seconds());
  if (unreachable.length > 0) return never([{ code: 'unreachable_demand', items: unreachable }]);
  const terms = termsOf(problem);
  if (Array.isArray(terms)) {
    const priced = terms[0].code === 'budget_too_small';
    return never(priced ? whyNot(problem, tools.seed, over) : terms);
  }
  const field = fieldOf(problem, terms, true);
  const search = new MedianSearch(field, holeOf(field), tools.seed);
  if (!search.whole) {
    const plan = coverPlan(coverField(field, Infinity), tools.seed, over);
    if (plan === null) return never(whyNot(problem, tools.seed, over));
    if (plan === undefined) return never(null);
    search.improve(plan);
  }
  let reported = -Infinity;
  let cost = Infinity;
  const report = (bound: number): void => {
    const now = seconds();
    if (search.cost === cost && now < reported + EVERY) return;
    reported = now;
    cost = search.cost;
    const objective = field.constant + cost;
    tools.onProgress({ seconds: now, open: planOf(terms, search.best), objective, bound });
  };
  const floor = field.constant;
  report(floor);
  const work = Math.min(MOST_WORK, WORK_PER_PAIR * field.site.length);
  for (let done = 0; done < 10 && !over(); done++) {
    search.shake(work / 10, over);
    report(floor);
  }
  const tree = new MedianTree(field, search, search.cost, over);
  tree.run(() => report(floor + Math.max(0, tree.bound)));
  const objective = field.constant + search.cost;
  const bound = field.constant + Math.max(0, Math.min(tree.bound, search.cost));
  return withPlan(asked, planOf(terms, search.best), objective, bound, tree.proven, seconds());
}
