import type { CoverModel } from '#lib/core/siting/cover/cover-model.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { Incumbent } from '#lib/core/siting/cover/incumbent.ts';
import { NO_PLAN } from '#lib/core/siting/cover/outcome.ts';
import type { Outcome } from '#lib/core/siting/cover/outcome.ts';
import { twiceOf, worthOf } from '#lib/core/siting/cover/worth.ts';
import type { LinearProgram, Programs, Whole } from '#lib/core/siting/program.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** Two whole objective values lie farther apart. */
export const WHOLE_GAP = 1 - 1e-6;

/** Open columns of the frame in a solution of a program. */
export const columnsOf = (frame: Frame, column: Float64Array): Uint8Array =>
  Uint8Array.from(frame.site, (_, c) => (column[c] > 0.5 ? 1 : 0));

/** What a solution of the model comes to in the terms of the problem, counted from its whole columns. */
export function objectiveOf(
  problem: SitingProblem,
  frame: Frame,
  model: CoverModel,
  column: Float64Array,
): number {
  if (!model.serving || problem.kind === 'lscp') {
    return worthOf(problem, frame, columnsOf(frame, column));
  }
  let sum = 0;
  for (const one of model.serving) if (column[one.column] > 0.5) sum += problem.weight[one.demand];
  return sum;
}

/** Who serves whom in a solution of the model; null without capacities. */
export function assignedOf(
  { matrix }: SitingProblem,
  model: CoverModel,
  column: Float64Array,
): Int32Array | null {
  if (!model.serving) return null;
  const assigned = new Int32Array(matrix.demands).fill(-1);
  for (const one of model.serving) if (column[one.column] > 0.5) assigned[one.demand] = one.site;
  return assigned;
}

/** Solves the model as it stands, telling of every plan on the way. */
export function solveModel(
  problem: SitingProblem,
  frame: Frame,
  model: CoverModel,
  incumbent: Incumbent,
  programs: Programs,
): Outcome & { column: Float64Array | null } {
  const program = model.builder.build(false);
  const start = startOf(frame, model, program, incumbent.columns);
  const least = problem.kind === 'lscp';
  const inTerms = (value: number): number => model.base + model.sign * value;
  const bounded = (bound: number): number =>
    least ? model.base + Math.ceil(bound - 1e-6) : inTerms(bound);
  const whole = programs.solve(program, {
    seconds: incumbent.left,
    ...(start ? { start } : {}),
    absoluteGap: least ? WHOLE_GAP : 1e-7,
    onProgress: ({ column, bound }) => {
      if (column && !model.serving) {
        incumbent.offer(columnsOf(frame, column), objectiveOf(problem, frame, model, column));
      }
      if (Number.isFinite(bound)) incumbent.limit(bounded(bound));
    },
  });
  return { ...outcomeOf(problem, frame, model, whole, bounded), column: whole.column };
}

function outcomeOf(
  problem: SitingProblem,
  frame: Frame,
  model: CoverModel,
  whole: Whole,
  bounded: (bound: number) => number,
): Outcome {
  if (whole.status === 'infeasible') return NO_PLAN;
  const bound = Number.isFinite(whole.bound) ? bounded(whole.bound) : NaN;
  if (!whole.column) return { ...NO_PLAN, status: 'unknown', bound };
  const objective = objectiveOf(problem, frame, model, whole.column);
  const proven = whole.status === 'optimal';
  return {
    status: proven ? 'optimal' : 'feasible',
    columns: columnsOf(frame, whole.column),
    assigned: assignedOf(problem, model, whole.column),
    objective,
    bound: proven ? objective : bound,
  };
}

/** A plan as a start, where the rest of the columns follow from it. */
function startOf(
  { incidence }: Frame,
  model: CoverModel,
  program: LinearProgram,
  columns: Uint8Array | null,
): Float64Array | null {
  if (!columns || model.serving) return null;
  const column = new Float64Array(program.cost.length);
  columns.forEach((one, c) => {
    column[c] = one;
  });
  if (model.missing < 0) return column;
  if (program.cost.length !== incidence.columns + incidence.rows) return null;
  column.fill(1, model.missing);
  columns.forEach((one, c) => {
    if (!one) return;
    for (let k = incidence.start[c]; k < incidence.start[c + 1]; k++) {
      column[model.missing + incidence.row[k]] = 0;
    }
  });
  return column;
}

/** LSCP-B: of the plans with as few sites as the best one, the one that covers most weight twice. */
export function coverTwice(
  frame: Frame,
  first: Outcome,
  incumbent: Incumbent,
  programs: Programs,
  model: CoverModel,
): Outcome {
  if (!first.columns || first.status !== 'optimal') return first;
  const { builder } = model;
  const { once, weight, incidence } = frame;
  const { rows, rowStart, column } = incidence;
  const number = builder.addRow(
    -Infinity,
    first.columns.reduce((sum, one) => sum + one, 0),
  );
  for (let c = 0; c < frame.site.length; c++) builder.put(number, c, 1);
  const cost = new Map<number, number>();
  for (let r = 0; r < rows; r++) {
    const missing = builder.addColumn(0, 0, 1);
    cost.set(missing, weight[r]);
    const row = builder.addRow(2 - once[r], Infinity);
    builder.put(row, missing, 1);
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) builder.put(row, column[k], 1);
  }
  const program = builder.build(false, cost);
  const start = new Float64Array(program.cost.length).fill(1, frame.site.length);
  start.set(first.columns);
  const whole = programs.solve(program, { seconds: incumbent.left, start, absoluteGap: 1e-7 });
  if (!whole.column) return first;
  const columns = columnsOf(frame, whole.column);
  if (twiceOf(frame, columns) <= twiceOf(frame, first.columns)) return first;
  return { ...first, columns };
}
