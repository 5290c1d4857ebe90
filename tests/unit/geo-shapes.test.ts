import type { Geometry, Polygon, Position } from 'geojson';
import geodesic from 'geographiclib-geodesic';
import { area as turfArea } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { ShapesBuilder, areaM2, bboxOf, emptyShapes, toGeoJson } from '#lib/core/geo/shapes.ts';
import type { Shapes } from '#lib/core/model.ts';
import { SHAPE_LINE, SHAPE_NONE, SHAPE_POINT, SHAPE_POLYGON } from '#lib/core/model.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261123;

function only(geometry: Geometry): Shapes {
  const builder = new ShapesBuilder();
  expect(builder.append(geometry)).toBeNull();
  return builder.build();
}

describe('ShapesBuilder', () => {
  const square: Position[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ];
  const hole: Position[] = [
    [0.2, 0.2],
    [0.4, 0.2],
    [0.4, 0.4],
    [0.2, 0.2],
  ];

  it.each<[string, Geometry]>([
    ['Point', { type: 'Point', coordinates: [3, 4] }],
    [
      'MultiPoint',
      {
        type: 'MultiPoint',
        coordinates: [
          [3, 4],
          [5, 6],
        ],
      },
    ],
    [
      'LineString',
      {
        type: 'LineString',
        coordinates: [
          [3, 4],
          [5, 6],
        ],
      },
    ],
    [
      'MultiLineString',
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [3, 4],
            [5, 6],
          ],
          [
            [1, 1],
            [2, 2],
          ],
        ],
      },
    ],
    ['Polygon', { type: 'Polygon', coordinates: [square, hole] }],
    [
      'MultiPolygon',
      {
        type: 'MultiPolygon',
        coordinates: [
          [square, hole],
          [
            [
              [5, 5],
              [6, 5],
              [6, 6],
              [5, 5],
            ],
          ],
        ],
      },
    ],
  ])('gives a %s back as it came', (_, geometry) => {
    expect(toGeoJson(only(geometry), 0)).toEqual(geometry);
  });

  it('keeps records apart', () => {
    const builder = new ShapesBuilder();
    const geometries: (Geometry | null)[] = [
      { type: 'Point', coordinates: [3, 4] },
      null,
      { type: 'Polygon', coordinates: [square, hole] },
      {
        type: 'LineString',
        coordinates: [
          [3, 4],
          [5, 6],
        ],
      },
    ];
    for (const geometry of geometries) builder.append(geometry);
    const shapes = builder.build();
    expect([...shapes.type]).toEqual([SHAPE_POINT, SHAPE_NONE, SHAPE_POLYGON, SHAPE_LINE]);
    geometries.forEach((geometry, i) => expect(toGeoJson(shapes, i)).toEqual(geometry));
    expect(bboxOf(shapes, 0)).toEqual([3, 4, 3, 4]);
    expect(bboxOf(shapes, 1)).toBeNull();
    expect(bboxOf(shapes, 2)).toEqual([0, 0, 1, 1]);
    expect(bboxOf(shapes, 3)).toEqual([3, 4, 5, 6]);
    expect(shapes.xy.length).toBe(2 * shapes.vertexStart[shapes.vertexStart.length - 1]);
  });

  it('drops heights and closes rings', () => {
    const open: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0, 9],
          [1, 0, 9],
          [1, 1, 9],
        ],
      ],
    };
    expect(toGeoJson(only(open), 0)).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    });
  });

  it('takes the polygons of a collection, else its lines, else its points', () => {
    const point: Geometry = { type: 'Point', coordinates: [1, 2] };
    const line: Geometry = {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    };
    const area: Geometry = { type: 'Polygon', coordinates: [square] };
    const collect = (...geometries: Geometry[]): Geometry => ({
      type: 'GeometryCollection',
      geometries,
    });
    expect(toGeoJson(only(collect(point, line, area)), 0)).toEqual(area);
    expect(toGeoJson(only(collect(point, collect(line))), 0)).toEqual(line);
    expect(toGeoJson(only(collect(point)), 0)).toEqual(point);
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'empty'],
    ['an empty polygon', { type: 'Polygon', coordinates: [] }, 'empty'],
    ['an empty collection', { type: 'GeometryCollection', geometries: [] }, 'empty'],
    ['an unknown type', { type: 'Circle', coordinates: [0, 0] }, 'unknown_type'],
    ['a text for a number', { type: 'Point', coordinates: ['1', 2] }, 'bad_position'],
    ['NaN', { type: 'Point', coordinates: [NaN, 2] }, 'bad_position'],
    ['one number', { type: 'Point', coordinates: [1] }, 'bad_position'],
    ['no coordinates', { type: 'Point' }, 'bad_position'],
    [
      'a flat polygon',
      {
        type: 'Polygon',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      'bad_position',
    ],
    ['a line of one point', { type: 'LineString', coordinates: [[0, 0]] }, 'short_line'],
    [
      'a ring of two points',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      'short_ring',
    ],
  ])('says what is wrong with %s and keeps the row', (_, geometry, fault) => {
    const builder = new ShapesBuilder();
    expect(builder.append(geometry as Geometry)).toBe(fault);
    expect(builder.append({ type: 'Point', coordinates: [1, 2] })).toBeNull();
    const shapes = builder.build();
    expect(toGeoJson(shapes, 0)).toBeNull();
    expect(toGeoJson(shapes, 1)).toEqual({ type: 'Point', coordinates: [1, 2] });
  });

  it('makes longitudes continuous across the antimeridian, holes and parts too', () => {
    const shapes = only({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [178, 0],
            [-178, 0],
            [-178, 4],
            [178, 4],
            [178, 0],
          ],
          [
            [-179, 1],
            [-178.5, 1],
            [-178.5, 2],
            [-179, 1],
          ],
        ],
        [
          [
            [-177, 0],
            [-176, 0],
            [-176, 1],
            [-177, 0],
          ],
        ],
      ],
    });
    expect(bboxOf(shapes, 0)).toEqual([178, 0, 184, 4]);
    expect(toGeoJson(shapes, 0)).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [178, 0],
            [182, 0],
            [182, 4],
            [178, 4],
            [178, 0],
          ],
          [
            [181, 1],
            [181.5, 1],
            [181.5, 2],
            [181, 1],
          ],
        ],
        [
          [
            [183, 0],
            [184, 0],
            [184, 1],
            [183, 0],
          ],
        ],
      ],
    });
  });

  it('leaves a ring around the pole as it is', () => {
    const cap: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 80],
          [120, 80],
          [-120, 80],
          [0, 80],
        ],
      ],
    };
    expect(toGeoJson(only(cap), 0)).toEqual(cap);
  });

  it('makes records without shape', () => {
    const shapes = emptyShapes(3);
    for (let i = 0; i < 3; i++)
      expect([toGeoJson(shapes, i), bboxOf(shapes, i)]).toEqual([null, null]);
  });
});

describe('areaM2', () => {
  const { Geodesic } = geodesic;

  /** The library's area, with the edges cut up so that geodesics follow the straight lines in degrees. */
  function libraryArea(ring: Position[], pieces: number): number {
    const polygon = Geodesic.WGS84.Polygon(false);
    for (let k = 0; k + 1 < ring.length; k++) {
      for (let piece = 0; piece < pieces; piece++) {
        const t = piece / pieces;
        polygon.AddPoint(
          ring[k][1] + t * (ring[k + 1][1] - ring[k][1]),
          ring[k][0] + t * (ring[k + 1][0] - ring[k][0]),
        );
      }
    }
    return Math.abs(polygon.Compute(false, true).area ?? NaN);
  }

  it(`equals the library's polygon area (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    for (let round = 0; round < 200; round++) {
      const [lng, lat] = [random() * 350 - 175, random() * 150 - 75];
      const size = 10 ** (-4 * random());
      const ring = Array.from({ length: 12 }, (_, k): Position => {
        const radius = size * (0.5 + random());
        const angle = (2 * Math.PI * k) / 12;
        return [lng + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
      });
      ring.push(ring[0]);
      const polygon: Polygon = { type: 'Polygon', coordinates: [ring] };
      const areaHere = areaM2(only(polygon), 0);
      expect(Math.abs(areaHere / libraryArea(ring, 100) - 1)).toBeLessThan(2e-6);
      expect(Math.abs(areaHere / turfArea(polygon) - 1)).toBeLessThan(0.012);
    }
  });

  it('holds for a whole zone and for the half earth', () => {
    const zone: Position[] = [
      [0, -90],
      [180, -90],
      [180, 90],
      [0, 90],
      [0, -90],
    ];
    const shapes = only({
      type: 'Polygon',
      coordinates: [zone.map(([lng, lat]) => [lng / 2, lat])],
    });
    expect(areaM2(shapes, 0) / (510_065_621_724_088 / 4)).toBeCloseTo(1, 9);
  });

  it('takes holes out whichever way they wind, and is 0 for points and lines', () => {
    const shell: Position[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ];
    const hole: Position[] = [
      [0.2, 0.2],
      [0.7, 0.2],
      [0.7, 0.7],
      [0.2, 0.7],
      [0.2, 0.2],
    ];
    const whole = areaM2(only({ type: 'Polygon', coordinates: [shell] }), 0);
    const gap = areaM2(only({ type: 'Polygon', coordinates: [hole] }), 0);
    for (const inner of [hole, [...hole].reverse()]) {
      const shapes = only({ type: 'Polygon', coordinates: [shell, inner] });
      expect(areaM2(shapes, 0)).toBeCloseTo(whole - gap, 3);
    }
    expect(areaM2(only({ type: 'LineString', coordinates: shell }), 0)).toBe(0);
    expect(areaM2(only({ type: 'Point', coordinates: [0, 0] }), 0)).toBe(0);
  });
});
