import { assignNearest, costsOf } from '#lib/core/siting/assign.ts';
import { SITE_FORBIDDEN, SITE_FORCED, SITE_MOVABLE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason, Solution } from '#lib/core/siting/solution.ts';
import { better, bruteForce, capacityOf, costTable, groupShares, openableIn, servesAll, siteFaults, SLACK, tooFewSites, worthOf, type BestPlan } from './siting-brute.ts'; // prettier-ignore

const near = (a: number, b: number, relative = SLACK): boolean =>
  a === b ||
  (Math.abs(a - b) < Infinity &&
    Math.abs(a - b) <= relative * Math.max(1, Math.abs(a), Math.abs(b)));

const maximizes = ({ kind }: SitingProblem): boolean => kind === 'mclp' || kind === 'p-dispersion';

/** What is wrong with the plan of a solution, whoever made it; nothing is asked of how good it is. */
export function planFaults(problem: SitingProblem, solution: Solution): string[] {
  const { open, assigned } = solution;
  const { sites, demands } = problem.matrix;
  const faults: string[] = [];
  if (open.some((site, i) => site >= sites || (i > 0 && site <= open[i - 1]!)))
    return ['open sites are not ascending numbers of sites'];
  if (assigned.length !== demands) return ['assigned has another length than demand'];
  const set = new Set(open);
  faults.push(...siteFaults(problem, set));
  const table = costTable(problem);
  const load = new Array<number>(sites).fill(0);
  assigned.forEach((site, demand) => {
    if (site === -1) return;
    if (!set.has(site)) return faults.push(`demand ${demand} is assigned to a closed site`);
    if (table[site]![demand] === Infinity) faults.push(`demand ${demand} is out of reach of its site`); // prettier-ignore
    load[site]! += problem.weight[demand]!;
  });
  if (faults.length > 0) return faults;
  const capacity = capacityOf(problem);
  const cost = costsOf(problem, assigned);
  if (capacity === null) {
    const nearest = assignNearest(problem, open).cost;
    cost.forEach((at, demand) => {
      if (!Object.is(at, nearest[demand]!)) faults.push(`demand ${demand} is not served by the cheapest`); // prettier-ignore
    });
  } else if (load.some((weight, site) => weight > capacity[site]! + SLACK)) faults.push('capacity');
  const worth = worthOf(
    problem,
    set,
    (demand) => assigned[demand]! >= 0,
    (demand) => [...open].filter((site) => table[site]![demand]! < Infinity).length > 1,
    (demand) => cost[demand]!,
  );
  if (worth === null) faults.push('somebody is not served, or a floor is missed');
  else if (!near(worth.objective, solution.objective))
    faults.push(`objective ${solution.objective} is ${worth.objective}`);
  return faults;
}

/** What is wrong with a solution of a small problem, held against the best plan of all. */
export function solutionFaults(
  problem: SitingProblem,
  solution: Solution,
  best: BestPlan | null,
): string[] {
  if (best === null) {
    if (solution.status !== 'infeasible') return [`${solution.status}, but there is no plan`];
    if (solution.reasons.length === 0) return ['infeasible without a reason'];
    return solution.reasons
      .filter((reason) => !reasonHolds(problem, reason))
      .map(({ code, items }) => `${code} [${[...items].join()}] does not hold`);
  }
  if (solution.status !== 'optimal')
    return [`${solution.status} ${solution.reasons.map(({ code }) => code).join()}, but ${best.objective} is possible with ${best.open.join()}`]; // prettier-ignore
  const faults = planFaults(problem, solution);
  if (faults.length > 0) return faults;
  if (!near(solution.objective, best.objective))
    faults.push(`objective ${solution.objective}, best is ${best.objective} with ${best.open.join()}`); // prettier-ignore
  else if (better(best.rank, rankOf(problem, solution)))
    faults.push(`rank ${rankOf(problem, solution).join()}, best is ${best.rank.join()} with ${best.open.join()}`); // prettier-ignore
  const { objective, bound, gap } = solution;
  const beaten = maximizes(problem) ? bound < best.objective : bound > best.objective;
  if (!(near(bound, best.objective) || (!beaten && !Number.isNaN(bound))))
    faults.push(`bound ${bound} is beaten by ${best.objective}`);
  const room = Math.max(Math.abs(objective), Math.abs(bound));
  const expected = objective === bound || room === 0 ? 0 : Math.abs(objective - bound) / room;
  if (!near(gap, expected, 1e-9)) faults.push(`gap ${gap} is ${expected}`);
  return faults;
}

function rankOf(problem: SitingProblem, { open, assigned }: Solution): number[] {
  const table = costTable(problem);
  const cost = costsOf(problem, assigned);
  return worthOf(
    problem,
    new Set(open),
    (demand) => assigned[demand]! >= 0,
    (demand) => [...open].filter((site) => table[site]![demand]! < Infinity).length > 1,
    (demand) => cost[demand]!,
  )!.rank;
}

type Loosened = Partial<SitingProblem>;

/** The problem without one of its terms. */
const LOOSER: Record<string, (problem: SitingProblem) => Loosened> = {
  p_too_small: (problem) => ({
    p: null,
    tiers: problem.tiers && {
      ...problem.tiers,
      p: problem.tiers.p.map((_, tier) => openableIn(problem, tier)),
    },
  }),
  budget_too_small: () => ({ budget: null }),
  capacity_too_small: () => ({ capacity: null }),
  spacing_too_wide: (problem) => ({
    spacing: null,
    tiers: problem.tiers && { ...problem.tiers, place: problem.tiers.place.map((_, site) => site) },
  }),
  floors_together: () => ({ floors: null }),
};

const may = (problem: SitingProblem, change: Loosened): boolean =>
  bruteForce({ ...problem, ...change }) !== null;

/** Demand that no site that may be open can serve. */
export function unreachable(problem: SitingProblem): number[] {
  const allowed = costTable(problem).filter((_, site) => problem.role[site] !== SITE_FORBIDDEN);
  return Array.from({ length: problem.matrix.demands }, (_, demand) => demand).filter((demand) =>
    allowed.every((row) => row[demand] === Infinity),
  );
}

/** Floors that fall short even with every site open that may be, or with the floor of the group alone. */
function hopelessFloors(problem: SitingProblem): { always: number[]; alone: number[] } {
  const { groups, share } = problem.floors!;
  const beyond = new Set(unreachable(problem));
  const at = groupShares(groups, problem.weight, (demand) => !beyond.has(demand));
  const all = [...at.keys()];
  return {
    always: all.filter((g) => at[g]!.total > 0 && at[g]!.share < share[g]! - SLACK),
    alone: all.filter((g) => {
      const only = share.map((least, other) => (other === g ? least : 0));
      return !may(problem, { floors: { groups, share: only } });
    }),
  };
}

/** Whether a reason for having no plan is true; of a term, that without it there would be one, or that no single term is to blame. */
function reasonHolds(problem: SitingProblem, { code, items }: SitingReason): boolean {
  const { role, tiers, matrix } = problem;
  const count = (wanted: readonly number[], tier: number): number => {
    let found = 0;
    for (let site = 0; site < matrix.sites; site++)
      if (wanted.includes(role[site]!) && (tiers?.site[site] ?? 0) === tier) found++;
    return found;
  };
  const limits = tiers === null ? [problem.p ?? Infinity] : [...tiers.p];
  switch (code) {
    case 'unreachable_demand': {
      const expected = unreachable(problem);
      return servesAll(problem) && expected.length > 0 && [...items].join() === expected.join();
    }
    case 'unreachable_floor': {
      if (problem.kind !== 'mclp' || problem.floors === null || items.length === 0) return false;
      const { always, alone } = hopelessFloors(problem);
      return [...items].every((g) => alone.includes(g)) && always.every((g) => items.includes(g));
    }
    case 'too_few_sites':
      return tooFewSites(problem);
    case 'too_many_forced':
      return limits.some((p, tier) => count([SITE_FORCED], tier) > p + count([SITE_MOVABLE], tier));
    case 'floors_together': {
      if (problem.floors === null || hopelessFloors(problem).always.length > 0) return false;
      return items.length > 0 && may(problem, { floors: null });
    }
    default: {
      // p-dispersion opens exactly `p`: it is never too small.
      const codes = Object.keys(LOOSER).filter((one) => one !== 'p_too_small' || problem.kind !== 'p-dispersion'); // prettier-ignore
      if (!codes.includes(code)) return false;
      if (may(problem, LOOSER[code]!(problem))) return true;
      const alone = codes.some((one) => may(problem, LOOSER[one]!(problem)));
      return !alone && !(servesAll(problem) && unreachable(problem).length > 0);
    }
  }
}

/** The best plan as a solution, as a solver would hand it over; what analyses are tested with. */
export function solveByBrute(problem: SitingProblem): Solution {
  const best = bruteForce(problem);
  const none = { seconds: 0, reasons: [], gap: 0 };
  if (best === null)
    return {
      ...none,
      ...{ status: 'infeasible', open: new Uint32Array(0), objective: NaN, bound: NaN, gap: NaN },
      assigned: new Int32Array(problem.matrix.demands).fill(-1),
    };
  const open = Uint32Array.from(best.open);
  const { assigned } = assignNearest(problem, open);
  return { ...none, status: 'optimal', open, assigned, objective: best.objective, bound: best.objective }; // prettier-ignore
}
