import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { BACKDROP_CLASSES, NONE } from '#lib/core/model.ts';
import type { Backdrop } from '#lib/core/model.ts';
import type { Snap } from '#lib/core/reach/field.ts';
import { walkNetwork } from '#lib/core/reach/walk/build.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { obstacles } from '#lib/core/reach/walk/obstacles.ts';
import { walkRoute } from '#lib/core/reach/walk/route.ts';
import type { WalkEnd } from '#lib/core/reach/walk/route.ts';
import { snapPlaces } from '#lib/core/reach/walk/snap.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import { packTexts } from '#lib/core/texts.ts';
import type { Geometry } from 'geojson';
import { randomStream } from '../bench/random.ts';
import { metres, walkOf } from './walk-lines.ts';
import type { Line } from './walk-lines.ts';

const SEED = 20261125;

/** Places as ends of ways. */
function endsOf(network: WalkNetwork, at: [number, number][], snap: Snap = 'edge'): WalkEnd[] {
  const lng = Float64Array.from(at, ([x]) => x);
  const lat = Float64Array.from(at, ([, y]) => y);
  const { edge, alongM, offsetM } = snapPlaces(network, { count: at.length, lng, lat }, snap, 500);
  return at.map(([x, y], i) => ({ lng: x, lat: y, edge: edge[i], alongM: alongM[i], offsetM: offsetM[i] })); // prettier-ignore
}

const columns = (ends: WalkEnd[]) => ({
  edge: Int32Array.from(ends, ({ edge }) => edge),
  alongM: Float64Array.from(ends, ({ alongM }) => alongM),
  offsetM: Float64Array.from(ends, ({ offsetM }) => offsetM),
});

function drawnM(xy: Float64Array): number {
  let sum = 0;
  for (let k = 2; k < xy.length; k += 2) sum += distanceM(xy[k - 2], xy[k - 1], xy[k], xy[k + 1]);
  return sum;
}

/** Streets 100 m apart, some left out, bent in their middles; and a block on its own. */
function town(random: () => number): Line[] {
  const lines: Line[] = [];
  const bend = (): number => (random() - 0.5) * 30;
  for (let i = 0; i < 6; i++)
    for (let k = 0; k < 6; k++) {
      const [x, y] = [100 * i, 100 * k];
      if (random() < 0.75) lines.push({ at: [metres(x, y), metres(x + 50, y + bend()), metres(x + 100, y)] }); // prettier-ignore
      if (random() < 0.75) lines.push({ at: [metres(x, y), metres(x + bend(), y + 50), metres(x, y + 100)] }); // prettier-ignore
    }
  lines.push({ at: [metres(900, 0), metres(1000, 0), metres(1000, 100), metres(900, 0)] });
  return lines;
}

describe('the way on foot', () => {
  it(`is as long as the field says, and as it is drawn (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    let unreachable = 0;
    for (let round = 0; round < 40; round++) {
      const network = walkNetwork(walkOf(town(random)));
      const many = (count: number): [number, number][] =>
        Array.from({ length: count }, () => metres(random() * 1050, random() * 650));
      const snap = round % 2 === 0 ? 'edge' : 'node';
      const places = endsOf(network, many(12), snap);
      const stations = endsOf(network, many(3), snap);
      const { nearest } = new WalkField(network, columns(places), columns(stations), () => {
        throw new Error('No station is moved here.');
      });
      places.forEach((place, i) => {
        for (const [s, fieldM] of [
          [nearest.first[i], nearest.firstM[i]],
          [nearest.second[i], nearest.secondM[i]],
        ]) {
          const made = `round ${round}, place ${i}, station ${s}`;
          if (s < 0) {
            unreachable++;
            continue;
          }
          const route = walkRoute(network, place, stations[s]);
          expect(route?.lengthM, made).toBe(fieldM);
          const { xy } = route!;
          expect([xy[0], xy[1]], made).toEqual([place.lng, place.lat]);
          expect([...xy.slice(-2)], made).toEqual([stations[s].lng, stations[s].lat]);
          expect(Math.abs(drawnM(xy) - fieldM), made).toBeLessThan(1e-4);
          expect(walkRoute(network, stations[s], place)?.lengthM, made).toBe(fieldM);
        }
        stations.forEach((station, s) => {
          if (nearest.second[i] < 0 && nearest.first[i] !== s)
            expect(walkRoute(network, place, station)).toBeNull();
        });
      });
    }
    expect(unreachable).toBeGreaterThan(20);
  });

  it('goes along a shared edge without leaving it, and follows lengths of the file', () => {
    const network = walkNetwork(
      walkOf([{ at: [metres(0, 0), metres(100, 0), metres(100, 100)], lengthM: 400 }]),
    );
    const [a, b] = endsOf(network, [metres(50, 10), metres(110, 50)]);
    const route = walkRoute(network, a, b)!;
    expect([...route.edges]).toEqual([0]);
    expect(route.offNetworkM).toBeCloseTo(20, 0);
    expect(route.lengthM - route.offNetworkM).toBeCloseTo(200, 0);
    // Place, edge, corner, edge, place.
    expect(route.xy.length).toBe(10);
    expect([...route.xy.slice(4, 6)]).toEqual(metres(100, 0));
  });
});

function backdropOf(
  records: [class_: number, name: string | null, geometry: Geometry][],
): Backdrop {
  const shapes = new ShapesBuilder();
  for (const [, , geometry] of records) shapes.append(geometry);
  return {
    count: records.length,
    file: new Uint16Array(records.length),
    row: new Uint32Array(records.length),
    extra: {},
    shapes: shapes.build(),
    class: Uint8Array.from(records, ([code]) => code),
    name: packTexts(records.map(([, name]) => name)),
  };
}

describe('what lies between', () => {
  const water = BACKDROP_CLASSES.indexOf('water');
  const rail = BACKDROP_CLASSES.indexOf('rail');
  const green = BACKDROP_CLASSES.indexOf('green');
  const box = (x0: number, y0: number, x1: number, y1: number): [number, number][] =>
    [metres(x0, y0), metres(x1, y0), metres(x1, y1), metres(x0, y1), metres(x0, y0)]; // prettier-ignore
  const backdrop = backdropOf([
    [rail, '沪宁线', { type: 'LineString', coordinates: [metres(400, -100), metres(400, 100)] }],
    [water, '黄浦江', { type: 'Polygon', coordinates: [box(100, -500, 200, 500)] }],
    [water, '黄浦江', { type: 'LineString', coordinates: [metres(150, -50), metres(150, 50)] }],
    [rail, null, { type: 'LineString', coordinates: [metres(300, 20), metres(300, 100)] }],
    [green, '公园', { type: 'Polygon', coordinates: [box(-50, -50, 600, 50), box(-10, -10, 90, 40)] }], // prettier-ignore
    [NONE, null, { type: 'LineString', coordinates: [metres(450, -100), metres(470, 100)] }],
    [water, '池', { type: 'Point', coordinates: metres(250, 0) }],
  ]);

  it('is named in the order in which it is met', () => {
    const found = obstacles(backdrop, metres(0, 0), metres(500, 0));
    expect(found.map(({ record, class: kind, name }) => [record, kind, name])).toEqual([
      [4, 'green', '公园'],
      [1, 'water', '黄浦江'],
      [0, 'rail', '沪宁线'],
      [5, null, null],
    ]);
    [90, 100, 400, 460].forEach((m, k) => expect(Math.abs(found[k].atM - m)).toBeLessThan(1));
  });

  it('is known too where the way starts, ends or lies in it', () => {
    const names = (
      ...[from, to]: [[number, number], [number, number]]
    ): [string | null, number][] =>
      obstacles(backdrop, from, to).map(({ name, atM }) => [name, Math.round(atM)]);
    expect(names(metres(120, -400), metres(180, -400))).toEqual([['黄浦江', 0]]);
    expect(names(metres(0, 300), metres(150, 300))).toEqual([['黄浦江', 100]]);
    expect(names(metres(0, 300), metres(90, 300))).toEqual([]);
    expect(names(metres(0, 0), metres(80, 0))).toEqual([]);
    expect(names(metres(0, 0), metres(0, 0))).toEqual([]);
  });

  it('is not met where a corner behind the start lies on the line', () => {
    const wedge = [metres(-100, 30), metres(-50, 0), metres(-100, -30), metres(-100, 30)];
    for (const ring of [wedge, [...wedge].reverse()]) {
      const behind = backdropOf([[water, '湖', { type: 'Polygon', coordinates: [ring] }]]);
      expect(obstacles(behind, metres(0, 0), metres(500, 0))).toEqual([]);
      expect(obstacles(behind, metres(-80, 0), metres(500, 0))).toHaveLength(1);
    }
  });
});
