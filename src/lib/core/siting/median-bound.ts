import type { Field } from '#lib/core/siting/median-field.ts';

export const FREE = 0;
export const OPEN = 1;
export const CLOSED = 2;

/**
 * Lagrangian bound of a field, part of whose candidates is settled: every demand may be served
 * more or less than once at a price (Cornuejols, Fisher and Nemhauser 1977), found by deflected
 * subgradients (Camerini, Fratta and Maffioli 1975). Open candidates belong to the base and cap the
 * prices; a budget has a price of its own.
 */
export class MedianBound {
  /** Prices of the best bound, of demand and (last) of the budget; put the start here. */
  readonly price: Float64Array;
  /** Reduced cost of each candidate at the best bound, less than 0 where opening it pays. */
  readonly reduced: Float64Array;
  /** How often each candidate was chosen lately, 0..1. */
  readonly chosenShare: Float64Array;
  /** Free candidates chosen in the last evaluation. */
  readonly chosen: Uint8Array;
  bound = -Infinity;
  /** Greatest chosen and least other reduced cost in each tier: what it takes to force one in or out. */
  readonly inside: Float64Array;
  readonly outside: Float64Array;
  /** Base with the open candidates of the state. */
  readonly base: Float64Array;
  /** Candidate that alone can serve some demand, -1 for none; set by `settle`. */
  only = -1;
  /** Pairs of free candidates below the base, by demand. */
  private readonly start: Uint32Array;
  private readonly site: Uint32Array;
  private readonly cost: Float64Array;
  private readonly trial: Float64Array;
  private readonly direction: Float64Array;
  private readonly sums: Float64Array;
  private readonly order: Int32Array;
  private readonly keys: Float64Array;
  private readonly room: Int32Array;
  private purse = Infinity;
  private spentByChosen = 0;

  constructor(private readonly field: Field) {
    const { sites, demands } = field;
    this.start = new Uint32Array(demands + 1);
    this.site = new Uint32Array(field.site.length);
    this.cost = new Float64Array(field.site.length);
    this.price = new Float64Array(demands + 1);
    this.trial = new Float64Array(demands + 1);
    this.direction = new Float64Array(demands + 1);
    this.base = new Float64Array(demands);
    this.reduced = new Float64Array(sites);
    this.sums = new Float64Array(sites);
    this.keys = new Float64Array(sites);
    this.chosen = new Uint8Array(sites);
    this.chosenShare = new Float64Array(sites);
    this.order = new Int32Array(sites);
    this.room = new Int32Array(field.room.length);
    this.inside = new Float64Array(field.room.length);
    this.outside = new Float64Array(field.room.length);
  }

  /** Takes the state over: base, room, purse and pairs that are left; false where nobody serves some demand. */
  settle(state: Uint8Array): boolean {
    const { field, base, room, start, site, cost } = this;
    room.set(field.room);
    this.purse = field.purse;
    for (let c = 0; c < state.length; c++) {
      if (state[c] !== OPEN) continue;
      room[field.tier[c]]--;
      if (field.price !== null) this.purse -= field.price[c];
    }
    this.only = -1;
    let next = 0;
    for (let i = 0; i < field.demands; i++) {
      const from = next;
      let cap = field.base[i];
      for (let e = field.start[i], end = field.start[i + 1]; e < end; e++) {
        const c = field.site[e];
        if (state[c] === CLOSED) continue;
        if (state[c] === OPEN) {
          cap = field.cost[e];
          break;
        }
        site[next] = c;
        cost[next++] = field.cost[e];
      }
      base[i] = cap;
      start[i + 1] = next;
      if (cap !== Infinity) continue;
      if (next === from) return false;
      if (next === from + 1) this.only = site[from];
    }
    return true;
  }

  /**
   * Climbs from `price` for so many steps, towards `target`, and stops when the bound passes `enough`.
   * @param look called at every set of candidates chosen on the way
   */
  climb(
    state: Uint8Array,
    steps: number,
    target: number,
    enough: number,
    patience: number,
    look: (() => void) | null,
    stop: () => boolean,
  ): void {
    const { trial, direction, price, base, field } = this;
    const { demands } = field;
    for (let i = 0; i < demands; i++) trial[i] = Math.min(price[i], base[i]);
    trial[demands] = field.price === null ? 0 : price[demands];
    direction.fill(0);
    this.bound = -Infinity;
    let scale = 1.5;
    let stale = 0;
    for (let step = 0; step < steps; step++) {
      const value = this.evaluate(state, trial);
      const gained = value - this.bound;
      if (gained > 0) {
        this.bound = value;
        price.set(trial);
        this.reduced.set(this.keys);
        if (gained > 1e-5 * (target - value)) stale = 0;
        if (value > enough) return;
      }
      look?.();
      if (stop()) return;
      if (gained <= 0 && ++stale >= patience) {
        scale *= 0.5;
        stale = 0;
        if (scale < 0.004) return;
        trial.set(price);
        this.evaluate(state, trial);
        direction.fill(0);
      }
      if (!this.move(scale * Math.max(target - value, 1e-9 * Math.abs(target)))) return;
    }
  }

  /** Reduced costs, chosen candidates and thresholds at the best prices. */
  recall(state: Uint8Array): void {
    this.evaluate(state, this.price);
    this.reduced.set(this.keys);
  }

  private evaluate(state: Uint8Array, trial: Float64Array): number {
    const { demands, sites, price } = this.field;
    const { sums, keys, order, start, site, cost } = this;
    sums.fill(0);
    let value = 0;
    for (let i = 0; i < demands; i++) {
      const u = trial[i];
      value += u;
      for (let e = start[i], end = start[i + 1]; e < end; e++) {
        const less = cost[e] - u;
        if (less >= 0) break;
        sums[site[e]] += less;
      }
    }
    const money = trial[demands];
    for (let c = 0; c < sites; c++) keys[c] = price === null ? sums[c] : sums[c] + money * price[c];
    if (price !== null) value -= money * this.purse;
    this.spentByChosen = 0;
    for (let t = 0; t < this.room.length; t++) {
      let count = 0;
      for (let c = 0; c < sites; c++) {
        if (state[c] === FREE && this.field.tier[c] === t) order[count++] = c;
      }
      value += this.choose(t, count);
    }
    for (let c = 0; c < sites; c++) {
      this.chosenShare[c] += 0.08 * (this.chosen[c] - this.chosenShare[c]);
    }
    return value;
  }

  /** Chooses the candidates of a tier, the first `count` of `order`, that pay most; their reduced costs. */
  private choose(t: number, count: number): number {
    const { order, keys, chosen } = this;
    const take = Math.min(count, Math.max(0, this.room[t]));
    if (take > 0 && take < count) partition(order, keys, count, take);
    let value = 0;
    let inside = -Infinity;
    let outside = 0;
    for (let k = 0; k < count; k++) {
      const c = order[k];
      const pays = k < take && keys[c] < 0;
      chosen[c] = pays ? 1 : 0;
      if (pays) {
        value += keys[c];
        if (this.field.price !== null) this.spentByChosen += this.field.price[c];
      }
      if (k < take) inside = Math.max(inside, keys[c]);
      else outside = Math.min(outside, keys[c]);
    }
    this.inside[t] = take < count ? Math.min(0, inside) : 0;
    this.outside[t] = outside;
    return value;
  }

  /** One step of the prices; false where the bound is the best there is. */
  private move(length: number): boolean {
    const { trial, direction, base, chosen, field, start, site, cost } = this;
    const { demands } = field;
    let norm = 0;
    for (let i = 0; i < demands; i++) {
      const u = trial[i];
      let need = 1;
      for (let e = start[i], end = start[i + 1]; e < end && cost[e] < u; e++)
        need -= chosen[site[e]];
      // At its cap the base serves what is not served.
      if (need > 0 && u >= base[i]) need = 0;
      const d = need + 0.5 * direction[i];
      direction[i] = u >= base[i] && d > 0 ? 0 : d;
      norm += direction[i] * direction[i];
    }
    let over = 0;
    if (field.price !== null) {
      over = this.spentByChosen - this.purse + 0.5 * direction[demands];
      if (trial[demands] <= 0 && over < 0) over = 0;
      direction[demands] = over;
      norm += over * over;
    }
    if (norm === 0) return false;
    const by = length / norm;
    for (let i = 0; i < demands; i++) {
      const u = trial[i] + by * direction[i];
      trial[i] = u > base[i] ? base[i] : u < 0 ? 0 : u;
    }
    if (field.price !== null) trial[demands] = Math.max(0, trial[demands] + by * over);
    return true;
  }
}

/** Reorders the first `count` of `order` so that the `take` with the least keys come first (Hoare's selection). */
function partition(order: Int32Array, keys: Float64Array, count: number, take: number): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = keys[order[(low + high) >> 1]];
    let a = low;
    let b = high;
    while (a <= b) {
      while (keys[order[a]] < pivot) a++;
      while (keys[order[b]] > pivot) b--;
      if (a <= b) {
        const held = order[a];
        order[a++] = order[b];
        order[b--] = held;
      }
    }
    if (take - 1 <= b) high = b;
    else if (take - 1 >= a) low = a;
    else return;
  }
}
