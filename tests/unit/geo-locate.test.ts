import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import { booleanPointInPolygon, centroid } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, pointOnSurface } from '#lib/core/geo/shapes.ts';
import type { Shapes } from '#lib/core/model.ts';
import { randomPoints, randomStream } from '../bench/random.ts';
import { crookedTiling } from '../bench/tiling.ts';

const SEED = 20261123;

function shapesOf(geometries: Geometry[]): Shapes {
  const builder = new ShapesBuilder();
  for (const geometry of geometries) expect(builder.append(geometry)).toBeNull();
  return builder.build();
}

function indexOf(geometries: Geometry[]): PolygonIndex {
  return new PolygonIndex(
    shapesOf(geometries),
    geometries.map((_, i) => i),
  );
}

function box(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function polygon(...rings: Position[][]): Polygon {
  return { type: 'Polygon', coordinates: rings };
}

const EXTENTS: [string, [number, number, number, number]][] = [
  ['a city', [121, 31, 121.3, 31.27]],
  ['a country', [75, 20, 135, 53]],
  ['ten metres', [116.4, 39.9, 116.4001, 39.9001]],
];

describe('PolygonIndex', () => {
  it.each(EXTENTS)(`agrees with Turf on a tiling of %s (seed ${SEED})`, (_, extent) => {
    const random = randomStream(SEED);
    const tiles = crookedTiling(extent, 7, 6, 6, 7, random);
    const index = indexOf(tiles);
    const points = randomPoints(1_500, extent, random);
    const located = index.locateAll(points.lng, points.lat);
    points.lng.forEach((lng, i) => {
      const point = [lng, points.lat[i]];
      expect(located[i]).toBe(tiles.findIndex((tile) => booleanPointInPolygon(point, tile)));
      expect(index.locate(lng, points.lat[i])).toBe(located[i]);
    });
  });

  it('has one tile for every vertex and every point of a border inside the tiling', () => {
    const random = randomStream(SEED + 1);
    const extent = [121, 31, 121.3, 31.27] as const;
    const tiles = crookedTiling(extent, 9, 8, 3, 3, random);
    const index = indexOf(tiles);
    for (const [tile, { coordinates }] of tiles.entries()) {
      coordinates[0].forEach(([lng, lat], k) => {
        const [nextLng, nextLat] = coordinates[0][(k + 1) % coordinates[0].length];
        const t = random();
        for (const point of [
          [lng, lat],
          [lng + t * (nextLng - lng), lat + t * (nextLat - lat)],
        ]) {
          const owner = index.locate(point[0], point[1]);
          expect(owner).toBeGreaterThanOrEqual(0);
          const touching = tiles[owner].coordinates[0].some(([x, y]) =>
            coordinates[0].some(([a, b]) => a === x && b === y),
          );
          expect(owner === tile || touching).toBe(true);
        }
      });
    }
  });

  it('puts a point on a shared border into exactly one polygon', () => {
    const left = polygon(box(0, 0, 1, 1));
    const right = polygon(box(1, 0, 2, 1).reverse());
    for (const pair of [
      [left, right],
      [right, left],
    ]) {
      const owners = new Set<number>();
      for (const lat of [0.1, 0.5, 0.9]) owners.add(indexOf(pair).locate(1, lat));
      expect(owners.size).toBe(1);
      const alone = pair.map((one) => indexOf([one]).locate(1, 0.5));
      expect(alone).toEqual([0, 0]);
    }
  });

  it('takes the outer border for inside, corners too, and nothing beyond', () => {
    const index = indexOf([polygon(box(0, 0, 1, 1)), polygon(box(1, 0, 2, 1))]);
    expect([index.locate(0, 0), index.locate(0, 0.5), index.locate(0.5, 1)]).toEqual([0, 0, 0]);
    expect([index.locate(2, 1), index.locate(2, 0.5), index.locate(1.5, 1)]).toEqual([1, 1, 1]);
    expect(index.locate(1, 1)).toBe(0);
    expect([index.locate(2.000001, 0.5), index.locate(0.5, -0.000001)]).toEqual([-1, -1]);
  });

  it('loses nothing in the sliver of a T-junction', () => {
    const random = randomStream(SEED + 2);
    for (let round = 0; round < 200; round++) {
      const a: Position = [random(), random()];
      const b: Position = [1 + random(), 1 + random()];
      const t = random();
      const m: Position = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
      const index = indexOf([
        polygon([a, b, [0, 3], a]),
        polygon([a, m, [3, 0], a]),
        polygon([m, b, [3, 0], m]),
      ]);
      expect(index.locate(m[0], m[1])).toBeGreaterThanOrEqual(0);
      for (let k = 0; k < 20; k++) {
        const s = random();
        const on = index.locate(a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1]));
        expect(on).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('gives an overlap to the lowest record, whatever the order asked for', () => {
    const shapes = shapesOf([
      polygon(box(0, 0, 2, 2)),
      polygon(box(1, 1, 3, 3)),
      polygon(box(-5, -5, 9, 9)),
    ]);
    for (const records of [[0, 1, 2], [2, 1, 0], Uint32Array.of(1, 2, 0, 0)]) {
      const index = new PolygonIndex(shapes, records);
      expect([index.locate(1.5, 1.5), index.locate(2.5, 2.5), index.locate(5, 5)]).toEqual([
        0, 1, 2,
      ]);
    }
    expect(new PolygonIndex(shapes, [1, 2]).locate(0.5, 0.5)).toBe(2);
  });

  it('knows holes, islands in holes and polygons of many parts', () => {
    const island: MultiPolygon = {
      type: 'MultiPolygon',
      coordinates: [[box(0, 0, 10, 10), box(2, 2, 8, 8)], [box(4, 4, 6, 6)], [box(20, 0, 21, 1)]],
    };
    const index = indexOf([island]);
    expect([index.locate(1, 1), index.locate(3, 3), index.locate(5, 5)]).toEqual([0, -1, 0]);
    expect([index.locate(20.5, 0.5), index.locate(15, 0.5)]).toEqual([0, -1]);
    expect(index.locate(2, 5)).toBe(0);
  });

  it('counts overlapping parts of one record once', () => {
    const index = indexOf([
      { type: 'MultiPolygon', coordinates: [[box(0, 0, 2, 2)], [box(1, 1, 3, 3)]] },
    ]);
    expect(index.locate(1.5, 1.5)).toBe(0);
  });

  it('works across the antimeridian, from both sides', () => {
    const crossing = polygon([
      [179, 0],
      [-179, 0],
      [-179, 1],
      [179, 1],
      [179, 0],
    ]);
    const index = indexOf([crossing, polygon(box(-179, 0, -178, 1))]);
    const lng = Float64Array.of(179.5, -179.5, 180, -180, -178.5, 178.5, 0, 181.5);
    const lat = new Float64Array(8).fill(0.5);
    expect([...index.locateAll(lng, lat)]).toEqual([0, 0, 0, 0, 1, -1, -1, 1]);
    lng.forEach((x, i) => expect(index.locate(x, 0.5)).toBe(index.locateAll(lng, lat)[i]));
  });

  it('answers -1 without a position, without polygons and for other shapes', () => {
    const index = indexOf([polygon(box(0, 0, 1, 1))]);
    expect([index.locate(NaN, 0.5), index.locate(0.5, NaN), index.locate(Infinity, 0)]).toEqual([
      -1, -1, -1,
    ]);
    expect([...index.locateAll(Float64Array.of(NaN, 0.5), Float64Array.of(0.5, 0.5))]).toEqual([
      -1, 0,
    ]);
    const point = shapesOf([{ type: 'Point', coordinates: [0, 0] }]);
    expect(new PolygonIndex(point, [0]).locate(0, 0)).toBe(-1);
    expect([...new PolygonIndex(point, []).locateAll(lngs(3), lngs(3))]).toEqual([-1, -1, -1]);
  });

  it(`agrees with Turf on spiky stars that overlap (seed ${SEED})`, () => {
    const random = randomStream(SEED + 3);
    for (let round = 0; round < 8; round++) {
      const stars = Array.from({ length: 12 }, () => star(random, 8 + Math.floor(random() * 90)));
      const index = indexOf(stars);
      const points = randomPoints(400, [-1, -1, 11, 11], random);
      const located = index.locateAll(points.lng, points.lat);
      points.lng.forEach((lng, i) => {
        const point = [lng, points.lat[i]];
        expect(located[i]).toBe(stars.findIndex((one) => booleanPointInPolygon(point, one)));
      });
    }
  });
});

describe('pointOnSurface', () => {
  it(`lies inside spiky stars, rings with holes and crescents (seed ${SEED})`, () => {
    const random = randomStream(SEED + 4);
    const geometries: Polygon[] = [
      polygon(box(0, 0, 10, 10), box(1, 1, 9, 9)),
      polygon([
        [0, 0],
        [10, 0],
        [10, 10],
        [9, 10],
        [9, 1],
        [0, 1],
        [0, 0],
      ]),
      ...Array.from({ length: 60 }, () => star(random, 5 + Math.floor(random() * 40))),
    ];
    const shapes = shapesOf(geometries);
    geometries.forEach((geometry, i) => {
      const point = pointOnSurface(shapes, i);
      expect(point).not.toBeNull();
      expect(booleanPointInPolygon(point!, geometry, { ignoreBoundary: true })).toBe(true);
    });
  });

  it('is the centroid where that is inside', () => {
    const square = polygon(box(100, 30, 101, 31));
    const [lng, lat] = pointOnSurface(shapesOf([square]), 0)!;
    const expected = centroid(square).geometry.coordinates;
    expect(lng).toBeCloseTo(expected[0], 10);
    expect(lat).toBeCloseTo(expected[1], 10);
  });

  it('is on the record for points and lines, null for none', () => {
    const builder = new ShapesBuilder();
    builder.append({ type: 'Point', coordinates: [3, 4] });
    builder.append({
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 5],
        [2, 0],
      ],
    });
    builder.append(null);
    const shapes = builder.build();
    expect(pointOnSurface(shapes, 0)).toEqual([3, 4]);
    expect(pointOnSurface(shapes, 1)).toEqual([1, 5]);
    expect(pointOnSurface(shapes, 2)).toBeNull();
  });
});

function lngs(count: number): Float64Array {
  return new Float64Array(count);
}

function star(random: () => number, points: number): Polygon {
  const [x, y] = [random() * 10, random() * 10];
  const ring = Array.from({ length: points }, (_, k): Position => {
    const angle = (2 * Math.PI * k) / points;
    const radius = 0.2 + random() * 3;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return polygon([...ring, ring[0]]);
}
