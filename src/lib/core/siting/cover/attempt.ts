import type { CoverModel } from '#lib/core/siting/cover/cover-model.ts';
import { coverModel } from '#lib/core/siting/cover/cover-model.ts';
import { solveFairly } from '#lib/core/siting/cover/fair.ts';
import { frameOf, servesEverybody } from '#lib/core/siting/cover/frame.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import { Incumbent } from '#lib/core/siting/cover/incumbent.ts';
import { reduceCover, searchCover } from '#lib/core/siting/cover/lscp.ts';
import { solveMaximal, standing } from '#lib/core/siting/cover/mclp.ts';
import { NO_PLAN } from '#lib/core/siting/cover/outcome.ts';
import type { Outcome } from '#lib/core/siting/cover/outcome.ts';
import { coverTwice, solveModel } from '#lib/core/siting/cover/whole.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingTools } from '#lib/core/siting/solution.ts';

/** How often demand is worth covering. */
const timesOf = ({ kind, backup }: SitingProblem): 1 | 2 =>
  (kind === 'lscp' ? backup === 'lscp-b' : backup === 'bacop1' || backup === 'bacop2') ? 2 : 1;

/** Terms of which the problem makes nothing are taken out. */
export function meant(problem: SitingProblem): SitingProblem {
  const covers = problem.kind === 'mclp';
  const backup = (problem.backup === 'lscp-b') === covers ? 'none' : problem.backup;
  return {
    ...problem,
    backup,
    floors: covers ? problem.floors : null,
    fair: covers ? problem.fair : null,
    capacity: backup === 'none' ? problem.capacity : null,
  };
}

/** Looks for the best plan of an LSCP or an MCLP with any terms; says nothing of why there is none. */
export function attempt(
  problem: SitingProblem,
  tools: SitingTools,
): { outcome: Outcome; frame: Frame } {
  const startMs = tools.now();
  const least = problem.kind === 'lscp' && problem.backup === 'none' && !problem.capacity;
  const whole = frameOf(problem, timesOf(problem));
  const frame = least ? reduceCover(whole) : whole;
  const incumbent = new Incumbent(frame, tools, problem.kind === 'mclp', startMs);
  if (!possible(problem, frame)) return { outcome: NO_PLAN, frame };
  const outcome = outcomeOf(problem, frame, incumbent, tools);
  if (outcome.columns) incumbent.replace(outcome.columns, outcome.objective);
  incumbent.limit(outcome.bound);
  incumbent.flush();
  return { outcome, frame };
}

function outcomeOf(
  problem: SitingProblem,
  frame: Frame,
  incumbent: Incumbent,
  tools: SitingTools,
): Outcome {
  const { kind, backup, capacity, fair } = problem;
  const { programs } = tools;
  const model = (): CoverModel => coverModel(problem, frame);
  if (kind === 'mclp' && backup === 'none' && !capacity && (!fair || !programs)) {
    return solveMaximal(problem, frame, model, incumbent, tools);
  }
  if (kind === 'lscp' && backup === 'none' && !capacity) searchCover(frame, tools.seed, incumbent);
  if (!programs) return standing(incumbent);
  const whole = model();
  if (whole.fair) return solveFairly(problem, frame, whole, incumbent, programs);
  const outcome = solveModel(problem, frame, whole, incumbent, programs);
  return backup === 'lscp-b' ? coverTwice(frame, outcome, incumbent, programs, whole) : outcome;
}

/** Whether no single term rules out every plan at first sight. */
function possible(problem: SitingProblem, frame: Frame): boolean {
  const { rows, rowStart } = frame.incidence;
  if (frame.clashing.length > 0 || frame.limits.most.some((most) => most < 0)) return false;
  const least = frame.cost?.reduce((sum, one) => sum + Math.min(0, one), 0) ?? 0;
  if (least > frame.budget) return false;
  if (!servesEverybody(problem)) return true;
  for (let r = 0; r < rows; r++) {
    if (frame.once[r] === 0 && rowStart[r] === rowStart[r + 1]) return false;
  }
  return true;
}
