import type { PackingProblem, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';

/** What is used of the `highs` package (1.15), so that core needs neither it nor its WebAssembly. */
export interface HighsLike {
  readonly infinity: number;
  readonly constants: {
    readonly objectiveSense: { readonly maximize: unknown };
    readonly modelStatus: {
      readonly optimal: unknown;
      readonly infeasible: unknown;
      readonly unboundedOrInfeasible: unknown;
    };
    readonly variableType: { readonly integer: unknown };
  };
  withModel<Result>(source: never, operation: (model: never) => Result): Result;
}

interface Model {
  options: { set(options: Record<string, unknown>): void };
  info: { get(name: string): unknown };
  setSolution(solution: { colValue: Float64Array }): unknown;
  run(): unknown;
  getModelStatus(): unknown;
  getSolution(): { colValue: Float64Array; rowDual: Float64Array };
}

/** Two whole objective values lie farther apart. */
const WHOLE_GAP = 0.5;

/** The solver after something small: the first two solves of a fresh WebAssembly take half a second longer. */
export function warmUp(solver: PackingSolver): PackingSolver {
  const triangle = {
    rows: 3,
    columnStart: Uint32Array.of(0, 2, 4, 6),
    row: Uint32Array.of(0, 1, 1, 2, 0, 2),
    cost: Float64Array.of(1, 1, 1),
  };
  solver.relax(triangle, 1);
  solver.solve(triangle, 1);
  return solver;
}

/** A packing solver from a loaded HiGHS; each call is a model of its own, and blocks. */
export function packingSolver(highs: HighsLike): PackingSolver {
  const run = <Result>(
    problem: PackingProblem,
    whole: boolean,
    seconds: number,
    read: (model: Model) => Result,
  ): Result => {
    const operation = (model: Model): Result => {
      model.options.set({
        output_flag: false,
        time_limit: Math.max(0.01, seconds),
        // Presolve costs these programs more than half of their time.
        ...(whole ? { presolve: 'off', mip_rel_gap: 0, mip_abs_gap: WHOLE_GAP } : {}),
      });
      if (problem.start) {
        const colValue = new Float64Array(problem.cost.length);
        for (const c of problem.start) colValue[c] = 1;
        model.setSolution({ colValue });
      }
      model.run();
      return read(model);
    };
    return highs.withModel(modelOf(highs, problem, whole) as never, operation as never);
  };
  const { optimal, infeasible, unboundedOrInfeasible } = highs.constants.modelStatus;
  const settled = [optimal, infeasible, unboundedOrInfeasible];
  return {
    relax: (problem, seconds) =>
      run(problem, false, seconds, (model) => {
        if (model.getModelStatus() !== optimal) return null;
        const { rowDual } = model.getSolution();
        return {
          row: rowDual.slice(0, problem.rows).map((dual) => Math.max(0, dual)),
          floor: problem.floor ? Math.max(0, -rowDual[problem.rows]) : 0,
          most:
            problem.most === undefined
              ? 0
              : Math.max(0, rowDual[problem.rows + (problem.floor ? 1 : 0)]),
        };
      }),
    solve: (problem, seconds) =>
      run(problem, true, seconds, (model) => {
        const known = Number(model.info.get('primal_solution_status')) === 2;
        const bound = Number(model.info.get('mip_dual_bound'));
        const values = known ? model.getSolution().colValue : new Float64Array(0);
        const chosen = Uint32Array.from([...values.keys()].filter((c) => values[c] > 0.5));
        return {
          chosen,
          optimal: settled.includes(model.getModelStatus()),
          bound: Number.isFinite(bound) ? bound : Infinity,
        };
      }),
  };
}

function modelOf(highs: HighsLike, problem: PackingProblem, whole: boolean): object {
  const { rows, columnStart, row, cost, floor, most } = problem;
  const columns = cost.length;
  const besides = (floor ? 1 : 0) + (most === undefined ? 0 : 1);
  const numRows = rows + besides;
  const starts = new Int32Array(columns + 1);
  const indices = new Int32Array(row.length + besides * columns);
  const values = new Float64Array(indices.length).fill(1);
  let at = 0;
  for (let c = 0; c < columns; c++) {
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) indices[at++] = row[k];
    if (floor) {
      indices[at] = rows;
      values[at++] = floor.weight[c];
    }
    if (most !== undefined) indices[at++] = numRows - 1;
    starts[c + 1] = at;
  }
  const rowLower = new Float64Array(numRows).fill(-highs.infinity);
  const rowUpper = new Float64Array(numRows).fill(1);
  if (floor) {
    rowLower[rows] = floor.total;
    rowUpper[rows] = highs.infinity;
  }
  if (most !== undefined) rowUpper[numRows - 1] = most;
  return {
    numCols: columns,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: cost,
    colLower: new Float64Array(columns),
    // A relaxation needs no upper bounds, which its rows imply: their multipliers would be lost.
    colUpper: new Float64Array(columns).fill(whole ? 1 : highs.infinity),
    rowLower,
    rowUpper,
    matrix: { format: 'csc', numRows, numCols: columns, starts, indices, values },
    ...(whole
      ? {
          integrality: new Int32Array(columns).fill(Number(highs.constants.variableType.integer)),
        }
      : {}),
  };
}
