import { Sieve } from '#lib/map/layers/sieve.ts';
import { describe, expect, it } from 'vitest';
import { SHAPE_NONE, SHAPE_POLYGON, type Facilities, type Shapes } from '#lib/core/model.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { labelPoint } from '#lib/map/features.ts';
import { BARE, bitsAmong, divisionCodes, HATCHED } from '#lib/map/layers/divisions.ts';
import { inkedLayers, inkedOf } from '#lib/map/layers/inked.ts';
import { reachRings } from '#lib/map/layers/reach.ts';
import { firstEdges, ribbonOf } from '#lib/map/layers/ribbon-layer.ts';
import { symbolsOf } from '#lib/map/layers/units.ts';
import { bboxOf, polygonsOf, positionsOf, ringsOf } from '#lib/map/polygons.ts';
import { lookCode, SCALES } from '#lib/map/scale.ts';

/** Three records: a square with a hole, nothing, and a record of two squares. */
const square = (x: number, y: number, side: number): number[] => [
  ...[x, y, x + side, y, x + side, y + side],
  ...[x, y + side, x, y],
];
const shapes: Shapes = {
  type: Uint8Array.from([SHAPE_POLYGON, SHAPE_NONE, SHAPE_POLYGON]),
  partStart: Uint32Array.from([0, 1, 1, 3]),
  ringStart: Uint32Array.from([0, 2, 3, 4]),
  vertexStart: Uint32Array.from([0, 5, 10, 15, 20]),
  xy: Float64Array.from([
    ...square(0, 0, 4),
    ...square(1, 1, 1),
    ...square(10, 0, 2),
    ...square(20, 0, 1),
  ]),
};
const polygons = polygonsOf(shapes, [0, 1, 2], [0, 1, 2]);
const surface = { polygons, rings: ringsOf(polygons) };
const looks = Uint8Array.from([lookCode('standalone'), lookCode('joint'), lookCode('blank')]);

describe('polygons', () => {
  it('keeps parts, holes and owners', () => {
    expect([...polygons.subject]).toEqual([0, 2, 2]);
    expect(positionsOf(polygons, 0).holeIndices).toEqual([10]);
    expect(positionsOf(polygons, 0).positions).toHaveLength(20);
    expect(positionsOf(polygons, 1).holeIndices).toBeNull();
    expect([...surface.rings.startIndices]).toEqual([0, 5, 10, 15, 20]);
    expect([...surface.rings.subject]).toEqual([0, 0, 2, 2]);
    expect(bboxOf(shapes, 2)).toEqual([10, 0, 21, 2]);
    expect(bboxOf(shapes, 1)).toBeNull();
  });

  it('labels a record at the centroid of its largest part', () => {
    expect(labelPoint(shapes, 2)).toEqual([11, 1]);
    expect(labelPoint(shapes, 1)).toBeNull();
  });
});

describe('inked surfaces', () => {
  it('splits out what needs a line of its own and honours the filter', () => {
    const all = inkedOf(surface, looks, null);
    expect(all.shown).toBe(surface);
    expect(all.outlined.map(({ polygons: p }) => p.part.length)).toEqual([0, 0, 2]);
    const none = inkedOf(surface, looks, (unit) => unit !== 2);
    expect([...none.shown.polygons.subject]).toEqual([0]);
    expect(none.outlined[2].polygons.part).toHaveLength(0);
  });

  it('fades ink with the density and leaves paper opaque', () => {
    const layers = inkedLayers(inkedOf(surface, looks, null), {
      fill: 'cells',
      hatch: 'cells-hatch',
      outline: 'cells-outline',
      scale: SCALES.light,
      density: 0.5,
      seamPx: 0,
      lineScale: 1,
      pickable: true,
      sieved: { sieve: new Sieve(), sieveBits: 1 },
    }).filter((layer) => layer !== null);
    expect(layers.map(({ id }) => id)).toEqual(['cells', 'cells-outline:blank']);
    const { getFillColor } = layers[0].props as unknown as {
      getFillColor: (d: unknown, at: { index: number }) => number[];
    };
    const { fills } = SCALES.light;
    expect(getFillColor(null, { index: 0 })).toEqual([...fills[0].slice(0, 3), 128]);
    expect(getFillColor(null, { index: 1 })).toEqual(fills[lookCode('blank')]);
  });
});

describe('meshes', () => {
  it('makes two vertices of each and six indices a segment', () => {
    const mesh = ribbonOf(surface.rings);
    expect(mesh.attributes.vertexPositions.value).toHaveLength(20 * 2 * 2);
    expect(mesh.indices).toHaveLength(4 * 4 * 6);
    expect(Math.max(...mesh.indices)).toBe(39);
  });

  it('draws an edge that neighbours share once, whichever way they go round', () => {
    const SEED = 20261126;
    let state = SEED;
    const below = (n: number) =>
      Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
    for (let round = 0; round < 20; round++) {
      const vertices = 2 + below(400);
      const xy = Float64Array.from({ length: 2 * vertices }, () => 121 + below(6) / 7);
      const isFirst = firstEdges(xy);
      const met = new Set<string>();
      for (let v = 0; v + 1 < vertices; v++) {
        const ends = [v, v + 1].map((at) => `${xy[2 * at]} ${xy[2 * at + 1]}`).sort();
        const key = ends.join();
        expect(isFirst(v), `seed ${SEED}, round ${round}, edge ${v}`).toBe(!met.has(key));
        met.add(key);
      }
    }
    const twoSquares = Float64Array.from([...square(0, 0, 1), ...square(1, 0, 1)]);
    const two = { length: 2, startIndices: Uint32Array.from([0, 5, 10]), xy: twoSquares };
    const paths = { ...two, subject: Uint32Array.from([0, 1]) };
    expect(ribbonOf(paths).indices).toHaveLength(8 * 6);
    expect(ribbonOf(paths, true).indices).toHaveLength(7 * 6);
  });

  it('knows whether any division of a level has a hatch or an outline', () => {
    const codes = divisionCodes(Float64Array.of(0.2, NaN, 0.9), Float64Array.of(0, 0, 0.5), true);
    expect([...codes]).toEqual([BARE, 0, HATCHED]);
    expect(bitsAmong(codes, Uint32Array.of(0, 1))).toBe(BARE);
    expect(bitsAmong(codes, Uint32Array.of(1))).toBe(0);
    expect(bitsAmong(codes, Uint32Array.of(0, 2))).toBe(BARE | HATCHED);
  });

  it('mitres a right angle and pushes both sides apart', () => {
    const { normals } = ribbonOf(surface.rings).attributes;
    const at = (v: number) => [...normals.value.slice(3 * v, 3 * v + 3)];
    expect(Math.hypot(at(0)[0], at(0)[1])).toBeCloseTo(Math.SQRT2, 5);
    expect(at(1).map((v) => -v)).toEqual(at(0));
  });

  it('gives every symbol four vertices of its mark', () => {
    const mark = SCALES.light.marks[lookCode('blank')];
    const made = symbolsOf(3, (i) => ({ record: 7 + i, lng: i, lat: -i, mark, shape: 2 }));
    expect([...made.record]).toEqual([7, 8, 9]);
    const { attributes, indices } = made.mesh;
    expect(attributes.vertexPositions.value).toHaveLength(3 * 4 * 2);
    expect([...attributes.fillColors.value.slice(16, 20)]).toEqual(mark.fill);
    expect([...attributes.lineColors.value.slice(44, 48)]).toEqual(mark.line);
    expect([...attributes.records.value]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect([...indices.slice(6, 12)]).toEqual([4, 5, 6, 6, 5, 7]);
  });
});

describe('reach rings', () => {
  const facilities = {
    count: 4,
    level: Uint8Array.from([4, 3, 255, 3]),
    lng: Float64Array.from([121, 121.01, 121.02, 125]),
    lat: Float64Array.from([31, 31, 31, 31]),
  } as Facilities;
  const view = [120.9, 30.9, 121.1, 31.1] as [number, number, number, number];

  it('draws the levels that have a radius, in view; no level counts as the lowest', () => {
    const paths = reachRings(facilities, [0, 0, 0, 500, 300], 4, view);
    expect([...paths.subject]).toEqual([1, 0, 2]);
    expect([...paths.startIndices]).toEqual([0, 181, 362, 543]);
    for (const v of [0, 45, 100, 180]) {
      const [lng, lat] = [paths.xy[2 * v], paths.xy[2 * v + 1]];
      expect(distanceM(facilities.lng[1], facilities.lat[1], lng, lat)).toBeCloseTo(500, 2);
    }
    expect([...reachRings(facilities, [0, 0, 0, 500, NaN], 4, view).subject]).toEqual([1]);
    expect([...reachRings(facilities, [0, 0, 0, 500, 300], 3, view).subject]).toEqual([1]);
  });
});
