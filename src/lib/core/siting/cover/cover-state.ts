import type { Frame } from '#lib/core/siting/cover/frame.ts';

/**
 * Open columns of a frame, the weight they cover, and what each column would add or take away, kept
 * up to date as columns open and close.
 */
export class CoverState {
  readonly open: Uint8Array;
  readonly count: Uint32Array;
  /** Weight that a column would add; of an open one: that it alone covers. */
  readonly gain: Float64Array;
  readonly loss: Float64Array;
  covered = 0;
  /** Entries looked at, for stopping at the same place on any machine. */
  work = 0;
  readonly #frame: Frame;
  readonly #weight: Float64Array;
  /** Sum of the open columns of each row: where there is one, which. */
  readonly #owners: Float64Array;
  readonly #used: Float64Array;
  readonly #clashes: Uint32Array;
  #spent = 0;

  constructor(frame: Frame, weight: Float64Array) {
    const { columns, rows, start, row } = frame.incidence;
    this.#frame = frame;
    this.#weight = weight;
    this.open = new Uint8Array(columns);
    this.count = new Uint32Array(rows);
    this.gain = new Float64Array(columns);
    this.loss = new Float64Array(columns);
    this.#owners = new Float64Array(rows);
    this.#used = new Float64Array(frame.limits.most.length);
    this.#clashes = new Uint32Array(columns);
    for (let c = 0; c < columns; c++) {
      for (let k = start[c]; k < start[c + 1]; k++) this.gain[c] += weight[row[k]];
    }
  }

  /** Whether a column may open once `out` (-1: none) is closed. */
  mayOpen(column: number, out = -1): boolean {
    const { limits, cost, budget, conflicts } = this.#frame;
    const tier = limits.of[column];
    const frees = out >= 0 && limits.of[out] === tier ? 1 : 0;
    if (this.#used[tier] + 1 - frees > limits.most[tier]) return false;
    if (cost && this.#spent + cost[column] - (out >= 0 ? cost[out] : 0) > budget) return false;
    if (!conflicts || this.#clashes[column] === 0) return true;
    if (out < 0 || this.#clashes[column] > 1) return false;
    for (let k = conflicts.start[out]; k < conflicts.start[out + 1]; k++) {
      if (conflicts.other[k] === column) return true;
    }
    return false;
  }

  /** Whether a column may close with nothing in its place: giving up a station costs something too. */
  mayClose(column: number): boolean {
    const { cost, budget } = this.#frame;
    return !cost || this.#spent - cost[column] <= budget;
  }

  openUp(column: number): void {
    const { incidence, limits, cost, conflicts } = this.#frame;
    const { start, row, rowStart, column: columnOf } = incidence;
    this.open[column] = 1;
    this.#used[limits.of[column]]++;
    if (cost) this.#spent += cost[column];
    for (let k = start[column]; k < start[column + 1]; k++) {
      const r = row[k];
      const weight = this.#weight[r];
      const before = this.count[r]++;
      if (before === 0) {
        for (let l = rowStart[r]; l < rowStart[r + 1]; l++) this.gain[columnOf[l]] -= weight;
        this.work += rowStart[r + 1] - rowStart[r];
        this.loss[column] += weight;
        this.covered += weight;
      } else if (before === 1) this.loss[this.#owners[r]] -= weight;
      this.#owners[r] += column;
    }
    this.work += start[column + 1] - start[column];
    if (!conflicts) return;
    for (let k = conflicts.start[column]; k < conflicts.start[column + 1]; k++) {
      this.#clashes[conflicts.other[k]]++;
    }
  }

  close(column: number): void {
    const { incidence, limits, cost, conflicts } = this.#frame;
    const { start, row, rowStart, column: columnOf } = incidence;
    this.open[column] = 0;
    this.#used[limits.of[column]]--;
    if (cost) this.#spent -= cost[column];
    for (let k = start[column]; k < start[column + 1]; k++) {
      const r = row[k];
      const weight = this.#weight[r];
      const after = --this.count[r];
      this.#owners[r] -= column;
      if (after === 0) {
        for (let l = rowStart[r]; l < rowStart[r + 1]; l++) this.gain[columnOf[l]] += weight;
        this.work += rowStart[r + 1] - rowStart[r];
        this.covered -= weight;
      } else if (after === 1) this.loss[this.#owners[r]] += weight;
    }
    this.loss[column] = 0;
    this.work += start[column + 1] - start[column];
    if (!conflicts) return;
    for (let k = conflicts.start[column]; k < conflicts.start[column + 1]; k++) {
      this.#clashes[conflicts.other[k]]--;
    }
  }

  /** Adds to `extra` what each column would take over of what `column` alone covers. */
  takenOver(column: number, extra: Float64Array): void {
    const { start, row, rowStart, column: columnOf } = this.#frame.incidence;
    for (let k = start[column]; k < start[column + 1]; k++) {
      const r = row[k];
      if (this.count[r] !== 1) continue;
      const weight = this.#weight[r];
      for (let l = rowStart[r]; l < rowStart[r + 1]; l++) extra[columnOf[l]] += weight;
      this.work += rowStart[r + 1] - rowStart[r];
    }
    this.work += start[column + 1] - start[column] + extra.length;
  }

  /** A row that nobody covers weighs 1 more from now on. The weights given at first change. */
  weighMore(row: number): void {
    const { rowStart, column } = this.#frame.incidence;
    this.#weight[row]++;
    for (let k = rowStart[row]; k < rowStart[row + 1]; k++) this.gain[column[k]]++;
    this.work += rowStart[row + 1] - rowStart[row];
  }

  /** Opens and closes until the open columns are these. */
  become(columns: Uint8Array): void {
    for (let c = 0; c < columns.length; c++) if (this.open[c] && !columns[c]) this.close(c);
    for (let c = 0; c < columns.length; c++) if (!this.open[c] && columns[c]) this.openUp(c);
  }
}
