import { distanceM } from '#lib/core/geo/geodesic.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';

/** The median absolute deviation of a normal distribution is its standard deviation over this. */
const MAD_TO_SIGMA = 1.4826;
/** Fewer values tell nothing of what is usual. */
const FEWEST = 8;
/** A number is absurd from so many times the median on, in powers of ten, however it scatters. */
const COUNT_FLOOR = 3;
const COUNT_SIGMAS = 5;
/** A position is no outlier nearer than this to the middle of the others. */
const POSITION_FLOOR_M = 5000;
const POSITION_SIGMAS = 10;

/** The median of the values that are numbers; NaN where there are none. */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Values from which the spread is taken; of more, some are chosen evenly. */
const SAMPLED = 20_000;

/** Which rows to take the spread of: those above `least`, at most about `SAMPLED`, evenly over the list. */
function sampled(values: Float64Array, least: number): Uint32Array {
  let known = 0;
  for (let row = 0; row < values.length; row++) if (values[row] > least) known++;
  const step = Math.max(1, Math.ceil(known / SAMPLED));
  const rows = new Uint32Array(Math.ceil(known / step));
  for (let row = 0, n = 0; row < values.length; row++)
    if (values[row] > least && n++ % step === 0) rows[(n - 1) / step] = row;
  return rows;
}

/** Median, and the standard deviation that a normal distribution of the same median deviation has. */
function spreadOf(values: Float64Array): { median: number; sigma: number } {
  const median = medianOf(values);
  const sigma = MAD_TO_SIGMA * medianOf(values.map((value) => Math.abs(value - median)));
  return { median, sigma };
}

/**
 * Numbers that are absurdly larger than the others of their column: on the scale of powers of ten
 * at least three above the median, and five standard deviations by the median deviation (Leys et
 * al. 2013, J. Exp. Soc. Psychol. 49). Zero and NaN are passed over; `expected` is the median.
 */
export function countOutliers(values: Float64Array, header: string): Finding[] {
  const positive = sampled(values, 0);
  if (positive.length < FEWEST) return [];
  const { median, sigma } = spreadOf(Float64Array.from(positive, (row) => Math.log10(values[row])));
  const limit = 10 ** (median + Math.max(COUNT_FLOOR, COUNT_SIGMAS * sigma)) * (1 - 1e-12);
  const expected = `~ ${Number((10 ** median).toPrecision(3))}`;
  const findings: Finding[] = [];
  for (let row = 0; row < values.length; row++)
    if (values[row] >= limit)
      findings.push(
        finding('count_outlier', row, header, { found: String(values[row]), expected }),
      );
  return findings;
}

/** A column of numbers under its header. */
export interface Counts {
  header: string;
  values: Float64Array;
}

/** Rows in which a part is larger than its whole, such as members than employees; NaN is neither. */
export function partsAboveWhole(part: Counts, whole: Counts): Finding[] {
  const findings: Finding[] = [];
  for (let row = 0; row < part.values.length; row++) {
    const value = part.values[row];
    if (value > whole.values[row])
      findings.push(
        finding('part_exceeds_whole', row, part.header, {
          found: String(value),
          expected: `<= ${whole.values[row]} (${whole.header})`,
        }),
      );
  }
  return findings;
}

/**
 * Positions far from all others: farther from the median position than 5 km and than ten standard
 * deviations (by the median deviation) beyond the median distance. Degrees, NaN where not known;
 * `expected` is the median position, `found` the position, both `lng, lat`.
 */
export function positionOutliers(
  lng: Float64Array,
  lat: Float64Array,
  header: string | null,
): Finding[] {
  const known = sampled(
    lng.map((x, i) => x + lat[i]),
    -Infinity,
  );
  if (known.length < FEWEST) return [];
  const x = Float64Array.from(known, (i) => lng[i]);
  const y = Float64Array.from(known, (i) => lat[i]);
  const [middleLng, middleLat] = [medianOf(x), medianOf(y)];
  const cosine = Math.cos((middleLat * Math.PI) / 180);
  const far = (a: number, b: number) =>
    Math.hypot((a - middleLng) * cosine, b - middleLat) * METRES_PER_DEGREE;
  const { median, sigma } = spreadOf(x.map((a, k) => far(a, y[k])));
  const limit = Math.max(POSITION_FLOOR_M, median + POSITION_SIGMAS * sigma);
  const near = ((limit * 0.99) / METRES_PER_DEGREE) ** 2;
  const place = (a: number, b: number) => `${a.toFixed(4)}, ${b.toFixed(4)}`;
  const findings: Finding[] = [];
  for (let row = 0; row < lng.length; row++) {
    const [east, north] = [(lng[row] - middleLng) * cosine, lat[row] - middleLat];
    if (!(east * east + north * north > near)) continue;
    if (distanceM(middleLng, middleLat, lng[row], lat[row]) <= limit) continue;
    const found = place(lng[row], lat[row]);
    const expected = place(middleLng, middleLat);
    findings.push(finding('position_outlier', row, header, { found, expected }));
  }
  return findings;
}

/** Of latitude, on average; the measure above is proved by `distanceM` near the limit. */
const METRES_PER_DEGREE = 111_195;
