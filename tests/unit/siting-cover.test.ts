import { expect, test } from 'vitest';
import { dominatedColumns, dominatedRows } from '#lib/core/siting/cover/dominance.ts';
import { equalRows, incidenceOf } from '#lib/core/siting/cover/incidence.ts';
import type { Incidence } from '#lib/core/siting/cover/incidence.ts';
import { SitingFault } from '#lib/core/siting/fault.ts';
import { plainProblem } from '#lib/core/siting/problem.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { randomCover } from '../bench/cover-cases.ts';
import { randomStream } from '../bench/random.ts';
import { bruteForce } from './siting-brute.ts';
import { planFaults, solutionFaults } from './siting-check.ts';
import { matrixOf, randomProblem } from './siting-random.ts';

const SEED = 20261125;
const tools = (seed: number, seconds = 20) => ({
  ...{ seconds, seed, programs: null },
  now: () => performance.now(),
  onProgress: () => undefined,
});

function randomIncidence(seed: number): { incidence: Incidence; has: boolean[][] } {
  const random = randomStream(seed);
  const columns = 1 + Math.floor(random() * 7);
  const rows = 1 + Math.floor(random() * 9);
  const has = Array.from({ length: columns }, () =>
    Array.from({ length: rows }, () => random() < 0.45),
  );
  const start = [0];
  const row: number[] = [];
  for (const one of has) {
    one.forEach((is, r) => {
      if (is) row.push(r);
    });
    start.push(row.length);
  }
  return { incidence: incidenceOf(rows, Uint32Array.from(start), Uint32Array.from(row)), has };
}

test(`rows and columns that another makes needless (seeds from ${String(SEED)})`, () => {
  for (let seed = SEED; seed < SEED + 400; seed++) {
    const { incidence, has } = randomIncidence(seed);
    const rowsOf = has[0].map((_, r) => has.map((column) => column[r]));
    const within = (a: boolean[], b: boolean[]): boolean => a.every((one, i) => !one || b[i]);
    // Of equal ones the first stays.
    const goes = (list: boolean[][], worse: (a: boolean[], b: boolean[]) => boolean): number[] =>
      list.map((a, i) =>
        list.some((b, j) => i !== j && worse(a, b) && !(worse(b, a) && j > i)) ? 1 : 0,
      );
    const name = `seed ${String(seed)}`;
    expect([...dominatedColumns(incidence, () => true)], name).toEqual(goes(has, within));
    const holds = (a: boolean[], b: boolean[]): boolean => b.some(Boolean) && within(b, a);
    expect([...dominatedRows(incidence)], name).toEqual(goes(rowsOf, holds));
    const { of, first } = equalRows(incidence, null);
    rowsOf.forEach((row, r) => {
      expect(first[of[r]], name).toBe(rowsOf.findIndex((one) => one.join() === row.join()));
    });
  }
});

test(`a proof without programs agrees with trying every plan (seeds from ${String(SEED)})`, () => {
  for (let seed = SEED; seed < SEED + 300; seed++) {
    const problem = randomProblem(seed, 'mclp', seed % 3 ? [] : ['roles']);
    const faults = solutionFaults(problem, solve(problem, tools(seed)), bruteForce(problem));
    expect(faults, `seed ${String(seed)}`).toEqual([]);
  }
});

test('every plan on the way is valid and better than the one before, and the same seed tells the same', () => {
  const { matrix, weight } = randomCover(3, 600, 120, 0.12);
  const problem = plainProblem('mclp', matrix, weight, 8, Infinity);
  const follow = () => {
    let before = 0;
    const solution = solve(problem, {
      ...tools(1),
      now: () => 0,
      onProgress: ({ open, objective, bound }) => {
        expect(objective).toBeGreaterThanOrEqual(before);
        expect(bound).toBeGreaterThanOrEqual(objective);
        before = objective;
        const reached = new Set<number>();
        for (const s of open ?? []) {
          for (let k = matrix.start[s]; k < matrix.start[s + 1]; k++) reached.add(matrix.demand[k]);
        }
        expect(open?.length).toBeLessThanOrEqual(8);
        expect([...reached].reduce((sum, i) => sum + weight[i], 0)).toBeCloseTo(objective, 6);
      },
    });
    expect(solution.status).toBe('optimal');
    expect(planFaults(problem, solution)).toEqual([]);
    return solution;
  };
  expect(follow()).toEqual(follow());
});

test('out of time there is a plan and a gap', () => {
  const { matrix, weight } = randomCover(5, 900, 200, 0.2);
  const problem = plainProblem('mclp', matrix, weight, 9, Infinity);
  let ms = 0;
  const solution = solve(problem, { ...tools(1, 1), now: () => (ms += 20) });
  expect(solution.status).toBe('feasible');
  expect(planFaults(problem, solution)).toEqual([]);
  expect(solution.bound).toBeGreaterThanOrEqual(solution.objective);
});

test('what is no problem is refused, with what is wrong', () => {
  const good = plainProblem('mclp', matrixOf([[1, 2]], 2), Float64Array.of(1, 1), 1, 5);
  const fault = (change: Partial<typeof good>): string => {
    try {
      solve({ ...good, ...change }, tools(1));
    } catch (error) {
      if (error instanceof SitingFault) return `${error.code} ${error.column} ${String(error.at)}`;
      throw error;
    }
    return '';
  };
  expect(fault({})).toBe('');
  expect(fault({ weight: Float64Array.of(1) })).toBe('wrong_length weight -1');
  expect(fault({ weight: Float64Array.of(1, NaN) })).toBe('bad_value weight 1');
  expect(fault({ weight: Float64Array.of(-1, 0) })).toBe('bad_value weight 0');
  expect(fault({ p: 1.5 })).toBe('bad_p p -1');
  expect(fault({ p: -1 })).toBe('bad_p p -1');
  expect(fault({ role: Uint8Array.of(9) })).toBe('bad_value role 0');
  expect(fault({ cutoff: NaN })).toBe('bad_value cutoff -1');
  expect(fault({ budget: NaN })).toBe('bad_value budget -1');
  expect(fault({ kind: 'p-dispersion' })).toBe('wrong_length distances -1');
  const { matrix } = good;
  expect(fault({ matrix: { ...matrix, demand: Uint32Array.of(1, 0) } })).toBe(
    'bad_matrix demand 0',
  );
  expect(fault({ matrix: { ...matrix, cost: Float64Array.of(1, NaN) } })).toBe('bad_value cost 1');
});
