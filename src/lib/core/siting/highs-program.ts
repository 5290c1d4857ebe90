import type {
  LinearProgram,
  OpenRelaxation,
  Programs,
  Relaxed,
  Whole,
  WholeProgress,
} from '#lib/core/siting/program.ts';

type Options = Record<string, string | number | boolean>;

interface CallbackEvent {
  data: { mip_dual_bound?: number; mip_solution?: Float64Array };
}

interface Basis {
  colStatus: Int32Array;
  rowStatus: Int32Array;
}

/** What is used of a model of the `highs` package. */
interface Model {
  options: { set(options: Options): unknown };
  info: { get(name: string): unknown };
  changeColsBounds(selection: object, lower: Float64Array, upper: Float64Array): unknown;
  setSolution(solution: { colValue: Float64Array }): unknown;
  setBasis(basis: Basis): unknown;
  getBasis(): Basis;
  zeroAllClocks(): unknown;
  run(callbacks?: Record<number, (event: CallbackEvent) => undefined>): unknown;
  getModelStatus(): unknown;
  getSolution(): { colValue: Float64Array; colDual: Float64Array; rowDual: Float64Array };
  dispose(): void;
}

/** What is used of the `highs` package (1.15), so that core needs neither it nor its WebAssembly. */
export interface HighsEngine {
  readonly infinity: number;
  readonly constants: {
    readonly objectiveSense: { readonly minimize: number };
    readonly variableType: { readonly integer: number };
    readonly modelStatus: {
      readonly optimal: number;
      readonly infeasible: number;
      readonly unboundedOrInfeasible: number;
      readonly objectiveBound: number;
      readonly empty: number;
    };
    readonly callbackType: { readonly mipImprovingSolution: number; readonly mipLogging: number };
  };
  createModel(source: never): unknown;
}

const QUIET: Options = { output_flag: false, log_to_console: false };
/** Seconds, and objective: HiGHS takes no infinite options. */
const NO_LIMIT = 1e9;
const NO_BOUND = 1e200;

/** Linear and whole programs from a loaded HiGHS. */
export function highsPrograms(highs: HighsEngine): Programs {
  const create = (program: LinearProgram): Model =>
    highs.createModel(modelOf(highs, program) as never) as Model;
  return {
    relax: (program) => relaxation(highs, create({ ...program, integer: null }), program),
    solve: (program, options) => {
      const model = create(program);
      try {
        return solveWhole(highs, model, program, options);
      } finally {
        model.dispose();
      }
    },
  };
}

/** The programs after something small: the first two solves of a fresh WebAssembly take half a second longer. */
export function warmUpPrograms(programs: Programs): Programs {
  const triangle: LinearProgram = {
    maximize: true,
    cost: Float64Array.of(1, 1, 1),
    lower: new Float64Array(3),
    upper: new Float64Array(3).fill(1),
    rowLower: new Float64Array(3).fill(-Infinity),
    rowUpper: new Float64Array(3).fill(1),
    start: Uint32Array.of(0, 2, 4, 6),
    row: Uint32Array.of(0, 1, 1, 2, 0, 2),
    value: new Float64Array(6).fill(1),
    integer: new Uint8Array(3).fill(1),
  };
  const open = programs.relax(triangle);
  open.run(1, null);
  open.close();
  programs.solve(triangle, { seconds: 1 });
  return programs;
}

/** Always a minimisation: HiGHS then reads its objective bound one way only. */
function modelOf(highs: HighsEngine, program: LinearProgram): object {
  const { start, row, value, integer } = program;
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  const finite = (bounds: Float64Array): Float64Array =>
    bounds.map((bound) => (Number.isFinite(bound) ? bound : Math.sign(bound) * highs.infinity));
  const whole = highs.constants.variableType.integer;
  return {
    ...{ numCols, numRows, sense: highs.constants.objectiveSense.minimize },
    colCost: program.maximize ? program.cost.map((cost) => -cost) : program.cost,
    colLower: finite(program.lower),
    colUpper: finite(program.upper),
    rowLower: finite(program.rowLower),
    rowUpper: finite(program.rowUpper),
    matrix: {
      ...{ format: 'csc', numRows, numCols },
      starts: Int32Array.from(start),
      indices: Int32Array.from(row),
      values: value,
    },
    ...(integer ? { integrality: Int32Array.from(integer, (one) => (one ? whole : 0)) } : {}),
  };
}

function relaxation(highs: HighsEngine, model: Model, program: LinearProgram): OpenRelaxation {
  const sign = program.maximize ? -1 : 1;
  const { optimal, infeasible, unboundedOrInfeasible, objectiveBound, empty } =
    highs.constants.modelStatus;
  const turned = (values: Float64Array): Float64Array =>
    sign === 1 ? values : values.map((value) => -value);
  model.options.set({ ...QUIET, solver: 'simplex' });
  return {
    setBounds: (columns, lower, upper) => {
      if (columns.length === 0) return;
      const order = Uint32Array.from(columns.keys()).sort((a, b) => columns[a] - columns[b]);
      const inOrder = (values: Float64Array): Float64Array =>
        Float64Array.from(order, (i) => values[i]);
      model.changeColsBounds(
        { kind: 'set', indices: Int32Array.from(order, (i) => columns[i]) },
        inOrder(lower),
        inOrder(upper),
      );
    },
    run: (seconds, worstObjective) => {
      model.options.set({
        time_limit: Math.min(NO_LIMIT, Math.max(0.001, seconds)),
        objective_bound: worstObjective === null ? NO_BOUND : sign * worstObjective,
      });
      model.zeroAllClocks();
      model.run();
      const status = model.getModelStatus();
      const { colValue, colDual, rowDual } = model.getSolution();
      const relaxed: Relaxed = {
        status: 'time',
        objective: NaN,
        column: colValue,
        reduced: turned(colDual),
        dual: turned(rowDual),
      };
      if (status === optimal || status === empty) {
        relaxed.status = 'optimal';
        relaxed.objective = valueOf(program, colValue);
      } else if (status === infeasible || status === unboundedOrInfeasible) {
        relaxed.status = 'infeasible';
      } else if (status === objectiveBound) {
        relaxed.status = 'cutoff';
      }
      return relaxed;
    },
    basis: () => model.getBasis(),
    setBasis: (basis) => {
      model.setBasis(basis as Basis);
    },
    close: () => {
      model.dispose();
    },
  };
}

function solveWhole(
  highs: HighsEngine,
  model: Model,
  program: LinearProgram,
  options: Parameters<Programs['solve']>[1],
): Whole {
  const sign = program.maximize ? -1 : 1;
  const { optimal, infeasible, unboundedOrInfeasible, empty } = highs.constants.modelStatus;
  const { mipImprovingSolution, mipLogging } = highs.constants.callbackType;
  model.options.set({
    ...QUIET,
    time_limit: Math.min(NO_LIMIT, Math.max(0.001, options.seconds)),
    mip_rel_gap: 0,
    mip_abs_gap: options.absoluteGap ?? 1e-6,
    mip_min_logging_interval: 0.2,
  });
  const best: WholeProgress = { column: null, objective: NaN, bound: -sign * Infinity };
  const take = (column: Float64Array): void => {
    const objective = valueOf(program, column);
    if (best.column && sign * (objective - best.objective) >= 0) return;
    best.column = column;
    best.objective = objective;
  };
  const bounded = (bound: unknown): void => {
    const own = sign * Number(bound);
    if (Math.abs(own) < highs.infinity && sign * (own - best.bound) > 0) best.bound = own;
  };
  if (options.start && program.cost.length > 0) {
    take(options.start);
    model.setSolution({ colValue: options.start });
  }
  const tell = (event: CallbackEvent): undefined => {
    if (event.data.mip_solution) take(event.data.mip_solution);
    bounded(event.data.mip_dual_bound);
    options.onProgress?.({ ...best });
  };
  const whole = program.integer?.some((one) => one === 1) ?? false;
  model.run(whole ? { [mipImprovingSolution]: tell, [mipLogging]: tell } : undefined);
  const status = model.getModelStatus();
  if (status === infeasible || status === unboundedOrInfeasible) {
    return { status: 'infeasible', column: null, objective: NaN, bound: NaN };
  }
  if (Number(model.info.get('primal_solution_status')) === 2) take(model.getSolution().colValue);
  if (status === empty) take(new Float64Array(program.cost.length));
  const proven = status === optimal || status === empty;
  if (proven && !whole) best.bound = best.objective;
  else if (whole) bounded(model.info.get('mip_dual_bound'));
  return { ...best, status: proven ? 'optimal' : 'time' };
}

function valueOf(program: LinearProgram, column: Float64Array): number {
  let total = 0;
  for (let c = 0; c < column.length; c++) total += program.cost[c] * column[c];
  return total;
}
