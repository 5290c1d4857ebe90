import { capacitatedProgram } from '#lib/core/siting/capacitated-program.ts';
import { CapacitatedSearch, type Packing } from '#lib/core/siting/capacitated-search.ts';
import { solveCenter } from '#lib/core/siting/center-solve.ts';
import { because, stopwatch, withoutPlan, withPlan } from '#lib/core/siting/median-result.ts';
import { solveMedian } from '#lib/core/siting/median-solve.ts';
import { planOf, serving, termsOf, type Terms } from '#lib/core/siting/median-terms.ts';
import { SITE_FORCED, SITE_MOVABLE, type SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason, Solution, SitingTools } from '#lib/core/siting/solution.ts';

/** Pairs beyond which the whole program is not written down: it would not fit the memory. */
const MOST_PAIRS = 400_000;

/**
 * Coverage (mclp with floors, lscp), p-median and p-center where sites have capacities: demand is
 * served whole by one site with room for its weight, or (mclp) not at all. A heuristic, then the
 * textbook program with its plan as the start; without `programs`, and beyond 400,000 pairs, the
 * heuristic and the bound of the problem without capacities. Fairness and backup are not looked at.
 */
export function solveCapacitated(asked: SitingProblem, tools: SitingTools): Solution {
  const { seconds, over } = stopwatch(tools);
  const { problem, unreachable } = serving(asked);
  const { kind, capacity } = problem;
  if (capacity === null) throw new Error('no capacities');
  const everybody = kind !== 'mclp';
  const without = (reasons: SitingReason[] | null): Solution =>
    withoutPlan(asked, reasons, NaN, seconds());
  if (everybody && unreachable.length > 0) {
    return without([{ code: 'unreachable_demand', items: unreachable }]);
  }
  const terms = termsOf(problem);
  if (Array.isArray(terms)) return without(terms);
  const search = new CapacitatedSearch(problem, capacity, terms);
  // The plan without capacities is a good start, its bound holds here, and so do its reasons.
  const rest = { ...tools, seconds: Math.max(0, tools.seconds / 5), onProgress: () => {} };
  const eased = { ...problem, capacity: null };
  const free = kind === 'p-median' ? solveMedian(eased, rest) : kind === 'mclp' ? null : solveCenter(eased, rest); // prettier-ignore
  if (free?.status === 'infeasible') return without(free.reasons);
  let bound = firstBound(problem, terms, free);
  const meets = (packing: Packing): boolean =>
    everybody ? packing.unserved === 0 : shortFloors(problem, packing.assigned).length === 0;
  let best: Packing | null = null;
  const take = (packing: Packing): void => {
    if (!meets(packing)) return;
    best = packing;
    const objective = objectiveOf(problem, terms, packing);
    const open = planOf(terms, packing.open);
    tools.onProgress({ seconds: seconds(), open, objective, bound });
  };
  take(search.best);
  if (free !== null && free.open.length > 0) {
    search.beginWith(Uint8Array.from(terms.siteOf, (s) => (free.open.includes(s) ? 1 : 0)));
    take(search.best);
  }
  search.descend(
    () => over() || (everybody && kind !== 'p-median' && seconds() > tools.seconds / 3),
    () => take(search.best),
  );
  // Without candidates and pairs there is one plan.
  let proven = best !== null && terms.sites === 0 && problem.matrix.demand.length === 0;
  if (tools.programs !== null && fits(problem, terms) && !over()) {
    const written = capacitatedProgram(problem, capacity, terms);
    const shift = kind === 'lscp' ? offset(problem, terms) : 0;
    const read = (column: Float64Array): Packing => readPacking(problem, terms, written, column);
    const whole = tools.programs.solve(written.program, {
      seconds: Math.max(0.01, tools.seconds - seconds()),
      start: best === null ? undefined : startOf(problem, terms, written, best),
      absoluteGap: kind === 'lscp' ? 0.999 : 0,
      onProgress: ({ column, bound: reached }) => {
        bound = better(kind, bound, reached + shift);
        if (column !== null) take(read(column));
      },
    });
    if (whole.status === 'infeasible') {
      const short = shortFloors(problem, search.best.assigned);
      const code = 'floors_together' as const;
      return without(everybody ? because('capacity_too_small') : [{ code, items: short }]);
    }
    bound = better(kind, bound, whole.bound + shift);
    if (whole.column !== null) take(read(whole.column));
    proven = whole.status === 'optimal';
  }
  if (best === null) return without(null);
  const { open, assigned } = best as Packing;
  const objective = objectiveOf(problem, terms, best);
  return withPlan(asked, planOf(terms, open), objective, bound, proven, seconds(), assigned);
}

/** Whether the whole program can be written down, and says anything. */
function fits({ matrix }: SitingProblem, terms: Terms): boolean {
  return matrix.demand.length <= MOST_PAIRS && (terms.sites > 0 || matrix.demand.length > 0);
}

type Written = ReturnType<typeof capacitatedProgram>;

/** The tighter of two bounds. */
function better(kind: SitingProblem['kind'], a: number, b: number): number {
  if (Number.isNaN(b)) return a;
  return kind === 'mclp' ? Math.min(a, b) : Math.max(a, b);
}

/** Opened less given up, where no candidate is open. */
function offset({ role }: SitingProblem, { kept }: Terms): number {
  const movable = role.filter((one) => one === SITE_MOVABLE).length;
  return kept.filter((s) => role[s] === SITE_FORCED).length - movable;
}

/** What no plan beats, by arithmetic alone: the plan without capacities, and the weight that fits. */
function firstBound(problem: SitingProblem, terms: Terms, free: Solution | null): number {
  const { kind, matrix, weight, capacity } = problem;
  if (kind === 'p-median' || kind === 'p-center') return free?.bound ?? NaN;
  const reach = (s: number): number => {
    let sum = 0;
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) sum += weight[matrix.demand[e]];
    return Math.min(sum, capacity?.[s] ?? Infinity);
  };
  const reached = new Uint8Array(matrix.demands);
  for (const s of [...terms.kept, ...terms.siteOf]) {
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) reached[matrix.demand[e]] = 1;
  }
  const total = weight.reduce((sum, w, i) => sum + reached[i] * w, 0);
  let held = terms.kept.reduce((sum, s) => sum + reach(s), 0);
  const fits = Float64Array.from(terms.siteOf, reach).sort().reverse();
  const most = terms.room.reduce((sum, room) => sum + room, 0);
  let count = 0;
  for (; count < Math.min(most, fits.length); count++) {
    if (kind === 'lscp' && held >= total * (1 - 1e-9)) break;
    held += fits[count];
  }
  return kind === 'lscp' ? offset(problem, terms) + count : Math.min(total, held);
}

function objectiveOf(problem: SitingProblem, terms: Terms, packing: Packing): number {
  const { kind, weight, matrix } = problem;
  const { open, assigned } = packing;
  if (kind === 'lscp') return offset(problem, terms) + open.reduce((sum, one) => sum + one, 0);
  if (kind === 'mclp') return weight.reduce((sum, w, i) => sum + (assigned[i] < 0 ? 0 : w), 0);
  let [sum, most] = [0, 0];
  for (let s = 0; s < matrix.sites; s++) {
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) {
      const i = matrix.demand[e];
      if (assigned[i] !== s) continue;
      sum += weight[i] * matrix.cost[e];
      most = Math.max(most, matrix.cost[e]);
    }
  }
  return kind === 'p-median' ? sum : most;
}

/** Groups whose floor is not met. */
function shortFloors({ floors, weight }: SitingProblem, assigned: Int32Array): Uint32Array {
  if (floors === null) return new Uint32Array();
  const total = new Float64Array(floors.groups.count);
  const served = new Float64Array(floors.groups.count);
  floors.groups.group.forEach((g, i) => {
    if (g < 0) return;
    total[g] += weight[i];
    if (assigned[i] >= 0) served[g] += weight[i];
  });
  const groups = Uint32Array.from(total.keys());
  return groups.filter((g) => served[g] < total[g] * floors.share[g] * (1 - 1e-9));
}

function readPacking(
  problem: SitingProblem,
  { sites }: Terms,
  { site, demand, servingFrom }: Written,
  column: Float64Array,
): Packing {
  const assigned = new Int32Array(problem.matrix.demands).fill(-1);
  for (let k = 0; k < site.length; k++) {
    if (column[servingFrom + k] > 0.5) assigned[demand[k]] = site[k];
  }
  const open = Uint8Array.from({ length: sites }, (_, c) => (column[c] > 0.5 ? 1 : 0));
  return { open, assigned, unserved: 0, cost: NaN };
}

function startOf(
  problem: SitingProblem,
  terms: Terms,
  { program, site, demand, servingFrom, greatest }: Written,
  packing: Packing,
): Float64Array {
  const column = new Float64Array(program.cost.length);
  column.set(packing.open);
  for (let k = 0; k < site.length; k++) {
    if (packing.assigned[demand[k]] === site[k]) column[servingFrom + k] = 1;
  }
  if (greatest >= 0) column[greatest] = objectiveOf(problem, terms, packing);
  return column;
}
