import { assignNearest } from '#lib/core/siting/assign.ts';
import { attempt, meant } from '#lib/core/siting/cover/attempt.ts';
import { openSites } from '#lib/core/siting/cover/incumbent.ts';
import { plainReasons, whyNot } from '#lib/core/siting/cover/why-not.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason, SitingTools, Solution } from '#lib/core/siting/solution.ts';

/**
 * The best plan for a location set covering or maximal covering problem with any of its terms. Plans
 * on the way are told through `tools.onProgress`. The problem has to be in order (`checkProblem`).
 */
export function solveCover(asked: SitingProblem, tools: SitingTools): Solution {
  const startMs = tools.now();
  const problem = meant(asked);
  const seconds = (): number => (tools.now() - startMs) / 1000;
  const none = (status: 'infeasible' | 'unknown', reasons: SitingReason[]): Solution => ({
    ...{ status, reasons, open: new Uint32Array(0), objective: NaN, bound: NaN, gap: NaN },
    assigned: new Int32Array(problem.matrix.demands).fill(-1),
    seconds: seconds(),
  });
  const plain = plainReasons(problem);
  if (plain.length > 0) return none('infeasible', plain);
  const { outcome, frame } = attempt(problem, tools);
  const { columns, objective, bound } = outcome;
  if (outcome.status === 'infeasible') {
    const left = Math.max(1, tools.seconds - seconds());
    return none('infeasible', whyNot(problem, { ...tools, seconds: Math.min(left, 5) }));
  }
  if (!columns) return { ...none('unknown', []), bound };
  const open = openSites(frame, columns);
  return {
    status: outcome.status,
    open,
    assigned: outcome.assigned ?? assignNearest(problem, open).assigned,
    ...{ objective, bound, gap: gapOf(objective, bound) },
    reasons: [],
    seconds: seconds(),
  };
}

/** |objective - bound| / max(|objective|, |bound|); 0 where they are equal; NaN without a bound. */
export function gapOf(objective: number, bound: number): number {
  if (objective === bound) return 0;
  return Math.abs(objective - bound) / Math.max(Math.abs(objective), Math.abs(bound));
}
