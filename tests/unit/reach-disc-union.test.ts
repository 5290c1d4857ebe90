import { describe, expect, it } from 'vitest';
import { DiscGrid } from '#lib/core/reach/discs.ts';
import type { Discs } from '#lib/core/reach/discs.ts';
import { discUnion, exposedArcs, unionRings } from '#lib/core/reach/disc-union.ts';
import { featureCollection, polygon, union } from '@turf/turf';
import { mulberry32 } from './coverage-project.ts';

const discs = (...list: [number, number, number][]): Discs => ({
  x: Float64Array.from(list, ([x]) => x),
  y: Float64Array.from(list, ([, y]) => y),
  r: Float64Array.from(list, ([, , r]) => r),
});

const ringsOf = (set: Discs, toleranceM = 0.01) =>
  unionRings(set, exposedArcs(new DiscGrid(set)), toleranceM);

/** Area of the union by exact lengths along many level lines. */
function byLines({ x, y, r }: Discs, lines: number): number {
  const low = Math.min(...y.map((v, i) => v - r[i]));
  const high = Math.max(...y.map((v, i) => v + r[i]));
  let sum = 0;
  for (let k = 0; k < lines; k++) {
    const at = low + ((k + 0.5) / lines) * (high - low);
    const spans: [number, number][] = [];
    for (let i = 0; i < r.length; i++) {
      const half2 = r[i] ** 2 - (y[i] - at) ** 2;
      if (half2 > 0) spans.push([x[i] - Math.sqrt(half2), x[i] + Math.sqrt(half2)]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    let end = -Infinity;
    for (const [from, to] of spans) {
      sum += Math.max(0, to - Math.max(from, end));
      end = Math.max(end, to);
    }
  }
  return (sum * (high - low)) / lines;
}

function scattered(seed: number, count: number, size: number): Discs {
  const random = mulberry32(seed);
  const list: [number, number, number][] = [];
  for (let i = 0; i < count; i++) {
    const again = i > 0 && random() < 0.15 ? list[Math.floor(random() * i)] : null;
    const jitter = random() < 0.5 ? 0 : 1e-8 * random();
    list.push(
      again
        ? [again[0] + jitter, again[1] - jitter, again[2]]
        : [random() * size, random() * size, [0, 100, 300, 500, 800][Math.floor(random() * 5)]],
    );
  }
  return discs(...list);
}

const shoelace = (xy: Float64Array): number => {
  let twice = 0;
  for (let k = 0; k + 3 < xy.length; k += 2)
    twice += (xy[k] - xy[0]) * (xy[k + 3] - xy[1]) - (xy[k + 2] - xy[0]) * (xy[k + 1] - xy[1]);
  return twice / 2;
};

describe('union of discs', () => {
  it('is a circle for one, nothing for none, and nothing for a radius of 0', () => {
    expect(discUnion(discs())).toEqual({ areaM2: 0, perimeterM: 0 });
    expect(discUnion(discs([5, 5, 0], [9, 9, 0]))).toEqual({ areaM2: 0, perimeterM: 0 });
    for (const r of [1e-3, 500, 50_000]) {
      const { areaM2, perimeterM } = discUnion(discs([12_345, -6789, r], [0, 0, 0]));
      expect(areaM2 / (Math.PI * r * r)).toBeCloseTo(1, 12);
      expect(perimeterM / (2 * Math.PI * r)).toBeCloseTo(1, 12);
    }
  });

  it('of two discs is that of the formula for a lens', () => {
    const [r1, r2, d] = [500, 300, 600];
    const a1 = Math.acos((d * d + r1 * r1 - r2 * r2) / (2 * d * r1));
    const a2 = Math.acos((d * d + r2 * r2 - r1 * r1) / (2 * d * r2));
    const lens = r1 * r1 * (a1 - Math.sin(2 * a1) / 2) + r2 * r2 * (a2 - Math.sin(2 * a2) / 2);
    const { areaM2, perimeterM } = discUnion(discs([0, 0, r1], [d * 0.6, d * 0.8, r2]));
    expect(areaM2).toBeCloseTo(Math.PI * (r1 * r1 + r2 * r2) - lens, 6);
    expect(perimeterM).toBeCloseTo(2 * (r1 * (Math.PI - a1) + r2 * (Math.PI - a2)), 8);
  });

  it('counts identical discs once, and those a hair apart', () => {
    const one = Math.PI * 250_000;
    const hair = 1e-13 * 111_000;
    for (const d of [0, 1e-300, 1e-14, hair, 1e-7]) {
      for (const n of [2, 3, 50]) {
        const set = discs(...Array.from({ length: n }, (_, i): [number, number, number] => [7000 + i * d, 8000 - (i % 3) * d, 500])); // prettier-ignore
        expect(discUnion(set).areaM2 / one, `${d} ${n}`).toBeCloseTo(1, 7);
        const rings = ringsOf(set);
        expect(rings).toHaveLength(1);
        expect(rings[0].areaM2 / one).toBeCloseTo(1, 7);
      }
    }
  });

  it('keeps discs apart that touch, and takes in those that touch from inside', () => {
    const set = discs([0, 0, 500], [1000, 0, 500], [0, 1000, 500]);
    expect(discUnion(set).areaM2 / (3 * Math.PI * 250_000)).toBeCloseTo(1, 9);
    expect(ringsOf(set).map(({ areaM2 }) => Math.round(areaM2))).toEqual([785398, 785398, 785398]);
    const within = discs([0, 0, 500], [200, 0, 300], [0, -400, 100]);
    expect(discUnion(within).areaM2 / (Math.PI * 250_000)).toBeCloseTo(1, 9);
    expect(ringsOf(within)).toHaveLength(1);
  });

  it('holds for collinear centres and for four circles through one point', () => {
    const row = discs(...Array.from({ length: 20 }, (_, i): [number, number, number] => [i * 100, i * 50, 300])); // prettier-ignore
    expect(discUnion(row).areaM2 / byLines(row, 200_000)).toBeCloseTo(1, 6);
    expect(ringsOf(row)).toHaveLength(1);
    const cross = discs([500, 0, 500], [-500, 0, 500], [0, 500, 500], [0, -500, 500]);
    expect(discUnion(cross).areaM2).toBeCloseTo(500_000 * (Math.PI + 2), 4);
    const rings = ringsOf(cross);
    expect(rings).toHaveLength(1);
    expect(rings[0].areaM2).toBeCloseTo(500_000 * (Math.PI + 2), 2);
    const many = discs(...Array.from({ length: 12 }, (_, k): [number, number, number] => [500 * Math.cos(k), 500 * Math.sin(k), 500])); // prettier-ignore
    expect(discUnion(many).areaM2 / byLines(many, 200_000)).toBeCloseTo(1, 6);
    expect(ringsOf(many)).toHaveLength(1);
  });

  it('has the hole that a ring of discs leaves', () => {
    const ring = discs(...Array.from({ length: 8 }, (_, k): [number, number, number] => [1000 * Math.cos((k * Math.PI) / 4), 1000 * Math.sin((k * Math.PI) / 4), 450])); // prettier-ignore
    const rings = ringsOf(ring);
    expect(rings).toHaveLength(2);
    expect(Math.min(...rings.map(({ areaM2 }) => areaM2))).toBeLessThan(0);
    const total = rings.reduce((sum, { areaM2 }) => sum + areaM2, 0);
    expect(total / discUnion(ring).areaM2).toBeCloseTo(1, 10);
    expect(total / byLines(ring, 200_000)).toBeCloseTo(1, 6);
  });

  it('is the area under many level lines for random discs, and its rings add up to it', () => {
    let worst = 0;
    let worstRings = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const set = scattered(seed, 3 + (seed % 60), [500, 2000, 5000][seed % 3]);
      const { areaM2, perimeterM } = discUnion(set);
      if (areaM2 === 0) continue;
      worst = Math.max(worst, Math.abs(areaM2 / byLines(set, 20_000) - 1));
      const rings = ringsOf(set);
      const total = rings.reduce((sum, ring) => sum + ring.areaM2, 0);
      worstRings = Math.max(worstRings, Math.abs(total / areaM2 - 1));
      const drawn = rings.reduce((sum, ring) => sum + shoelace(ring.xy), 0);
      expect(Math.abs(drawn - areaM2), `seed ${seed}`).toBeLessThan(0.01 * perimeterM);
      const sum = set.r.reduce((all, r) => all + Math.PI * r * r, 0);
      expect(areaM2).toBeLessThanOrEqual(sum * (1 + 1e-12));
      const wider = { ...set, r: set.r.map((r) => r * 1.05) };
      expect(discUnion(wider).areaM2, `seed ${seed}`).toBeGreaterThan(areaM2);
    }
    console.log(`union: off the level lines by ${worst.toExponential(1)}, its rings off it by ${worstRings.toExponential(1)}`); // prettier-ignore
    expect(worst).toBeLessThan(2e-5);
    expect(worstRings).toBeLessThan(1e-9);
  });

  it('does not depend on the order of the discs', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const set = scattered(seed, 40, 3000);
      const random = mulberry32(seed);
      const order = [...set.r.keys()].sort(() => random() - 0.5);
      const shuffled = discs(...order.map((i): [number, number, number] => [set.x[i], set.y[i], set.r[i]])); // prettier-ignore
      expect(discUnion(shuffled).areaM2 / discUnion(set).areaM2).toBeCloseTo(1, 9);
    }
  });

  it('is turf’s within what 64 corners understate', () => {
    const random = mulberry32(5);
    const list = Array.from({ length: 30 }, (): [number, number, number] => [random() * 3000, random() * 3000, 400]); // prettier-ignore
    // A plane for turf: degrees on the equator so small that they are a plane.
    const features = list.map(
      ([x, y, r]) =>
      polygon([Array.from({ length: 65 }, (_, k) => [(x + r * Math.cos((k % 64) * Math.PI / 32)) * 1e-6, (y + r * Math.sin((k % 64) * Math.PI / 32)) * 1e-6])]), // prettier-ignore
    );
    const merged = union(featureCollection(features));
    const parts = merged?.geometry.type === 'Polygon' ? [merged.geometry.coordinates] : (merged?.geometry.coordinates ?? []); // prettier-ignore
    const area = (parts as number[][][][])
      .flatMap((rings) =>
        rings.map(
          (ring, k) => (k === 0 ? 1 : -1) * Math.abs(shoelace(Float64Array.from(ring.flat()))),
        ),
      ) // prettier-ignore
      .reduce((sum, value) => sum + value * 1e12, 0);
    const exact = discUnion(discs(...list)).areaM2;
    expect(area / exact).toBeLessThan(1);
    expect(area / exact).toBeGreaterThan(1 - 0.0017);
  });
});
