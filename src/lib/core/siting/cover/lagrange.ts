import type { Frame } from '#lib/core/siting/cover/frame.ts';

/** Whether a column is yet to be decided, or decided. */
export const FREE = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** How hard the multipliers are worked on. */
export interface Effort {
  step: number;
  /** Steps without a better bound before the step is halved. */
  patience: number;
  /** The step at which to give up. */
  least: number;
  steps: number;
}

/** Enough to come within a few parts in ten thousand of the linear relaxation. */
export const THOROUGH: Effort = { step: 1, patience: 50, least: 0.001, steps: 4000 };

/** Part of the new slope in the direction that is gone in. */
const FRESH = 0.05;
/** Part of the latest choice of columns in how often each was chosen. */
const RECENT = 0.02;

/**
 * Lagrangian relaxation of "a row is covered only by an open column" (Galvão and ReVelle 1996), with a
 * smoothed subgradient: bounds the weight that columns within the limits can cover. Money and conflicts
 * are left out of account, so that the bound holds with them too.
 */
export class Relaxation {
  readonly multiplier: Float64Array;
  /** How often each column was chosen of late, 0..1. */
  readonly chosen: Float64Array;
  /** Latest choice of columns, decided ones among them. */
  readonly choice: Uint8Array;
  bound = Infinity;
  steps = 0;
  readonly #frame: Frame;
  readonly #weight: Float64Array;
  readonly #score: Float64Array;
  readonly #direction: Float64Array;
  readonly #best: Float64Array;
  readonly #covers: Int32Array;
  readonly #done: Uint8Array;

  constructor(frame: Frame, weight: Float64Array) {
    const { columns, rows } = frame.incidence;
    this.#frame = frame;
    this.#weight = weight;
    this.multiplier = Float64Array.from(weight, (one) => one / 2);
    this.chosen = new Float64Array(columns);
    this.choice = new Uint8Array(columns);
    this.#score = new Float64Array(columns);
    this.#direction = new Float64Array(rows);
    this.#best = new Float64Array(rows);
    this.#covers = new Int32Array(rows);
    this.#done = new Uint8Array(rows);
  }

  /**
   * Works on the multipliers as they are, which are left at their best. Free columns that a plan better
   * than `goal` cannot do without, or cannot have, are decided in `state`. Ends early once the bound is
   * below `goal`, or `stop` says so.
   */
  run(state: Uint8Array, goal: number, effort: Effort, stop: () => boolean): void {
    const { incidence, limits } = this.#frame;
    const { rows, start, row } = incidence;
    const weight = this.#weight;
    const { multiplier } = this;
    const direction = this.#direction.fill(0);
    const covers = this.#covers;
    this.bound = Infinity;
    this.chosen.fill(0.5);
    for (let r = 0; r < rows; r++) multiplier[r] = Math.min(multiplier[r], weight[r]);
    const left = limits.most.slice();
    let lists = this.#decided(state, left);
    let { step } = effort;
    let idle = 0;
    for (let i = 0; i < effort.steps && step > effort.least && !stop(); i++) {
      this.steps++;
      let value = 0;
      for (let r = 0; r < rows; r++) value += weight[r] - multiplier[r];
      covers.set(this.#done);
      this.choice.fill(0);
      let decided = false;
      const tops = lists.map((list, tier) => this.#top(list, left[tier]));
      tops.forEach((most, tier) => {
        for (let k = 0; k < most; k++) {
          const c = lists[tier][k];
          value += this.#score[c];
          this.choice[c] = 1;
          for (let l = start[c]; l < start[c + 1]; l++) covers[row[l]]++;
        }
      });
      tops.forEach((most, tier) => {
        decided = this.#decide(state, lists[tier], most, value - goal) || decided;
      });
      if (value < this.bound) {
        if (value < this.bound * (1 - 1e-6)) idle = 0;
        this.bound = value;
        this.#best.set(multiplier);
      } else if (++idle > effort.patience) {
        step /= 2;
        idle = 0;
        multiplier.set(this.#best);
        direction.fill(0);
        continue;
      }
      if (value < goal) break;
      if (decided) {
        left.set(limits.most);
        lists = this.#decided(state, left);
        if (lists.every((list, tier) => list.length <= left[tier])) break;
      }
      if (!this.#move(step * (value - goal * 0.999))) break;
    }
    multiplier.set(this.#best);
    for (let c = 0; c < state.length; c++) if (state[c] === OPEN) this.choice[c] = 1;
  }

  /** Takes what is decided out of account; the free columns of each tier. */
  #decided(state: Uint8Array, left: Float64Array): Uint32Array[] {
    const { incidence, limits } = this.#frame;
    const free = this.#covers.fill(0);
    this.#done.fill(0);
    const lists = Array.from(left, (): number[] => []);
    for (let c = 0; c < state.length; c++) {
      if (state[c] === FREE) {
        lists[limits.of[c]].push(c);
        for (let k = incidence.start[c]; k < incidence.start[c + 1]; k++) {
          free[incidence.row[k]] = 1;
        }
      }
      if (state[c] !== OPEN) continue;
      left[limits.of[c]]--;
      for (let k = incidence.start[c]; k < incidence.start[c + 1]; k++) {
        this.#done[incidence.row[k]] = 1;
      }
    }
    for (let r = 0; r < free.length; r++) {
      if (free[r] && !this.#done[r]) continue;
      // Covered for certain, or by nobody any more.
      this.multiplier[r] = this.#best[r] = this.#done[r] ? 0 : this.#weight[r];
    }
    return lists.map((list) => Uint32Array.from(list));
  }

  /** Scores the columns of a list and brings the best to its front; how many of them are chosen. */
  #top(list: Uint32Array, left: number): number {
    const { start, row } = this.#frame.incidence;
    const { multiplier, chosen } = this;
    const score = this.#score;
    for (const c of list) {
      let sum = 0;
      for (let k = start[c]; k < start[c + 1]; k++) sum += multiplier[row[k]];
      score[c] = sum;
    }
    const most = Math.min(list.length, Math.max(0, left));
    bringForward(list, score, most);
    for (let k = 0; k < list.length; k++) {
      chosen[list[k]] += RECENT * ((k < most ? 1 : 0) - chosen[list[k]]);
    }
    return most;
  }

  /** Decides columns by their scores: `room` is how much a plan better than the goal may lose. */
  #decide(state: Uint8Array, list: Uint32Array, most: number, room: number): boolean {
    if (most === list.length || list.length === 0) return false;
    const score = this.#score;
    let last = Infinity;
    for (let k = 0; k < most; k++) last = Math.min(last, score[list[k]]);
    if (most === 0) last = 0;
    let next = 0;
    for (let k = most; k < list.length; k++) next = Math.max(next, score[list[k]]);
    let decided = false;
    for (let k = 0; k < list.length; k++) {
      const c = list[k];
      if (k >= most ? last - score[c] > room : score[c] - next > room) {
        state[c] = k >= most ? CLOSED : OPEN;
        decided = true;
      }
    }
    return decided;
  }

  #move(length: number): boolean {
    const { multiplier } = this;
    const weight = this.#weight;
    const direction = this.#direction;
    const covers = this.#covers;
    const done = this.#done;
    let norm = 0;
    for (let r = 0; r < direction.length; r++) {
      if (done[r]) {
        direction[r] = 0;
        continue;
      }
      const slope = covers[r] - (multiplier[r] < weight[r] ? 1 : 0);
      const smooth = FRESH * slope + (1 - FRESH) * direction[r];
      direction[r] = smooth;
      if (smooth > 0 ? multiplier[r] > 0 : multiplier[r] < weight[r]) norm += smooth * smooth;
    }
    if (norm === 0) return false;
    const scale = length / norm;
    for (let r = 0; r < direction.length; r++) {
      const moved = multiplier[r] - scale * direction[r];
      multiplier[r] = moved < 0 ? 0 : moved > weight[r] ? weight[r] : moved;
    }
    return true;
  }
}

/** Quickselect: the `most` greatest by score come first (in no order); ties go to the smaller number. */
function bringForward(list: Uint32Array, score: Float64Array, most: number): void {
  const before = (a: number, b: number): boolean =>
    score[a] > score[b] || (score[a] === score[b] && a < b);
  let low = 0;
  let high = list.length - 1;
  while (low < high && most > low && most <= high) {
    const pivot = list[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (before(list[i], pivot)) i++;
      while (before(pivot, list[j])) j--;
      if (i <= j) {
        const swapped = list[i];
        list[i++] = list[j];
        list[j--] = swapped;
      }
    }
    if (most <= j) high = j;
    else if (most >= i) low = i;
    else return;
  }
}
