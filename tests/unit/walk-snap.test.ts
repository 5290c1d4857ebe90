import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { walkNetwork } from '#lib/core/reach/walk/build.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { networkSummary, snapPlaces } from '#lib/core/reach/walk/snap.ts';
import type { Places } from '#lib/core/reach/field.ts';
import { randomStream } from '../bench/random.ts';
import { metres, walkOf, type Line } from './walk-lines.ts';

const SEED = 20261126;

const placesOf = (points: (readonly number[])[]): Places => ({
  count: points.length,
  lng: Float64Array.from(points, ([lng]) => lng),
  lat: Float64Array.from(points, ([, lat]) => lat),
});

/** The nearest point of a straight piece by search alone: thirds of the stretch that holds it. */
function nearestOnPiece(place: readonly number[], a: number[], b: number[]): [number, number] {
  const offM = (t: number) =>
    distanceM(place[0], place[1], a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
  let [low, high] = [0, 1];
  for (let round = 0; round < 90; round++) {
    const third = (high - low) / 3;
    if (offM(low + third) < offM(high - third)) high -= third;
    else low += third;
  }
  return [0, 1, (low + high) / 2]
    .map((t): [number, number] => [t, offM(t)])
    .sort((x, y) => x[1] - y[1])[0];
}

/** Distance to the nearest edge of all, and how far along which ones that is. */
function brute(network: WalkNetwork, place: readonly number[]) {
  const found: { edge: number; alongM: number; offsetM: number }[] = [];
  const { xy, vertexStart } = network;
  for (let edge = 0; edge < network.edges; edge++) {
    const vertices: number[][] = [];
    for (let v = vertexStart[edge]; v < vertexStart[edge + 1]; v++)
      vertices.push([xy[2 * v], xy[2 * v + 1]]);
    const pieceM = vertices.map((b, i) => {
      const a = vertices[Math.max(0, i - 1)];
      return distanceM(a[0], a[1], b[0], b[1]);
    });
    const wholeM = pieceM.reduce((sum, m) => sum + m, 0);
    let beforeM = 0;
    for (let i = 1; i < vertices.length; i++) {
      const [t, offsetM] = nearestOnPiece(place, vertices[i - 1], vertices[i]);
      const alongM = ((beforeM + t * pieceM[i]) / wholeM) * network.lengthM[edge];
      found.push({ edge, alongM, offsetM });
      beforeM += pieceM[i];
    }
  }
  const bestM = Math.min(...found.map(({ offsetM }) => offsetM));
  return { bestM, near: found.filter(({ offsetM }) => offsetM < bestM + 1e-4) };
}

describe('a place joins the network', () => {
  const network = walkNetwork(
    walkOf([
      { at: [metres(0, 0), metres(50, 0), metres(100, 0)] },
      { at: [metres(50, 0), metres(50, 60)], lengthM: 90 },
    ]),
  );

  it('at the nearest node, as the end of an edge', () => {
    const snapped = snapPlaces(network, placesOf([metres(40, 5), metres(50, 70)]), 'node', 100);
    const [at, end] = [0, 1].map((i) => {
      const edge = snapped.edge[i];
      return snapped.alongM[i] === 0 ? network.from[edge] : network.to[edge];
    });
    expect([network.lng[at], network.lat[at]]).toEqual(metres(50, 0));
    expect([network.lng[end], network.lat[end]]).toEqual(metres(50, 60));
    expect(snapped.offsetM[0]).toBeCloseTo(distanceM(...metres(40, 5), ...metres(50, 0)), 6);
    expect(network.lengthM[snapped.edge[1]]).toBe(90);
    expect([0, 90]).toContain(snapped.alongM[1]);
  });

  it('at the nearest point of an edge, with the share of the length that its file gives', () => {
    const snapped = snapPlaces(network, placesOf([metres(57, 30)]), 'edge', 100);
    expect(network.lengthM[snapped.edge[0]]).toBe(90);
    expect(snapped.alongM[0]).toBeCloseTo(45, 1);
    expect(snapped.offsetM[0]).toBeCloseTo(7, 1);
  });

  it('not from farther than the limit, and not without a position', () => {
    const places = placesOf([metres(0, -101), metres(0, -99), [NaN, NaN]]);
    for (const snap of ['node', 'edge'] as const) {
      const snapped = snapPlaces(network, places, snap, 100);
      expect([...snapped.edge].map((edge) => edge >= 0)).toEqual([false, true, false]);
      expect(snapped.offsetM[0]).toBe(Infinity);
      expect(snapped.offsetM[2]).toBeNaN();
      expect(snapped.alongM[2]).toBeNaN();
      const { snapped: told, lengthM } = networkSummary(network, [{ places, snapped }]);
      expect(told).toEqual({ places: 1, tooFar: 1, meanM: snapped.offsetM[1], worstM: snapped.offsetM[1] }); // prettier-ignore
      expect(lengthM).toBeCloseTo(190, 0);
    }
  });

  it('nowhere where there is no network', () => {
    const snapped = snapPlaces(walkNetwork(walkOf([])), placesOf([metres(0, 0)]), 'edge', Infinity);
    expect([...snapped.edge]).toEqual([-1]);
  });
});

describe(`random places (seed ${SEED})`, () => {
  const boxes: [string, number, number, number][] = [
    ['Shanghai', 121.48, 31.23, 0.02],
    ['far north', 25, 69.9, 0.05],
    ['the antimeridian', 179.995, -17, 0.02],
    ['a province', 110, 30, 3],
  ];
  it.each(boxes)('join the edge that a search over all finds: %s', (_, west, south, size) => {
    const random = randomStream(SEED);
    const point = (spread: number): [number, number] => [
      west + size * (spread * random() - (spread - 1) / 2),
      south + size * (spread * random() - (spread - 1) / 2),
    ];
    for (const count of [1, 3, 40]) {
      const lines = Array.from({ length: count }, (): Line => {
        const [lng, lat] = point(1);
        const step = (): number => (random() - 0.5) * size * (random() < 0.1 ? 1 : 0.1);
        const line: Line = { at: [[lng, lat], [lng + step(), lat + step()], [lng + step(), lat]] }; // prettier-ignore
        if (random() < 0.3) line.lengthM = 10 + random() * 1000;
        return line;
      });
      const network = walkNetwork(walkOf(lines));
      const points = Array.from({ length: 60 }, () => point(random() < 0.2 ? 6 : 1.2));
      const places = placesOf(points);
      const snapped = snapPlaces(network, places, 'edge', Infinity);
      points.forEach((place, i) => {
        const { bestM, near } = brute(network, place);
        const roomM = 1e-4 + bestM * 1e-7;
        expect(Math.abs(snapped.offsetM[i] - bestM)).toBeLessThan(roomM);
        const same = near.filter(({ edge }) => edge === snapped.edge[i]);
        expect(same.length).toBeGreaterThan(0);
        const apart = Math.min(...same.map(({ alongM }) => Math.abs(alongM - snapped.alongM[i])));
        expect(apart).toBeLessThan(0.01 + bestM * 1e-4);
        const wider = snapPlaces(network, placesOf([place]), 'edge', bestM * 1.0001 + 0.001);
        expect(wider.edge[0]).toBe(snapped.edge[i]);
        expect(snapPlaces(network, placesOf([place]), 'edge', bestM * 0.999).edge[0]).toBe(-1);
      });
    }
  });
});
