import { beforeAll, describe, expect, it } from 'vitest';
import type { MainModule } from 'clipper2-wasm/dist/clipper2z';
import { destination } from '#lib/core/geo/geodesic.ts';
import { serviceRing } from '#lib/core/geo/ring.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Project } from '#lib/core/model.ts';
import type { ReachArea } from '#lib/core/reach/answer.ts';
import { discUnion, exposedArcs, unionRings } from '#lib/core/reach/disc-union.ts';
import { DiscGrid } from '#lib/core/reach/discs.ts';
import { RadiusAreas } from '#lib/core/reach/reach-area.ts';
import { circlePath, loadClipper, pathsOf } from '../bench/clipper-union.ts';
import { mulberry32, projectOf } from './coverage-project.ts';

const SEED = 20261125;
const [LNG, LAT] = [121.4, 31.2];
/** Degrees that are 11 nanometres. */
const HAIR = 1e-13;
const RADII = [0, 1e-3, 1, 300, 500, 1000, 5000, 50_000];

type Disc = [x: number, y: number, r: number];
type Place = [lng: number, lat: number];

const near = (x: number, y: number): Place =>
  destination(LNG, LAT, (Math.atan2(x, y) * 180) / Math.PI, Math.hypot(x, y));
const planeOf = (list: Disc[]) => ({
  x: Float64Array.from(list, ([x]) => x),
  y: Float64Array.from(list, ([, y]) => y),
  r: Float64Array.from(list, ([, , r]) => r),
});
const columns = (list: Place[]) => ({
  lng: Float64Array.from(list, ([lng]) => lng),
  lat: Float64Array.from(list, ([, lat]) => lat),
});

/** Nine communities of about 2 km. */
function city(): Project {
  const builder = new ShapesBuilder();
  const divisions = [];
  for (let k = 0; k < 9; k++) {
    const [west, south] = [LNG + ((k % 3) - 1.5) * 0.02, LAT + (Math.floor(k / 3) - 1.5) * 0.02];
    builder.append({
      type: 'Polygon',
      coordinates: [[[west, south], [west + 0.02, south], [west + 0.02, south + 0.02], [west, south + 0.02], [west, south]]], // prettier-ignore
    });
    divisions.push({ code: `99${k}`, level: 3, parent: -1 });
  }
  const project = projectOf({ divisions, units: [] });
  return { ...project, divisions: { ...project.divisions, shapes: builder.build() } };
}

const CONTEXT = { due: new Uint8Array(0), reached: null };

/** Sets of stations that go wrong elsewhere. */
function oddSets(random: () => number): Record<string, Place[]> {
  const some = (): Place => near(6000 * (random() - 0.5), 6000 * (random() - 0.5));
  const one = some();
  const four = [0, 1, 2, 3].map((k) => near(500 * Math.cos((k * Math.PI) / 2), 500 * Math.sin((k * Math.PI) / 2))); // prettier-ignore
  const list = Array.from({ length: 3 + Math.floor(20 * random()) }, some);
  return {
    none: [],
    one: [one],
    identical: Array.from({ length: 5 }, (): Place => [...one]),
    'a hair apart': Array.from({ length: 6 }, (_, k): Place => [one[0] + k * HAIR, one[1] - (k % 2) * HAIR]), // prettier-ignore
    collinear: Array.from({ length: 9 }, (_, k): Place => [one[0] + k * 0.003, one[1] + k * 0.001]),
    tangent: [near(0, 0), near(1000, 0), near(0, 1000), near(-600, 0)],
    'four through one point': four,
    'twelve through one point': Array.from({ length: 12 }, (_, k) => near(500 * Math.cos(k), 500 * Math.sin(k))), // prettier-ignore
    'outside the city': [one, [LNG + 5, LAT + 3]],
    lattice: Array.from({ length: 36 }, (_, k) => near(500 * (k % 6), 500 * Math.floor(k / 6))),
    random: list,
    'random, each twice': list.flatMap(([lng, lat]): Place[] => [[lng, lat], [lng + HAIR * Math.round(2 * random()), lat]]), // prettier-ignore
  };
}

describe('degenerate stations', () => {
  const areas = new RadiusAreas(city());

  it('keep every property of an area, at every radius', () => {
    console.log(`seeds ${SEED} .. ${SEED + 5}`);
    for (let seed = SEED; seed < SEED + 6; seed++) {
      for (const [name, places] of Object.entries(oddSets(mulberry32(seed)))) {
        let before: Pick<ReachArea, 'unionM2' | 'share'> = {
          unionM2: 0,
          share: new Float64Array(9),
        };
        for (const radiusM of RADII) {
          const label = `${name}, ${radiusM} m, seed ${seed}`;
          const area = areas.area(columns(places), radiusM, CONTEXT);
          const circle = Math.PI * radiusM * radiusM;
          expect(area.unionM2, label).toBeLessThanOrEqual(places.length * circle * (1 + 1e-12));
          expect(area.unionM2, label).toBeGreaterThanOrEqual(places.length > 0 ? circle * (1 - 1e-9) : 0); // prettier-ignore
          expect(area.unionM2, label).toBeGreaterThanOrEqual(before.unionM2);
          expect(area.perimeterM, label).toBeLessThanOrEqual(places.length * 2 * Math.PI * radiusM * (1 + 1e-12)); // prettier-ignore
          expect(Number.isFinite(area.perimeterM) && area.error < 1e-4, label).toBe(true);
          area.share.forEach((share, d) => {
            expect(share >= 0 && share <= 1, label).toBe(true);
            expect(share, label).toBeGreaterThanOrEqual(before.share[d] - 1e-9);
          });
          if (radiusM === 50_000 && places.length > 0) expect(Math.min(...area.share)).toBe(1);
          if (radiusM >= 300) {
            const drawn = areaM2(area.shapes, 0);
            expect(Math.abs(drawn - area.unionM2), label).toBeLessThan(0.5 * area.perimeterM + 2 * area.error * area.unionM2 + 1); // prettier-ignore
          }
          before = area;
        }
      }
    }
  });

  it('count once what stands at one place, in any order', () => {
    for (let seed = SEED; seed < SEED + 6; seed++) {
      const sets = oddSets(mulberry32(seed));
      for (const radiusM of RADII.slice(2)) {
        const of = (list: Place[]) => areas.area(columns(list), radiusM, CONTEXT);
        const one = of(sets.one);
        for (const name of ['identical', 'a hair apart']) {
          const many = of(sets[name]);
          expect(many.unionM2 / one.unionM2, `${name} ${radiusM}`).toBeCloseTo(1, 7);
          expect(many.shapes.vertexStart.length, `${name} ${radiusM}`).toBe(2);
          many.share.forEach((share, d) => expect(share).toBeCloseTo(one.share[d], 7));
        }
        const list = of(sets.random);
        expect(of(sets['random, each twice']).unionM2 / list.unionM2).toBeCloseTo(1, 7);
        expect(of([...sets.random].reverse()).unionM2 / list.unionM2).toBeCloseTo(1, 12);
        const out = of(sets['outside the city']);
        expect(out.unionM2 / (2 * one.unionM2)).toBeCloseTo(1, 12);
        out.share.forEach((share, d) => expect(share).toBeCloseTo(one.share[d], 9));
        expect(out.notes).toContainEqual({ code: 'outside', stations: 1 });
      }
    }
  });
});

describe('beside polygons of 100,000 corners', () => {
  let clipper: MainModule;
  beforeAll(async () => {
    clipper = await loadClipper();
  });

  /** Area of the union of polygons inscribed in the circles, on a grid of a micrometre. */
  function polygonUnionM2(list: Disc[]): number {
    const paths = pathsOf(clipper, list.map((disc) => circlePath(clipper, disc, 100_000, 1e6))); // prettier-ignore
    const union = clipper.UnionSelf64(paths, clipper.FillRule.NonZero);
    const area = clipper.AreaPaths64(union) / 1e12;
    paths.delete();
    union.delete();
    return area;
  }

  it('areas are exact to 1e-9', () => {
    const random = mulberry32(SEED);
    const hair = HAIR * 111_000;
    const cases: Record<string, Disc[]> = {
      one: [[12, -7, 500]],
      'a lens': [[0, 0, 500], [600, 250, 300]], // prettier-ignore
      identical: [[5, 5, 500], [5, 5, 500]], // prettier-ignore
      'a hair apart': [[5, 5, 500], [5 + hair, 5, 500], [5, 5 - hair, 500]], // prettier-ignore
      tangent: [[0, 0, 500], [1000, 0, 500], [0, 800, 300]], // prettier-ignore
      'tangent from inside': [[0, 0, 500], [200, 0, 300], [0, -400, 100]], // prettier-ignore
      collinear: [[0, 0, 500], [300, 150, 500], [600, 300, 500], [900, 450, 500]], // prettier-ignore
      'four through one point': [[500, 0, 500], [-500, 0, 500], [0, 500, 500], [0, -500, 500]], // prettier-ignore
      'with a hole': [[450, 0, 400], [-450, 0, 400], [0, 450, 400], [0, -450, 400]], // prettier-ignore
      '50 km': [[0, 0, 50_000], [60_000, 1000, 50_000]], // prettier-ignore
    };
    for (let k = 0; k < 12; k++)
      cases[`random ${k}`] = Array.from({ length: 2 + (k % 3) }, (): Disc => [900 * random(), 900 * random(), 100 + 500 * random()]); // prettier-ignore
    let worst = 0;
    for (const [name, list] of Object.entries(cases)) {
      const set = planeOf(list);
      const { areaM2: exact } = discUnion(set);
      const off = Math.abs(polygonUnionM2(list) / exact - 1);
      worst = Math.max(worst, off);
      expect(off, name).toBeLessThan(1e-9);
      const rings = unionRings(set, exposedArcs(new DiscGrid(set)), 0.5);
      expect(rings.reduce((sum, ring) => sum + ring.areaM2, 0) / exact, name).toBeCloseTo(1, 9);
    }
    console.log(`seed ${SEED}: union off 100,000-gons by ${worst.toExponential(1)}; an inscribed one lacks 6.6e-10 itself`); // prettier-ignore
  }, 60_000);

  it('areas on the ellipsoid are those of geodesic circles, to what the plane misstates', () => {
    const steps = 20_000;
    const random = mulberry32(SEED);
    for (const [radiusM, spreadM] of [
      [500, 800],
      [20_000, 30_000],
    ]) {
      const places = Array.from({ length: 3 }, () => near(spreadM * (random() - 0.5), spreadM * (random() - 0.5))); // prettier-ignore
      const paths = new clipper.Paths64();
      for (const [lng, lat] of places) {
        const corners = new BigInt64Array(3 * steps);
        serviceRing(lng, lat, radiusM, steps)
          .geometry.coordinates[0].slice(1)
          .forEach(([x, y], k) => {
            // prettier-ignore
            corners[3 * k] = BigInt(Math.round((x - LNG) * 1e14));
            corners[3 * k + 1] = BigInt(Math.round((y - LAT) * 1e14));
          });
        const path = new clipper.Path64();
        path.assign(corners);
        paths.push_back(path);
      }
      const union = clipper.UnionSelf64(paths, clipper.FillRule.NonZero);
      expect(union.size()).toBe(1);
      const xy = union.get(0).view();
      const ring: Place[] = [];
      for (let k = 0; k < xy.length; k += 3) ring.push([LNG + Number(xy[k]) / 1e14, LAT + Number(xy[k + 1]) / 1e14]); // prettier-ignore
      const builder = new ShapesBuilder();
      builder.append({ type: 'Polygon', coordinates: [ring] });
      const area = new RadiusAreas(city()).area(columns(places), radiusM, CONTEXT);
      const off = Math.abs(areaM2(builder.build(), 0) / area.unionM2 - 1);
      console.log(`${radiusM} m: off geodesic circles by ${off.toExponential(1)}, stated ${area.error.toExponential(1)}`); // prettier-ignore
      expect(off).toBeLessThan(area.error + 2e-8);
    }
  }, 60_000);
});
