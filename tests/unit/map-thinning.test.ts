import { expect, test } from 'vitest';
import { projectBbox } from '#lib/map/extent.ts';
import { atOnce } from '#lib/map/steps.ts';
import { thinned } from '#lib/map/thinning.ts';
import { mulberry32, projectOf } from './coverage-project.ts';

const pixel = (lng: number, lat: number, zoom: number): [number, number] => {
  const size = 512 * 2 ** zoom;
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [(lng / 360 + 0.5) * size, y * size];
};

test('of marks on one spot the last painted stays, and every mark has one near it (seed 5)', () => {
  const random = mulberry32(5);
  const n = 20_000;
  const xy = Float64Array.from({ length: 2 * n }, (_, i) =>
    i % 2 === 0 ? 121 + random() * 0.2 : 31 + random() * 0.2,
  );
  const order = Uint32Array.from({ length: n }, (_, i) => (i * 7919) % n);
  const zoom = 11;
  const kept = atOnce(thinned(order, xy, [121.02, 31.02, 121.18, 31.18], zoom));
  expect(kept.length).toBeLessThan(n / 2);
  const rank = new Map([...order].map((record, at) => [record, at]));
  const ranks = [...kept].map((record) => rank.get(record)!);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  const drawn = [...kept].map((i) => [...pixel(xy[2 * i], xy[2 * i + 1], zoom), rank.get(i)!]);
  for (let i = 0; i < n; i += 23) {
    const inView =
      xy[2 * i] > 121.02 && xy[2 * i] < 121.18 && xy[2 * i + 1] > 31.02 && xy[2 * i + 1] < 31.18;
    if (!inView) {
      expect(kept).not.toContain(i);
      continue;
    }
    const [x, y] = pixel(xy[2 * i], xy[2 * i + 1], zoom);
    const covered = drawn.some(
      ([a, b, at]) => Math.abs(a - x) <= 5.01 && Math.abs(b - y) <= 5.01 && at >= rank.get(i)!,
    );
    expect(covered, `unit ${i}`).toBe(true);
  }
});

test('one point in another city does not stretch the map', () => {
  const units = Array.from({ length: 200 }, (_, i) => ({
    lng: 121.4 + (i % 20) * 0.005,
    lat: 31.2 + Math.floor(i / 20) * 0.005,
  }));
  const box = projectBbox(projectOf({ units: [...units, { lng: 116.4, lat: 39.9 }] }))!;
  expect(box[0]).toBeGreaterThan(121.3);
  expect(box[3]).toBeLessThan(31.4);
  expect(projectBbox(projectOf({ units }))).toEqual([121.4, 31.2, 121.495, 31.245]);
  // Where there is neither, what is to be served says where to look.
  const demand = [
    { lng: 121.4, lat: 31.2, weight: 1 },
    { lng: 121.5, lat: 31.3, weight: 1 },
  ];
  expect(projectBbox(projectOf({ units: [], demand }))).toEqual([121.4, 31.2, 121.5, 31.3]);
});
