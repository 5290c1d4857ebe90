import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureCollection, Geometry, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import { repairGeometry } from '#lib/core/ingest/geometry-repair.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;
const MESSY = '../shared/data/messy/generated';
const present = existsSync(MESSY);
if (!present) console.log(`skipped: ${MESSY} is absent`);

function read(name: string): (Geometry | null)[] {
  const text = readFileSync(join(MESSY, name), 'utf8');
  return (JSON.parse(text) as FeatureCollection).features.map((feature) => feature.geometry);
}

function shapesOf(geometries: readonly (Geometry | null)[]) {
  const builder = new ShapesBuilder();
  for (const geometry of geometries) builder.append(geometry);
  return builder.build();
}

function area(geometry: Geometry | null): number {
  return areaM2(shapesOf([geometry]), 0);
}

function polygon(...coordinates: Position[][]): Geometry {
  return { type: 'Polygon', coordinates };
}

/** A closed square of `size` degrees from its south-west corner. */
function square(lng: number, lat: number, size: number): Position[] {
  return [
    [lng, lat],
    [lng + size, lat],
    [lng + size, lat + size],
    [lng, lat + size],
    [lng, lat],
  ];
}

function codes(geometry: Geometry): string[] {
  return repairGeometry(geometry).notes.map((note) => note.code);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).map(frozen);
  return value;
}

/** Even-odd over one ring, open or closed. */
function inRing([x, y]: Position, ring: Position[]): boolean {
  let inside = false;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

/** What a geometry ought to cover: some shell without its holes. */
function covers(parts: Position[][][], at: Position): boolean {
  return parts.some(
    ([shell, ...holes]) => inRing(at, shell) && !holes.some((hole) => inRing(at, hole)),
  );
}

function partsOf(geometry: Geometry | null): Position[][][] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : [];
}

/** Points of a raster over a box at which two coverings differ, and those covered by the first. */
function raster(
  cells: number,
  [west, south, size]: readonly [number, number, number],
  first: Position[][][],
  second: Position[][][],
): { differ: number; covered: number } {
  let [differ, covered] = [0, 0];
  for (let i = 0; i < cells * cells; i++) {
    const lng = west + (((i % cells) + 0.5017) / cells) * size;
    const lat = south + ((Math.floor(i / cells) + 0.4871) / cells) * size;
    const inFirst = covers(first, [lng, lat]);
    if (inFirst) covered++;
    if (inFirst !== covers(second, [lng, lat])) differ++;
  }
  return { differ, covered };
}

describe.skipIf(!present)('the broken files', () => {
  it('reversed winding: areas and containment are those of the reference', () => {
    const mended = (name: string) => shapesOf(read(name).map((g) => repairGeometry(g).geometry));
    const [reference, reversed] = ['beijing_core32_wgs84.geojson', 'winding_reversed.geojson'].map(
      mended,
    );
    let total = 0;
    for (let i = 0; i < 32; i++) {
      expect(areaM2(reversed, i)).toBeCloseTo(areaM2(reference, i), 6);
      total += areaM2(reference, i);
    }
    expect(Math.abs(total / 92.29e6 - 1)).toBeLessThan(0.001);
    const rows = [...Array(32).keys()];
    const [one, other] = [reference, reversed].map((shapes) => new PolygonIndex(shapes, rows));
    const random = randomStream(SEED);
    for (let i = 0; i < 2000; i++) {
      const [lng, lat] = [116.32 + 0.13 * random(), 39.86 + 0.12 * random()];
      expect(other.locate(lng, lat)).toBe(one.locate(lng, lat));
    }
    const notes = read('winding_reversed.geojson').flatMap((g) => repairGeometry(g).notes);
    expect(notes).toEqual([]);
  });

  it('bow-tie: two triangles, half of the square', () => {
    const [bowtie] = read('bowtie.geojson');
    const { geometry, notes } = repairGeometry(bowtie);
    expect(notes).toEqual([{ code: 'ring_self_intersects' }]);
    expect(partsOf(geometry).map((rings) => rings.map((ring) => ring.length))).toEqual([[4], [4]]);
    expect(area(geometry)).toBeCloseTo(area(polygon(square(116.4, 39.9, 0.01))) / 2, 0);
  });

  it('unclosed ring, hole outside: mended and said', () => {
    const [open] = read('unclosed_ring.geojson');
    const closed = repairGeometry(open);
    expect(closed.notes).toEqual([{ code: 'ring_not_closed' }]);
    expect(partsOf(closed.geometry)[0][0]).toHaveLength(5);
    const [outside] = read('hole_outside.geojson');
    const without = repairGeometry(outside);
    expect(without.notes).toEqual([{ code: 'hole_outside_shell', found: '1' }]);
    expect(area(without.geometry)).toBeCloseTo(area(closed.geometry), 2);
  });

  it('nothing to mend: null, duplicates, points; a collection gives its polygon', () => {
    for (const name of ['null_geometry.geojson', 'duplicate_feature.geojson']) {
      for (const geometry of read(name))
        expect(repairGeometry(geometry)).toEqual({ geometry, notes: [] });
    }
    const [point, line, plain, collection] = read('mixed_types.geojson');
    for (const geometry of [point, line, plain])
      expect(repairGeometry(geometry).geometry).toBe(geometry);
    const flat = repairGeometry(collection);
    expect(flat.geometry?.type).toBe('Polygon');
    expect(flat.notes).toEqual([{ code: 'geometry_mixed', found: 'polygon, point' }]);
    expect(repairGeometry(collection, ['point']).geometry?.type).toBe('Point');
    expect(repairGeometry(line, ['polygon'])).toEqual({
      geometry: null,
      notes: [{ code: 'geometry_not_expected', found: 'LineString' }],
    });
  });

  it('across the antimeridian no polygon is as wide as the world', () => {
    const [fiji] = read('antimeridian.geojson');
    expect(area(repairGeometry(fiji).geometry)).toBeCloseTo(
      area({ type: 'Polygon', coordinates: [square(0, -17, 1)] }) * 2,
      0,
    );
    const bowtie = polygon([
      [179, -17],
      [-179, -16],
      [-179, -17],
      [179, -16],
      [179, -17],
    ]);
    const { geometry, notes } = repairGeometry(bowtie);
    expect(notes).toEqual([{ code: 'ring_self_intersects' }]);
    expect(area(geometry)).toBeCloseTo(area(fiji) / 2, -7);
  });
});

describe('one fault at a time', () => {
  const S = square(121, 31, 0.01);
  const whole = area(polygon(S));

  it('a clean polygon is returned itself', () => {
    const holed = polygon(S, square(121.002, 31.002, 0.001).reverse());
    expect(repairGeometry(holed).geometry).toBe(holed);
    const two: Geometry = { type: 'MultiPolygon', coordinates: [[S], [square(121.02, 31, 0.01)]] };
    expect(repairGeometry(two)).toEqual({ geometry: two, notes: [] });
    expect(repairGeometry(two).geometry).toBe(two);
  });

  it('repeated vertices go without a word, a part without extent with one', () => {
    const repeated = polygon(S.flatMap((p) => [p, [...p]]));
    expect(repairGeometry(repeated)).toEqual({ geometry: polygon(S), notes: [] });
    const pointed = polygon(S, [
      [121.005, 31.005],
      [121.006, 31.005],
      [121.005, 31.005],
    ]);
    expect(repairGeometry(pointed)).toMatchObject({
      geometry: polygon(S),
      notes: [{ code: 'part_dropped', found: '1' }],
    });
  });

  it.each([
    ['outwards', [121.02, 31.005]],
    ['inwards', [121.001, 31.005]],
  ])('a spike %s is removed', (_, tip) => {
    const foot = [121.01, 31.005];
    const spiked = polygon([S[0], S[1], foot, tip, [...foot], S[2], S[3], S[0]]);
    const { geometry, notes } = repairGeometry(spiked);
    expect(notes).toEqual([{ code: 'spike_removed' }]);
    expect(area(geometry)).toBeCloseTo(whole, 2);
    expect(partsOf(geometry).flat(2)).not.toContainEqual(tip);
  });

  it('a sliver of zero width alone is nothing', () => {
    const flat = polygon([
      [121, 31],
      [121.01, 31],
      [121.02, 31],
      [121, 31],
    ]);
    expect(repairGeometry(flat).geometry).toBeNull();
    expect(codes(flat)).toContain('geometry_invalid');
  });

  it('a figure of eight drawn through a vertex of its own keeps both halves', () => {
    const middle = [121.005, 31.005];
    const eight = polygon([S[0], middle, S[2], S[1], [...middle], S[3], S[0]]);
    expect(area(eight)).toBeCloseTo(0, 0);
    const { geometry, notes } = repairGeometry(eight);
    expect(notes).toEqual([{ code: 'ring_self_intersects' }]);
    expect(area(geometry)).toBeCloseTo(whole / 2, -1);
  });

  it('a hole drawn as a bay through a touching vertex is no fault, and becomes a hole', () => {
    const bay = polygon([...S.slice(0, 4), S[0], [121.002, 31.004], [121.004, 31.002], S[0]]);
    const { geometry, notes } = repairGeometry(bay);
    expect(notes).toEqual([]);
    expect(area(geometry)).toBeCloseTo(area(bay), 2);
    expect(partsOf(geometry)[0]).toHaveLength(2);
  });

  it('a hole that crosses its shell takes only what is inside', () => {
    const crossing = polygon(S, square(121.005, 31.002, 0.008).reverse());
    const { geometry, notes } = repairGeometry(crossing);
    expect(notes).toEqual([{ code: 'hole_crosses_shell', found: '1' }]);
    expect(area(geometry) / whole).toBeCloseTo(1 - 0.5 * 0.8, 4);
  });

  it('a hole in a hole does not fill it', () => {
    const nested = polygon(S, square(121.002, 31.002, 0.006), square(121.004, 31.004, 0.002));
    expect(area(repairGeometry(nested).geometry) / whole).toBeCloseTo(1 - 0.36, 4);
  });

  it.each([
    ['the same twice', square(121, 31, 0.01), 1, ['parts_overlap']],
    ['overlapping', square(121.005, 31, 0.01), 1.5, ['parts_overlap']],
    ['one in another', square(121.002, 31.002, 0.001), 1, ['parts_overlap']],
    ['side by side', square(121.01, 31, 0.01), 2, []],
  ])('parts %s count once', (_, other, times, expected) => {
    const two: Geometry = { type: 'MultiPolygon', coordinates: [[S], [other]] };
    const { geometry, notes } = repairGeometry(two);
    expect(notes.map((note) => note.code)).toEqual(expected);
    expect(partsOf(geometry)).toHaveLength(1);
    expect(area(geometry) / whole).toBeCloseTo(times, 6);
  });

  it('heights and measures are dropped and noted once', () => {
    const high = polygon(S.map(([x, y]) => [x, y, 12, 7]));
    expect(repairGeometry(high)).toEqual({
      geometry: polygon(S),
      notes: [{ code: 'height_dropped' }],
    });
    const line: Geometry = { type: 'LineString', coordinates: [[121, 31, 4], [121, 31, 5], S[1]] };
    expect(repairGeometry(line)).toEqual({
      geometry: { type: 'LineString', coordinates: [S[0], S[1]] },
      notes: [{ code: 'height_dropped' }],
    });
  });

  it.each([
    [[[[NaN, 31], S[1], S[2], S[3]]], 'bad_position'],
    [[[[Infinity, 31], S[1], S[2], S[3]]], 'bad_position'],
    [[[['121', '31'], S[1], S[2], S[3]]], 'bad_position'],
    [[[null, S[1], S[2], S[3]]], 'bad_position'],
    [[[[], S[1], S[2], S[3]]], 'bad_position'],
    [S, 'bad_position'],
    ['x', 'bad_position'],
    [[], 'empty'],
    [[[]], 'empty'],
    [[[S[0], S[1], S[0]]], 'no_area'],
  ])('coordinates %j are rejected with a reason: %s', (coordinates, found) => {
    const bad = { type: 'Polygon', coordinates } as Geometry;
    const { geometry, notes } = repairGeometry(bad);
    expect(geometry).toBeNull();
    expect(notes.at(-1)).toEqual({ code: 'geometry_invalid', found });
  });

  it('vertices 1e-13 degrees apart are one', () => {
    const random = randomStream(SEED);
    const noisy = (ring: Position[]) => ring.map((p) => p.map((c) => c + 1e-13 * (random() - 0.5)));
    const parts = Array.from({ length: 6 }, () => [noisy(S)]);
    const { geometry, notes } = repairGeometry({ type: 'MultiPolygon', coordinates: parts });
    expect(notes.map((note) => note.code)).toContain('parts_overlap');
    expect(area(geometry)).toBeCloseTo(whole, 0);
    expect(partsOf(geometry)).toHaveLength(1);
  });
});

describe(`random rings against the even-odd rule (seed ${SEED})`, () => {
  const BOX = [121, 31, 0.02] as const;

  function check(parts: Position[][][], cells: number): void {
    const given: Geometry = frozen({ type: 'MultiPolygon', coordinates: parts });
    const { geometry } = repairGeometry(given);
    const mended = partsOf(geometry);
    const { differ, covered } = raster(cells, BOX, parts, mended);
    expect(differ).toBe(0);
    const cell = (BOX[2] / cells) ** 2;
    const planar = mended.flat().reduce((sum, ring) => sum + signedArea(ring), 0);
    const boundary = mended.flat().reduce((sum, ring) => sum + lengthOf(ring), 0);
    expect(Math.abs(planar - covered * cell)).toBeLessThan((boundary * BOX[2]) / cells + cell);
    expect(area(geometry)).not.toBeNaN();
    // What was mended is clean: shells run counter-clockwise, holes clockwise, nothing to say.
    if (geometry) expect(repairGeometry(geometry).notes).toEqual([]);
    for (const rings of mended)
      rings.forEach((ring, r) => expect(signedArea(ring) > 0).toBe(r === 0));
  }

  it('stars with planted bow-ties', () => {
    const random = randomStream(SEED);
    for (let round = 0; round < 60; round++) {
      const ring = star(random, 8 + Math.floor(40 * random()), 0.009);
      for (let planted = 0; planted < 3; planted++) {
        const at = Math.floor(random() * (ring.length - 1));
        [ring[at], ring[at + 1]] = [ring[at + 1], ring[at]];
      }
      check([[ring]], 60);
    }
  });

  it('scribbles, with holes and other parts across them', () => {
    const random = randomStream(SEED + 1);
    const scribble = (count: number) =>
      Array.from({ length: count }, () => [121 + 0.02 * random(), 31 + 0.02 * random()]);
    for (let round = 0; round < 60; round++) {
      const parts = Array.from({ length: 1 + (round % 3) }, () =>
        Array.from({ length: 1 + Math.floor(3 * random()) }, () => scribble(3 + (round % 12))),
      );
      check(parts, 60);
    }
  });

  it('rings on a coarse grid, where vertices and edges coincide', () => {
    const random = randomStream(SEED + 2);
    const step = () => Math.floor(6 * random()) * 0.004;
    for (let round = 0; round < 200; round++) {
      const ring = () =>
        Array.from({ length: 3 + Math.floor(9 * random()) }, () => [121 + step(), 31 + step()]);
      const parts = Array.from({ length: 1 + (round % 3) }, () => [ring(), ring()]);
      check(parts, 24);
    }
  });
});

it('17,000 clean polygons of 30 vertices are looked at in little time', () => {
  const random = randomStream(SEED);
  const many = Array.from({ length: 17_000 }, () => {
    const ring = star(random, 29, 0.01);
    ring.push([...ring[0]]);
    return polygon(ring);
  });
  many.forEach((geometry) => repairGeometry(geometry));
  const start = performance.now();
  const same = many.filter((geometry) => repairGeometry(geometry).geometry === geometry).length;
  const took = performance.now() - start;
  console.log(`17,000 polygons looked at in ${took.toFixed(0)} ms`);
  expect(same).toBe(17_000);
  expect(took).toBeLessThan(1500);
});

/** A simple counter-clockwise ring around the middle of the box, not closed. */
function star(random: () => number, count: number, reach: number): Position[] {
  return Array.from({ length: count }, (_, k) => {
    const angle = ((k + 0.8 * random()) / count) * 2 * Math.PI;
    const radius = reach * (0.3 + 0.7 * random());
    return [121.01 + radius * Math.cos(angle), 31.01 + radius * Math.sin(angle)];
  });
}

function signedArea(ring: Position[]): number {
  const [x, y] = ring[0];
  let twice = 0;
  for (let i = 1; i < ring.length; i++)
    twice += (ring[i - 1][0] - x) * (ring[i][1] - y) - (ring[i - 1][1] - y) * (ring[i][0] - x);
  return twice / 2;
}

function lengthOf(ring: Position[]): number {
  return ring
    .slice(1)
    .reduce((sum, [x, y], i) => sum + Math.hypot(x - ring[i][0], y - ring[i][1]), 0);
}
