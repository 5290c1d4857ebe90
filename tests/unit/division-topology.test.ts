import { existsSync, readFileSync } from 'node:fs';
import type { FeatureCollection, Geometry, Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { plantCity } from '#data/demo/generate.ts';
import { writePeriod } from '#data/demo/write.ts';
import { checkTopology } from '#lib/core/division/topology.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Divisions } from '#lib/core/model.ts';
import { randomStream } from '../bench/random.ts';
import { noCounts } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 20261126;
const SHARED = '../shared/data';
const present = existsSync(SHARED);
if (!present) console.log(`skipped: ${SHARED} is absent`);
const ALL = { areaM2: 0, widthM: 0 };

function divisionsOf(
  geometries: readonly (Geometry | null)[],
  level: readonly number[] = geometries.map(() => 2),
  parent: readonly number[] = geometries.map(() => -1),
): Divisions {
  const builder = new ShapesBuilder();
  for (const geometry of geometries) builder.append(geometry);
  const count = geometries.length;
  return {
    count,
    file: new Uint16Array(count),
    row: Uint32Array.from(geometries.keys()),
    extra: {},
    code: geometries.map((_, i) => String(i)),
    name: geometries.map((_, i) => String(i)),
    level: Uint8Array.from(level),
    parent: Int32Array.from(parent),
    ...noCounts(count),
    shapes: builder.build(),
  };
}

function read(name: string): Divisions {
  const text = readFileSync(`${SHARED}/${name}`, 'utf8');
  return divisionsOf((JSON.parse(text) as FeatureCollection).features.map((f) => f.geometry));
}

function box(west: number, south: number, east: number, north: number): Polygon {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

function areaOf(geometry: Geometry): number {
  const builder = new ShapesBuilder();
  builder.append(geometry);
  return areaM2(builder.build(), 0);
}

describe.skipIf(!present)('real and planted files', () => {
  it('one overlap of 8.5 m and one gap of 25 m', () => {
    const divisions = read('messy/generated/overlap_and_gap.geojson');
    const findings = checkTopology(divisions);
    expect(findings).toMatchObject([
      { kind: 'gap', a: 1, b: 2 },
      { kind: 'overlap', a: 0, b: 1 },
    ]);
    const [gap, overlap] = findings;
    expect(gap.widthM).toBeCloseTo(25.65, 1);
    expect(gap.areaM2 / areaOf(box(116.4199, 39.9, 116.4202, 39.91))).toBeCloseTo(1, 3);
    expect(overlap.widthM).toBeCloseTo(8.5, 1);
    expect(overlap.areaM2).toBeCloseTo(areaOf(box(116.4099, 39.9, 116.41, 39.91)), 0);
    // A point in the overlap is counted in one of the two, always the same.
    const index = new PolygonIndex(divisions.shapes, [0, 1, 2]);
    const strip = Float64Array.from({ length: 99 }, (_, i) => 39.9001 + i * 1e-4);
    const found = index.locateAll(new Float64Array(99).fill(116.40995), strip);
    expect(new Set(found)).toEqual(new Set([0]));
  });

  it('the same polygon under two codes', () => {
    const divisions = read('messy/generated/duplicate_feature.geojson');
    const [duplicate, ...others] = checkTopology(divisions);
    expect(others).toEqual([]);
    expect(duplicate).toMatchObject({ kind: 'duplicate', a: 0, b: 1 });
    expect(duplicate.areaM2).toBeCloseTo(areaM2(divisions.shapes, 0), 4);
  });

  it('the streets of Shanghai do not overlap, nor do those of the core of Beijing', () => {
    const shanghai = read('shanghai/streets127.geojson');
    expect(checkTopology(shanghai).filter((f) => f.kind !== 'gap')).toEqual([]);
    const slivers = checkTopology(shanghai, 2, ALL).filter((f) => f.kind === 'overlap');
    expect(slivers.reduce((sum, f) => sum + f.areaM2, 0)).toBeLessThan(11);
    expect(checkTopology(read('messy/generated/beijing_core32_wgs84.geojson'))).toEqual([]);
  });
});

it('the demo city is clean at every level', async () => {
  const { divisions } = await readDemo(writePeriod(plantCity({ seed: 3, scale: 0.2 }), 4));
  expect(new Set(divisions.level).size).toBe(5);
  expect(checkTopology(divisions)).toEqual([]);
});

describe('what counts as a fault', () => {
  it('a division inside another, though no borders meet', () => {
    const island = divisionsOf([box(121, 31, 121.1, 31.1), box(121.02, 31.02, 121.03, 31.03)]);
    expect(checkTopology(island)).toMatchObject([{ kind: 'overlap', a: 0, b: 1 }]);
    expect(checkTopology(island)[0].areaM2).toBeCloseTo(areaM2(island.shapes, 1), 2);
  });

  it('not a grid and the grid it is part of, and not two levels', () => {
    const two = [box(121, 31, 121.1, 31.1), box(121, 31, 121.1, 31.1)];
    expect(checkTopology(divisionsOf(two, [4, 4], [-1, 0]))).toEqual([]);
    expect(checkTopology(divisionsOf(two, [2, 3]))).toEqual([]);
    expect(checkTopology(divisionsOf(two, [4, 4]))).toMatchObject([{ kind: 'duplicate' }]);
    expect(checkTopology(divisionsOf(two, [4, 4]), 3)).toEqual([]);
  });

  it('a hole that nobody fills, less the island in it', () => {
    const holed: Geometry = {
      type: 'Polygon',
      coordinates: [
        box(121, 31, 121.1, 31.1).coordinates[0],
        box(121.02, 31.02, 121.06, 31.06).coordinates[0],
      ],
    };
    const island = box(121.03, 31.03, 121.04, 31.04);
    const [gap, ...others] = checkTopology(divisionsOf([holed, island]));
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ kind: 'gap', a: 0, b: 1 });
    const open = areaOf(box(121.02, 31.02, 121.06, 31.06)) - areaOf(island);
    expect(gap.areaM2).toBeCloseTo(open, 1);
    expect(checkTopology(divisionsOf([holed, box(121.02, 31.02, 121.06, 31.06)]))).toEqual([]);
  });

  it('not what is narrower than half a metre, nor what is wider than 50 m', () => {
    const beside = (metres: number) =>
      checkTopology(
        divisionsOf([box(121, 0, 121.01, 0.01), box(121.01 + metres / 111_320, 0, 121.02, 0.01)]),
      ).map((finding) => finding.kind);
    expect(beside(-0.6)).toEqual(['overlap']);
    expect(beside(-0.4)).toEqual([]);
    expect(beside(0)).toEqual([]);
    expect(beside(0.4)).toEqual([]);
    expect(beside(0.6)).toEqual(['gap']);
    expect(beside(45)).toEqual(['gap']);
    expect(beside(60)).toEqual([]);
  });

  it('not the notch where two borders part', () => {
    const leaning: Geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [121.01, 31],
          [121.03, 31],
          [121.03, 31.01],
          [121.016, 31.01],
          [121.01, 31],
        ],
      ],
    };
    expect(checkTopology(divisionsOf([box(121, 31, 121.01, 31.01), leaning]))).toEqual([]);
  });
});

describe(`random rectangles against counting cells (seed ${SEED})`, () => {
  const CELL = 0.001;
  const SIDE = 14;
  const at = (k: number) => Number((121 + k * CELL).toFixed(3));
  const up = (k: number) => Number((31 + k * CELL).toFixed(3));

  it('every overlap and every enclosed gap has its area', () => {
    const random = randomStream(SEED);
    const whole = (below: number) => Math.floor(random() * below);
    for (let round = 0; round < 60; round++) {
      const rects = Array.from({ length: 2 + whole(12) }, () => {
        const [w, s] = [whole(SIDE - 1), whole(SIDE - 1)];
        return [w, s, w + 1 + whole(SIDE - w - 1), s + 1 + whole(SIDE - s - 1)];
      });
      const boxes = rects.map(([w, s, e, n]) => box(at(w), up(s), at(e), up(n)));
      const findings = checkTopology(divisionsOf(boxes));
      const shared = new Map<string, number>();
      rects.forEach(([w, s, e, n], a) => {
        for (let b = a + 1; b < rects.length; b++) {
          const [w2, s2, e2, n2] = rects[b];
          const [west, south] = [Math.max(w, w2), Math.max(s, s2)];
          const [east, north] = [Math.min(e, e2), Math.min(n, n2)];
          if (west >= east || south >= north) continue;
          const common = box(at(west), up(south), at(east), up(north));
          shared.set(`${a} ${b}`, areaOf(common));
        }
      });
      const found = findings.filter((f) => f.kind !== 'gap');
      expect(found.map((f) => `${f.a} ${f.b}`).sort()).toEqual([...shared.keys()].sort());
      for (const f of found) {
        expect(f.areaM2 / (shared.get(`${f.a} ${f.b}`) ?? NaN)).toBeCloseTo(1, 6);
        const same = rects[f.a].join() === rects[f.b].join();
        expect(f.kind).toBe(same ? 'duplicate' : 'overlap');
      }
      const gaps = findings.filter((f) => f.kind === 'gap').map((f) => f.areaM2);
      const expected = holesOf(rects);
      expect(gaps).toHaveLength(expected.length);
      gaps.sort((p, q) => p - q).forEach((m2, k) => expect(m2 / expected[k]).toBeCloseTo(1, 5));
    }
  });

  /** Areas of the uncovered cells that nothing joins to the outside, a sum for each group. */
  function holesOf(rects: number[][]): number[] {
    const side = SIDE + 2;
    const state = new Int8Array(side * side);
    for (const [w, s, e, n] of rects)
      for (let x = w; x < e; x++) for (let y = s; y < n; y++) state[(y + 1) * side + x + 1] = 1;
    const flood = (start: number): number => {
      let sum = 0;
      const open = [start];
      for (let k = open.pop(); k !== undefined; k = open.pop()) {
        if (state[k] !== 0) continue;
        state[k] = 1;
        const [x, y] = [(k % side) - 1, Math.floor(k / side) - 1];
        sum += areaOf(box(at(x), up(y), at(x + 1), up(y + 1)));
        if (x >= 0) open.push(k - 1);
        if (x < SIDE) open.push(k + 1);
        if (y >= 0) open.push(k - side);
        if (y < SIDE) open.push(k + side);
      }
      return sum;
    };
    flood(0);
    const sums: number[] = [];
    state.forEach((s, k) => {
      if (s === 0 && state[k] === 0) sums.push(flood(k));
    });
    return sums.sort((p, q) => p - q);
  }
});

describe(`a tiling of 5,041 divisions (seed ${SEED})`, () => {
  const SIDE = 71;
  const random = randomStream(SEED);
  const sides = new Map<string, Position[]>();
  /** A wavering border of one cell, the same for both that share it. */
  function side(i: number, j: number, level: boolean): Position[] {
    const key = `${i} ${j} ${level}`;
    let line = sides.get(key);
    if (!line) {
      line = Array.from({ length: 8 }, (_, k) => {
        const sway = k % 7 === 0 ? 0 : (random() - 0.5) * 1e-3;
        return level
          ? [116 + (i + k / 7) * 0.01, 39 + j * 0.01 + sway]
          : [116 + i * 0.01 + sway, 39 + (j + k / 7) * 0.01];
      });
      sides.set(key, line);
    }
    return line;
  }
  const tiles = Array.from({ length: SIDE * SIDE }, (_, t): Position[] => {
    const [i, j] = [t % SIDE, Math.floor(t / SIDE)];
    const [south, east, north, west] = [
      side(i, j, true),
      side(i + 1, j, false),
      side(i, j + 1, true),
      side(i, j, false),
    ];
    const back = [...[...north].reverse().slice(0, -1), ...[...west].reverse()];
    return [...south.slice(0, -1), ...east.slice(0, -1), ...back];
  });
  const geometries = tiles.map((ring): Geometry => ({ type: 'Polygon', coordinates: [ring] }));

  it('is clean, and quickly found so', () => {
    const divisions = divisionsOf(geometries);
    const start = performance.now();
    expect(checkTopology(divisions)).toEqual([]);
    const took = performance.now() - start;
    console.log(`5,041 tiles checked in ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(3000);
  });

  it('shows the strips that were planted, and no other', () => {
    const planted = new Map<number, number>();
    const shifted = geometries.slice();
    while (planted.size < 20) {
      const t = Math.floor(random() * SIDE * SIDE);
      const [i, j] = [t % SIDE, Math.floor(t / SIDE)];
      // Every third cell of a row at most, so that strips do not meet.
      if (i % 3 !== 1 || j % 3 !== 1 || i + 1 >= SIDE || j + 1 >= SIDE || planted.has(t)) continue;
      const by = (planted.size % 2 === 0 ? 1 : -1) * (1e-4 + 2e-4 * random());
      planted.set(t, by);
      const ring = tiles[t].map(([lng, lat], k) =>
        k > 7 && k < 14 ? [lng + by, lat] : [lng, lat],
      );
      shifted[t] = { type: 'Polygon', coordinates: [ring] };
    }
    const findings = checkTopology(divisionsOf(shifted));
    expect(findings).toHaveLength(20);
    for (const { kind, a, b, areaM2: m2 } of findings) {
      const t = planted.has(a) ? a : b;
      expect([a, b]).toEqual([t, t + 1]);
      expect(kind).toBe((planted.get(t) ?? 0) > 0 ? 'overlap' : 'gap');
      expect(m2).toBeCloseTo(Math.abs(areaOf(shifted[t]) - areaOf(geometries[t])), -1);
    }
  });
});
