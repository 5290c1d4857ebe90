import { describe, expect, it } from 'vitest';
import { placeInSpace } from '#lib/core/geo/chord.ts';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import { SHORT_ERROR_M, isOnGrain, shortDistanceM } from '#lib/core/geo/short-distance.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;

function between(lng1: number, lat1: number, lng2: number, lat2: number): number {
  const [a, b] = [new Float64Array(3), new Float64Array(3)];
  placeInSpace(lng1, lat1, a, 0);
  placeInSpace(lng2, lat2, b, 0);
  return shortDistanceM(b[0] - a[0], b[1] - a[1], b[2] - a[2], a[2] + b[2]);
}

/** Latitudes all over the earth, one in four within a third of a degree of a pole. */
function latitude(random: () => number, i: number): number {
  if (i % 4 > 0) return (Math.asin(random() * 2 - 1) * 180) / Math.PI;
  return (random() < 0.5 ? 1 : -1) * (90 - random() * 0.3);
}

describe('short distances', () => {
  it.each([1e-3, 1, 100, 3_000, 10_000, 30_000])(
    `are the library's to ${SHORT_ERROR_M} m: up to %d m (seed ${SEED})`,
    (lengthM) => {
      const random = randomStream(SEED);
      for (let i = 0; i < 10_000; i++) {
        const lat = latitude(random, i);
        const lng = i % 7 === 0 ? 180 - random() * 0.1 : random() * 360 - 180;
        const [x, y] = destination(lng, lat, random() * 360, lengthM * (i % 3 ? 1 : random()));
        const error = Math.abs(between(lng, lat, x, y) - distanceM(lng, lat, x, y));
        if (!(error <= SHORT_ERROR_M)) expect.fail(`${error} m off at ${[lng, lat, x, y].join()}`);
      }
    },
  );

  it('is nothing from a place to itself', () => {
    expect(between(121.3, 31.2, 121.3, 31.2)).toBe(0);
    expect(between(180, 90, -180, 90)).toBeLessThan(1e-8);
  });

  it('leaves what a radius of whole millimetres might cut to the library', () => {
    expect(isOnGrain(500)).toBe(true);
    expect(isOnGrain(500 + SHORT_ERROR_M)).toBe(true);
    expect(isOnGrain(0.005 - SHORT_ERROR_M)).toBe(true);
    expect(isOnGrain(500.0005)).toBe(false);
    const random = randomStream(SEED + 1);
    const cut = { here: 0, there: 0 };
    for (let i = 0; i < 3_000; i++) {
      const radiusM = [300, 500, 1_000, 0.725][i % 4];
      const [lng, lat] = [random() * 360 - 180, latitude(random, i)];
      // As near to the radius as numbers of degrees allow.
      const [x, y] = destination(lng, lat, random() * 360, radiusM);
      const index = new NearestIndex(Float64Array.of(x), Float64Array.of(y));
      const found = preciseNearestAll(index, Float64Array.of(lng), Float64Array.of(lat));
      const libraryM = distanceM(lng, lat, x, y);
      expect(found.distanceM[0]).toBe(libraryM);
      if (libraryM <= radiusM) cut.here++;
      else cut.there++;
    }
    expect(Math.min(cut.here, cut.there)).toBeGreaterThan(300);
  });
});
