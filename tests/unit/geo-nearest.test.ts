import { describe, expect, it } from 'vitest';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex, isWithin, nearestAll, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import { SHORT_ERROR_M } from '#lib/core/geo/short-distance.ts';
import { randomPoints, randomStream } from '../bench/random.ts';

const SEED = 20261123;

interface Columns {
  lng: Float64Array;
  lat: Float64Array;
}

function columns(points: [number, number][]): Columns {
  return {
    lng: Float64Array.from(points, ([lng]) => lng),
    lat: Float64Array.from(points, ([, lat]) => lat),
  };
}

function nearestByLibrary(facilities: Columns, lng: number, lat: number): [number, number] {
  let best = -1;
  let bestM = Infinity;
  for (let i = 0; i < facilities.lng.length; i++) {
    const exactM = distanceM(lng, lat, facilities.lng[i], facilities.lat[i]);
    if (exactM < bestM) {
      bestM = exactM;
      best = i;
    }
  }
  return [best, bestM];
}

/** Longitudes brought into [-180, 180]. */
function wrapped(points: Columns): Columns {
  return {
    lng: points.lng.map((lng) => ((((lng + 180) % 360) + 360) % 360) - 180),
    lat: points.lat,
  };
}

const PLACES: [string, [number, number, number, number]][] = [
  ['a city', [121, 31, 121.3, 31.27]],
  ['60 degrees north', [10, 59.9, 10.5, 60.15]],
  ['the antimeridian', [179.8, -10.2, 180.3, -9.8]],
  ['the north pole', [-180, 89.5, 180, 90]],
  ['the south pole', [-180, -90, 180, -89.9]],
  ['a country', [100, 20, 120, 45]],
  ['the whole earth', [-180, -90, 180, 90]],
  ['a metre', [116.4, 39.9, 116.40001, 39.90001]],
];

describe('nearest facility', () => {
  it.each(PLACES)(`equals the library's choice: %s (seed ${SEED})`, (_, box) => {
    const random = randomStream(SEED);
    const [west, south, east, north] = box;
    const dx = (east - west) / 5;
    const dy = (north - south) / 5;
    for (const count of [1, 2, 40, 400]) {
      const facilities = wrapped(randomPoints(count, box, random));
      const around: [number, number, number, number] = [
        west - dx,
        Math.max(-90, south - dy),
        east + dx,
        Math.min(90, north + dy),
      ];
      const queries = wrapped(randomPoints(125, around, random));
      const index = new NearestIndex(facilities.lng, facilities.lat);
      const bulk = nearestAll(index, queries.lng, queries.lat);
      const precise = preciseNearestAll(index, queries.lng, queries.lat);
      for (let i = 0; i < queries.lng.length; i++) {
        const [best, bestM] = nearestByLibrary(facilities, queries.lng[i], queries.lat[i]);
        expect(bulk.index[i]).toBe(best);
        expect(Math.abs(bulk.distanceM[i] - bestM)).toBeLessThanOrEqual(2e-5 * bestM + 1e-6);
        if (bestM < 100_000) {
          expect(Math.abs(bulk.distanceM[i] - bestM)).toBeLessThanOrEqual(1e-6 * bestM + 1e-6);
        }
        expect(precise.index[i]).toBe(best);
        expect(Math.abs(precise.distanceM[i] - bestM)).toBeLessThanOrEqual(SHORT_ERROR_M);
        if (bestM > 30_001) expect(precise.distanceM[i]).toBe(bestM);
        expect(index.nearest(queries.lng[i], queries.lat[i])).toEqual({
          index: best,
          distanceM: bestM,
        });
      }
    }
  });

  it('finds the only city from the other side of the earth', () => {
    const facilities = randomPoints(200, [121, 31, 121.3, 31.27], randomStream(SEED));
    const index = new NearestIndex(facilities.lng, facilities.lat);
    for (const [lng, lat] of [
      [-59, -31],
      [-58.85, -31.1],
      [121, -80],
      [-120, 89],
      [0, 0],
    ]) {
      const [best, bestM] = nearestByLibrary(facilities, lng, lat);
      expect(index.nearest(lng, lat)).toEqual({ index: best, distanceM: bestM });
    }
  });

  it('holds with crowds and strays: two cities and a station at 0, 0', () => {
    const random = randomStream(SEED);
    const a = randomPoints(400, [121, 31, 121.1, 31.1], random);
    const b = randomPoints(400, [116, 39, 116.01, 39.01], random);
    const facilities = {
      lng: Float64Array.of(0, ...a.lng, ...b.lng),
      lat: Float64Array.of(0, ...a.lat, ...b.lat),
    };
    const index = new NearestIndex(facilities.lng, facilities.lat);
    const queries = [
      randomPoints(100, [121, 31, 121.1, 31.1], random),
      randomPoints(100, [110, 20, 125, 45], random),
      randomPoints(50, [-20, -20, 20, 20], random),
    ];
    for (const { lng, lat } of queries) {
      const found = nearestAll(index, lng, lat);
      for (let i = 0; i < lng.length; i++) {
        expect(found.index[i]).toBe(nearestByLibrary(facilities, lng[i], lat[i])[0]);
      }
    }
  });

  it('settles near-ties by the library: facilities on a ring around the query', () => {
    const random = randomStream(SEED);
    for (const radiusM of [0.5, 300, 20_000, 400_000, 4_000_000]) {
      for (let round = 0; round < 20; round++) {
        const lng = random() * 360 - 180;
        const lat = random() * 140 - 70;
        const facilities = columns(
          Array.from({ length: 30 }, () => {
            const metres = radiusM * (1 + 2e-9 * (random() - 0.5));
            return destination(lng, lat, random() * 360, metres);
          }),
        );
        const index = new NearestIndex(facilities.lng, facilities.lat);
        const [best, bestM] = nearestByLibrary(facilities, lng, lat);
        expect(index.nearest(lng, lat)).toEqual({ index: best, distanceM: bestM });
      }
    }
  });

  it('gives equal distances to the lowest index', () => {
    const facilities = columns([
      [5, 5],
      [1, 0],
      [-1, 0],
      [1, 0],
      [-1, 0],
    ]);
    const index = new NearestIndex(facilities.lng, facilities.lat);
    expect(index.nearest(0, 0).index).toBe(1);
    expect(index.nearest(-0.5, 0).index).toBe(2);
    expect(index.within(0, 0, 200_000)).toEqual([1, 2, 3, 4]);
  });

  it('takes 180 and -180 for the same meridian', () => {
    const facilities = columns([
      [-180, 10],
      [180, 10],
    ]);
    const index = new NearestIndex(facilities.lng, facilities.lat);
    expect(index.nearest(180, 10.001).index).toBe(0);
    expect(index.nearest(-179.99, 10.001).index).toBe(0);
    expect(index.within(179.99, 10, 2000)).toEqual([0, 1]);
  });

  it('skips what has no position', () => {
    const facilities = columns([
      [NaN, 31],
      [121, NaN],
      [121, 31],
      [121, 95],
      [Infinity, 3],
    ]);
    const index = new NearestIndex(facilities.lng, facilities.lat);
    expect(index.nearest(121, 31)).toEqual({ index: 2, distanceM: 0 });
    const found = nearestAll(index, Float64Array.of(NaN, 121), Float64Array.of(31, 31));
    expect([...found.index]).toEqual([-1, 2]);
    expect([...found.distanceM]).toEqual([NaN, 0]);
    expect(index.within(NaN, 31, 1e7)).toEqual([]);
    const none = new NearestIndex(Float64Array.of(NaN), Float64Array.of(NaN));
    expect(none.nearest(121, 31)).toEqual({ index: -1, distanceM: Infinity });
    const missing = preciseNearestAll(none, Float64Array.of(121, NaN), Float64Array.of(31, 31));
    expect([...missing.index]).toEqual([-1, -1]);
    expect([...missing.distanceM]).toEqual([Infinity, NaN]);
  });

  it('rejects columns of different lengths', () => {
    expect(() => new NearestIndex(new Float64Array(2), new Float64Array(3))).toThrow(/2.*3/);
  });
});

describe('within a radius', () => {
  it.each(PLACES)(`equals the library's choice: %s (seed ${SEED})`, (_, box) => {
    const random = randomStream(SEED + 1);
    const facilities = wrapped(randomPoints(300, box, random));
    const queries = wrapped(randomPoints(40, box, random));
    const index = new NearestIndex(facilities.lng, facilities.lat);
    const acrossM = distanceM(box[0], box[1], box[2], box[3]) || 1_000;
    for (let i = 0; i < queries.lng.length; i++) {
      const radiusM = acrossM * random();
      const expected: number[] = [];
      for (let k = 0; k < facilities.lng.length; k++) {
        const exactM = distanceM(
          queries.lng[i],
          queries.lat[i],
          facilities.lng[k],
          facilities.lat[k],
        );
        if (exactM <= radiusM) expected.push(k);
      }
      expect(index.within(queries.lng[i], queries.lat[i], radiusM)).toEqual(expected);
    }
  });

  it('includes a facility at exactly the radius and leaves out the next float', () => {
    const random = randomStream(SEED);
    for (let round = 0; round < 50; round++) {
      const lng = random() * 360 - 180;
      const lat = random() * 160 - 80;
      const [flng, flat] = destination(lng, lat, random() * 360, 10 ** (1 + 5 * random()));
      const index = new NearestIndex(Float64Array.of(flng), Float64Array.of(flat));
      const exactM = distanceM(lng, lat, flng, flat);
      expect(index.within(lng, lat, exactM)).toEqual([0]);
      expect(index.within(lng, lat, exactM * (1 - 1e-15))).toEqual([]);
    }
  });
});

describe('isWithin', () => {
  it('asks for the exact distance only near the cutoff', () => {
    let asked = 0;
    const exact = (distance: number) => (): number => {
      asked++;
      return distance;
    };
    expect(isWithin(400, 500, exact(NaN))).toBe(true);
    expect(isWithin(600, 500, exact(NaN))).toBe(false);
    expect(asked).toBe(0);
    expect(isWithin(500.02, 500, exact(500))).toBe(true);
    expect(isWithin(499.98, 500, exact(500.0000001))).toBe(false);
    expect(asked).toBe(2);
  });
});
