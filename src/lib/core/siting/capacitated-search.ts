import { Openings } from '#lib/core/siting/median-openings.ts';
import { placeable } from '#lib/core/siting/median-search.ts';
import type { Terms } from '#lib/core/siting/median-terms.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** Room that is this much short, in parts of the capacity, is room enough. */
export const SLACK = 1e-9;

/** A plan with whom each site serves: `unserved` is how much weight has no place (one for each demand without weight). */
export interface Packing {
  open: Uint8Array;
  assigned: Int32Array;
  unserved: number;
  cost: number;
}

/**
 * Heuristic for sites with capacities: demand, heaviest first, goes to the cheapest open site with
 * room (p-center and p-median) or to the one it leaves least room in (coverage); openings and swaps of
 * sites as long as less is unserved, or as much at less cost.
 */
export class CapacitatedSearch {
  private readonly order: Uint32Array;
  private readonly room: Float64Array;
  private readonly serves: Uint8Array;
  /** Pairs by demand, cheapest first. */
  private readonly start: Uint32Array;
  private readonly site: Uint32Array;
  private readonly cost: Float64Array;
  private readonly openings: Openings;
  private readonly trial: Int32Array;
  best: Packing;

  constructor(
    private readonly problem: SitingProblem,
    private readonly capacity: Float64Array,
    private readonly terms: Terms,
  ) {
    const { matrix, weight } = problem;
    this.order = Uint32Array.from(weight.keys()).sort((a, b) => weight[b] - weight[a] || a - b);
    this.room = new Float64Array(matrix.sites);
    this.serves = new Uint8Array(matrix.sites);
    this.trial = new Int32Array(matrix.demands);
    this.openings = new Openings(terms);
    const pairs = Uint32Array.from(matrix.demand.keys());
    const siteOf = new Uint32Array(pairs.length);
    for (let s = 0; s < matrix.sites; s++) siteOf.fill(s, matrix.start[s], matrix.start[s + 1]);
    pairs.sort(
      (a, b) =>
        matrix.demand[a] - matrix.demand[b] ||
        matrix.cost[a] - matrix.cost[b] ||
        siteOf[a] - siteOf[b],
    );
    this.start = new Uint32Array(matrix.demands + 1);
    for (const i of matrix.demand) this.start[i + 1]++;
    for (let i = 0; i < matrix.demands; i++) this.start[i + 1] += this.start[i];
    this.site = pairs.map((pair) => siteOf[pair]);
    this.cost = Float64Array.from(pairs, (pair) => matrix.cost[pair]);
    for (const s of terms.kept) this.serves[s] = 1;
    for (const c of placeable(terms)) this.set(c, 1);
    this.best = this.pack();
  }

  /** Opens and swaps until nothing is gained or it is time to stop; calls `better` at every gain. */
  descend(stop: () => boolean, better: () => void): void {
    const { openings, terms } = this;
    for (let gained = true; gained && !stop();) {
      gained = false;
      for (let into = 0; into < terms.sites && !stop(); into++) {
        if (openings.open[into] === 1) continue;
        if (openings.canAdd(into)) {
          this.set(into, 1);
          if (this.keep()) {
            gained = true;
            better();
          } else this.set(into, 0);
          continue;
        }
        for (let out = 0; out < terms.sites && !stop(); out++) {
          if (openings.open[out] === 0 || !openings.canSwap(into, out)) continue;
          this.set(out, 0);
          this.set(into, 1);
          if (this.keep()) {
            gained = true;
            better();
            break;
          }
          this.set(into, 0);
          this.set(out, 1);
        }
      }
    }
  }

  /** Makes these the open candidates, and the best if they are better. */
  beginWith(open: Uint8Array): void {
    for (let c = 0; c < open.length; c++)
      if (this.openings.open[c] !== open[c]) this.set(c, open[c]);
    if (!this.keep()) {
      for (let c = 0; c < open.length; c++) {
        if (this.openings.open[c] !== this.best.open[c]) this.set(c, this.best.open[c]);
      }
    }
  }

  private set(candidate: number, open: number): void {
    if (open === 1) this.openings.add(candidate);
    else this.openings.drop(candidate);
    this.serves[this.terms.siteOf[candidate]] = open;
  }

  private keep(): boolean {
    const { unserved, cost } = this.fill();
    const { best } = this;
    const same = 1e-9 * Math.max(1, Math.abs(best.unserved));
    const less = unserved < best.unserved - same;
    if (!less && (unserved > best.unserved + same || cost >= best.cost * (1 - 1e-12))) return false;
    this.best = this.pack();
    return true;
  }

  private pack(): Packing {
    const { unserved, cost } = this.fill();
    return { open: this.openings.open.slice(), assigned: this.trial.slice(), unserved, cost };
  }

  /** Serves the demand from the open sites, into `trial`. */
  private fill(): { unserved: number; cost: number } {
    const { room, serves, capacity, order, trial, start, site } = this;
    const { weight, kind } = this.problem;
    const tight = kind === 'mclp' || kind === 'lscp';
    room.set(capacity);
    let unserved = 0;
    let cost = 0;
    for (const i of order) {
      let at = -1;
      const w = weight[i];
      for (let e = start[i]; e < start[i + 1]; e++) {
        const s = site[e];
        if (serves[s] === 0 || room[s] < w - SLACK * Math.max(1, capacity[s])) continue;
        if (at >= 0 && room[s] >= room[site[at]]) continue;
        at = e;
        if (!tight) break;
      }
      trial[i] = at < 0 ? -1 : site[at];
      if (at < 0) {
        unserved += kind === 'mclp' ? w : Math.max(w, 1);
        continue;
      }
      room[site[at]] -= w;
      if (kind === 'p-center') cost = Math.max(cost, this.cost[at]);
      else if (kind === 'p-median') cost += w * this.cost[at];
    }
    return { unserved, cost };
  }
}
