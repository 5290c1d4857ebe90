import type { DistanceSummary } from '#lib/core/reach/answer.ts';
import { HISTOGRAM_BINS, HISTOGRAM_BIN_M } from '#lib/core/reach/distance-summary.ts';
import { weightedRank } from '#lib/core/reach/weighted-rank.ts';

/** Weight is held by the metre, up to 20 km; the last one holds all beyond. */
const METRES = 20_000;
/** Places are summed up by so many: a change adds few of them up again, always in the same order. */
const CHUNK = 256;
const HUNDREDTHS = 95;

/**
 * `distanceSummary` of distances that change now and then, at the cost of what changed and one look
 * over the column. What it says does not hang on the changes that led there; its mean differs from
 * that of `distanceSummary` by rounding.
 */
export class DistanceTally {
  private readonly distanceM: Float64Array;
  private readonly weights: Float64Array;
  private readonly byMetre = new Float64Array(METRES + 1);
  /** Weight that can come to no facility. */
  private unreachable = 0;
  /** Of each chunk: weight times distance, and the place that is worst off, -1 for none. */
  private readonly product: Float64Array;
  private readonly worst: Int32Array;

  /**
   * @param distanceM copied
   * @param weights exact in sum (`exactWeights`); kept
   */
  constructor(distanceM: Float64Array, weights: Float64Array) {
    this.distanceM = distanceM.slice();
    this.weights = weights;
    const chunks = Math.ceil(weights.length / CHUNK);
    this.product = new Float64Array(chunks);
    this.worst = new Int32Array(chunks);
    for (let i = 0; i < weights.length; i++) this.add(i, 1);
    for (let chunk = 0; chunk < chunks; chunk++) this.sumUp(chunk);
  }

  /** Takes in new distances of some places, ascending. */
  update(changed: ArrayLike<number>, distanceM: Float64Array): void {
    let chunk = -1;
    for (let k = 0; k < changed.length; k++) {
      const place = changed[k];
      const own = Math.floor(place / CHUNK);
      if (chunk >= 0 && own !== chunk) this.sumUp(chunk);
      chunk = own;
      this.add(place, -1);
      this.distanceM[place] = distanceM[place];
      this.add(place, 1);
    }
    if (chunk >= 0) this.sumUp(chunk);
  }

  summary(): DistanceSummary {
    const histogram = new Float64Array(HISTOGRAM_BINS);
    let total = 0;
    for (let metre = 0; metre <= METRES; metre++) {
      const bin = Math.floor(metre / HISTOGRAM_BIN_M);
      histogram[Math.min(HISTOGRAM_BINS - 1, bin)] += this.byMetre[metre];
      total += this.byMetre[metre];
    }
    let [sum, worst, worstM] = [0, -1, NaN];
    for (let chunk = 0; chunk < this.product.length; chunk++) {
      sum += this.product[chunk];
      const own = this.worst[chunk];
      if (own >= 0 && !(this.distanceM[own] <= worstM)) {
        worst = own;
        worstM = this.distanceM[own];
      }
    }
    const { unreachable } = this;
    const p95M = this.rank(total);
    return {
      meanM: sum / total,
      p95M,
      worstM,
      worst,
      unreachable,
      histogram,
      binM: HISTOGRAM_BIN_M,
    };
  }

  private add(place: number, sign: 1 | -1): void {
    const weight = sign * this.weights[place];
    const far = this.distanceM[place];
    if (far === Infinity) this.unreachable += weight;
    else if (far >= 0) this.byMetre[metreOf(far)] += weight;
  }

  private sumUp(chunk: number): void {
    const { distanceM, weights } = this;
    const end = Math.min((chunk + 1) * CHUNK, weights.length);
    let [sum, worst] = [0, -1];
    for (let i = chunk * CHUNK; i < end; i++) {
      if (!(distanceM[i] < Infinity) || weights[i] === 0) continue;
      sum += weights[i] * distanceM[i];
      if (worst < 0 || distanceM[i] > distanceM[worst]) worst = i;
    }
    this.product[chunk] = sum;
    this.worst[chunk] = worst;
  }

  /** The least distance within which 95 hundredths of the weight lie: its metre is known, its places are looked for. */
  private rank(total: number): number {
    if (!(total > 0)) return NaN;
    const { distanceM, weights } = this;
    let below = 0;
    let metre = 0;
    while (100 * (below + this.byMetre[metre]) < HUNDREDTHS * total) below += this.byMetre[metre++];
    const members: number[] = [];
    const least = metre === METRES ? 0 : metre;
    const beyond = metre === METRES ? Infinity : metre + 1;
    for (let i = 0; i < weights.length; i++)
      if (distanceM[i] >= least && distanceM[i] < beyond && weights[i] > 0) members.push(i);
    if (metre === METRES)
      return weightedRank(distanceM, weights, Uint32Array.from(members), HUNDREDTHS);
    members.sort((a, b) => distanceM[a] - distanceM[b]);
    return distanceM[
      members.find((i) => 100 * (below += weights[i]) >= HUNDREDTHS * total) ?? members[0]
    ];
  }
}

const metreOf = (distanceM: number): number => Math.min(METRES, Math.floor(distanceM));
