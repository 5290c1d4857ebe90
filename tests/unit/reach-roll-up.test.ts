import { describe, expect, it } from 'vitest';
import { distanceSummary } from '#lib/core/reach/distance-summary.ts';
import { DistanceTally } from '#lib/core/reach/distance-tally.ts';
import { exactWeights } from '#lib/core/reach/exact-weights.ts';
import { RollUp } from '#lib/core/reach/roll-up.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;

interface Case {
  division: Int32Array;
  parent: Int32Array;
  values: Float64Array[];
  distanceM: Float64Array;
}

function caseOf(random: () => number, points: number, divisions: number): Case {
  const below = (n: number): number => Math.floor(random() * n);
  return {
    division: Int32Array.from({ length: points }, () => below(divisions + 1) - 1),
    parent: Int32Array.from({ length: divisions }, (_, d) => below(d + 1) - 1),
    values: [
      Float64Array.from({ length: points }, () => (random() < 0.1 ? NaN : below(50))),
      Float64Array.from({ length: points }, () => random() * 1000),
    ],
    distanceM: Float64Array.from({ length: points }, () => distance(random)),
  };
}

/** Whole metres often, so that points tie and lie on the boundary. */
function distance(random: () => number): number {
  const kind = random();
  if (kind < 0.05) return NaN;
  if (kind < 0.1) return Infinity;
  return kind < 0.6 ? Math.floor(random() * 20) * 50 : random() * 1000;
}

function byHand({ division, parent, values, distanceM }: Case, cutoffM: number): Float64Array[] {
  const columns = [null, ...values].map(() => new Float64Array(parent.length + 1));
  const exact = values.map(exactWeights);
  distanceM.forEach((m, i) => {
    if (!(m < Infinity && m <= cutoffM)) return;
    const add = (entry: number): void => {
      columns[0][entry]++;
      exact.forEach((column, k) => (columns[k + 1][entry] += column[i]));
    };
    for (let d = division[i]; d >= 0; d = parent[d]) add(d);
    add(parent.length);
  });
  return columns;
}

const found = (rollUp: RollUp, cutoffM: number): Float64Array[] => {
  const { count, sums } = rollUp.within(cutoffM);
  return [count, ...sums];
};

describe(`points within a distance, for each division (seed ${SEED})`, () => {
  it('are what counting one by one finds, through changes of distances', () => {
    const random = randomStream(SEED);
    for (let run = 0; run < 60; run++) {
      const points = Math.floor(random() * 300);
      const divisions = Math.floor(random() * 12);
      const input = caseOf(random, points, divisions);
      const rollUp = new RollUp(input, input.distanceM);
      for (let step = 0; step < 12; step++) {
        for (const cutoffM of [0, -1, NaN, Infinity, 500, 450, random() * 1000])
          expect(found(rollUp, cutoffM)).toEqual(byHand(input, cutoffM));
        const share = random();
        const changed = [...Array(points).keys()].filter(() => random() < share);
        for (const point of changed) input.distanceM[point] = distance(random);
        rollUp.update(changed, input.distanceM);
      }
    }
  });

  it('are so where shelves fill and empty as points move', () => {
    const random = randomStream(SEED + 2);
    for (const divisions of [0, 2, 5]) {
      const points = 15_000;
      const input = caseOf(random, points, divisions);
      const rollUp = new RollUp(input, input.distanceM);
      for (let step = 0; step < 8; step++) {
        for (const cutoffM of [0, 450, random() * 1000, Infinity])
          expect(found(rollUp, cutoffM)).toEqual(byHand(input, cutoffM));
        // A few, then most of them, to one distance and away again.
        const share = step % 2 === 0 ? 0.01 : 0.9;
        const changed = [...Array(points).keys()].filter(() => random() < share);
        const to = step % 4 === 1 ? 440 + random() * 20 : NaN;
        for (const point of changed)
          input.distanceM[point] = Number.isNaN(to) ? distance(random) : to;
        rollUp.update(changed, input.distanceM);
      }
    }
  });

  it('never fall as the distance grows, and never exceed the whole', () => {
    const random = randomStream(SEED + 1);
    const input = caseOf(random, 2000, 40);
    const rollUp = new RollUp(input, input.distanceM);
    const { count, sums } = rollUp.total();
    let before = found(rollUp, -1);
    for (let cutoffM = 0; cutoffM <= 1000; cutoffM += 7) {
      const now = found(rollUp, cutoffM);
      now.forEach((column, k) =>
        column.forEach((value, entry) => {
          expect(value).toBeGreaterThanOrEqual(before[k][entry]);
          expect(value).toBeLessThanOrEqual([count, ...sums][k][entry]);
        }),
      );
      before = now;
    }
  });

  it('include the boundary', () => {
    const distanceM = Float64Array.of(500);
    const input = { division: [0], parent: Int32Array.of(-1), values: [] };
    const rollUp = new RollUp(input, distanceM);
    expect([...rollUp.within(500).count]).toEqual([1, 1]);
    expect([...rollUp.within(499.9999999).count]).toEqual([0, 0]);
  });
});

describe('weights that add up exactly', () => {
  it('keep whole numbers, and everything to the rounding of its sum', () => {
    expect([...exactWeights([3, 0, NaN, 2 ** 40])]).toEqual([3, 0, 0, 2 ** 40]);
    expect([...exactWeights([])]).toEqual([]);
    expect([...exactWeights([12.3])]).toEqual([12.3]);
    const random = randomStream(SEED);
    const weights = Float64Array.from({ length: 5000 }, () => random() * 10 ** (random() * 9));
    const exact = exactWeights(weights);
    const sum = exact.reduce((a, b) => a + b, 0);
    exact.forEach((weight, i) =>
      expect(Math.abs(weight - weights[i])).toBeLessThan(sum * 2 ** -51),
    );
    const shuffled = exact.slice().sort();
    expect(shuffled.reduce((a, b) => a + b, 0)).toBe(sum);
  });
});

describe(`distances that change (seed ${SEED})`, () => {
  it('are summed up as all of them would be', () => {
    const random = randomStream(SEED + 3);
    for (let run = 0; run < 60; run++) {
      const count = Math.floor(random() * random() * 2000);
      const far = run % 4 === 0 ? 100 : 1;
      const { distanceM, values } = caseOf(random, count, 1);
      const weights = exactWeights(values[run % 2]);
      for (let i = 0; i < count; i++) distanceM[i] *= far;
      const tally = new DistanceTally(distanceM, weights);
      for (let step = 0; step < 6; step++) {
        const wanted = distanceSummary(distanceM, weights);
        const { meanM, ...found } = tally.summary();
        expect({ ...found, meanM: wanted.meanM }).toEqual(wanted);
        if (Number.isNaN(wanted.meanM)) expect(meanM).toBeNaN();
        else expect(meanM).toBeCloseTo(wanted.meanM, 6);
        expect(new DistanceTally(distanceM, weights).summary().meanM).toBe(meanM);
        const share = random();
        const changed = [...Array(count).keys()].filter(() => random() < share);
        for (const i of changed) distanceM[i] = distance(random) * far;
        tally.update(changed, distanceM);
      }
    }
  });
});
