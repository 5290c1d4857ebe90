import type { DistanceSummary } from '#lib/core/reach/answer.ts';
import { divisionSums } from '#lib/core/reach/division-sums.ts';
import { nearestFirst } from '#lib/core/reach/nearest-first.ts';
import { weightedRank } from '#lib/core/reach/weighted-rank.ts';

/** Width of a bin of the histogram, metres, and how many there are: the last holds all beyond. */
export const HISTOGRAM_BIN_M = 100;
export const HISTOGRAM_BINS = 31;
const HUNDREDTHS = 95;

/** Distances of each division with everything below it; the last entry is everything, placed or not. */
export interface DivisionDistances {
  /** Weight of the places whose distance is known and finite. */
  weight: Float64Array;
  /** Weight that can come to no facility at all. */
  unreachable: Float64Array;
  /** Weighted mean, 95th percentile and worst, metres; NaN where nobody can come to one. */
  meanM: Float64Array;
  p95M: Float64Array;
  worstM: Float64Array;
}

/**
 * Mean, 95th percentile, worst and histogram of distances, by weight.
 *
 * Distances in metres: NaN (no position) is left out, Infinity (no facility to come to) counts as
 * unreachable only. A weight that is not known counts as nothing, and a place that weighs nothing
 * is not the worst either. Of places equally far the lowest is the worst one. The 95th percentile is
 * the least distance within which 95 hundredths of the weight lie.
 */
export function distanceSummary(
  distanceM: Float64Array,
  weight: ArrayLike<number>,
  binM = HISTOGRAM_BIN_M,
  bins = HISTOGRAM_BINS,
): DistanceSummary {
  const histogram = new Float64Array(bins);
  const members = new Uint32Array(distanceM.length);
  let count = 0;
  let total = 0;
  let sum = 0;
  let unreachable = 0;
  let worst = -1;
  let worstM = NaN;
  for (let i = 0; i < distanceM.length; i++) {
    const d = distanceM[i];
    const w = weight[i];
    if (!(w > 0) || Number.isNaN(d)) continue;
    if (d === Infinity) {
      unreachable += w;
      continue;
    }
    members[count++] = i;
    total += w;
    sum += w * d;
    histogram[Math.min(bins - 1, Math.floor(d / binM))] += w;
    if (!(d <= worstM)) {
      worstM = d;
      worst = i;
    }
  }
  return {
    meanM: sum / total,
    p95M: weightedRank(distanceM, weight, members.subarray(0, count), HUNDREDTHS),
    worstM,
    worst,
    unreachable,
    histogram,
    binM,
  };
}

/**
 * The same figures for each division with everything below it. Places are gone through once, the
 * nearest first, and each is told to the divisions that it lies in.
 *
 * @param weight exact in sum (`exactWeights`): the 95th percentile hangs on no order of adding
 * @param division of each place, -1 where it lies in none
 * @param parent of each division, -1 for a root; a parent stands before its children
 */
export function divisionDistances(
  distanceM: Float64Array,
  weight: ArrayLike<number>,
  division: ArrayLike<number>,
  parent: ArrayLike<number>,
): DivisionDistances {
  const isNear = (i: number): boolean => distanceM[i] < Infinity && weight[i] > 0;
  const sumsOf = (holds: (i: number) => boolean, valueOf: (i: number) => number): Float64Array =>
    divisionSums(division, parent, (i) => (holds(i) ? valueOf(i) : 0));
  const known = sumsOf(isNear, (i) => weight[i]);
  const sums = sumsOf(isNear, (i) => weight[i] * distanceM[i]);
  const unreachable = sumsOf(
    (i) => distanceM[i] === Infinity && weight[i] > 0,
    (i) => weight[i],
  );
  const all = parent.length;
  const worstM = new Float64Array(all + 1).fill(NaN);
  const p95M = new Float64Array(all + 1).fill(NaN);
  const below = new Float64Array(all + 1);
  const members = new Uint32Array(distanceM.length);
  let count = 0;
  for (let i = 0; i < distanceM.length; i++) if (isNear(i)) members[count++] = i;
  for (const i of nearestFirst(distanceM, members.subarray(0, count))) {
    for (let d = division[i] >= 0 ? division[i] : all; ; d = parent[d] >= 0 ? parent[d] : all) {
      worstM[d] = distanceM[i];
      below[d] += weight[i];
      // Multiplied, not divided: exact for whole numbers of people.
      if (Number.isNaN(p95M[d]) && 100 * below[d] >= HUNDREDTHS * known[d]) p95M[d] = distanceM[i];
      if (d === all) break;
    }
  }
  return { weight: known, unreachable, meanM: sums.map((sum, d) => sum / known[d]), p95M, worstM };
}
