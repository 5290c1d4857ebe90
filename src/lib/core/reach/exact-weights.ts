/** So many units are counted exactly. */
const MOST_UNITS = 2 ** 53;

/**
 * The weights on a grid of a power of two so fine that rounding to it moves the sum of all no more
 * than adding them up one after the other would, and so coarse that every sum of them is exact:
 * parts never exceed the whole, and no order of adding shows. Whole numbers below 2^52 in sum stay
 * as they are. What is not known (NaN) counts as nothing; no weight is negative.
 */
export function exactWeights(weights: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) sum += weights[i];
  const out = new Float64Array(weights.length);
  if (!(sum > 0 && sum < Infinity)) return out;
  // Room for what rounding the weights, and the sum just made, may add.
  const most = MOST_UNITS - 2 * weights.length;
  let unit = 2 ** Math.max(-1000, Math.floor(Math.log2(sum / most)));
  while (sum / unit > most) unit *= 2;
  for (let i = 0; i < weights.length; i++)
    if (weights[i] > 0) out[i] = Math.round(weights[i] / unit) * unit;
  return out;
}
