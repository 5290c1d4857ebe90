import type { CoverModel } from '#lib/core/siting/cover/cover-model.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { Incumbent } from '#lib/core/siting/cover/incumbent.ts';
import { NO_PLAN } from '#lib/core/siting/cover/outcome.ts';
import type { Outcome } from '#lib/core/siting/cover/outcome.ts';
import { assignedOf, columnsOf, objectiveOf } from '#lib/core/siting/cover/whole.ts';
import type { Programs } from '#lib/core/siting/program.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** What a stage may lose to rounding in those after it. */
const SLACK = 1e-8;

/**
 * Lexicographic maximin of the shares of groups, then the total: for k = 1, 2, … the greatest sum of
 * the k smallest shares is sought among the plans that have it for all smaller k (Ogryczak and Śliwiński
 * 2003: the sum is `k r - Σ d_g`, with `d_g >= r - share_g`).
 */
export function solveFairly(
  problem: SitingProblem,
  frame: Frame,
  model: CoverModel,
  incumbent: Incumbent,
  programs: Programs,
): Outcome {
  const { fair, builder, missing } = model;
  const groups = fair ? [...fair.total.keys()].filter((g) => fair.total[g] > 0) : [];
  const rowsOf = new Map<number, number[]>(groups.map((g) => [g, []]));
  fair?.of.forEach((g, r) => rowsOf.get(g)?.push(r));
  let column: Float64Array | null = null;
  let proven = true;
  const shareOf = (g: number): number => {
    const at = column;
    if (!fair || !at) return 0;
    let sum = fair.covered[g];
    for (const r of rowsOf.get(g) ?? []) {
      if (at[missing + r] < 0.5) sum += model.weight[r];
    }
    return sum / fair.total[g];
  };
  /** false: there is no plan at all, or none was found. */
  const stage = (cost: Map<number, number> | undefined, extend: () => number[]): boolean | null => {
    const before = column;
    const added = before ? extend() : [];
    const program = builder.build(false, cost);
    const start = before ? Float64Array.of(...before, ...added) : null;
    const whole = programs.solve(program, {
      seconds: incumbent.left,
      ...(start ? { start } : {}),
      absoluteGap: cost ? 1e-9 : 1e-7,
    });
    if (whole.status === 'infeasible' && !before) return false;
    proven &&= whole.status === 'optimal';
    if (!whole.column) return null;
    column = whole.column;
    incumbent.replace(columnsOf(frame, column), objectiveOf(problem, frame, model, column));
    return true;
  };
  for (let k = 1; k <= groups.length && fair; k++) {
    if (column && incumbent.left <= 0) {
      proven = false;
      break;
    }
    const level = builder.addColumn(0, 0, 1);
    const cost = new Map<number, number>([[level, -k]]);
    const sum = builder.addRow(-Infinity, Infinity);
    builder.put(sum, level, k);
    for (const g of groups) {
      const below = builder.addColumn(0, 0, 1);
      cost.set(below, 1);
      builder.put(sum, below, -1);
      // below - level - Σ w/total missing >= -(covered + Σ w)/total
      let most = fair.covered[g];
      const row = builder.addRow(-Infinity, Infinity);
      for (const r of rowsOf.get(g) ?? []) {
        most += model.weight[r];
        builder.put(row, missing + r, -model.weight[r] / fair.total[g]);
      }
      builder.put(row, below, 1);
      builder.put(row, level, -1);
      builder.limitRow(row, -most / fair.total[g], Infinity);
    }
    const found = stage(cost, () => {
      const shares = groups.map(shareOf);
      const at = [...shares].sort((a, b) => a - b)[k - 1];
      return [at, ...shares.map((share) => Math.max(0, at - share))];
    });
    if (found === false) return NO_PLAN;
    if (found === null) break;
    const shares = groups.map(shareOf).sort((a, b) => a - b);
    const reached = shares.slice(0, k).reduce((total, share) => total + share, 0);
    builder.limitRow(sum, reached - SLACK, Infinity);
  }
  if (!column || proven) {
    if (stage(undefined, () => []) === false) return NO_PLAN;
  }
  if (!column) return { ...NO_PLAN, status: 'unknown' };
  const objective = objectiveOf(problem, frame, model, column);
  return {
    status: proven ? 'optimal' : 'feasible',
    columns: columnsOf(frame, column),
    assigned: assignedOf(problem, model, column),
    objective,
    bound: proven ? objective : NaN,
  };
}
