import { assignNearest } from '#lib/core/siting/assign.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type {
  SitingReason,
  SitingReasonCode,
  Solution,
  SitingTools,
} from '#lib/core/siting/solution.ts';

/** Relative gap below which two values are the same. */
export const SAME = 1e-9;

/** A reason without items, as a list. */
export const because = (code: SitingReasonCode): SitingReason[] => [
  { code, items: new Uint32Array() },
];

/** |objective - bound| / max of the two; 0 where both are 0, NaN where one is unknown, 1 against Infinity. */
export function gapBetween(objective: number, bound: number): number {
  if (objective === bound) return 0;
  const most = Math.max(Math.abs(objective), Math.abs(bound));
  return most === Infinity ? 1 : Math.abs(objective - bound) / most;
}

/** The solution that has no plan: ruled out for reasons, or not found. */
export function withoutPlan(
  problem: SitingProblem,
  reasons: SitingReason[] | null,
  bound: number,
  seconds: number,
): Solution {
  return {
    status: reasons === null ? 'unknown' : 'infeasible',
    open: new Uint32Array(),
    assigned: new Int32Array(problem.matrix.demands).fill(-1),
    objective: NaN,
    bound: reasons === null ? bound : NaN,
    gap: NaN,
    reasons: reasons ?? [],
    seconds,
  };
}

/** The solution that is a plan; optimal where `proven`, and then its bound is its objective. */
export function withPlan(
  problem: SitingProblem,
  open: Uint32Array,
  objective: number,
  bound: number,
  proven: boolean,
  seconds: number,
  assigned = assignNearest(problem, open).assigned,
): Solution {
  const settled = proven || bound === objective;
  return {
    status: settled ? 'optimal' : 'feasible',
    open,
    assigned,
    objective,
    bound: settled ? objective : bound,
    gap: settled ? 0 : gapBetween(objective, bound),
    reasons: [],
    seconds,
  };
}

/** Seconds since the clock stood at `since`, and whether they are used up. */
export function stopwatch(tools: SitingTools): { seconds: () => number; over: () => boolean } {
  const since = tools.now();
  const seconds = (): number => (tools.now() - since) / 1000;
  return { seconds, over: () => seconds() >= tools.seconds };
}
