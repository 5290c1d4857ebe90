import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import {
  cross,
  dashedRing,
  givenColumns,
  scenarioLines,
  type ReachStation,
} from '#lib/map/layers/reach-stations.ts';
import { routeLines } from '#lib/map/layers/route.ts';
import { nudged } from '#lib/map/station-drag.ts';

const METRES_PER_PX = (lat: number, zoom: number): number =>
  (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
const near = (a: number, b: number) => expect(a / b).toBeCloseTo(1, 1);

const station = (more: Partial<ReachStation> = {}): ReachStation => ({
  lng: 121.4,
  lat: 31.2,
  state: 'given',
  fromLng: NaN,
  fromLat: NaN,
  label: '',
  ...more,
});

describe('what a scenario does to stations', () => {
  it('rings with dashes that keep their distance and leave gaps', () => {
    const ring = dashedRing([121.4, 31.2], 12, 15);
    const radiusM = 12 * METRES_PER_PX(31.2, 15);
    for (const dash of ring) {
      for (const [lng, lat] of dash) near(distanceM(121.4, 31.2, lng, lat), radiusM);
    }
    const drawnM = ring
      .flatMap((dash) => dash.slice(1).map((to, i) => distanceM(...dash[i], ...to)))
      .reduce((a, b) => a + b);
    const share = drawnM / (2 * Math.PI * radiusM);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.65);
  });

  it('crosses out what is removed with strokes of equal length', () => {
    const [one, other] = cross([121.4, 31.2], 9, 14);
    const longM = distanceM(...one[0], ...one[1]);
    near(longM, 2 * Math.SQRT2 * 9 * METRES_PER_PX(31.2, 14));
    near(distanceM(...other[0], ...other[1]), longM);
  });

  it('draws nothing for what is given, a way for what moved, two strokes for what goes', () => {
    const moved = station({ state: 'moved', fromLng: 121.3, fromLat: 31.1 });
    const { dashes, moves } = scenarioLines(
      [
        station(),
        station({ state: 'removed' }),
        moved,
        station({ state: 'added', lng: NaN, lat: NaN }),
      ],
      14,
      1,
    );
    const ringed = dashedRing([0, 0], 1, 1).length;
    expect(dashes.length).toBe(2 + ringed);
    expect(moves.length).toBe(1);
    expect([...moves.xy]).toEqual([121.3, 31.1, 121.4, 31.2]);
  });

  it('knows the given ones by number, place and level', () => {
    const list = [
      station({ state: 'added' }),
      station({ level: 1 }),
      station({ lng: NaN }),
      station(),
    ];
    expect([...givenColumns(list)]).toEqual([1, 121.4, 31.2, 1, 3, 121.4, 31.2, 4]);
  });
});

describe('a way on foot', () => {
  const way = Float64Array.of(
    121.4,
    31.2,
    121.401,
    31.2,
    121.405,
    31.2,
    121.405,
    31.204,
    121.406,
    31.204,
  );

  it('dashes the legs off the network and draws the rest through', () => {
    const { walked, legs, straight } = routeLines(way, 15);
    expect([...walked.xy]).toEqual([...way.subarray(2, 8)]);
    expect(legs.length).toBeGreaterThan(2);
    // Dashes begin at the network on the way out, and stay on the two legs.
    const ends = Array.from({ length: legs.startIndices[legs.length] }, (_, v) => legs.xy[2 * v]);
    expect(ends.every((lng) => lng <= 121.401 || lng >= 121.405)).toBe(true);
    expect([...straight.xy]).toEqual([121.4, 31.2, 121.406, 31.204]);
  });

  it('is a leg from end to end where there is no network between', () => {
    const { walked, legs } = routeLines(way.subarray(0, 4), 15);
    expect(walked.length).toBe(0);
    expect(legs.length).toBeGreaterThan(0);
    expect(routeLines(way.subarray(0, 2), 15).straight.length).toBe(0);
  });
});

it('moves a place by arrow keys, and by no other', () => {
  const from = [121.4, 31.2] as const;
  const to = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  for (const [key, [east, north]] of Object.entries(to)) {
    const at = nudged(from, key, 100)!;
    expect(Math.abs(distanceM(...from, ...at) - 100)).toBeLessThan(0.6);
    expect([Math.sign(at[0] - from[0]), Math.sign(at[1] - from[1])]).toEqual([east, north]);
  }
  expect(nudged(from, 'Enter', 100)).toBeNull();
});
