import type { Geometry } from 'geojson';
import { fromWgs84 } from '#lib/core/geo/crs/convert.ts';
import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, bboxOf } from '#lib/core/geo/shapes.ts';
import type { CrsQuestion } from '#lib/core/ingest/detective/detect-crs.ts';
import type { Digits } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { hypothesisKey } from '#lib/core/ingest/detective/hypothesis.ts';
import { territoryOf } from '#lib/core/ingest/detective/territory.ts';
import type { CrsVerdict } from '#lib/core/ingest/detective/verdict.ts';
import type { Divisions } from '#lib/core/model.ts';
import { randomStream } from '../bench/random.ts';
import { noCounts } from './coverage-project.ts';
import { crookedTiling } from '../bench/tiling.ts';

export type Random = () => number;

/** Cities all over the mainland. */
export const CITIES: [number, number][] = [
  [121.47, 31.23],
  [116.4, 39.9],
  [113.26, 23.13],
  [114.06, 22.55],
  [104.07, 30.66],
  [114.3, 30.59],
  [108.94, 34.34],
  [123.43, 41.8],
  [126.63, 45.75],
  [87.62, 43.83],
  [91.13, 29.65],
  [102.71, 25.04],
  [110.35, 20.02],
  [103.83, 36.06],
  [119.3, 26.07],
  [75.99, 39.47],
];

/** A division tree of polygons side by side, or with the parents given. */
export function divisionsOf(geometries: (Geometry | null)[], parent?: number[]): Divisions {
  const builder = new ShapesBuilder();
  geometries.forEach((geometry) => builder.append(geometry));
  const count = geometries.length;
  return {
    count,
    file: new Uint16Array(count),
    row: Uint32Array.from({ length: count }, (_, i) => i + 2),
    extra: {},
    code: geometries.map((_, i) => String(i)),
    name: geometries.map((_, i) => `d${i}`),
    level: new Uint8Array(count).fill(2),
    parent: Int32Array.from(parent ?? geometries.map(() => -1)),
    ...noCounts(count),
    shapes: builder.build(),
  };
}

/** Crooked cells of 1 to 3 km around a position, 4 to 7 of them each way. */
export function cellsAround([lng, lat]: [number, number], random: Random): Divisions {
  const km = 1 + 2 * random();
  const [cols, rows] = [4 + Math.floor(4 * random()), 4 + Math.floor(4 * random())];
  const height = (rows * km) / 111;
  const width = (cols * km) / (111 * Math.cos((lat * Math.PI) / 180));
  const [west, south] = [lng - width * random(), lat - height * random()];
  return divisionsOf(
    crookedTiling([west, south, west + width, south + height], cols, rows, 3, 3, random),
  );
}

/** Positions spread over the divisions, and the division of each. */
export interface Truth {
  lng: Float64Array;
  lat: Float64Array;
  named: Int32Array;
}

export function placesIn(divisions: Divisions, count: number, random: Random): Truth {
  const records = Array.from({ length: divisions.count }, (_, i) => i);
  const index = new PolygonIndex(divisions.shapes, records);
  const truth: Truth = {
    lng: new Float64Array(count),
    lat: new Float64Array(count),
    named: new Int32Array(count),
  };
  for (let i = 0; i < count;) {
    const box = bboxOf(divisions.shapes, Math.floor(random() * divisions.count));
    if (!box) continue;
    const lng = box[0] + random() * (box[2] - box[0]);
    const lat = box[1] + random() * (box[3] - box[1]);
    const at = index.locate(lng, lat);
    if (at < 0) continue;
    truth.lng[i] = lng;
    truth.lat[i] = lat;
    truth.named[i++] = at;
  }
  return truth;
}

/** Every way to spoil a file of a place, one after another by number. */
export function hypothesisFor(number: number, lng: number): Hypothesis {
  const zone3 = Math.round(lng / 3);
  const zone6 = Math.floor(lng / 6) + 1;
  const plain: CrsId[] = ['wgs84', 'gcj02', 'bd09', 'web_mercator', 'web_mercator_gcj02'];
  plain.push(`gk3_${zone3}`, `gk3m_${3 * zone3}`, `gk6_${zone6}`, `utm_${zone6 + 30}`);
  plain.push('gcj02_twice', 'bd09_of_gcj02', 'bd09_as_gcj02', 'gcj02_undone');
  const ways: Hypothesis[] = [false, true].flatMap((swapped) => [
    ...plain.map((crs) => ({ crs, swapped, digits: 'plain' as Digits })),
    ...(['point_lost', 'packed_dms'] as const).flatMap((digits) =>
      (['wgs84', 'gcj02', 'bd09'] as const).map((crs) => ({ crs, swapped, digits })),
    ),
  ]);
  return ways[number % ways.length];
}

function written(value: number, crs: CrsId, digits: Digits): number {
  if (digits === 'point_lost') return Number(value.toFixed(6).replace(/0+$/, '').replace('.', ''));
  if (digits === 'plain') return Number(value.toFixed(/gk|utm|mercator/.test(crs) ? 3 : 6));
  const hundredths = Math.round(value * 360_000);
  const [degrees, rest] = [Math.floor(hundredths / 360_000), hundredths % 360_000];
  return Number((degrees * 1e4 + Math.floor(rest / 6_000) * 100 + (rest % 6_000) / 100).toFixed(2));
}

/** The two columns of a file that holds the positions in one way. */
export function columnsIn(
  { crs, swapped, digits }: Hypothesis,
  lng: Float64Array,
  lat: Float64Array,
): [Float64Array, Float64Array] {
  const [x, y] = fromWgs84(crs, lng, lat).map((column) =>
    column.map((value) => written(value, crs, digits)),
  );
  return swapped ? [y, x] : [x, y];
}

/** Spoils a share of the rows: lost, zero, elsewhere, mistyped, swapped, or in a wrong division. */
export function addNoise(
  x: Float64Array,
  y: Float64Array,
  named: Int32Array,
  divisions: number,
  share: number,
  random: Random,
): void {
  for (let k = 0; k < share * x.length; k++) {
    const i = Math.floor(random() * x.length);
    const kind = Math.floor(random() * 6);
    if (kind === 0) x[i] = NaN;
    else if (kind === 1) x[i] = y[i] = 0;
    else if (kind === 2)
      [x[i], y[i]] = [x[i] * (0.9 + 0.2 * random()), y[i] * (0.9 + 0.2 * random())];
    else if (kind === 3) x[i] += (random() - 0.5) * 0.02 * Math.abs(x[i]);
    else if (kind === 4) [x[i], y[i]] = [y[i], x[i]];
    else named[i] = Math.floor(random() * divisions);
  }
}

/** The question of a file, with nothing declared and nothing beside it. */
export function questionOf(
  [x, y]: [Float64Array, Float64Array],
  named: Int32Array | null,
  divisions: Divisions,
): CrsQuestion {
  return { x, y, named, territory: territoryOf(divisions), declared: null, neighbours: null };
}

/** A system with its digits as they are. */
export const plain = (crs: Hypothesis['crs'], swapped = false): Hypothesis => ({
  crs,
  swapped,
  digits: 'plain',
});

/** The name of the best hypothesis of a verdict. */
export const keyOf = ({ best }: CrsVerdict) => (best === null ? 'none' : hypothesisKey(best));

/** A file in one system with nothing wrong in it, and what is true of it. */
export function fileIn(hypothesis: Hypothesis, seed: number, rows = 200) {
  const random = randomStream(seed);
  const divisions = cellsAround(CITIES[0], random);
  const truth = placesIn(divisions, rows, random);
  const columns = columnsIn(hypothesis, truth.lng, truth.lat);
  return {
    random,
    divisions,
    truth,
    columns,
    question: questionOf(columns, truth.named, divisions),
  };
}
