import { describe, expect, it } from 'vitest';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Project } from '#lib/core/model.ts';
import { RadiusAreas, radiusArea } from '#lib/core/reach/reach-area.ts';
import type { Stations } from '#lib/core/reach/reach-area.ts';
import { exposedArcs, unionRings } from '#lib/core/reach/disc-union.ts';
import { DiscGrid } from '#lib/core/reach/discs.ts';
import { nestRings, polygonRings } from '#lib/core/reach/nest-rings.ts';
import { discsIn } from '#lib/core/reach/plane-tiles.ts';
import { stationClusters } from '#lib/core/reach/station-clusters.ts';
import { mulberry32, projectOf } from './coverage-project.ts';

const [LNG, LAT] = [121.4, 31.2];
const CIRCLE = Math.PI * 500 * 500;

const stationsOf = (...list: [number, number][]): Stations => ({
  lng: Float64Array.from(list, ([lng]) => lng),
  lat: Float64Array.from(list, ([, lat]) => lat),
});
const near = (x: number, y: number): [number, number] =>
  destination(LNG, LAT, (Math.atan2(x, y) * 180) / Math.PI, Math.hypot(x, y));

/** A city of boxes of 0.02 degrees, a community each. */
function city(columns = 3, rows = 3): Project {
  const builder = new ShapesBuilder();
  builder.append(null);
  const divisions = [{ code: '99', level: 0, parent: -1 }];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < columns; col++) {
      const [west, south] = [LNG + (col - columns / 2) * 0.02, LAT + (row - rows / 2) * 0.02];
      const [east, north] = [west + 0.02, south + 0.02];
      builder.append({ type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }); // prettier-ignore
      divisions.push({ code: `99${row}${col}`, level: 3, parent: 0 });
    }
  }
  const project = projectOf({
    divisions,
    units: [{ lng: LNG, lat: LAT }, { lng: LNG + 0.025, lat: LAT + 0.025 }], // prettier-ignore
    demand: [{ lng: LNG + 0.001, lat: LAT, weight: 7 }, { lng: LNG - 0.02, lat: LAT, weight: 11 }], // prettier-ignore
  });
  return { ...project, divisions: { ...project.divisions, shapes: builder.build() } };
}
const CONTEXT = { due: Uint8Array.of(1, 1), reached: null };

describe('area of a radius', () => {
  it('is a circle for one station, its ring half a metre true, and what is left is a zone', () => {
    const area = radiusArea(city(), stationsOf([LNG, LAT]), 500, CONTEXT);
    expect(area.unionM2 / CIRCLE).toBeCloseTo(1, 9);
    expect(area.perimeterM / (1000 * Math.PI)).toBeCloseTo(1, 9);
    expect(area.notes).toEqual([]);
    const { xy } = area.shapes;
    for (let k = 0; k < xy.length; k += 2)
      expect(distanceM(LNG, LAT, xy[k], xy[k + 1])).toBeCloseTo(500, 3);
    expect(Math.abs(areaM2(area.shapes, 0) - area.unionM2)).toBeLessThan(0.5 * area.perimeterM);
    expect(area.share[0]).toBeNaN();
    const { shapes } = city().divisions;
    const covered = [...area.share].reduce((sum, s, d) => sum + (d > 0 ? s * areaM2(shapes, d) : 0), 0); // prettier-ignore
    expect(covered / area.unionM2).toBeCloseTo(1, 5);
    expect(area.zones?.count).toBe(9);
    expect([...(area.zones?.weight ?? [])].reduce((a, b) => a + b)).toBe(11);
    expect(area.zones?.zoneOf[0]).toBe(-1);
    expect(area.zones?.zoneOf[1]).toBeGreaterThanOrEqual(0);
  });

  it('draws a hole in its shell', () => {
    const ring = Array.from({ length: 8 }, (_, k) => near(1000 * Math.cos((k * Math.PI) / 4), 1000 * Math.sin((k * Math.PI) / 4))); // prettier-ignore
    const area = radiusArea(city(), stationsOf(...ring, near(9000, 0)), 450, CONTEXT);
    expect([...area.shapes.partStart]).toEqual([0, 2]);
    expect(area.shapes.ringStart.length - 1).toBe(2);
    expect(area.shapes.vertexStart.length - 1).toBe(3);
    const index = new PolygonIndex(area.shapes, [0]);
    expect(index.locate(LNG, LAT)).toBe(-1);
    expect(index.locate(...near(1000, 0))).toBe(0);
    expect(index.locate(...near(9000, 0))).toBe(0);
    expect(Math.abs(areaM2(area.shapes, 0) - area.unionM2)).toBeLessThan(0.5 * area.perimeterM);
  });

  it('says what is odd about its stations, and goes on', () => {
    const project = city();
    const codes = (stations: Stations, radiusM: number) =>
      radiusArea(project, stations, radiusM, CONTEXT).notes.map(({ code, stations: n }) => [code, n]); // prettier-ignore
    expect(codes(stationsOf(), 500)).toEqual([['no_station', 0]]);
    for (const radiusM of [0, -5, NaN])
      expect(codes(stationsOf([LNG, LAT]), radiusM)).toEqual([['no_radius', 1]]);
    expect(codes(stationsOf([LNG, LAT], [NaN, LAT], [LNG, 95], [LNG, 89]), 500)).toEqual([
      ['no_position', 2],
      ['polar', 1],
    ]);
    expect(codes(stationsOf([LNG, LAT], [10, 50]), 500)).toEqual([['outside', 1]]);
    expect(codes(stationsOf([LNG, LAT], [LNG, LAT], [LNG + 1e-13, LAT], [LNG, LAT + 0.01]), 500)).toEqual([['same_place', 2]]); // prettier-ignore
    const none = radiusArea(project, stationsOf(), 500, CONTEXT);
    expect([none.unionM2, none.perimeterM, none.error, none.shapes.xy.length]).toEqual([0, 0, 0, 0]); // prettier-ignore
    expect([...none.share.subarray(1)]).toEqual(new Array(9).fill(0));
    expect(none.zones?.count).toBe(0);
    const still = radiusArea(project, stationsOf([LNG, LAT]), 0, CONTEXT);
    expect(still.unionM2).toBe(0);
    expect(still.zones?.count).toBe(9);
  });

  it('of stations far from one another is that of each, also over the antimeridian', () => {
    const far: [number, number][] = [[LNG, LAT], [10, 50], [-179.999, -17], [179.999, -17], [121.4, -31.2], [20, 69]]; // prettier-ignore
    const set = stationsOf(...far);
    const clusters = stationClusters(set.lng, set.lat, Int32Array.from(far.keys()), 500);
    expect(clusters.map(({ stations }) => stations)).toEqual([[0], [1], [2, 3], [4], [5]]);
    const area = radiusArea(city(), set, 500, CONTEXT);
    const two = radiusArea(city(), stationsOf(...far.slice(2, 4)), 500, CONTEXT);
    expect(two.unionM2).toBeLessThan(1.3 * CIRCLE);
    expect(area.unionM2 / (4 * CIRCLE + two.unionM2)).toBeCloseTo(1, 9);
    expect(area.error).toBeLessThan(1e-7);
    expect(areaM2(two.shapes, 0) / two.unionM2).toBeCloseTo(1, 2);
  });

  it('stays within the error it states for a city 200 km wide and a radius of 50 km', () => {
    const random = mulberry32(20261125);
    for (const [halfDeg, radiusM, count] of [
      [0.05, 800, 60],
      [0.5, 5000, 200],
      [1, 20_000, 60],
      [0.2, 50_000, 5],
    ] as const) {
      // prettier-ignore
      const set = stationsOf(...Array.from({ length: count }, (): [number, number] => [LNG + (2 * random() - 1) * halfDeg, LAT + (2 * random() - 1) * halfDeg])); // prettier-ignore
      const { unionM2, error } = radiusArea(city(), set, radiusM, CONTEXT);
      // A drawing so fine that its chords leave out less than 1e-8, measured on the ellipsoid by its authalic latitude.
      const builder = new ShapesBuilder();
      for (const { plane, stations } of stationClusters(
        set.lng,
        set.lat,
        Int32Array.from(set.lng.keys()),
        radiusM,
      )) {
        // prettier-ignore
        const discs = discsIn(plane, {
          lng: Float64Array.from(stations, (i) => set.lng[i]),
          lat: Float64Array.from(stations, (i) => set.lat[i]),
          radiusM: new Float64Array(stations.length).fill(radiusM),
        });
        for (const part of nestRings(
          unionRings(discs, exposedArcs(new DiscGrid(discs)), 1e-5 * (radiusM / 1000)),
        ))
          builder.append({ type: 'Polygon', coordinates: polygonRings(part, plane) });
      }
      const shapes = builder.build();
      const drawn = [...shapes.type.keys()].reduce((sum, i) => sum + areaM2(shapes, i), 0);
      const off = Math.abs(drawn / unionM2 - 1);
      console.log(`${count} discs of ${radiusM} m in ${2 * halfDeg} degrees: off by ${off.toExponential(1)}, stated ${error.toExponential(1)}`); // prettier-ignore
      expect(off).toBeLessThan(error + 1e-8);
      expect(error).toBeLessThan(2e-4);
    }
  });

  it('is the same whether its divisions are prepared anew or not', () => {
    const areas = new RadiusAreas(city());
    const set = stationsOf([LNG, LAT], near(700, 300));
    for (const radiusM of [300, 5000, 800]) {
      const { share, unionM2 } = areas.area(set, radiusM, CONTEXT);
      const anew = radiusArea(city(), set, radiusM, CONTEXT);
      expect(unionM2).toBe(anew.unionM2);
      share.forEach((s, d) => d > 0 && expect(s).toBeCloseTo(anew.share[d], 9));
    }
  });
});
