import type { Ground } from '#lib/core/reach/ground.ts';
import { alternativePlans } from '#lib/core/siting/alternatives.ts';
import { assignNearest } from '#lib/core/siting/assign.ts';
import { coverageCurve, kneeOf } from '#lib/core/siting/curve.ts';
import type { CurveProof, Solving } from '#lib/core/siting/curve.ts';
import { costOfKeeping } from '#lib/core/siting/keeping.ts';
import { SITE_EXISTING, SITE_FORCED, SITE_FREE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingTools, Solution } from '#lib/core/siting/solution.ts';
import type { Solver } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { movesOf } from '#lib/core/report/siting/moves.ts';
import type { Lifted, MovingStudy } from '#lib/core/report/siting/moves.ts';
import type { PlanHead } from '#lib/core/report/siting/plan-of.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { sitesByKey, sitingProblem } from '#lib/core/report/siting/problem.ts';
import { sitesOf } from '#lib/core/report/siting/sites.ts';

/** What can be asked about a plan: coverage against count, plans nearly as good, what each station that stands is worth, and where else a site could go. */
export const STUDIES = ['curve', 'alternatives', 'keeping', 'moving'] as const;
export type StudyKind = (typeof STUDIES)[number];

/** The plan that a study is about: keys of its sites, and how good it is. */
export interface StudiedPlan {
  open: readonly string[];
  head: PlanHead;
  /** The site that is to be moved. */
  lifted?: Lifted;
}

/** The most that `p` stations cover, as far as known; weights and records of demand. */
export interface CurveStep {
  p: number;
  weight: number;
  points: number;
  /** No `p` stations cover more weight than this. */
  bound: number;
  proof: CurveProof;
}

/** Coverage against count. */
export interface CurveStudy {
  kind: 'curve';
  steps: CurveStep[];
  /** Index of the step after which more stations pay less; -1 where there is none. */
  knee: number;
  totalWeight: number;
  totalPoints: number;
}

/** A plan by keys: what it opens beside the studied one, and what of that it does without. */
export interface AlternativePlan {
  open: string[];
  added: string[];
  dropped: string[];
  head: PlanHead;
}
export interface AlternativesStudy {
  kind: 'alternatives';
  /** The best first, without the studied one. */
  plans: AlternativePlan[];
  /** No other plan is as near. */
  complete: boolean;
}

/** What one station that stands is worth, in the terms of the plan's objective, both >= 0 where exact. */
export interface KeptStation {
  key: string;
  name: string;
  /** How much better a plan would be if it could go elsewhere, and how much worse if it were given up; NaN where no plan was found. */
  gain: number;
  loss: number;
  gainExact: boolean;
  lossExact: boolean;
}
export interface KeepingStudy {
  kind: 'keeping';
  /** The dearest to keep first; of equals, the one that is missed least. */
  stations: KeptStation[];
}
export type SitingStudy = CurveStudy | AlternativesStudy | KeepingStudy | MovingStudy;

/** Alternatives may be worse by this share, and there are so many at most, the studied plan among them. */
export const NEARLY = 0.01;
const PLANS_MAX = 7;
const SOLVES_MAX = 200;
/** The curve goes on to this count, to twice the asked one, and to no more than `CURVE_MAX`. */
const CURVE_LEAST = 20;
const CURVE_MAX = 120;

/** Coverage is asked for alone: fairness and backup have no part in it. */
export const curveAsk = (ask: SitingAsk): SitingAsk => ({
  ...ask,
  ...{ problem: 'mclp', fair: null, backup: 'none' },
  p: ask.p ?? CURVE_LEAST,
});

/** Solves one problem after another: each may take its share of the time that is left. */
function inTurn(
  solve: Solver,
  tools: SitingTools,
  expected: number,
  onSolved: (n: number) => void,
): Solving {
  // prettier-ignore
  const end = tools.now() + tools.seconds * 1000;
  let done = 0;
  return (problem) => {
    const left = Math.max(0, end - tools.now()) / 1000;
    const seconds = left / Math.max(1, expected - done);
    const solution = solve(problem, { ...tools, seconds, onProgress: () => undefined });
    onSolved(++done);
    return solution;
  };
}

function curveOf(
  problem: SitingProblem,
  p: number | null,
  tools: SitingTools,
  solve: Solver,
  onSolved: (n: number) => void,
): CurveStudy {
  // prettier-ignore
  const openable = problem.role.filter((r) => r === SITE_FREE || r === SITE_FORCED).length;
  const most = Math.min(openable, Math.max(CURVE_LEAST, 2 * (p ?? 0)), CURVE_MAX);
  const every = coverageCurve(problem, most, inTurn(solve, tools, most + 1, onSolved));
  // Stations that add nothing to a curve that has reached its end would only draw its knee aside.
  const top = every.findIndex(({ coveredWeight }) => coveredWeight === every.at(-1)!.coveredWeight);
  const ended = top >= 0 && every[top]!.bound === every[top]!.coveredWeight;
  const points = ended ? every.slice(0, Math.max(top + 1, 2)) : every;
  return {
    kind: 'curve',
    steps: points.map(({ p, coveredWeight, coveredPoints, bound, proof }) => ({
      ...{ p, weight: coveredWeight, points: coveredPoints, bound, proof },
    })),
    knee: kneeOf(points),
    totalWeight: problem.weight.reduce((sum, w) => sum + w, 0),
    totalPoints: problem.weight.length,
  };
}

/** The studied plan in the numbers of its problem; stations that have to stay are open whether named or not. */
function solutionOf(
  problem: SitingProblem,
  sites: SitingSites,
  { open, head }: StudiedPlan,
): Solution {
  // prettier-ignore
  const numbers = new Set(sitesByKey(sites, open));
  problem.role.forEach((role, site) => role === SITE_EXISTING && numbers.add(site));
  const opened = Uint32Array.from(numbers).sort();
  return { ...head, open: opened, assigned: assignNearest(problem, opened).assigned };
}

function alternativesOf(
  problem: SitingProblem,
  sites: SitingSites,
  best: Solution,
  solving: Solving,
): AlternativesStudy {
  // prettier-ignore
  const ask = { within: NEARLY, differing: 1, most: PLANS_MAX, solves: SOLVES_MAX };
  const { plans, complete } = alternativePlans(problem, best, ask, solving);
  const keys = (numbers: Uint32Array) => Array.from(numbers, (site) => sites.key[site]!);
  const without = (these: Uint32Array, those: Uint32Array) =>
    keys(these.filter((site) => !those.includes(site)));
  // With fairness the total is not what is best, so that nothing bounds it.
  const bound = problem.fair ? NaN : best.bound;
  return {
    kind: 'alternatives',
    plans: plans.slice(1).map(({ open, objective, seconds }) => {
      const isBest = !problem.fair && best.status === 'optimal' && objective === best.objective;
      const head: PlanHead = {
        ...{ status: isBest ? 'optimal' : 'feasible', objective, bound, seconds, reasons: [] },
        gap: objective === bound ? 0 : Math.abs(objective - bound) / Math.max(Math.abs(objective), Math.abs(bound)), // prettier-ignore
      };
      const [added, dropped] = [without(open, best.open), without(best.open, open)];
      return { open: keys(open), added, dropped, head };
    }),
    complete,
  };
}

function keepingOf(
  problem: SitingProblem,
  sites: SitingSites,
  kept: Solution,
  solving: Solving,
): KeepingStudy {
  // prettier-ignore
  const proven = kept.status === 'optimal' && !problem.fair;
  const certain = ({ status }: Solution) => proven && (status === 'optimal' || status === 'infeasible'); // prettier-ignore
  const stations = costOfKeeping(problem, kept, solving).map((row): KeptStation => ({
    ...{ key: sites.key[row.site]!, name: sites.name[row.site]! },
    ...{ gain: row.gain, loss: row.loss },
    ...{ gainExact: certain(row.moved), lossExact: certain(row.dropped) },
  }));
  const rank = (value: number, unknown: number) => (Number.isNaN(value) ? unknown : value);
  stations.sort(
    (a, b) =>
      rank(b.gain, -Infinity) - rank(a.gain, -Infinity) || rank(a.loss, Infinity) - rank(b.loss, Infinity) || 0, // prettier-ignore
  );
  return { kind: 'keeping', stations };
}

/**
 * One study of a question and its plan, in `tools.seconds` altogether; what was not proven in its share
 * of them says so.
 *
 * The curve is of maximal coverage within the question's cutoff whatever its problem is, and looks at
 * no plan. Stations are worth something only where they have to stay (`existing: 'kept'`); otherwise
 * there are none in the list. Throws `AskFault` as `answerSiting` does.
 *
 * @param plan what is studied; the curve needs none, and moving a site that is lifted
 * @param onSolved problems solved so far
 */
export function studySiting(
  ground: Ground,
  ask: SitingAsk,
  kind: StudyKind,
  plan: StudiedPlan | null,
  tools: SitingTools,
  solve: Solver,
  onSolved: (count: number) => void = () => undefined,
): SitingStudy {
  const own = kind === 'curve' ? curveAsk(ask) : ask;
  const sites = sitesOf(ground.project, own);
  const problem = sitingProblem(ground, own, sites);
  if (kind === 'curve') return curveOf(problem, ask.p, tools, solve, onSolved);
  if (plan === null) throw new RangeError('a plan has to be studied');
  const best = solutionOf(problem, sites, plan);
  if (kind === 'moving') {
    if (!plan.lifted) throw new RangeError('a site has to be lifted');
    return movesOf(ground, own, problem, sites, best.open, plan.lifted);
  }
  if (kind === 'alternatives') {
    const opened = best.open.filter((site) => problem.role[site] === SITE_FREE).length;
    const expected = Math.min(SOLVES_MAX, Math.max(1, opened * (PLANS_MAX - 1)));
    return alternativesOf(problem, sites, best, inTurn(solve, tools, expected, onSolved));
  }
  const standing = problem.role.filter((role) => role === SITE_EXISTING).length;
  return keepingOf(problem, sites, best, inTurn(solve, tools, 2 * standing, onSolved));
}
