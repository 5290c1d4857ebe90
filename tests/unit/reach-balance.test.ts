import { describe, expect, it } from 'vitest';
import { BALANCES, LOADS, divisionBalance, facilityBalance } from '#lib/core/reach/balance.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;

describe('over- and under-served', () => {
  it('is what the hand gets for divisions', () => {
    // City mean: (10 * 6 + 10 * 1.5 + 20 * 0.5 + 10 * 2) / 50 = 2.1.
    const score = Float64Array.of(6, 1.5, 0.5, 2, NaN, 9);
    const within = Uint32Array.of(3, 2, 1, 1, 2, 2);
    const weight = [10, 10, 20, 10, 5, 0];
    const known = Uint8Array.of(1, 1, 1, 1, 0, 1);
    const division = [1, 2, 3, -1, 3, 3];
    const parent = [-1, 0, 0, 0, 0];
    const result = divisionBalance({ score, within }, weight, known, division, parent);
    expect([...result.people]).toEqual([40, 10, 10, 20, 0, 50]);
    expect([...result.score]).toEqual([85 / 40, 6, 1.5, 0.5, NaN, 2.1]);
    expect([...result.unknownPeople]).toEqual([5, 0, 0, 5, 0, 5]);
    expect([...result.balance].map((code) => BALANCES[code])).toEqual([
      'even',
      'over',
      'even',
      'under',
      'unknown',
      'even',
    ]);
    // Whose position is not known is neither reached twice nor not.
    expect([...result.twice]).toEqual([20, 10, 10, 0, 0, 20]);
    expect([...result.twiceOf]).toEqual([40, 10, 10, 20, 0, 50]);
    const none = { score: new Float64Array(6), within };
    const { balance } = divisionBalance(none, weight, known, division, parent);
    expect([...balance].every((code) => BALANCES[code] === 'unknown')).toBe(true);
  });

  it('takes the bands it is given, their ends being even', () => {
    const score = Float64Array.of(1, 4, 2.5);
    const of = (low: number, high: number): string[] =>
      [
        ...divisionBalance(
          { score, within: new Uint32Array(3) },
          [1, 1, 1],
          new Uint8Array(3).fill(1),
          [0, 1, -1],
          [-1, -1],
          { low, high },
        ).balance,
      ].map((code) => BALANCES[code]);
    expect(of(0.4, 1.6)).toEqual(['even', 'even', 'even']);
    expect(of(0.41, 1.59)).toEqual(['under', 'over', 'even']);
  });

  it('is what the hand gets for facilities', () => {
    // City: 1,200 people for 6 staff, 200 each.
    const people = Float64Array.of(90, 210, 500, 400, 300, NaN, 0);
    const supply = [1, 1, 1, 3, NaN, 2, 0];
    const result = facilityBalance(people, supply);
    expect(result.cityPerSupply).toBe(200);
    expect([...result.perSupply]).toEqual([90, 210, 500, 400 / 3, NaN, NaN, NaN]);
    expect([...result.load].map((code) => LOADS[code])).toEqual([
      'few',
      'usual',
      'many',
      'usual',
      'unknown',
      'unknown',
      'unknown',
    ]);
    // People and nobody who serves them.
    const idle = facilityBalance(Float64Array.of(100, 100), [0, 1]);
    expect([...idle.load].map((code) => LOADS[code])).toEqual(['many', 'usual']);
  });

  it(`has parts that add up to the whole (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 100; seed++) {
      const random = randomStream(seed);
      const below = (n: number): number => Math.floor(random() * n);
      const count = below(60);
      const parent = Array.from({ length: 1 + below(6) }, (_, d) => below(d + 1) - 1);
      const division = Array.from({ length: count }, () => below(parent.length + 1) - 1);
      const weight = Array.from({ length: count }, () => (random() < 0.1 ? NaN : below(50)));
      const known = Uint8Array.from({ length: count }, () => (random() < 0.9 ? 1 : 0));
      const within = Uint32Array.from({ length: count }, () => below(4));
      const score = Float64Array.from({ length: count }, (_, i) =>
        known[i] === 0 || random() < 0.1 ? NaN : below(12) / 4,
      );
      const result = divisionBalance({ score, within }, weight, known, division, parent);
      const all = weight.reduce((sum, w) => sum + (w || 0), 0);
      const mean = (members: number[]): number => {
        const counted = members.filter((i) => !Number.isNaN(score[i]) && weight[i] > 0);
        const people = counted.reduce((sum, i) => sum + weight[i], 0);
        return counted.reduce((sum, i) => sum + weight[i] * score[i], 0) / people;
      };
      const city = mean([...division.keys()]);
      expect(result.people[parent.length] + result.unknownPeople[parent.length]).toBe(all);
      for (let d = 0; d < parent.length; d++) {
        const members = [...division.keys()].filter((i) => {
          for (let at = division[i]; at >= 0; at = parent[at]) if (at === d) return true;
          return false;
        });
        const own = mean(members);
        const expected = Number.isNaN(own / city)
          ? 'unknown'
          : own / city < 0.5
            ? 'under'
            : own / city > 2
              ? 'over'
              : 'even';
        expect(BALANCES[result.balance[d]], `seed ${seed}, division ${d}`).toBe(expected);
        const twice = members.filter((i) => known[i] === 1 && within[i] >= 2);
        expect(result.twice[d]).toBe(twice.reduce((sum, i) => sum + (weight[i] || 0), 0));
      }
    }
  });
});
