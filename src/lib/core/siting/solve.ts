import { checkProblem } from '#lib/core/siting/check.ts';
import { solveCapacitated } from '#lib/core/siting/capacitated-solve.ts';
import { solveCenter } from '#lib/core/siting/center-solve.ts';
import { solveCover } from '#lib/core/siting/cover/solve-cover.ts';
import { solveDispersion } from '#lib/core/siting/dispersion.ts';
import { solveMedian } from '#lib/core/siting/median-solve.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingTools, Solution } from '#lib/core/siting/solution.ts';

/**
 * The best plan for a siting problem, how good any plan could be, and why there is none if there is
 * none. Throws a `SitingFault` where the problem is not in order.
 */
export function solve(problem: SitingProblem, tools: SitingTools): Solution {
  checkProblem(problem);
  const { kind, backup, fair } = problem;
  if (kind === 'p-dispersion') return solveDispersion(problem, tools);
  const covers = kind === 'mclp' || kind === 'lscp';
  // Capacities say nothing beside backup; fairness is raised by the covering programs only.
  const heeded = !covers || (backup === 'none' && (kind === 'lscp' || !fair));
  if (problem.capacity && heeded) return solveCapacitated(problem, tools);
  if (kind === 'p-median') return solveMedian(problem, tools);
  if (kind === 'p-center') return solveCenter(problem, tools);
  return solveCover(problem, tools);
}
