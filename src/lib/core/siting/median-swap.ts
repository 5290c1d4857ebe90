import type { Field } from '#lib/core/siting/median-field.ts';
import { Openings } from '#lib/core/siting/median-openings.ts';

/** Beyond this many cells the table of swaps would not fit the memory: only openings are searched. */
const MOST_CELLS = 4e7;
/** Changes after which sums are taken anew, lest they drift. */
const REFRESH = 4096;

/**
 * Local search by swaps, each the best there is: Resende and Werneck, A fast swap-based local search
 * procedure for location problems, Annals of Operations Research 150 (2007). `gain[c]` is what opening
 * `c` saves, `loss[c]` what closing it costs, `extra` what is saved beyond both when the two are done
 * together. Demand that nothing serves costs `hole`.
 */
export class SwapSearch {
  readonly openings: Openings;
  /** Weighted cost of the open plan, holes included. */
  total = 0;
  /** Pairs and cells looked at so far: a clock that is the same on every machine. */
  work = 0;
  /** Cheapest and second cheapest open candidate of each demand, -1: the base. */
  private readonly first: Int32Array;
  private readonly second: Int32Array;
  private readonly firstCost: Float64Array;
  private readonly secondCost: Float64Array;
  private readonly base: Float64Array;
  private readonly gain: Float64Array;
  private readonly loss: Float64Array;
  /** Row of `extra` of each open candidate, and the candidate of each row (-1: none). */
  private readonly rowOf: Int32Array;
  private readonly inRow: Int32Array;
  private readonly extra: Float64Array;
  private readonly columnStart: Uint32Array;
  private readonly columnDemand: Uint32Array;
  private readonly columnCost: Float64Array;
  private rows = 0;
  private changes = 0;
  private readonly swaps: boolean;

  constructor(
    private readonly field: Field,
    hole: number,
  ) {
    const { sites, demands } = field;
    this.openings = new Openings(field);
    this.first = new Int32Array(demands);
    this.second = new Int32Array(demands);
    this.firstCost = new Float64Array(demands);
    this.secondCost = new Float64Array(demands);
    this.base = field.base.map((base) => Math.min(base, hole));
    this.gain = new Float64Array(sites);
    this.loss = new Float64Array(sites);
    const most = this.openings.most;
    this.swaps = most * sites <= MOST_CELLS;
    this.rowOf = new Int32Array(sites).fill(-1);
    this.inRow = new Int32Array(most + 1).fill(-1);
    this.extra = new Float64Array(this.swaps ? (most + 1) * sites : 0);
    this.columnStart = new Uint32Array(sites + 1);
    for (const site of field.site) this.columnStart[site + 1]++;
    for (let c = 0; c < sites; c++) this.columnStart[c + 1] += this.columnStart[c];
    this.columnDemand = new Uint32Array(field.site.length);
    this.columnCost = new Float64Array(field.site.length);
    const next = this.columnStart.slice(0, sites);
    for (let i = 0; i < demands; i++) {
      for (let e = field.start[i]; e < field.start[i + 1]; e++) {
        this.columnDemand[next[field.site[e]]] = i;
        this.columnCost[next[field.site[e]]++] = field.cost[e];
      }
    }
    this.refresh();
  }

  get open(): Uint8Array {
    return this.openings.open;
  }

  /** Makes these, and only these, the open candidates. */
  setTo(open: Uint8Array): void {
    for (let c = 0; c < open.length; c++) if (this.open[c] === 1 && open[c] === 0) this.remove(c);
    for (let c = 0; c < open.length; c++) if (this.open[c] === 0 && open[c] === 1) this.insert(c);
    if (this.changes > REFRESH) this.refresh();
  }

  insert(candidate: number): void {
    this.openings.add(candidate);
    let row = 0;
    while (row < this.rows && this.inRow[row] >= 0) row++;
    if (row === this.rows) this.rows++;
    this.inRow[row] = candidate;
    this.rowOf[candidate] = row;
    this.changes++;
    for (let k = this.columnStart[candidate]; k < this.columnStart[candidate + 1]; k++) {
      const i = this.columnDemand[k];
      const cost = this.columnCost[k];
      if (cost >= this.secondCost[i]) continue;
      this.count(i, -1);
      this.total -= this.firstCost[i];
      if (cost < this.firstCost[i]) {
        this.second[i] = this.first[i];
        this.secondCost[i] = this.firstCost[i];
        this.first[i] = candidate;
        this.firstCost[i] = cost;
      } else {
        this.second[i] = candidate;
        this.secondCost[i] = cost;
      }
      this.total += this.firstCost[i];
      this.count(i, 1);
    }
  }

  remove(candidate: number): void {
    this.openings.drop(candidate);
    this.changes++;
    for (let k = this.columnStart[candidate]; k < this.columnStart[candidate + 1]; k++) {
      const i = this.columnDemand[k];
      if (this.first[i] !== candidate && this.second[i] !== candidate) continue;
      this.count(i, -1);
      this.total -= this.firstCost[i];
      this.locate(i);
      this.total += this.firstCost[i];
      this.count(i, 1);
    }
    const row = this.rowOf[candidate];
    const { sites } = this.field;
    if (this.swaps) this.extra.fill(0, row * sites, (row + 1) * sites);
    this.loss[candidate] = 0;
    this.inRow[row] = -1;
    this.rowOf[candidate] = -1;
  }

  /** Opens and swaps the best until nothing is gained. */
  descend(): void {
    for (;;) {
      const { sites } = this.field;
      const least = 1e-12 * Math.abs(this.total) + 1e-12;
      let best = least;
      let into = -1;
      let out = -1;
      for (let c = 0; c < sites; c++) {
        const gain = this.gain[c];
        // Nothing is ever gained beyond what opening alone gains.
        if (gain <= best || this.open[c] === 1) continue;
        if (this.openings.canAdd(c)) {
          best = gain;
          into = c;
          out = -1;
          continue;
        }
        if (!this.swaps) continue;
        this.work += this.rows;
        for (let row = 0; row < this.rows; row++) {
          const r = this.inRow[row];
          if (r < 0) continue;
          const profit = gain - this.loss[r] + this.extra[row * sites + c];
          if (profit > best && this.openings.canSwap(c, r)) {
            best = profit;
            into = c;
            out = r;
          }
        }
      }
      this.work += sites;
      if (into < 0) return;
      if (out >= 0) this.remove(out);
      this.insert(into);
      if (this.changes > REFRESH) this.refresh();
    }
  }

  /** Finds the two cheapest open candidates of a demand. */
  private locate(i: number): void {
    const { start, site, cost } = this.field;
    this.first[i] = -1;
    this.second[i] = -1;
    this.firstCost[i] = this.base[i];
    this.secondCost[i] = this.base[i];
    const end = start[i + 1];
    let e = start[i];
    while (e < end && this.open[site[e]] === 0) e++;
    if (e < end && cost[e] < this.base[i]) {
      this.first[i] = site[e];
      this.firstCost[i] = cost[e];
      for (e++; e < end && this.open[site[e]] === 0;) e++;
      if (e < end && cost[e] < this.base[i]) {
        this.second[i] = site[e];
        this.secondCost[i] = cost[e];
      }
    }
    this.work += e - start[i];
  }

  /** Adds (1) or takes away (-1) what a demand contributes to the tables. */
  private count(i: number, sign: number): void {
    const { start, site, cost, sites } = this.field;
    const nearest = this.firstCost[i];
    const next = this.secondCost[i];
    const first = this.first[i];
    const end = start[i + 1];
    let e = start[i];
    if (first < 0) {
      for (; e < end && cost[e] < nearest; e++) this.gain[site[e]] += sign * (nearest - cost[e]);
    } else {
      this.loss[first] += sign * (next - nearest);
      const both = sign * (next - nearest);
      const row = this.rowOf[first] * sites;
      for (; e < end && cost[e] < nearest; e++) {
        this.gain[site[e]] += sign * (nearest - cost[e]);
        if (this.swaps) this.extra[row + site[e]] += both;
      }
      if (this.swaps) {
        for (; e < end && cost[e] < next; e++) this.extra[row + site[e]] += sign * (next - cost[e]);
      }
    }
    this.work += e - start[i];
  }

  private refresh(): void {
    this.gain.fill(0);
    this.loss.fill(0);
    this.extra.fill(0);
    this.total = 0;
    this.changes = 0;
    for (let i = 0; i < this.field.demands; i++) {
      this.locate(i);
      this.total += this.firstCost[i];
      this.count(i, 1);
    }
  }
}
