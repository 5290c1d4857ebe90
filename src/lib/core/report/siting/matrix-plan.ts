import { costsOf } from '#lib/core/siting/assign.ts';
import type { MatrixFile } from '#lib/core/siting/matrix-csv.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { siteRoles } from '#lib/core/siting/site-roles.ts';
import type { Solution } from '#lib/core/siting/solution.ts';
import { linedJson } from '#lib/core/report/lined-json.ts';
import type { Plan } from '#lib/core/report/siting/plan.ts';
import { planFigures } from '#lib/core/report/siting/plan-json.ts';

/**
 * A plan for costs that come from a file.
 *
 * @param cutoff within which demand is covered; Infinity where everything that is served is
 */
export function matrixPlan(problem: SitingProblem, solution: Solution, cutoff: number): Plan {
  const { weight, matrix } = problem;
  const { open, assigned, status, objective, bound, gap, seconds, reasons } = solution;
  const serving = { matrix, tiers: null, cutoff };
  const cost = costsOf({ ...serving, cutoff: Infinity }, assigned);
  const roles = siteRoles(serving, weight, open, assigned);
  let [coveredWeight, coveredPoints, totalWeight] = [0, 0, 0];
  weight.forEach((w, i) => {
    totalWeight += w;
    if (!(cost[i] <= cutoff)) return;
    coveredWeight += w;
    coveredPoints++;
  });
  return {
    problem: problem.kind,
    ...{ status, objective, bound, gap, seconds, reasons, assigned, cost },
    sites: Array.from(open, (site, row) => ({
      ...{ site, existing: false },
      servedWeight: roles.servedWeight[row],
      servedPoints: roles.servedPoints[row],
      reachWeight: roles.reachWeight[row],
      reachPoints: roles.reachPoints[row],
      lostWeight: roles.lostWeight[row],
      lostPoints: roles.lostPoints[row],
    })),
    closed: new Uint32Array(0),
    ...{ coveredWeight, coveredPoints, totalWeight, totalPoints: weight.length },
    ...{ beforeWeight: 0, beforePoints: 0 },
  };
}

/** The same as `plan.json`, ids as the file has them. */
export function matrixPlanText(
  plan: Plan,
  { site, demand }: MatrixFile,
  question: { p: number | null; cutoff: number; seconds: number; seed: number },
): string {
  const nameOf = (at: number): string => demand[at];
  return linedJson({
    format: 'lacuna-plan',
    version: 1,
    ...planFigures(plan, (at) => site[at], nameOf),
    reasons: plan.reasons.map(({ code, items }) => ({ code, items: Array.from(items, nameOf) })),
    question: {
      ...question,
      cutoff: Number.isFinite(question.cutoff) ? question.cutoff : null,
    },
  });
}
