import { cliques } from '#lib/core/siting/cover/conflicts.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { LinearProgram } from '#lib/core/siting/program.ts';

/** A linear program that grows column by column and row by row. */
export class ProgramBuilder {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #integer: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #column: number[] = [];
  readonly #row: number[] = [];
  readonly #value: number[] = [];

  get columns(): number {
    return this.#cost.length;
  }

  /** The number of the new column. */
  addColumn(cost: number, lower: number, upper: number, integer = false): number {
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#integer.push(integer ? 1 : 0);
    return this.#cost.push(cost) - 1;
  }

  /** The number of the new row, still empty. */
  addRow(lower: number, upper: number): number {
    this.#rowUpper.push(upper);
    return this.#rowLower.push(lower) - 1;
  }

  limitRow(row: number, lower: number, upper: number): void {
    this.#rowLower[row] = lower;
    this.#rowUpper[row] = upper;
  }

  put(row: number, column: number, value: number): void {
    if (value === 0) return;
    this.#row.push(row);
    this.#column.push(column);
    this.#value.push(value);
  }

  /** @param cost of columns, instead of their own; what is not in it costs nothing */
  build(maximize: boolean, cost?: ReadonlyMap<number, number>): LinearProgram {
    const columns = this.#cost.length;
    const start = new Uint32Array(columns + 1);
    for (const c of this.#column) start[c + 1]++;
    for (let c = 0; c < columns; c++) start[c + 1] += start[c];
    const at = start.slice(0, columns);
    const row = new Uint32Array(this.#row.length);
    const value = new Float64Array(this.#row.length);
    this.#column.forEach((c, k) => {
      row[at[c]] = this.#row[k];
      value[at[c]++] = this.#value[k];
    });
    return {
      maximize,
      cost: Float64Array.from(this.#cost, (own, c) => (cost ? (cost.get(c) ?? 0) : own)),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      ...{ start, row, value },
      integer: Uint8Array.from(this.#integer),
    };
  }
}

/**
 * A builder with one whole column for each column of the frame, `cost` each, and the rows that limit
 * numbers, money and nearness.
 */
export function columnsProgram(frame: Frame, cost: (column: number) => number): ProgramBuilder {
  const builder = new ProgramBuilder();
  const columns = frame.site.length;
  for (let c = 0; c < columns; c++) builder.addColumn(cost(c), 0, 1, true);
  frame.limits.most.forEach((most, tier) => {
    const of: number[] = [];
    for (let c = 0; c < columns; c++) if (frame.limits.of[c] === tier) of.push(c);
    if (of.length <= most && most >= 0) return;
    const row = builder.addRow(-Infinity, most);
    for (const c of of) builder.put(row, c, 1);
  });
  if (frame.cost) {
    const row = builder.addRow(-Infinity, frame.budget);
    frame.cost.forEach((one, c) => {
      builder.put(row, c, one);
    });
  }
  if (frame.conflicts) {
    for (const clique of cliques(frame.conflicts)) {
      const row = builder.addRow(-Infinity, 1);
      for (const c of clique) builder.put(row, c, 1);
    }
  }
  return builder;
}

/** Every row covered `times` in all, where `times[r]` is above 0. */
export function coverRows(builder: ProgramBuilder, frame: Frame, times: ArrayLike<number>): void {
  const { rows, rowStart, column } = frame.incidence;
  for (let r = 0; r < rows; r++) {
    if (times[r] <= 0) continue;
    const row = builder.addRow(times[r], Infinity);
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) builder.put(row, column[k], 1);
  }
}

/**
 * A column of what is missing for each row of the frame, 1 where no column that covers it is open, at
 * `cost` each. The number of the first one.
 */
export function missingColumns(
  builder: ProgramBuilder,
  frame: Frame,
  cost: (row: number) => number,
): number {
  const { rows, rowStart, column } = frame.incidence;
  const first = builder.columns;
  for (let r = 0; r < rows; r++) {
    const missing = builder.addColumn(cost(r), 0, 1);
    const row = builder.addRow(1, Infinity);
    builder.put(row, missing, 1);
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) builder.put(row, column[k], 1);
  }
  return first;
}

/** Floors as rows: the weight missing from each group of a floor may not be more than its share leaves. */
export function floorRows(
  builder: ProgramBuilder,
  frame: Frame,
  share: Float64Array,
  missing: number,
): void {
  const { floors, weight } = frame;
  if (!floors) return;
  for (let g = 0; g < share.length; g++) {
    const slack = coverableOf(frame, g) - floorOf(floors.total[g], share[g]);
    const row = builder.addRow(-Infinity, slack);
    floors.of.forEach((group, r) => {
      if (group === g) builder.put(row, missing + r, weight[r]);
    });
  }
}

/** Weight that a group has to have covered: a hair less than its share, for sums round. */
export const floorOf = (total: number, share: number): number => total * (share - 1e-8);

/** Weight of a group of the floors that some open or undecided site covers. */
export function coverableOf({ floors, weight }: Frame, group: number): number {
  let sum = floors ? floors.covered[group] : 0;
  floors?.of.forEach((one, r) => {
    if (one === group) sum += weight[r];
  });
  return sum;
}
