/** A proportion or a difference of proportions with its interval. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Quantile of the standard normal distribution.
 *
 * Wichura, Algorithm AS 241, Applied Statistics 37 (1988), PPND7: true to 1e-7.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail =
    r <= 5
      ? (((0.17023821103 * (r - 1.6) + 1.3067284816) * (r - 1.6) + 2.75681539) * (r - 1.6) +
          1.4234372777) /
        ((0.12021132975 * (r - 1.6) + 0.7370016425) * (r - 1.6) + 1)
      : (((0.017337203997 * (r - 5) + 0.42868294337) * (r - 5) + 3.081226386) * (r - 5) +
          6.657905115) /
        ((0.012258202635 * (r - 5) + 0.24197894225) * (r - 5) + 1);
  return q < 0 ? -tail : tail;
}

/** The z of a two-sided confidence (0.95 gives 1.96). */
export const zOf = (confidence: number): number => normalQuantile(1 - (1 - confidence) / 2);

/** Wilson's score interval of `yes` out of `n`, without continuity correction (Wilson 1927); NaN where n is 0. */
export function wilson(yes: number, n: number, z: number): Interval {
  if (n === 0) return { low: NaN, high: NaN };
  const middle = 2 * yes + z * z;
  const spread = z * Math.sqrt(z * z + 4 * yes * (1 - yes / n));
  const whole = 2 * (n + z * z);
  return {
    low: yes === 0 ? 0 : (middle - spread) / whole,
    high: yes === n ? 1 : (middle + spread) / whole,
  };
}

/**
 * Interval of the difference `yes1 / n1 - yes2 / n2` from the Wilson intervals of both.
 *
 * Newcombe, Interval estimation for the difference between independent proportions, Statistics in
 * Medicine 17 (1998), method 10. NaN where an n is 0.
 */
export function differenceInterval(
  yes1: number,
  n1: number,
  yes2: number,
  n2: number,
  z: number,
): Interval {
  const [p1, p2] = [yes1 / n1, yes2 / n2];
  const [one, two] = [wilson(yes1, n1, z), wilson(yes2, n2, z)];
  return {
    low: p1 - p2 - Math.hypot(p1 - one.low, two.high - p2),
    high: p1 - p2 + Math.hypot(one.high - p1, p2 - two.low),
  };
}
