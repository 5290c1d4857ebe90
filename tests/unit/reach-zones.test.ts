import {
  difference,
  featureCollection,
  intersect,
  polygon as turfPolygon,
  union,
} from '@turf/turf';
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { distanceM, destination } from '#lib/core/geo/geodesic.ts';
import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { serviceRing } from '#lib/core/geo/ring.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Project } from '#lib/core/model.ts';
import { zoneDivisions } from '#lib/core/reach/blank-zones.ts';
import { DivisionCover } from '#lib/core/reach/division-share.ts';
import { discsIn, planeTiles } from '#lib/core/reach/plane-tiles.ts';
import type { ServiceDiscs } from '#lib/core/reach/plane-tiles.ts';
import { PolygonCover } from '#lib/core/reach/polygon-cover.ts';
import { uncoveredParts } from '#lib/core/reach/zone-parts.ts';
import { auditedZones } from '#lib/core/report/audited-zones.ts';
import { PACK, mulberry32, projectOf } from './coverage-project.ts';
import type { Parts } from './coverage-project.ts';

const HOME: [number, number] = [121.4, 31.2];

/** A place in metres east and north of HOME. */
const at = (x: number, y: number): [number, number] =>
  destination(...HOME, (Math.atan2(x, y) * 180) / Math.PI, Math.hypot(x, y));
const ringOf = (...corners: [number, number][]): Position[] =>
  [...corners, corners[0]].map(([x, y]) => at(x, y));
const box = (x0: number, y0: number, x1: number, y1: number): Position[] =>
  ringOf([x0, y0], [x1, y0], [x1, y1], [x0, y1]);

function shapesOf(...geometries: (Polygon | MultiPolygon)[]) {
  const builder = new ShapesBuilder();
  for (const geometry of geometries) builder.append(geometry);
  return builder.build();
}

function discsOf(...list: [x: number, y: number, r: number][]): ServiceDiscs {
  const places = list.map(([x, y]) => at(x, y));
  return {
    lng: Float64Array.from(places, ([lng]) => lng),
    lat: Float64Array.from(places, ([, lat]) => lat),
    radiusM: Float64Array.from(list, ([, , r]) => r),
  };
}

/** Share, and the parts left, of one polygon. */
function cut(geometry: Polygon | MultiPolygon, discs: ServiceDiscs) {
  const shapes = shapesOf(geometry);
  const reach = discs.radiusM.reduce((most, r) => Math.max(most, r), 0);
  const [share] = new DivisionCover(shapes, [0], reach).shares(discs);
  const [tile] = planeTiles(shapes, [0], reach);
  const cover = new PolygonCover(discsIn(tile.plane, discs));
  const parts = uncoveredParts(cover, tile.polygons[0], tile.plane, 0.05);
  const left = parts.reduce((sum, part) => sum + part.areaM2, 0);
  const whole = tile.polygons[0].areaM2;
  return { share, parts, left, whole, areaM2: areaM2(shapes, 0) };
}

const POLYGON = (...rings: Position[][]): Polygon => ({ type: 'Polygon', coordinates: rings });

/** A star with crooked edges about a place. */
function star(
  random: () => number,
  x: number,
  y: number,
  size: number,
  corners: number,
): Position[] {
  return ringOf(
    ...Array.from({ length: corners }, (_, k): [number, number] => {
      const angle = (2 * Math.PI * k) / corners;
      const r = size * (0.4 + 0.6 * random());
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    }),
  );
}

describe('local plane', () => {
  it('is the geodesic library’s azimuth and distance, there and back', () => {
    const random = mulberry32(1);
    for (const lat of [0, 0.3, 31, -45, 60]) {
      const plane = new LocalPlane(121, lat, 1.5, 1.5);
      let worst = 0;
      for (let k = 0; k < 300; k++) {
        const lng = 121 + (random() - 0.5) * 3;
        const y = lat + (random() - 0.5) * 3;
        const [px, py] = [new Float64Array(1), new Float64Array(1)];
        plane.forward([lng + (k % 2 ? 360 : 0)], [y], px, py);
        const along = distanceM(121, lat, lng, y);
        const [toLng, toLat] = destination(121, lat, (Math.atan2(px[0], py[0]) * 180) / Math.PI, Math.hypot(px[0], py[0])); // prettier-ignore
        worst = Math.max(worst, Math.abs(Math.hypot(px[0], py[0]) - along), distanceM(lng, y, toLng, toLat)); // prettier-ignore
        worst = Math.max(worst, distanceM(lng, y, ...plane.back(px[0], py[0])));
      }
      expect(worst, `latitude ${lat}`).toBeLessThan(1e-4);
    }
  });
});

describe('share and rest of a polygon', () => {
  const square = POLYGON(box(-500, -500, 500, 500));
  const disc = Math.PI * 200 * 200;

  it('are settled for a polygon that is reached wholly, or not at all', () => {
    expect(cut(square, discsOf([0, 0, 720]))).toMatchObject({ share: 1, parts: [] });
    const apart = cut(square, discsOf([0, 1300, 700]));
    expect(apart.share).toBe(0);
    expect(apart.parts).toHaveLength(1);
    expect(apart.left / apart.whole).toBeCloseTo(1, 12);
    expect(cut(square, discsOf()).share).toBe(0);
    expect(cut(square, discsOf([0, 0, 0])).share).toBe(0);
    expect(cut(square, discsOf([0, 0, 50_000])).share).toBe(1);
  });

  it('are those of the formulas for a disc inside, on an edge, on a corner and tangent', () => {
    const cases: [discs: [number, number, number][], covered: number, parts: number | null][] = [
      [[[0, 0, 200]], disc, 1],
      [[[500, 0, 200]], disc / 2, 1],
      [[[500, 500, 200]], disc / 4, 1],
      [[[300, 0, 200]], disc, 1],
      [[[700, 0, 200]], 0, 1],
      [[[0, 0, 500]], Math.PI * 250_000, null],
      [[[0, 0, Math.SQRT2 * 500 - 1e-9]], 1e6, 0],
      [[[-200, 0, 200], [200, 0, 200]], 2 * disc, 1],
      [[[-300, 0, 200], [300, 0, 200], [0, 300, 200], [0, -300, 200]], 4 * disc, 1],
      [[[0, -500, 500], [0, 500, 500]], Math.PI * 250_000, null],
    ]; // prettier-ignore
    for (const [list, covered, count] of cases) {
      const { share, parts, left, whole } = cut(square, discsOf(...list));
      expect(share, JSON.stringify(list)).toBeCloseTo(covered / 1e6, 5);
      expect(left / whole, JSON.stringify(list)).toBeCloseTo(1 - share, 8);
      // Where circle and edge touch, rounding decides whether the parts hang together.
      if (count !== null) {
        const large = parts.filter((part) => part.areaM2 > 1);
        expect(large, JSON.stringify(list)).toHaveLength(count);
      }
    }
  });

  it('hold for identical stations, stations a hair apart, and four circles through one point', () => {
    const hair = 1e-13 * 111_000;
    for (const d of [0, hair, 1e-7]) {
      const twice = cut(square, discsOf([100, 50, 200], [100 + d, 50, 200], [100, 50 - d, 200]));
      expect(twice.share).toBeCloseTo(disc / 1e6, 6);
      expect(twice.left / twice.whole).toBeCloseTo(1 - twice.share, 9);
      expect(twice.parts).toHaveLength(1);
      expect(twice.parts[0].polygon.coordinates).toHaveLength(2);
    }
    const r = 200;
    const cross = cut(square, discsOf([r, 0, r], [-r, 0, r], [0, r, r], [0, -r, r]));
    expect(cross.share).toBeCloseTo((2 * r * r * (2 + Math.PI)) / 1e6, 6);
    expect(cross.left / cross.whole).toBeCloseTo(1 - cross.share, 9);
    const onEdge = cut(
      square,
      discsOf([500, r, r], [500, -r, r], [500 - r, 0, r], [500 + r, 0, r]),
    );
    expect(onEdge.left / onEdge.whole).toBeCloseTo(1 - onEdge.share, 9);
  });

  it('leave islands in holes, parts apart, and keep the holes of the polygon', () => {
    const around = Array.from({ length: 12 }, (_, k): [number, number, number] => [300 * Math.cos((k * Math.PI) / 6), 300 * Math.sin((k * Math.PI) / 6), 120]); // prettier-ignore
    const ring = cut(square, discsOf(...around));
    expect(ring.parts).toHaveLength(2);
    expect(ring.parts.map((part) => part.polygon.coordinates.length).sort()).toEqual([1, 2]);
    expect(ring.left / ring.whole).toBeCloseTo(1 - ring.share, 9);
    const holed = POLYGON(box(-500, -500, 500, 500), box(-100, -100, 100, 100));
    const inHole = cut(holed, discsOf([0, 0, 90]));
    expect(inHole.share).toBe(0);
    expect(inHole.parts[0].polygon.coordinates).toHaveLength(2);
    const across = cut(holed, discsOf([0, 0, 120]));
    const lens = Math.PI * 120 ** 2 - 4e4 + 4 * 0;
    expect(across.share).toBeGreaterThan(lens / 1e6);
    expect(across.left / across.whole).toBeCloseTo(1 - across.share, 9);
    const two: MultiPolygon = { type: 'MultiPolygon', coordinates: [[box(-500, -500, -100, 500)], [box(100, -500, 500, 500)]] }; // prettier-ignore
    const parts = cut(two, discsOf([0, 0, 300]));
    expect(parts.parts).toHaveLength(2);
    expect(parts.left / parts.whole).toBeCloseTo(1 - parts.share, 9);
  });

  it('agree with each other, and with turf on 360 sides, for random polygons', () => {
    let worst = 0;
    let worstTurf = 0;
    let several = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = mulberry32(seed);
      const geometry = POLYGON(star(random, 0, 0, 1500, 5 + (seed % 90)));
      const count = seed % 25;
      const list = Array.from({ length: count }, (_, i): [number, number, number] => {
        const grid = seed % 4 === 0 ? 250 : 1;
        const snap = (v: number): number => Math.round(v / grid) * grid;
        return [
          snap((random() - 0.5) * 3500),
          snap((random() - 0.5) * 3500),
          [150, 300, 500][i % 3],
        ];
      });
      const discs = discsOf(...list);
      const { share, parts, left, whole } = cut(geometry, discs);
      worst = Math.max(worst, Math.abs(left / whole - (1 - share)));
      several += parts.length > 1 ? 1 : 0;
      expect(share, `seed ${seed}`).toBeGreaterThanOrEqual(0);
      expect(share, `seed ${seed}`).toBeLessThanOrEqual(1);
      const wider = { ...discs, radiusM: discs.radiusM.map((r) => r + 20) };
      expect(cut(geometry, wider).share, `seed ${seed}`).toBeGreaterThanOrEqual(share);
      const drawn = shapesOf(...parts.map((part) => part.polygon));
      const drawnM2 = parts.reduce((sum, _, i) => sum + areaM2(drawn, i), 0);
      const perimeterM = 2 * Math.PI * list.reduce((sum, [, , r]) => sum + r, 0);
      expect(drawnM2 - left, `seed ${seed}`).toBeLessThan(0.05 * perimeterM + 1e-6 * whole);
      expect(drawnM2 - left, `seed ${seed}`).toBeGreaterThan(-1e-6 * whole);
      if (seed % 20 === 3 && count > 1) {
        const circles = list.map(([x, y, r]) => turfPolygon(serviceRing(...at(x, y), r, 360).geometry.coordinates)); // prettier-ignore
        const reach = union(featureCollection(circles)) as Feature<Polygon | MultiPolygon>;
        const kept = intersect(featureCollection([turfPolygon(geometry.coordinates), reach]));
        const rest = difference(featureCollection([turfPolygon(geometry.coordinates), reach]));
        const area = (found: Feature<Polygon | MultiPolygon> | null): number =>
          found ? areaM2(shapesOf(found.geometry), 0) : 0;
        worstTurf = Math.max(worstTurf, Math.abs(area(kept) / areaM2(shapesOf(geometry), 0) - share)); // prettier-ignore
        worstTurf = Math.max(worstTurf, Math.abs(area(rest) - left) / whole);
      }
    }
    console.log(`parts off share by ${worst.toExponential(1)}; turf off by ${worstTurf.toExponential(1)}; several parts ${several}`); // prettier-ignore
    expect(worst).toBeLessThan(1e-8);
    expect(worstTurf).toBeLessThan(6e-5);
    expect(several).toBeGreaterThan(30);
  });

  it('are those of ten thousand points judged by the geodesic library', () => {
    const random = mulberry32(9);
    const geometry = POLYGON(box(-8000, -8000, 8000, 8000));
    const list = Array.from({ length: 150 }, (): [number, number, number] => [(random() - 0.5) * 18_000, (random() - 0.5) * 18_000, 800]); // prettier-ignore
    const discs = discsOf(...list);
    const { share } = cut(geometry, discs);
    let inside = 0;
    const tries = 10_000;
    for (let k = 0; k < tries; k++) {
      const place = at(-8000 + 160 * (Math.floor(k / 100) + random()), -8000 + 160 * ((k % 100) + random())); // prettier-ignore
      if (list.some((_, i) => distanceM(...place, discs.lng[i], discs.lat[i]) <= 800)) inside++;
    }
    expect(Math.abs(inside / tries - share)).toBeLessThan(0.004);
  });
});

describe('blank zones', () => {
  /** Two communities side by side of 1,000 m, in two streets, with grids inside the first. */
  function city(parts: Partial<Parts>): Project {
    const project = projectOf({
      divisions: [
        { code: '990101000000', level: 1, parent: -1 },
        { code: '990101001000', level: 2, parent: 0 },
        { code: '990101001001', level: 3, parent: 1 },
        { code: '990101001001001', level: 4, parent: 2 },
        { code: '990101002000', level: 2, parent: 0 },
        { code: '990101002001', level: 3, parent: 4 },
      ],
      units: [],
      ...parts,
    });
    const builder = new ShapesBuilder();
    for (const ring of [
      null,
      null,
      box(0, 0, 1000, 1000),
      box(0, 0, 500, 500),
      null,
      box(1000, 0, 2000, 1000),
    ])
      // prettier-ignore
      builder.append(ring && POLYGON(ring));
    project.divisions.shapes = builder.build();
    return project;
  }
  const zonesOf = (project: Project, radiusM: number | null = null, pack = PACK) => {
    const verdicts = audit(project, pack, reachField(project), { radiusM });
    return auditedZones(project, verdicts, pack, radiusM);
  };
  const facility = (x: number, y: number, level = 'community') => {
    const [lng, lat] = at(x, y);
    return { level, lng, lat };
  };
  const place = (x: number, y: number) => {
    const [lng, lat] = at(x, y);
    return { lng, lat };
  };

  it('lie in the lowest divisions above the grids', () => {
    expect(zoneDivisions(city({}).divisions)).toEqual([2, 5]);
  });

  it('are none where nothing is known of facilities', () => {
    expect(zonesOf(city({})).count).toBe(0);
  });

  it('are ranked by the demand that is not reached, and named by street', () => {
    const zones = zonesOf(
      city({
        facilities: [facility(500, 500)],
        demand: [
          { ...place(500, 500), weight: 900 },
          { ...place(990, 990), weight: 10 },
          { ...place(1900, 500), weight: 70 },
          { ...place(1950, 500), weight: NaN },
          { ...place(3000, 500), weight: 5 },
        ],
        units: [place(1500, 100), place(995, 995), { ...place(1500, 200), status: 'closed' }],
      }),
      520,
    );
    expect(zones.basis).toBe('demand');
    expect([...zones.division]).toEqual([5, 2, 2, 2, 2]);
    expect([...zones.street]).toEqual([4, 1, 1, 1, 1]);
    expect([...zones.weight]).toEqual([70, 10, 0, 0, 0]);
    expect([...zones.points]).toEqual([2, 1, 0, 0, 0]);
    expect([...zones.units]).toEqual([1, 1, 0, 0, 0]);
    expect([...zones.zoneOf]).toEqual([0, 1, -1]);
    const beyond = 520 ** 2 * Math.acos(500 / 520) - 500 * Math.sqrt(520 ** 2 - 500 ** 2);
    expect(zones.areaM2[0] / (1e6 - beyond)).toBeCloseTo(1, 5);
    for (const z of [1, 2, 3, 4])
      expect(zones.areaM2[z] / ((1e6 - Math.PI * 520 ** 2 + 4 * beyond) / 4)).toBeCloseTo(1, 3);
  });

  it('take the radius of each level, or the one that is set', () => {
    const project = city({
      facilities: [facility(500, 500, 'point'), facility(1500, 500, 'street')],
    });
    const byPack = zonesOf(project);
    const left = byPack.areaM2.reduce((sum, value) => sum + value, 0);
    expect(left).toBeLessThan(1e6 - Math.PI * 300 * 300);
    const set = zonesOf(project, 100);
    const all = set.areaM2.reduce((sum, value) => sum + value, 0);
    expect(all / (2e6 - 2 * Math.PI * 1e4)).toBeCloseTo(1, 5);
    expect(set.count).toBe(2);
  });

  it('are cut at the street where only the own street serves', () => {
    const pack = { ...PACK, service: { ...PACK.service, crossing: 'same_street' as const } };
    const facilities = [facility(900, 500)];
    const project = city({ facilities });
    project.facilities.division[0] = 2;
    const zones = zonesOf(project, null, pack);
    const east = [...zones.division.keys()].filter((z) => zones.division[z] === 5);
    expect(east.reduce((sum, z) => sum + zones.areaM2[z], 0) / 1e6).toBeCloseTo(1, 5);
    expect(zonesOf(project).areaM2.reduce((sum, value) => sum + value, 0)).toBeLessThan(1.3e6);
  });

  it('count households, else employees, of due units where no demand was handed in', () => {
    const units = [{ ...place(1500, 500), employees: 40 }, { ...place(1600, 500) }, { ...place(500, 500), employees: 9 }]; // prettier-ignore
    const zones = zonesOf(city({ facilities: [facility(500, 500)], units, absent: ['demand'] }));
    expect(zones.basis).toBe('employees');
    expect(zones.weight[0]).toBe(40);
    expect(zones.units[0]).toBe(2);
  });

  it('leave out slivers in which nobody is counted, and keep those with somebody', () => {
    const facilities = [facility(500, 500)];
    const radiusM = Math.SQRT2 * 500 - 5;
    const corner = place(0.5, 0.5);
    const some = zonesOf(city({ facilities, demand: [{ ...corner, weight: 3 }] }), radiusM);
    const west = [...some.division].filter((division) => division === 2);
    expect(west).toHaveLength(1);
    expect(some.areaM2[[...some.division].indexOf(2)]).toBeLessThan(some.minAreaM2);
    expect([...zonesOf(city({ facilities }), radiusM).division]).not.toContain(2);
  });
});
