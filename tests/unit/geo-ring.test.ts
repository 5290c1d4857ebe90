import { describe, expect, it } from 'vitest';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { serviceRing, serviceRings } from '#lib/core/geo/ring.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261123;

describe('geodesics', () => {
  it('measures the ellipsoid, not a sphere', () => {
    expect(distanceM(0, 0, 0, 1)).toBeCloseTo(110_574.3886, 3);
    expect(distanceM(0, 0, 1, 0)).toBeCloseTo(111_319.4908, 3);
    expect(distanceM(179.9, 0, -179.9, 0)).toBeCloseTo(22_263.8982, 3);
    expect(distanceM(NaN, 0, 0, 0)).toBeNaN();
  });

  it(`comes back from where it went (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    for (let round = 0; round < 200; round++) {
      const [lng, lat] = [random() * 360 - 180, random() * 180 - 90];
      const lengthM = 10 ** (7 * random());
      const [endLng, endLat] = destination(lng, lat, random() * 360, lengthM);
      expect(Math.abs(distanceM(lng, lat, endLng, endLat) - lengthM)).toBeLessThan(1e-6);
    }
  });
});

describe('service rings', () => {
  it.each([
    [121.5, 31.2, 300],
    [10, 60, 1_000],
    [179.999, -17, 5_000],
    [-180, 70, 50_000],
    [0, 0, 800],
    [20, 88, 2_000],
    [20, 50, 400_000],
  ])('stand at the radius to a millimetre: %f, %f, %f m', (lng, lat, radiusM) => {
    const ring = serviceRing(lng, lat, radiusM).geometry.coordinates[0];
    expect(ring.length).toBe(129);
    expect(ring[128]).toEqual(ring[0]);
    const lngs = Float64Array.of(lng, NaN, lng, lng, lng, lng, lng);
    const many = serviceRings(lngs, new Float64Array(7).fill(lat), radiusM);
    for (let v = 0; v < 129; v++) {
      expect(Math.abs(distanceM(lng, lat, ring[v][0], ring[v][1]) - radiusM)).toBeLessThan(1e-6);
      if (v > 0) expect(Math.abs(ring[v][0] - ring[v - 1][0])).toBeLessThan(90);
      const [x, y] = [many[2 * v], many[2 * v + 1]];
      expect(distanceM(x, y, ring[v][0], ring[v][1])).toBeLessThan(1e-3);
      expect(Math.abs(distanceM(lng, lat, x, y) - radiusM)).toBeLessThan(1e-3);
      expect(many[258 + v]).toBeNaN();
    }
  });

  it(`in bulk equal single ones (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    const count = 200;
    const lng = Float64Array.from({ length: count }, () => random() * 360 - 180);
    const lat = Float64Array.from({ length: count }, () => random() * 178 - 89);
    for (const [radiusM, steps] of [
      [500, 16],
      [49_000, 12],
    ]) {
      const xy = serviceRings(lng, lat, radiusM, steps);
      expect(xy.length).toBe(count * 2 * (steps + 1));
      for (let i = 0; i < count; i++) {
        const single = serviceRing(lng[i], lat[i], radiusM, steps).geometry.coordinates[0];
        single.forEach(([x, y], v) => {
          const at = 2 * (i * (steps + 1) + v);
          expect(distanceM(x, y, xy[at], xy[at + 1])).toBeLessThan(1e-3);
        });
      }
    }
  });

  it('wind counter-clockwise, as GeoJSON wants shells', () => {
    const ring = serviceRing(121, 31, 500).geometry.coordinates[0];
    let twice = 0;
    for (let v = 1; v < ring.length; v++) {
      twice +=
        (ring[v - 1][0] - 121) * (ring[v][1] - 31) - (ring[v][0] - 121) * (ring[v - 1][1] - 31);
    }
    expect(twice).toBeGreaterThan(0);
  });
});
