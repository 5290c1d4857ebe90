import { difference, featureCollection, polygon as turfPolygon } from '@turf/turf';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Project, Shapes } from '#lib/core/model.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { clipRing } from '#lib/core/reach/clip-ring.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { radiusArea } from '#lib/core/reach/reach-area.ts';
import { zonesOutside } from '#lib/core/reach/zones-outside.ts';
import { mulberry32, projectOf } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 5;

function shapesOf(...geometries: (Polygon | MultiPolygon)[]): Shapes {
  const builder = new ShapesBuilder();
  for (const geometry of geometries) builder.append(geometry);
  return builder.build();
}

const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

/** A project of one community with this border. */
function community(border: Polygon): Project {
  const project = projectOf({ units: [], divisions: [{ code: '9', level: 3, parent: -1 }] });
  return { ...project, divisions: { ...project.divisions, shapes: shapesOf(border) } };
}

const PEOPLE = { due: new Uint8Array(0), reached: null, minAreaM2: 0 };

function star(random: () => number, x: number, y: number, size: number): Position[] {
  const ring = Array.from({ length: 12 }, (_, k): Position => {
    const angle = (2 * Math.PI * k) / 12;
    const r = size * (0.3 + 0.7 * random());
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
  return [...ring, ring[0]];
}

describe('what of communities lies outside an area', () => {
  it('is all of it, none of it, or what a hole leaves', () => {
    const home = community({ type: 'Polygon', coordinates: [square(121, 31, 0.01)] });
    const whole = areaM2(home.divisions.shapes, 0);
    const outside = (geometry: Polygon | MultiPolygon) => {
      const zones = zonesOutside(home, shapesOf(geometry), PEOPLE);
      return { count: zones.count, area: zones.areaM2.reduce((sum, one) => sum + one, 0) / whole };
    };
    const of = (...coordinates: Position[][]): Polygon => ({ type: 'Polygon', coordinates });
    expect(outside(of(square(122, 31, 0.01)))).toEqual({ count: 1, area: 1 });
    expect(outside(of(square(120, 30, 2)))).toEqual({ count: 0, area: 0 });
    expect(outside(of(square(121, 31, 0.01)))).toEqual({ count: 0, area: 0 });
    const ring = outside(of(square(120, 30, 2), square(121.004, 31.004, 0.002)));
    expect(ring.count).toBe(1);
    expect(ring.area).toBeCloseTo(0.04, 5);
    const inner = outside(of(square(121.004, 31.004, 0.002)));
    expect(inner.count).toBe(1);
    expect(inner.area).toBeCloseTo(0.96, 5);
    const band = of([
      [120.9, 31.004],
      [121.1, 31.004],
      [121.1, 31.006],
      [120.9, 31.006],
      [120.9, 31.004],
    ]);
    const halves = outside(band);
    expect(halves.count).toBe(2);
    expect(halves.area).toBeCloseTo(0.8, 5);
  });

  it(`is the difference that Turf finds (seed ${SEED})`, () => {
    const random = mulberry32(SEED);
    for (let round = 0; round < 150; round++) {
      const border: Polygon = { type: 'Polygon', coordinates: [star(random, 121, 31, 0.01)] };
      const away = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, k): Position[][] => [
        star(random, 121 + 0.03 * (k - 1) + 0.01 * random(), 31 + 0.01 * random(), 0.012),
      ]);
      const area: MultiPolygon = { type: 'MultiPolygon', coordinates: away };
      const zones = zonesOutside(community(border), shapesOf(area), PEOPLE);
      const left = difference(
        featureCollection([
          turfPolygon(border.coordinates),
          ...away.map((rings) => turfPolygon(rings)),
        ]),
      );
      const expected = left === null ? 0 : areaM2(shapesOf(left.geometry), 0);
      const sum = zones.areaM2.reduce((total, one) => total + one, 0);
      expect(Math.abs(sum - expected), `round ${round}`).toBeLessThan(2);
    }
  });

  it.each([200, 350, 700])(
    'is what the exact discs of %i m leave of a city, people and all',
    async (radiusM) => {
      const project = await readDemo(generateDemo({ seed: 2, scale: 0.05 }).files);
      const stations = new Ground(project).stationsOf(FACILITY_LEVELS);
      const people = { due: new Uint8Array(project.units.count).fill(1), reached: null };
      const area = radiusArea(project, stations, radiusM, people);
      const drawn = zonesOutside(project, area.shapes, people);
      const sum = (column: Float64Array | Uint32Array): number => {
        let total = 0;
        for (const one of column) total += one;
        return total;
      };
      const exact = area.zones!;
      expect(sum(drawn.areaM2) / sum(exact.areaM2)).toBeCloseTo(1, 2);
      expect(drawn.count).toBe(exact.count);
      expect(drawn.basis).toBe(exact.basis);
      expect(sum(drawn.weight) / sum(exact.weight)).toBeCloseTo(1, 2);
      expect([...drawn.division].sort()).toEqual([...exact.division].sort());
    },
  );
});

it('a ring clipped by a rectangle has the area of their overlap', () => {
  const twice = (xy: ArrayLike<number>): number => {
    let sum = 0;
    for (let k = 0; k + 3 < xy.length; k += 2) sum += xy[k] * xy[k + 3] - xy[k + 2] * xy[k + 1];
    return sum;
  };
  expect(clipRing(square(0, 0, 1).flat(), [2, 2, 3, 3])).toEqual([]);
  expect(twice(clipRing(square(0, 0, 1).flat(), [0.5, 0.25, 3, 3]))).toBeCloseTo(0.75, 12);
  expect(twice(clipRing(square(0, 0, 1).flat(), [-1, -1, 3, 3]))).toBe(2);
  expect(twice(clipRing(square(0, 0, 1).reverse().flat(), [0.5, 0, 1, 1]))).toBeCloseTo(-1, 12);
});
