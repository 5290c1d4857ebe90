import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** How often the open columns cover each row. */
export function coverings({ incidence }: Frame, columns: ArrayLike<number>): Uint32Array {
  const count = new Uint32Array(incidence.rows);
  for (let c = 0; c < incidence.columns; c++) {
    if (!columns[c]) continue;
    for (let k = incidence.start[c]; k < incidence.start[c + 1]; k++) count[incidence.row[k]]++;
  }
  return count;
}

/** What a plan without capacities comes to, in the terms of the problem (`Solution.objective`). */
export function worthOf(problem: SitingProblem, frame: Frame, columns: ArrayLike<number>): number {
  if (problem.kind === 'lscp') {
    let opened = frame.forcedCount - frame.standingCount;
    for (let c = 0; c < frame.site.length; c++) if (columns[c]) opened++;
    return opened;
  }
  const { once, weight } = frame;
  let first = frame.covered;
  let second = frame.twice;
  coverings(frame, columns).forEach((count, r) => {
    if (count > 0 && once[r] === 0) first += weight[r];
    if (count + once[r] > 1) second += weight[r];
  });
  if (problem.backup === 'bacop1') return second;
  if (problem.backup !== 'bacop2') return first;
  return problem.firstShare * first + (1 - problem.firstShare) * second;
}

/** Weight covered twice. */
export function twiceOf(frame: Frame, columns: ArrayLike<number>): number {
  let sum = frame.twice;
  coverings(frame, columns).forEach((count, r) => {
    if (count + frame.once[r] > 1) sum += frame.weight[r];
  });
  return sum;
}
