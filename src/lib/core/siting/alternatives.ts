import type { Solving } from '#lib/core/siting/curve.ts';
import { SITE_FORBIDDEN, SITE_FORCED, SITE_FREE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { Solution } from '#lib/core/siting/solution.ts';

/** Which other plans are wanted. */
export interface AlternativesAsk {
  /** Worse than the best by this share of its objective at most, 0..1. */
  within: number;
  /** Sites of a plan that every other one must lack, at least: 1 or more. */
  differing: number;
  /** Plans wanted, the best among them, and problems that may be solved for them. */
  most: number;
  solves: number;
}

export interface Alternatives {
  /** The best first. */
  plans: Solution[];
  /** Every plan within the share has been looked at: what is not here opens all the sites of one that was found, or differs too little. */
  complete: boolean;
  solves: number;
}

interface Cell {
  role: Uint8Array;
  solution: Solution;
}

/**
 * Distinct plans that are nearly as good as the best, in their order.
 *
 * The best plan is struck out and the rest parted by which of its sites is the first to be missing; the
 * best of each part is the next candidate (Lawler 1972, Murty 1968). Sites that stand are not told apart
 * by: plans differ in what they open.
 *
 * @param best the best plan of the problem
 */
export function alternativePlans(
  problem: SitingProblem,
  best: Solution,
  ask: AlternativesAsk,
  solve: Solving,
): Alternatives {
  const found: Alternatives = { plans: [], complete: best.status === 'optimal', solves: 0 };
  if (best.status !== 'optimal' && best.status !== 'feasible') return found;
  const better = problem.kind === 'mclp' || problem.kind === 'p-dispersion' ? 1 : -1;
  const room = ask.within * Math.abs(best.objective) + 1e-9 * Math.max(1, Math.abs(best.objective));
  const nearly = (objective: number): boolean =>
    objective === best.objective || better * (best.objective - objective) <= room;
  const queue: Cell[] = [{ role: problem.role, solution: best }];
  for (;;) {
    const cell = takeBest(queue, better);
    if (cell === null) return found;
    const { role, solution } = cell;
    if (found.plans.every((plan) => differ(plan, solution, problem.role) >= ask.differing))
      found.plans.push(solution);
    if (found.plans.length >= ask.most) break;
    const opened = solution.open.filter((site) => role[site] === SITE_FREE);
    const part = role.slice();
    for (const site of opened) {
      if (found.solves >= ask.solves) return { ...found, complete: false };
      part[site] = SITE_FORBIDDEN;
      found.solves += 1;
      const next = solve({ ...problem, ...shrink(problem, part), role: part.slice() }, null);
      part[site] = SITE_FORCED;
      if (next.status === 'infeasible') continue;
      if (next.status !== 'optimal') found.complete = false;
      if (next.status !== 'unknown' && nearly(next.objective))
        queue.push({ role: solvedRole(part, site), solution: next });
    }
  }
  return { ...found, complete: false };
}

/** The part that the plan came from: its last site forbidden, not forced. */
function solvedRole(part: Uint8Array, site: number): Uint8Array {
  const role = part.slice();
  role[site] = SITE_FORBIDDEN;
  return role;
}

/** `p` as a most: a part with fewer sites to open than that is not without a plan. */
function shrink(problem: SitingProblem, role: Uint8Array): Partial<SitingProblem> {
  const { kind, p, tiers } = problem;
  if (kind === 'p-dispersion') return {};
  const openable = (tier: number): number =>
    role.filter(
      (r, site) =>
        (r === SITE_FREE || r === SITE_FORCED) && (tiers === null || tiers.site[site] === tier),
    ).length;
  if (tiers !== null)
    return { tiers: { ...tiers, p: tiers.p.map((most, tier) => Math.min(most, openable(tier))) } };
  return { p: p === null ? null : Math.min(p, openable(0)) };
}

function takeBest(queue: Cell[], better: number): Cell | null {
  let at = 0;
  queue.forEach(({ solution }, i) => {
    if (better * (solution.objective - queue[at]!.solution.objective) > 0) at = i;
  });
  return queue.splice(at, 1)[0] ?? null;
}

/** Number of sites that one of two plans opens and the other does not; of the two counts the greater. */
function differ(a: Solution, b: Solution, role: Uint8Array): number {
  const opened = ({ open }: Solution) =>
    open.filter((site) => role[site] === SITE_FREE || role[site] === SITE_FORCED);
  const lacks = (these: Uint32Array, those: Uint32Array): number =>
    these.filter((site) => !those.includes(site)).length;
  const [mine, its] = [opened(a), opened(b)];
  return Math.max(lacks(mine, its), lacks(its, mine));
}
