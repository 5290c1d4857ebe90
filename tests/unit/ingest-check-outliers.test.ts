import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  countOutliers,
  medianOf,
  partsAboveWhole,
  positionOutliers,
} from '#lib/core/ingest/check/outliers.ts';
import { seeded } from './cell-words.ts';

const DIRTY = '../shared/data/messy/generated/buildings_dirty.csv';
const hasDirty = existsSync(DIRTY);
if (!hasDirty) console.log(`skipped: ${DIRTY} is absent`);

/** Log-normal: ten to the power of a normal number of this deviation. */
function scattered(n: number, median: number, deviation: number, seed: number): Float64Array {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float64Array.from({ length: n }, () => median * 10 ** (deviation * normal()));
}

describe('numbers', () => {
  it('medians', () => {
    expect(medianOf(Float64Array.of(3, NaN, 1, 2))).toBe(2);
    expect(medianOf(Float64Array.of(1, 2, 3, 10))).toBe(2.5);
    expect(medianOf(new Float64Array(0))).toBeNaN();
  });

  it('a thousand times the median is absurd, nine hundred times is not', () => {
    const usual = [80, 90, 100, 100, 100, 100, 110, 120];
    const found = (value: number) =>
      countOutliers(Float64Array.of(...usual, value, NaN, 0), '面积').map(({ row }) => row);
    expect(found(100_000)).toEqual([8]);
    expect(found(90_000)).toEqual([]);
    expect(countOutliers(Float64Array.of(1, 1, 1e9), '面积')).toEqual([]);
    expect(countOutliers(Float64Array.of(...usual, 1e6), '面积')[0]).toMatchObject({
      code: 'count_outlier',
      column: '面积',
      found: '1000000',
      expected: '~ 100',
    });
  });

  const seed = 2013;
  it(`a wide scatter has none of its own (seed ${seed})`, () => {
    for (const deviation of [0.2, 0.5, 0.8, 1.2])
      expect(countOutliers(scattered(2000, 50, deviation, seed), 'x')).toEqual([]);
  });

  it('more members than employees', () => {
    const part = { header: '党员数', values: Float64Array.of(5, 50, NaN, 3, 3) };
    const whole = { header: '从业人数', values: Float64Array.of(10, 20, 1, NaN, 3) };
    expect(partsAboveWhole(part, whole)).toEqual([
      {
        code: 'part_exceeds_whole',
        row: 1,
        column: '党员数',
        found: '50',
        expected: '<= 20 (从业人数)',
        repair: null,
      },
    ]);
  });
});

describe('positions', () => {
  const random = seeded(5);
  const lng = Array.from({ length: 60 }, () => 121.48 + random() * 0.03);
  const lat = Array.from({ length: 60 }, () => 31.22 + random() * 0.03);
  const found = (x: number, y: number) =>
    positionOutliers(Float64Array.of(...lng, x, NaN), Float64Array.of(...lat, y, 31), 'lng');

  it('Beijing among Shanghai is one, a place 4 km off is none', () => {
    expect(found(116.4, 39.9).map(({ row, code }) => [row, code])).toEqual([
      [60, 'position_outlier'],
    ]);
    expect(found(121.495, 31.235 + 4 / 111)).toEqual([]);
    expect(found(121.495, 31.235 + 40 / 111)).toHaveLength(1);
  });

  it('two halves of a city, and a handful, have none', () => {
    const two = lng.map((x, i) => (i % 2 ? x : x + 0.5));
    expect(positionOutliers(Float64Array.from(two), Float64Array.from(lat), null)).toEqual([]);
    const few = Float64Array.of(121, 121, 121, 116);
    expect(positionOutliers(few, Float64Array.of(31, 31, 31, 40), null)).toEqual([]);
  });

  it.skipIf(!hasDirty)(
    'in the soiled ledger of buildings it is the one set down in Beijing',
    () => {
      const lines = readFileSync(DIRTY, 'utf8').split(/\r?\n/).slice(1);
      const places = lines.map((line) => line.split(',').slice(-2).map(Number));
      const isPlace = ([x, y]: number[]) => Math.abs(x) <= 180 && Math.abs(y) <= 90 && x !== 0;
      const column = (at: number) =>
        Float64Array.from(places, (place) => (isPlace(place) ? place[at] : NaN));
      const outliers = positionOutliers(column(0), column(1), '经度');
      expect(outliers.map(({ found }) => found)).toEqual(['116.4000, 39.9000']);
    },
  );
});
