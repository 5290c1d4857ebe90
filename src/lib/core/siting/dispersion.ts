import type { SiteDistances } from '#lib/core/siting/matrix.ts';
import { because, stopwatch, withoutPlan, withPlan } from '#lib/core/siting/median-result.ts';
import { planOf, termsOf, type Terms } from '#lib/core/siting/median-terms.ts';
import { SITE_EXISTING, SITE_MOVABLE, type SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReasonCode, Solution, SitingTools } from '#lib/core/siting/solution.ts';

/**
 * The p-dispersion (Kuby 1987): exactly `p` sites opened beside those given up, so that the least of
 * `distances` between any two open sites, one of them opened, is greatest; demand is not looked at.
 * Binary search over the distinct distances, each step a search for sites all that far apart.
 * Infeasible: too_few_sites, too_many_forced, budget_too_small, spacing_too_wide. Throws where the
 * problem has no distances or no `p`.
 */
export function solveDispersion(problem: SitingProblem, tools: SitingTools): Solution {
  const { seconds, over } = stopwatch(tools);
  const { distances, p } = problem;
  if (distances === null || p === null) throw new Error('p-dispersion needs distances and p');
  const without = (code: SitingReasonCode | null): Solution =>
    withoutPlan(problem, code === null ? null : because(code), Infinity, seconds());
  const terms = termsOf(problem);
  if (Array.isArray(terms)) {
    const [{ code }] = terms;
    return without(code === 'budget_too_small' ? blame(problem, over) : code);
  }
  const far = farther(problem, distances);
  const values = distinctDistances(terms, far);
  let search = new DispersionSearch(terms, far, over);
  let open = search.find(-Infinity);
  if (open === undefined) return without(null);
  if (open === null) return without(blame(problem, over));
  let objective = leastDistance(planOf(terms, open), far);
  // The best is among `values[low] .. values[high]`, those that are known to do and not ruled out.
  let low = position(values, objective);
  let high = values.length - 1;
  const report = (): void =>
    tools.onProgress({
      ...{ seconds: seconds(), open: planOf(terms, open as Uint8Array), objective },
      bound: values[Math.max(low, high)],
    });
  report();
  while (low < high && !over()) {
    const middle = (low + high + 1) >> 1;
    search = new DispersionSearch(terms, far, over);
    const found = search.find(values[middle]);
    if (found === undefined) break;
    if (found === null) high = middle - 1;
    else {
      open = found;
      objective = leastDistance(planOf(terms, open), far);
      low = position(values, objective);
    }
    report();
  }
  const bound = values[Math.max(low, high)];
  return withPlan(problem, planOf(terms, open), objective, bound, low >= high, seconds());
}

type Far = (a: number, b: number) => number;

/** Distance of two sites, the lesser of both ways; Infinity for two that stand. */
function farther({ role }: SitingProblem, { between, sites }: SiteDistances): Far {
  const stands = (s: number): boolean => role[s] === SITE_EXISTING || role[s] === SITE_MOVABLE;
  return (a, b) =>
    stands(a) && stands(b) ? Infinity : Math.min(between[a * sites + b], between[b * sites + a]);
}

function leastDistance(open: Uint32Array, far: Far): number {
  let least = Infinity;
  for (let a = 0; a < open.length; a++) {
    for (let b = a + 1; b < open.length; b++) least = Math.min(least, far(open[a], open[b]));
  }
  return least;
}

function distinctDistances({ kept, siteOf }: Terms, far: Far): Float64Array {
  const all = [...kept, ...siteOf];
  const values = new Set<number>([Infinity]);
  for (let a = 0; a < all.length; a++) {
    for (let b = a + 1; b < all.length; b++) values.add(far(all[a], all[b]));
  }
  return Float64Array.from(values).sort();
}

function position(values: Float64Array, wanted: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[middle] < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Which term is in the way where no plan opens `p` sites. */
function blame(problem: SitingProblem, over: () => boolean): SitingReasonCode | null {
  const possible = (eased: SitingProblem): boolean | null => {
    const terms = termsOf(eased);
    if (Array.isArray(terms)) return false;
    const found = new DispersionSearch(terms, () => Infinity, over).find(-Infinity);
    return found === undefined ? null : found !== null;
  };
  const bought = problem.budget === null ? false : possible({ ...problem, budget: null });
  if (bought === null) return null;
  return bought || problem.spacing === null ? 'budget_too_small' : 'spacing_too_wide';
}

/**
 * Finds as many candidates as there is room for, all at least so far apart: a clique search that
 * colours who is left (Tomita and Seki 2003), here sets of which no two may be open together.
 */
class DispersionSearch {
  private readonly wanted: number;
  private readonly adjacent: Uint8Array;
  private readonly chosen: number[] = [];
  private visits = 0;
  private stopped = false;

  constructor(
    private readonly terms: Terms,
    private readonly far: Far,
    private readonly over: () => boolean,
  ) {
    this.wanted = terms.room[0];
    this.adjacent = new Uint8Array(terms.sites * terms.sites);
  }

  /** The plan; null where there is none, undefined where time was up. */
  find(least: number): Uint8Array | null | undefined {
    const { sites, siteOf, kept, foeStart, foe } = this.terms;
    const { far, adjacent } = this;
    for (let a = 0; a < kept.length; a++) {
      for (let b = a + 1; b < kept.length; b++) if (far(kept[a], kept[b]) < least) return null;
    }
    const pool: number[] = [];
    for (let c = 0; c < sites; c++) {
      if (kept.every((k) => far(siteOf[c], k) >= least)) pool.push(c);
      for (let d = 0; d < sites; d++) {
        adjacent[c * sites + d] = c !== d && far(siteOf[c], siteOf[d]) >= least ? 1 : 0;
      }
      for (let k = foeStart[c]; k < foeStart[c + 1]; k++) adjacent[c * sites + foe[k]] = 0;
    }
    const found = this.grow(pool, 0);
    if (this.stopped) return undefined;
    if (!found) return null;
    const open = new Uint8Array(sites);
    for (const c of this.chosen) open[c] = 1;
    return open;
  }

  private grow(pool: number[], spent: number): boolean {
    const { price, purse, sites } = this.terms;
    const missing = this.wanted - this.chosen.length;
    if (missing === 0) return spent <= purse;
    if ((++this.visits & 255) === 0 && this.over()) this.stopped = true;
    if (this.stopped || pool.length < missing) return false;
    if (price !== null && spent + cheapest(pool, price, missing) > purse) return false;
    // Candidates of one colour exclude each other: fewer colours than are missing will not do.
    const { order, colour } = this.coloured(pool);
    for (let k = order.length - 1; k >= 0; k--) {
      if (colour[k] < missing) return false;
      const c = order[k];
      const rest: number[] = [];
      for (let l = 0; l < k; l++)
        if (this.adjacent[c * sites + order[l]] === 1) rest.push(order[l]);
      this.chosen.push(c);
      if (this.grow(rest, spent + (price === null ? 0 : price[c]))) return true;
      this.chosen.pop();
      if (this.stopped) return false;
    }
    return false;
  }

  /** The pool colour by colour, and the number of colours up to each. */
  private coloured(pool: number[]): { order: number[]; colour: number[] } {
    const { sites } = this.terms;
    const classes: number[][] = [];
    for (const c of pool) {
      const fits = classes.find((one) => one.every((d) => this.adjacent[c * sites + d] === 0));
      if (fits) fits.push(c);
      else classes.push([c]);
    }
    return { order: classes.flat(), colour: classes.flatMap((one, k) => one.map(() => k + 1)) };
  }
}

/** Sum of the `count` least prices of a pool. */
function cheapest(pool: number[], price: Float64Array, count: number): number {
  const prices = pool.map((c) => price[c]).sort((a, b) => a - b);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += prices[k];
  return sum;
}
