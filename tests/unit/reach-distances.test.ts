import { describe, expect, it } from 'vitest';
import { distanceSummary, divisionDistances } from '#lib/core/reach/distance-summary.ts';
import { divisionSums } from '#lib/core/reach/division-sums.ts';
import { nearestFirst } from '#lib/core/reach/nearest-first.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;

/** The definition, by sorting. */
function byHand(distanceM: ArrayLike<number>, weight: ArrayLike<number>, members: number[]) {
  const known = members.filter((i) => distanceM[i] < Infinity && weight[i] > 0);
  known.sort((a, b) => distanceM[a] - distanceM[b] || a - b);
  const total = known.reduce((sum, i) => sum + weight[i], 0);
  let below = 0;
  const p95 = known.find((i) => 100 * (below += weight[i]) >= 95 * total);
  const worstM = known.length > 0 ? distanceM[known[known.length - 1]] : NaN;
  return {
    total,
    meanM: known.reduce((sum, i) => sum + weight[i] * distanceM[i], 0) / total,
    p95M: p95 === undefined ? NaN : distanceM[p95],
    worstM,
    worst: known.find((i) => distanceM[i] === worstM) ?? -1,
    unreachable: members.reduce(
      (sum, i) => sum + (distanceM[i] === Infinity && weight[i] > 0 ? weight[i] : 0),
      0,
    ),
  };
}

/** A tree, places in it, and distances of one of several shapes. */
function scene(seed: number) {
  const random = randomStream(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const divisions = below(12);
  const parent = Int32Array.from({ length: divisions }, (_, d) => below(d + 1) - 1);
  const count = [0, 1, 7, 60, 900][seed % 5];
  const shape = below(4);
  const distanceM = Float64Array.from({ length: count }, () => {
    const r = random();
    if (r < 0.05) return NaN;
    if (r < 0.1) return Infinity;
    // Ties, one far outlier, and all the same are what a selection could stumble over.
    if (shape === 0) return below(5) * 100;
    if (shape === 1) return r < 0.13 ? 1e7 * r : random();
    if (shape === 2) return 250;
    return random() * 3000;
  });
  const weight = Float64Array.from({ length: count }, () =>
    random() < 0.1 ? (random() < 0.5 ? NaN : 0) : below(50),
  );
  const division = Int32Array.from({ length: count }, () => below(divisions + 1) - 1);
  return { distanceM, weight, division, parent };
}

/** Divisions that hold a member, itself and upwards. */
function holds(parent: Int32Array, d: number, own: number): boolean {
  for (let at = own; at >= 0; at = parent[at]) if (at === d) return true;
  return false;
}

describe('distances', () => {
  it('are what the hand gets', () => {
    const distanceM = Float64Array.of(100, 300, NaN, Infinity, 700, 5000, 9000);
    const weight = Float64Array.of(60, 34, 8, 7, 1, 5, 0);
    const summary = distanceSummary(distanceM, weight, 200, 4);
    // 100 people come to one: 95 of them within 700 m.
    expect(summary).toEqual({
      meanM: (60 * 100 + 34 * 300 + 700 + 5 * 5000) / 100,
      p95M: 700,
      worstM: 5000,
      worst: 5,
      unreachable: 7,
      histogram: Float64Array.of(60, 34, 0, 6),
      binM: 200,
    });
    const nobody = distanceSummary(Float64Array.of(Infinity, NaN), Float64Array.of(3, 4));
    expect(nobody).toMatchObject({ meanM: NaN, p95M: NaN, worstM: NaN, worst: -1, unreachable: 3 });
  });

  it(`equal sorting, for all and for each division (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 300; seed++) {
      const { distanceM, weight, division, parent } = scene(seed);
      const all = [...distanceM.keys()];
      const summary = distanceSummary(distanceM, weight);
      const expected = byHand(distanceM, weight, all);
      const { worst, p95M, worstM, unreachable } = expected;
      expect(summary, `seed ${seed}`).toMatchObject({ worst, p95M, worstM, unreachable });
      const near = (a: number, b: number): void => {
        if (Number.isNaN(b)) expect(a, `seed ${seed}`).toBeNaN();
        else expect(Math.abs(a - b), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * (1 + b));
      };
      near(summary.meanM, expected.meanM);
      expect(summary.histogram.reduce((a, b) => a + b, 0)).toBe(expected.total);
      const table = divisionDistances(distanceM, weight, division, parent);
      for (let d = 0; d <= parent.length; d++) {
        const members =
          d === parent.length ? all : all.filter((i) => holds(parent, d, division[i]));
        const hand = byHand(distanceM, weight, members);
        expect(table.p95M[d], `seed ${seed}, division ${d}`).toBe(hand.p95M);
        expect(table.worstM[d], `seed ${seed}, division ${d}`).toBe(hand.worstM);
        expect(table.weight[d]).toBe(hand.total);
        expect(table.unreachable[d]).toBe(hand.unreachable);
        near(table.meanM[d], hand.meanM);
      }
    }
  });

  it(`sums go up the tree (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 100; seed++) {
      const { division, parent, weight } = scene(seed);
      const sums = divisionSums(division, parent, (i) => weight[i]);
      for (let d = 0; d < parent.length; d++) {
        const own = [...division.keys()].filter((i) => holds(parent, d, division[i]));
        expect(sums[d]).toBe(own.reduce((sum, i) => sum + (weight[i] || 0), 0));
      }
      expect(sums[parent.length]).toBe(weight.reduce((sum, w) => sum + (w || 0), 0));
    }
  });

  it(`sorts the nearest first as a stable sort does (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 200; seed++) {
      const { distanceM } = scene(seed);
      const tiny = Float64Array.from(distanceM, (m, i) => (i % 7 === 0 ? m * 5e-324 : m));
      if (tiny.length > 3) tiny.set([-0, 0, Number.MAX_VALUE]);
      const members = Uint32Array.from(
        [...tiny.keys()].filter((i) => tiny[i] < Infinity),
      ).reverse();
      const sorted = [...members].sort((a, b) => tiny[a] - tiny[b]);
      expect([...nearestFirst(tiny, members)], `seed ${seed}`).toEqual(sorted);
    }
  });
});
