import type { Solving } from '#lib/core/siting/curve.ts';
import { SITE_EXISTING, SITE_FORBIDDEN, SITE_MOVABLE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { Solution } from '#lib/core/siting/solution.ts';

/** What a station that stands is worth to the plan. Both figures are >= 0 where plans are proven; NaN without a plan. */
export interface Keeping {
  site: number;
  /** How much better the best plan would be if the station could be moved, free of charge: the cost of keeping it. */
  gain: number;
  /** How much worse the best plan would be if it were given up and nothing put in its place. */
  loss: number;
  /** Both best plans; a figure is exact where they and the plan that keeps it are `optimal`. */
  moved: Solution;
  dropped: Solution;
}

/** The objective, the way that more is better; sites are counted as they stand. */
function goodness({ kind }: SitingProblem, { status, objective }: Solution): number {
  if (status !== 'optimal' && status !== 'feasible') return NaN;
  return kind === 'mclp' || kind === 'p-dispersion' ? objective : -objective;
}

/** NaN without one of the plans; 0 between two that are equal, Infinity too. */
const less = (a: number, b: number): number => (a === b ? 0 : a - b);

/**
 * The cost of keeping each station that stands and has to stay, and what is lost without it.
 *
 * In lscp the gain is the number of stations that fewer would do.
 *
 * @param kept the best plan of the problem as it is
 */
export function costOfKeeping(problem: SitingProblem, kept: Solution, solve: Solving): Keeping[] {
  const now = goodness(problem, kept);
  const warm = kept.open.length > 0 ? kept.open : null;
  const rows: Keeping[] = [];
  problem.role.forEach((role, site) => {
    if (role !== SITE_EXISTING) return;
    const closingCost = problem.closingCost?.slice() ?? null;
    if (closingCost !== null) closingCost[site] = 0;
    const moved = solve({ ...problem, closingCost, role: withRole(problem, site, SITE_MOVABLE) }, warm); // prettier-ignore
    const without = warm?.filter((open) => open !== site) ?? null;
    const dropped = solve({ ...problem, role: withRole(problem, site, SITE_FORBIDDEN) }, without);
    rows.push({
      ...{ site, moved, dropped },
      gain: less(goodness(problem, moved), now),
      loss: less(now, goodness(problem, dropped)),
    });
  });
  return rows;
}

function withRole({ role }: SitingProblem, site: number, as: number): Uint8Array {
  const changed = role.slice();
  changed[site] = as;
  return changed;
}
