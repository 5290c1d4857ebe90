/** So few members are sorted outright. */
const FEW = 24;
const BINS = 1024;

/**
 * The least distance within which a share of the weight lies, in hundredths (95: the 95th percentile);
 * NaN where nothing weighs anything. No interpolation: it is the distance of some member.
 *
 * Expected time is linear: members are binned between their extremes, and only the bin that holds
 * the answer is looked into again. `members` are places with a finite distance; they are reordered.
 */
export function weightedRank(
  distanceM: Float64Array,
  weight: ArrayLike<number>,
  members: Uint32Array,
  hundredths: number,
): number {
  let total = 0;
  for (const i of members) total += positive(weight[i]);
  if (!(total > 0)) return NaN;
  // Multiplied, not divided: exact for whole numbers of people.
  const wanted = hundredths * total;
  const bins = new Float64Array(BINS);
  let below = 0;
  let left = members;
  while (left.length > FEW) {
    let low = Infinity;
    let high = -Infinity;
    for (const i of left) {
      if (distanceM[i] < low) low = distanceM[i];
      if (distanceM[i] > high) high = distanceM[i];
    }
    if (low === high) return low;
    const span = high - low;
    bins.fill(0);
    for (const i of left) bins[binOf(distanceM[i], low, span)] += positive(weight[i]);
    let bin = 0;
    while (bin < BINS - 1 && 100 * (below + bins[bin]) < wanted) below += bins[bin++];
    let kept = 0;
    for (const i of left) if (binOf(distanceM[i], low, span) === bin) left[kept++] = i;
    left = left.subarray(0, kept);
  }
  left.sort((a, b) => distanceM[a] - distanceM[b]);
  let last = NaN;
  for (const i of left) {
    if (positive(weight[i]) === 0) continue;
    below += weight[i];
    last = distanceM[i];
    if (100 * below >= wanted) return last;
  }
  return last;
}

/** A weight that is not known counts as nothing. */
const positive = (weight: number): number => (weight > 0 ? weight : 0);

const binOf = (distanceM: number, low: number, span: number): number =>
  Math.min(BINS - 1, Math.floor(((distanceM - low) / span) * BINS));
