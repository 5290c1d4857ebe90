import { assignNearest, coverCounts, coveredOf, eachServed } from '#lib/core/siting/assign.ts';
import { SITE_EXISTING, SITE_FORCED, SITE_FREE, SITE_MOVABLE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { Solution } from '#lib/core/siting/solution.ts';

/** Solves one problem of a series in the time the caller allows; `warm`: a plan to begin with, if any. */
export type Solving = (problem: SitingProblem, warm: Uint32Array | null) => Solution;

/** How a point of the curve was found: proven the best, the best found in its time, or site after site without a solver. */
export type CurveProof = 'optimal' | 'feasible' | 'greedy';

/** The most that `p` sites cover, as far as known. */
export interface CurvePoint {
  p: number;
  open: Uint32Array;
  coveredWeight: number;
  coveredPoints: number;
  /** No `p` sites cover more weight than this. */
  bound: number;
  proof: CurveProof;
}

/** Whether a site can be put in or taken out without breaking a term: maximal coverage of sites and `p` alone. */
const isPlain = (problem: SitingProblem): boolean =>
  problem.budget === null &&
  problem.capacity === null &&
  problem.floors === null &&
  problem.fair === null &&
  problem.backup === 'none' &&
  problem.spacing === null &&
  problem.tiers === null &&
  !problem.role.some((role) => role === SITE_MOVABLE || role === SITE_FORCED);

/**
 * Weight covered against the count of sites opened, for `p` = 0, 1, ... `most`.
 *
 * Each point begins with the plan of the one before, and where the solver's time was too short for
 * anything better, that plan and the site that adds most take its place, so that the curve never
 * falls. Bounds are drawn together: fewer sites cannot cover more, and of `p + 1` sites the least useful
 * one adds at most its equal share of what they add together (coverage is submodular: Nemhauser, Wolsey
 * and Fisher 1978).
 *
 * @param problem mclp; its own `p` is not looked at
 * @param solve null: greedy alone, and marked so; needs a problem without further terms
 * @throws RangeError for another kind, for tiers, and for greedy with terms that it cannot heed
 */
export function coverageCurve(
  problem: SitingProblem,
  most: number,
  solve: Solving | null,
): CurvePoint[] {
  const plain = isPlain(problem);
  if (problem.kind !== 'mclp') throw new RangeError('the curve is of maximal coverage');
  if (problem.tiers !== null) throw new RangeError('tiers have a count of sites each');
  if (solve === null && !plain) throw new RangeError('greedy heeds no further terms');
  const openable = problem.role.filter((r) => r === SITE_FREE || r === SITE_FORCED).length;
  const points: CurvePoint[] = [];
  for (let p = 0; p <= Math.min(most, openable); p++) {
    const last = points.at(-1) ?? null;
    const warm = plain ? oneMore(problem, last?.open ?? standing(problem), last !== null) : null;
    const solution = solve?.({ ...problem, p }, warm) ?? null;
    const point = pointOf(problem, p, solution, warm);
    if (point !== null) points.push(point);
  }
  drawTogether(points, plain);
  return points;
}

const standing = ({ role }: SitingProblem): Uint32Array =>
  Uint32Array.from(role.keys()).filter((site) => role[site] === SITE_EXISTING);

function pointOf(
  problem: SitingProblem,
  p: number,
  solution: Solution | null,
  warm: Uint32Array | null,
): CurvePoint | null {
  const found =
    solution !== null && (solution.status === 'optimal' || solution.status === 'feasible');
  if (solution !== null && solution.status === 'infeasible') return null;
  const total = coveredOf(problem.weight, new Int32Array(problem.matrix.demands)).weight;
  const bound = solution !== null && solution.bound <= total ? solution.bound : total;
  const solved = found ? coveredOf(problem.weight, solution.assigned) : null;
  const greedy = warm && coveredOf(problem.weight, assignNearest(problem, warm).assigned);
  if (solved !== null && (greedy === null || solved.weight >= greedy.weight)) {
    const proof = solution!.status === 'optimal' ? 'optimal' : 'feasible';
    return { ...pointAt(p, solution!.open, solved), bound, proof };
  }
  if (greedy === null) return null;
  return { ...pointAt(p, warm!, greedy), bound, proof: 'greedy' };
}

const pointAt = (p: number, open: Uint32Array, covered: { weight: number; points: number }) => ({
  ...{ p, open, coveredWeight: covered.weight, coveredPoints: covered.points },
});

/** The open sites and the free one that adds most weight; ties: the lowest number. */
function oneMore(problem: SitingProblem, open: Uint32Array, add: boolean): Uint32Array {
  if (!add) return open;
  const counts = coverCounts(problem, open);
  const taken = new Set(open);
  let [best, most] = [-1, -1];
  problem.role.forEach((role, site) => {
    if (role !== SITE_FREE || taken.has(site)) return;
    let gain = 0;
    eachServed(problem, site, (demand) => {
      if (counts[demand] === 0) gain += problem.weight[demand]!;
    });
    if (gain > most) [best, most] = [site, gain];
  });
  return best < 0 ? open : Uint32Array.of(...open, best).sort();
}

function drawTogether(points: CurvePoint[], plain: boolean): void {
  for (let i = points.length - 2; i >= 0; i--)
    points[i]!.bound = Math.min(points[i]!.bound, points[i + 1]!.bound);
  const none = points[0]?.coveredWeight ?? 0;
  for (let i = 1; plain && i < points.length; i++) {
    const { p, bound } = points[i - 1]!;
    if (p > 0) points[i]!.bound = Math.min(points[i]!.bound, none + ((bound - none) * (p + 1)) / p);
  }
  for (const point of points) {
    point.bound = Math.max(point.bound, point.coveredWeight);
    if (point.bound === point.coveredWeight) point.proof = 'optimal';
  }
}

/**
 * Where more sites begin to pay less: the point farthest above the chord from the first point to the
 * last (Kneedle: Satopaa et al. 2011, without smoothing). Its index; -1 where no point is above it.
 */
export function kneeOf(points: readonly CurvePoint[]): number {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return -1;
  const rise = last.coveredWeight - first.coveredWeight;
  if (rise <= 0) return -1;
  let [knee, farthest] = [-1, 1e-12];
  points.forEach((point, i) => {
    const x = (point.p - first.p) / (last.p - first.p);
    const y = (point.coveredWeight - first.coveredWeight) / rise;
    if (y - x > farthest) [knee, farthest] = [i, y - x];
  });
  return knee;
}
