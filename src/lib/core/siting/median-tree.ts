import { CLOSED, FREE, MedianBound, OPEN } from '#lib/core/siting/median-bound.ts';
import { thinned, type Field } from '#lib/core/siting/median-field.ts';
import { Openings } from '#lib/core/siting/median-openings.ts';
import { BranchQueue, type Branch } from '#lib/core/siting/median-queue.ts';
import { costOf, type MedianSearch } from '#lib/core/siting/median-search.ts';

/** Steps of the bound at the root and at a branch, and steps without gain before they grow shorter. */
const ROOT = { steps: 1500, patience: 25 };
const BRANCH = { steps: 70, patience: 8 };
/** At the root the candidates chosen are tried as a plan every so many steps. */
const TRY_EVERY = 8;
/** Plans this much dearer than the best are worth improving. */
const WORTH = 1.03;
/** Work of the search between so many branches: for each pair, and at least. */
const SHAKE_PER_PAIR = 2;
const SHAKE_WORK = 400_000;
const BRANCHES_A_SHAKE = 32;

/**
 * Best-first branch and bound on which candidates are open: the bound is Lagrangian, candidates whose
 * reduced cost puts them beyond the best plan are settled (Beasley 1985, Briant and Naddef 2004).
 */
export class MedianTree {
  /** No plan costs less, whatever the best one found. */
  bound = -Infinity;
  branches = 0;
  private readonly queue = new BranchQueue();
  private readonly plan: Openings;
  private readonly tried = new Set<number>();
  private lower: MedianBound;
  private steps = 0;

  /** @param upper only plans that cost less than this are looked for */
  constructor(
    private readonly field: Field,
    private readonly search: MedianSearch,
    private upper: number,
    private readonly stop: () => boolean,
  ) {
    this.plan = new Openings(field);
    this.lower = new MedianBound(field);
  }

  /** Every plan with this bound or more is as dear as the best. */
  private get enough(): number {
    const { step } = this.field;
    return this.upper - (step > 0 ? step * (1 - 1e-6) : 1e-10 * Math.abs(this.upper) + 1e-300);
  }

  /** Nothing is left that could be better than the best plan. */
  get proven(): boolean {
    return this.bound > this.enough || this.bound >= this.upper;
  }

  /** Runs until the best plan is proven, it is time to stop, or so many branches are done. */
  run(onStep: () => void, branches = Infinity): void {
    const { field, queue } = this;
    const root: Branch = {
      bound: -Infinity,
      state: new Uint8Array(field.sites),
      price: this.startingPrices(),
    };
    const work = Math.max(SHAKE_WORK, SHAKE_PER_PAIR * field.site.length);
    const alive = this.tighten(root, ROOT);
    if (alive) {
      this.lower = new MedianBound(thinned(field, (c) => root.state[c] === CLOSED));
      this.lower.price.set(root.price);
      queue.push(root);
    }
    this.rise(onStep);
    while (queue.size > 0 && !this.proven && this.branches < branches && !this.stop()) {
      const branch = queue.pop();
      if (this.tighten(branch, BRANCH)) this.split(branch);
      this.branches++;
      if (this.branches % BRANCHES_A_SHAKE === 0) this.search.shake(work, this.stop);
      this.rise(onStep);
    }
  }

  private rise(onStep: () => void): void {
    this.upper = Math.min(this.upper, this.search.cost);
    this.bound = Math.max(this.bound, Math.min(this.queue.least, this.upper));
    onStep();
  }

  /**
   * Prices between the cheapest and the second cheapest site of the best plan; of demand that has to be
   * served and costs nothing its share of the site that serves most, the dual of a cover.
   */
  private startingPrices(): Float32Array {
    const { start, site, cost, base, demands, sites } = this.field;
    const { best } = this.search;
    const price = new Float32Array(demands + 1);
    const serves = new Uint32Array(sites);
    for (const candidate of site) serves[candidate]++;
    for (let i = 0; i < demands; i++) {
      const end = start[i + 1];
      let e = start[i];
      while (e < end && best[site[e]] === 0) e++;
      const first = e < end ? cost[e] : base[i];
      for (e++; e < end && best[site[e]] === 0;) e++;
      const second = e < end ? cost[e] : base[i];
      price[i] = second < Infinity ? (first + second) / 2 : first < Infinity ? first : 0;
      if (price[i] > 0 || base[i] < Infinity) continue;
      price[i] = 1;
      for (let k = start[i]; k < end; k++) price[i] = Math.min(price[i], 1 / serves[site[k]]);
    }
    return price;
  }

  /** Raises the bound of a branch and settles candidates; whether it may still hold a better plan. */
  private tighten(
    branch: Branch,
    { steps, patience }: { steps: number; patience: number },
  ): boolean {
    const { lower } = this;
    const { state } = branch;
    lower.price.set(branch.price);
    lower.chosenShare.fill(0.5);
    for (let round = 0; ; round++) {
      if (!this.consistent(state)) return false;
      const look = steps === ROOT.steps && round === 0 ? () => this.lookAt(state) : null;
      const most = round === 0 ? steps : steps >> 1;
      lower.climb(state, most, this.upper, this.enough, patience, look, this.stop);
      branch.bound = Math.max(branch.bound, lower.bound);
      if (branch.bound > this.enough) return false;
      lower.recall(state);
      this.tryChosen(state, 1);
      if (branch.bound > this.enough) return false;
      const free = count(state, FREE);
      if (!this.settleByCost(state, lower.bound)) return false;
      if (count(state, FREE) > 0.8 * free || this.stop()) break;
    }
    branch.price.set(lower.price);
    return this.consistent(state) && !this.isLeaf(state);
  }

  /** Follows what is settled to its consequences; false where no plan is left. */
  private consistent(state: Uint8Array): boolean {
    const { field, lower } = this;
    const { price, purse } = field;
    for (;;) {
      if (!lower.settle(state)) return false;
      if (price !== null) {
        let left = purse;
        for (let c = 0; c < state.length; c++) {
          if (state[c] === OPEN || (state[c] === FREE && price[c] < 0)) left -= price[c];
        }
        if (left < 0) return false;
        let closed = false;
        for (let c = 0; c < state.length; c++) {
          if (state[c] !== FREE || price[c] <= left) continue;
          state[c] = CLOSED;
          closed = true;
        }
        if (closed) continue;
      }
      if (lower.only < 0) return true;
      if (!this.openIn(state, lower.only)) return false;
    }
  }

  /** Opens a candidate in a state and closes those that cannot be open beside it; false where that cannot be. */
  private openIn(state: Uint8Array, candidate: number): boolean {
    const { foeStart, foe, tier, room } = this.field;
    state[candidate] = OPEN;
    for (let k = foeStart[candidate]; k < foeStart[candidate + 1]; k++) {
      if (state[foe[k]] === OPEN) return false;
      state[foe[k]] = CLOSED;
    }
    const t = tier[candidate];
    let left = room[t];
    for (let c = 0; c < state.length; c++) if (state[c] === OPEN && tier[c] === t) left--;
    if (left < 0) return false;
    if (left === 0) {
      for (let c = 0; c < state.length; c++)
        if (state[c] === FREE && tier[c] === t) state[c] = CLOSED;
    }
    return true;
  }

  /** Settles candidates whose reduced cost puts the other choice beyond the best plan. */
  private settleByCost(state: Uint8Array, bound: number): boolean {
    const { lower, enough, field } = this;
    const { reduced, chosen, inside, outside } = lower;
    const opened: number[] = [];
    for (let c = 0; c < state.length; c++) {
      if (state[c] !== FREE) continue;
      const t = field.tier[c];
      if (chosen[c] === 1) {
        if (bound + outside[t] - reduced[c] > enough) opened.push(c);
      } else if (bound + reduced[c] - inside[t] > enough) state[c] = CLOSED;
    }
    for (const c of opened) {
      if (state[c] === CLOSED || (state[c] === FREE && !this.openIn(state, c))) return false;
    }
    return true;
  }

  /** A state without free candidates is a plan, and done with. */
  private isLeaf(state: Uint8Array): boolean {
    if (count(state, FREE) > 0) return false;
    this.tryChosen(state, Infinity);
    return true;
  }

  private lookAt(state: Uint8Array): void {
    if (++this.steps % TRY_EVERY === 0) this.tryChosen(state, WORTH);
  }

  /** Tries what is open and chosen as a plan: whatever it costs, or where it is near enough to the best. */
  private tryChosen(state: Uint8Array, worth: number): void {
    const { plan, field, lower, search } = this;
    for (let c = 0; c < state.length; c++) if (plan.open[c] === 1) plan.drop(c);
    let key = 0;
    for (let c = 0; c < state.length; c++) {
      if (state[c] === OPEN || (state[c] === FREE && lower.chosen[c] === 1)) {
        if (!plan.canAdd(c)) continue;
        plan.add(c);
        key = (Math.imul(key ^ c, 0x9e3779b1) + 0x7f4a7c15) | 0;
      }
    }
    if (this.tried.has(key)) return;
    const cost = costOf(field, plan.open, search.hole);
    if (cost > search.cost * worth) return;
    this.tried.add(key);
    search.improve(plan.open);
    this.upper = Math.min(this.upper, search.cost);
  }

  /** Two branches: the candidate the bound is least sure of open, and closed. */
  private split(branch: Branch): void {
    const { state, bound, price } = branch;
    const { chosenShare } = this.lower;
    let pick = -1;
    let least = Infinity;
    for (let c = 0; c < state.length; c++) {
      if (state[c] !== FREE) continue;
      const doubt = Math.abs(chosenShare[c] - 0.5);
      if (doubt < least) {
        least = doubt;
        pick = c;
      }
    }
    const closed = state.slice();
    closed[pick] = CLOSED;
    this.queue.push({ bound, state: closed, price: price.slice() });
    if (this.openIn(state, pick)) this.queue.push(branch);
  }
}

function count(state: Uint8Array, value: number): number {
  let found = 0;
  for (let c = 0; c < state.length; c++) if (state[c] === value) found++;
  return found;
}
