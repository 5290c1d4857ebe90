import { describe, expect, it } from 'vitest';
import { alternativePlans } from '#lib/core/siting/alternatives.ts';
import { coverageCurve, kneeOf, type CurvePoint } from '#lib/core/siting/curve.ts';
import { costOfKeeping } from '#lib/core/siting/keeping.ts';
import { plainProblem, SITE_EXISTING, SITE_FREE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { bruteForce, openSets } from './siting-brute.ts';
import { solveByBrute } from './siting-check.ts';
import { matrixOf, randomProblem } from './siting-random.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 20261125);

const withExisting = (seed: number, kind: SitingProblem['kind']): SitingProblem => {
  const problem = randomProblem(seed, kind);
  problem.role.forEach((_, site) => {
    if ((seed + site) % 3 === 0) problem.role[site] = SITE_EXISTING;
  });
  problem.p = problem.p === null ? null : problem.p % 3;
  return problem;
};
const bestOf = (problem: SitingProblem): number => bruteForce(problem)?.objective ?? NaN;

describe('coverage against the count of sites', () => {
  it(`is the best of each count, and bounds hold without proofs (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 80; seed++) {
      const problem = withExisting(seed, 'mclp');
      const openable = problem.role.filter((role) => role === SITE_FREE).length;
      const truth = Array.from({ length: openable + 1 }, (_, p) => bestOf({ ...problem, p }));
      const exact = coverageCurve(problem, 99, solveByBrute);
      expect(exact.map(({ p }) => p)).toEqual(truth.map((_, p) => p));
      const greedy = coverageCurve(problem, 99, null);
      // A solver whose time is always up: half of the sites, and a bound that is true.
      const hurried = coverageCurve(problem, 99, (one) => {
        const { bound } = solveByBrute(one);
        return {
          ...solveByBrute({ ...one, p: one.p! >> 1 }),
          status: 'feasible',
          bound: bound * 1.1,
        };
      });
      truth.forEach((best, p) => {
        expect(exact[p]!.coveredWeight, `seed ${seed}`).toBeCloseTo(best, 9);
        expect(exact[p]!.proof).toBe('optimal');
        for (const point of [greedy[p]!, hurried[p]!]) {
          expect(point.bound, `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-9);
          expect(point.coveredWeight, `seed ${seed}`).toBeLessThanOrEqual(best + 1e-9);
          if (point.proof === 'optimal') expect(point.coveredWeight).toBeCloseTo(best, 9);
        }
        if (p > 0) expect(greedy[p]!.coveredWeight).toBeGreaterThanOrEqual(greedy[p - 1]!.coveredWeight); // prettier-ignore
        if (p > 0) expect(hurried[p]!.coveredWeight).toBeGreaterThanOrEqual(hurried[p - 1]!.coveredWeight); // prettier-ignore
        const gained = best - truth[0]!;
        const floor = (1 - Math.exp(-1)) * gained + truth[0]!;
        expect(greedy[p]!.coveredWeight, `seed ${seed}`).toBeGreaterThanOrEqual(floor - 1e-9);
      });
    }
  });

  it('refuses what greedy cannot heed', () => {
    const problem = { ...randomProblem(1, 'mclp'), budget: 3 };
    expect(() => coverageCurve(problem, 3, null)).toThrow(RangeError);
    const tiers = randomProblem(1, 'mclp', ['tiers']);
    expect(() => coverageCurve(tiers, 3, solveByBrute)).toThrow(RangeError);
    expect(() => coverageCurve(randomProblem(1, 'lscp'), 3, null)).toThrow(RangeError);
  });

  it('has its knee where it is farthest above the chord', () => {
    const points = (...weights: number[]): CurvePoint[] =>
      weights.map((coveredWeight, p) => ({ p, coveredWeight, coveredPoints: 0, open: new Uint32Array(0), bound: 0, proof: 'greedy' })); // prettier-ignore
    expect(kneeOf(points(0, 50, 80, 90, 95, 97))).toBe(2);
    expect(kneeOf(points(10, 60, 90, 100, 105, 107))).toBe(2);
    expect(kneeOf(points(0, 10, 20, 30))).toBe(-1);
    expect(kneeOf(points(5, 5))).toBe(-1);
    expect(kneeOf(points(5))).toBe(-1);
    expect(kneeOf([])).toBe(-1);
  });
});

describe('the cost of keeping a station', () => {
  it(`is what the best plan gains without having to (seeds from ${SEED})`, () => {
    let gains = 0;
    for (let seed = SEED; seed < SEED + 150; seed++) {
      const problem = withExisting(seed, (['mclp', 'p-median', 'lscp'] as const)[seed % 3]!);
      const kept = solveByBrute(problem);
      if (kept.status !== 'optimal') continue;
      const sign = problem.kind === 'mclp' ? 1 : -1;
      for (const { site, gain, loss } of costOfKeeping(problem, kept, solveByBrute)) {
        const others = problem.role.slice();
        // Giving it up is one more site to open, or none if it stays where it is.
        others[site] = SITE_FREE;
        const p = problem.p === null ? null : problem.p + 1;
        const freed = bestOf({ ...problem, role: others, p });
        const expected = problem.kind === 'lscp' ? kept.objective - (freed - 1) : sign * (freed - kept.objective); // prettier-ignore
        expect(gain, `seed ${seed} site ${site}`).toBeCloseTo(expected, 7);
        expect(gain).toBeGreaterThanOrEqual(-1e-9);
        if (gain > 1e-9) gains++;
        others[site] = 4;
        const dropped = bestOf({ ...problem, role: others });
        if (Number.isNaN(dropped)) expect(loss).toBeNaN();
        else expect(loss, `seed ${seed} site ${site}`).toBeCloseTo(sign * (kept.objective - dropped), 7); // prettier-ignore
      }
    }
    expect(gains).toBeGreaterThan(30);
  });
});

describe('near-equal plans', () => {
  it(`are all there are, and apart (seeds from ${SEED})`, () => {
    let more = 0;
    for (let seed = SEED; seed < SEED + 300; seed++) {
      const kind = (['mclp', 'p-median', 'p-dispersion'] as const)[seed % 3]!;
      const problem = withExisting(seed, kind);
      if (problem.p !== null) problem.p += 1;
      const best = solveByBrute(problem);
      if (best.status !== 'optimal' || best.objective === Infinity) continue;
      const differing = 1 + (seed % 2);
      const ask = { within: 0.3, differing, most: 999, solves: 9999 };
      const found = alternativePlans(problem, best, ask, solveByBrute);
      expect(found.complete).toBe(true);
      expect(found.plans[0]).toBe(best);
      const opened = found.plans.map(({ open }) => [...open].filter((site) => problem.role[site] === SITE_FREE)); // prettier-ignore
      opened.forEach((a, i) => {
        const shortfall = Math.abs(best.objective - found.plans[i]!.objective);
        expect(shortfall, `seed ${seed}`).toBeLessThanOrEqual(
          0.3 * Math.abs(best.objective) + 1e-6,
        );
        for (const b of opened.slice(0, i)) {
          const lacks = (x: number[], y: number[]) => x.filter((site) => !y.includes(site)).length;
          expect(Math.max(lacks(a, b), lacks(b, a)), `seed ${seed}`).toBeGreaterThanOrEqual(differing); // prettier-ignore
        }
      });
      more += found.plans.length - 1;
      if (differing > 1) continue;
      for (const open of openSets(problem)) {
        const role = problem.role.map((was, site) => (was === SITE_FREE ? (open.has(site) ? 1 : 4) : was)); // prettier-ignore
        const p = role.filter((is) => is === 1).length;
        const worth = bestOf({ ...problem, role, p });
        const sign = kind === 'p-median' ? -1 : 1;
        if (Number.isNaN(worth) || sign * (best.objective - worth) > 0.3 * Math.abs(best.objective)) continue; // prettier-ignore
        const known = opened.some((sites) => sites.every((site) => open.has(site)));
        expect(known, `seed ${seed} sites ${[...open].join()}`).toBe(true);
      }
    }
    expect(more).toBeGreaterThan(100);
  });

  it('looks among fewer sites than may be opened, in every tier', () => {
    const matrix = matrixOf([[0, NaN], [0, NaN], [NaN, 0], [NaN, 0]], 2); // prettier-ignore
    const problem = plainProblem('mclp', matrix, Float64Array.of(3, 2), null, 5);
    problem.tiers = {
      ...{ count: 2, site: Uint8Array.of(0, 0, 1, 1), demand: Uint8Array.of(0, 1) },
      ...{ p: Uint32Array.of(2, 1), place: Uint32Array.of(0, 1, 2, 3) },
    };
    const ask = { within: 0, differing: 1, most: 99, solves: 99 };
    const best = { ...solveByBrute(problem), open: Uint32Array.of(0, 2) };
    const { plans } = alternativePlans(problem, best, ask, solveByBrute);
    expect(plans.map(({ open }) => [...open])).toEqual([[0, 2], [1, 2], [0, 3], [1, 3]]); // prettier-ignore
  });

  it('says when it stopped early', () => {
    for (const [most, solves] of [
      [1, 99],
      [99, 1],
    ] as const) {
      // prettier-ignore
      const matrix = matrixOf([[0, 0, NaN], [NaN, 0, 0], [0, NaN, 0]], 3); // prettier-ignore
      const problem = plainProblem('mclp', matrix, Float64Array.of(3, 2, 1), 1, 5);
      const found = alternativePlans(problem, solveByBrute(problem), { within: 1, differing: 1, most, solves }, solveByBrute); // prettier-ignore
      expect(found.complete).toBe(false);
    }
  });
});
