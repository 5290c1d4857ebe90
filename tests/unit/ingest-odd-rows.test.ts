import { expect, it } from 'vitest';
import { wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';
import { issuesOf, read } from './ingest-folder.ts';

const SIDE = 6;
const CELL = 0.01;
const DIVISIONS = JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: SIDE * SIDE }, (_, n) => {
    const [w, s] = [121.4 + (n % SIDE) * CELL, 31.2 + Math.floor(n / SIDE) * CELL];
    const ring = [[w, s], [w + CELL, s], [w + CELL, s + CELL], [w, s + CELL], [w, s]]; // prettier-ignore
    return {
      type: 'Feature',
      properties: { code: `990101001${String(n + 1).padStart(3, '0')}`, name: `社区${n + 1}` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  }),
});
const COUNT = 360;
const places = Array.from({ length: COUNT }, (_, i) => {
  const n = i % (SIDE * SIDE);
  const [a, b] = [0.05 + 0.9 * ((i * 0.618034) % 1), 0.05 + 0.9 * ((i * 0.754878) % 1)];
  const lng = 121.4 + ((n % SIDE) + a) * CELL;
  const lat = 31.2 + (Math.floor(n / SIDE) + b) * CELL;
  return { lng, lat, name: `社区${n + 1}` };
});
const shifted = ({ lng, lat }: (typeof places)[number]): [number, number] => {
  const [x, y] = wgs84ToGcj02(Float64Array.of(lng), Float64Array.of(lat));
  return [x[0], y[0]];
};
const isOdd = (i: number) => i % 9 === 4;
const ledger = (odd: (place: (typeof places)[number]) => [number | string, number | string]) =>
  ['编号,楼宇名称,所在社区,经度,纬度']
    .concat(
      places.map((place, i) => {
        const [x, y] = isOdd(i) ? odd(place) : [place.lng, place.lat];
        return `B${i},楼${i},${place.name},${x},${y}`;
      }),
    )
    .join('\n');
const readWith = (text: string) => read({ 'divisions.geojson': DIVISIONS, '楼宇.csv': text });

it('names the rows that are in another system than their file, and how many they are', async () => {
  const project = await readWith(ledger(shifted));
  const rows = issuesOf(project, 'crs_mixed_row');
  expect(rows.length).toBeGreaterThan(10);
  for (const { row, column, found, expected } of rows) {
    expect(isOdd(row! - 2)).toBe(true);
    expect([column, found, expected]).toEqual(['经度', 'gcj02', 'wgs84']);
  }
  expect(issuesOf(project, 'crs_mixed')).toMatchObject([
    { row: null, found: String(rows.length), expected: 'wgs84' },
  ]);
});

it('names rows in metres and rows that lost their point', async () => {
  const mercator = ({ lng, lat }: (typeof places)[number]): [number, number] => [
    (lng * 20037508.342789244) / 180,
    (Math.log(Math.tan(((90 + lat) * Math.PI) / 360)) * 20037508.342789244) / Math.PI,
  ];
  const metres = await readWith(ledger(mercator));
  expect(issuesOf(metres, 'crs_mixed_row').map(({ row, found }) => [row, found])).toEqual(
    places.flatMap((_, i) => (isOdd(i) ? [[i + 2, 'web_mercator']] : [])),
  );
  const lost = await readWith(
    ledger(({ lng, lat }) => [Math.round(lng * 1e6), Math.round(lat * 1e6)]),
  );
  expect(new Set(issuesOf(lost, 'crs_mixed_row').map(({ found }) => found))).toEqual(
    new Set(['wgs84+point_lost']),
  );
});

it('says nothing of a sound file, nor twice of rows whose numbers are swapped', async () => {
  const sound = await readWith(ledger(({ lng, lat }) => [lng, lat]));
  const swapped = await readWith(ledger(({ lng, lat }) => [lat, lng]));
  for (const project of [sound, swapped])
    for (const code of ['crs_mixed', 'crs_mixed_row'])
      expect(issuesOf(project, code), code).toEqual([]);
  expect(issuesOf(swapped, 'coordinates_swapped')).toHaveLength(
    places.filter((_, i) => isOdd(i)).length,
  );
});
