import type { Field } from '#lib/core/siting/median-field.ts';
import type { Terms } from '#lib/core/siting/median-terms.ts';
import { SwapSearch } from '#lib/core/siting/median-swap.ts';
import { randomNumbers } from '#lib/core/siting/median-random.ts';

/**
 * Variable neighbourhood search (Hansen and Mladenovic 1997) over the swap search: the best plan is
 * shaken by ever more random swaps and improved again. Counts its work, so that it stops at the same
 * plan on every machine.
 */
export class MedianSearch {
  readonly best: Uint8Array;
  cost: number;
  private readonly swap: SwapSearch;
  private readonly random: () => number;
  private strength = 1;

  /** @param hole what demand costs that nothing serves */
  constructor(
    private readonly field: Field,
    readonly hole: number,
    seed: number,
  ) {
    this.swap = new SwapSearch(field, hole);
    this.random = randomNumbers(seed);
    // Giving up what is cheapest to give up is always within the purse; what is too many goes.
    for (const candidate of placeable(field)) this.swap.insert(candidate);
    this.swap.descend();
    this.best = this.swap.open.slice();
    this.cost = costOf(field, this.best, hole);
  }

  /** Whether the best plan serves everybody. */
  get whole(): boolean {
    return this.cost < this.hole;
  }

  /** Improves a plan within the terms; whether it became the best. */
  improve(open: Uint8Array): boolean {
    this.swap.setTo(open);
    this.swap.descend();
    return this.keepBetter();
  }

  /** Shakes until so much work is done, or it is time to stop; whether a better plan was found. */
  shake(work: number, stop: () => boolean): boolean {
    const until = this.swap.work + work;
    let found = false;
    const deepest = Math.max(2, Math.min(24, this.swap.openings.most >> 1));
    while (this.swap.work < until && !stop()) {
      this.swap.setTo(this.best);
      if (!this.disturb(this.strength)) return found;
      this.swap.descend();
      if (this.keepBetter()) {
        found = true;
        this.strength = 1;
      } else this.strength = (this.strength % deepest) + 1;
    }
    return found;
  }

  private keepBetter(): boolean {
    const { swap } = this;
    if (swap.total >= this.cost - 1e-9 * Math.abs(this.cost)) return false;
    const cost = costOf(this.field, swap.open, this.hole);
    if (cost >= this.cost) return false;
    this.best.set(swap.open);
    this.cost = cost;
    return true;
  }

  /** So many random swaps, or closings where no swap is allowed; false where there is nothing to do. */
  private disturb(times: number): boolean {
    const { swap, field } = this;
    const { openings } = swap;
    let done = 0;
    for (let attempt = 0; done < times && attempt < 20 * times; attempt++) {
      swap.work += 16;
      const into = Math.floor(this.random() * field.sites);
      const out = Math.floor(this.random() * field.sites);
      // The open are few among the candidates: take the next one from a random place.
      const closes = this.nextOpen(out);
      if (closes < 0) return false;
      if (swap.open[into] === 0 && openings.canSwap(into, closes)) {
        swap.remove(closes);
        swap.insert(into);
        done++;
      } else if (attempt % 4 === 3 && openings.canDrop(closes)) {
        swap.remove(closes);
        done++;
      }
    }
    return done > 0;
  }

  private nextOpen(from: number): number {
    const { open } = this.swap;
    for (let k = 0; k < open.length; k++) {
      const c = from + k < open.length ? from + k : from + k - open.length;
      if (open[c] === 1) return c;
    }
    return -1;
  }
}

/** Candidates that stand, as many as there is room for in each tier. */
export function placeable({ standing, tier, room }: Terms): Uint32Array {
  const left = room.slice();
  return standing.filter((candidate) => left[tier[candidate]]-- > 0);
}

/** Weighted cost of a plan, without the constant of the field; demand that nothing serves costs `hole`. */
export function costOf(field: Field, open: Uint8Array, hole: number): number {
  let total = 0;
  for (let i = 0; i < field.demands; i++) {
    let e = field.start[i];
    while (e < field.start[i + 1] && open[field.site[e]] === 0) e++;
    total += Math.min(field.base[i], hole, e < field.start[i + 1] ? field.cost[e] : Infinity);
  }
  return total;
}

/** A cost that no plan serving everybody reaches, for demand that nothing serves. */
export function holeOf(field: Field): number {
  let most = 1;
  for (let i = 0; i < field.demands; i++) {
    const end = field.start[i + 1];
    const dearest = end > field.start[i] ? field.cost[end - 1] : 0;
    most += field.base[i] < Infinity ? field.base[i] : dearest;
  }
  return most;
}
