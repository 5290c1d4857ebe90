/** A linear program, column by column; `integer[c]` is 1 where column `c` takes whole values. */
export interface LinearProgram {
  maximize: boolean;
  cost: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  /** Entries of column `c`: `row[start[c] .. start[c + 1]]`. */
  start: Uint32Array;
  row: Uint32Array;
  value: Float64Array;
  integer: Uint8Array | null;
}

export interface Relaxed {
  status: 'optimal' | 'infeasible' | 'time' | 'cutoff';
  objective: number;
  column: Float64Array;
  /** Reduced cost of each column, dual of each row. */
  reduced: Float64Array;
  dual: Float64Array;
}

/** A relaxation that stays loaded: after bounds change, the next run starts from the last basis. */
export interface OpenRelaxation {
  setBounds(columns: Uint32Array, lower: Float64Array, upper: Float64Array): void;
  /** @param worstObjective stop as soon as the optimum cannot be better than this; null: run to the end */
  run(seconds: number, worstObjective: number | null): Relaxed;
  /** The basis of the last run, to be put back before another one. */
  basis(): unknown;
  setBasis(basis: unknown): void;
  close(): void;
}

export interface WholeProgress {
  /** null while no whole solution is known. */
  column: Float64Array | null;
  objective: number;
  bound: number;
}

export interface Whole extends WholeProgress {
  status: 'optimal' | 'infeasible' | 'time';
}

/** Linear and mixed-integer programs; each call blocks. */
export interface Programs {
  relax(program: LinearProgram): OpenRelaxation;
  /** @param start a whole solution to begin with */
  solve(
    program: LinearProgram,
    options: {
      seconds: number;
      start?: Float64Array;
      /** Gap between objective and bound, in units of the objective, that will do. */
      absoluteGap?: number;
      onProgress?: (progress: WholeProgress) => void;
    },
  ): Whole;
}
