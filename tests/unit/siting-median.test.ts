import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPrograms } from '../../src/cli/programs.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { solveCapacitated } from '#lib/core/siting/capacitated-solve.ts';
import { solveCenter } from '#lib/core/siting/center-solve.ts';
import { solveDispersion } from '#lib/core/siting/dispersion.ts';
import type { CostMatrix } from '#lib/core/siting/matrix.ts';
import { solveMedian } from '#lib/core/siting/median-solve.ts';
import { plainProblem, type SitingKind, type SitingProblem } from '#lib/core/siting/problem.ts';
import type { Programs } from '#lib/core/siting/program.ts';
import type { SitingTools, Solution } from '#lib/core/siting/solution.ts';
import { orlib, orlibOptima } from '../bench/orlib.ts';
import { bruteForce } from './siting-brute.ts';
import { solutionFaults } from './siting-check.ts';
import { randomProblem, type Term } from './siting-random.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 1);
const SF = '../shared/data/benchmarks/spopt_sf';
const tools = (seed = 1, programs: Programs | null = null): SitingTools => ({
  ...{ seconds: 20, seed, programs, now: () => performance.now(), onProgress: () => {} },
});

type Solver = (problem: SitingProblem, tools: SitingTools) => Solution;

/** What is wrong with the answers to so many random problems, progress reports included. */
function hold(
  solver: Solver,
  kind: SitingKind,
  terms: Term[],
  runs: number,
  programs: Programs | null = null,
): string[] {
  const wrong: string[] = [];
  for (let seed = SEED; seed < SEED + runs; seed++) {
    const problem = randomProblem(seed, kind, terms);
    const best = bruteForce(problem);
    let reports = 0;
    const solution = solver(problem, {
      ...tools(seed, programs),
      onProgress: ({ objective, open, bound }) => {
        reports++;
        if (best === null || open === null) return void wrong.push(`${seed}: progress, no plan`);
        const sign = kind === 'mclp' || kind === 'p-dispersion' ? -1 : 1;
        const noise = 1e-6 * Math.abs(best.objective) + 1e-9;
        if (sign * (best.objective - objective) > noise) wrong.push(`${seed}: reports too good`);
        if (sign * (bound - best.objective) > noise) wrong.push(`${seed}: bound ${bound}`);
      },
    });
    if (solution.status === 'optimal' && reports === 0) wrong.push(`${seed}: nothing reported`);
    for (const fault of solutionFaults(problem, solution, best)) {
      wrong.push(`${kind} [${terms.join()}] seed ${seed}: ${fault}`);
    }
  }
  return wrong;
}

const SETS: Term[][] = [
  [],
  ['roles'],
  ['budget', 'no-p'],
  ['roles', 'budget', 'spacing'],
  ['roles', 'tiers'],
];

describe(`against every plan there is (seeds from ${SEED})`, () => {
  let programs: Programs;
  beforeAll(async () => {
    programs = await loadPrograms();
  });
  it.each(SETS)('p-median, terms %j %j %j', (...terms) => {
    expect(hold(solveMedian, 'p-median', terms, 60)).toEqual([]);
  });
  it.each(SETS)('p-center, terms %j %j %j', (...terms) => {
    expect(hold(solveCenter, 'p-center', terms, 60)).toEqual([]);
  });
  it.each([[], ['roles'], ['budget'], ['spacing']] as Term[][])('p-dispersion %s', (...terms) => {
    expect(hold(solveDispersion, 'p-dispersion', terms, 60)).toEqual([]);
  });
  it.each(['p-median', 'mclp', 'p-center', 'lscp'] as const)('%s with capacities', (kind) => {
    expect(hold(solveCapacitated, kind, ['capacity', 'roles'], 25, programs)).toEqual([]);
  });
  it('without programs a plan with capacities has a bound that holds', () => {
    for (let seed = SEED; seed < SEED + 15; seed++) {
      const problem = randomProblem(seed, 'mclp', ['capacity']);
      const best = bruteForce(problem)?.objective ?? 0;
      const { objective, bound } = solveCapacitated(problem, tools(seed));
      if (Number.isNaN(objective)) continue;
      expect(objective).toBeLessThanOrEqual(best + 1e-6);
      expect(bound).toBeGreaterThanOrEqual(best - 1e-6);
    }
  });
});

it.skipIf(!existsSync('../shared/data/benchmarks/orlib'))('OR-Library: pmed1 to 5', () => {
  for (const { id, pmedian_opt, pcenter_opt } of orlibOptima().slice(0, 5)) {
    const { matrix, p } = orlib(id);
    const problem = plainProblem('p-median', matrix, new Float64Array(100).fill(1), p, Infinity);
    const median = solveMedian(problem, tools());
    expect([id, median.status, median.objective]).toEqual([id, 'optimal', pmedian_opt]);
    expect(solveMedian(problem, tools()).open).toEqual(median.open);
    const center = solveCenter({ ...problem, kind: 'p-center' }, tools());
    expect([id, center.status, center.objective]).toEqual([id, 'optimal', pcenter_opt]);
  }
});

describe.skipIf(!existsSync(SF))('San Francisco: 205 tracts, 16 stores', () => {
  interface Optima {
    pmedian: Record<string, { weighted_dist: number }>;
    pcenter: Record<string, number>;
  }
  const read = (name: string): string[][] =>
    readFileSync(`${SF}/${name}`, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.replaceAll('"', '').split(','));
  const world = (): { matrix: CostMatrix; weight: Float64Array; optima: Optima } => {
    const rows = read('SF_network_distance_candidateStore_16_censusTract_205_new.csv');
    const stores = [...new Set(rows.map(([, store]) => store))];
    const tracts = [...new Set(rows.map(([, , tract]) => tract))];
    const weight = new Float64Array(tracts.length);
    const cost = new Float64Array(16 * tracts.length);
    for (const [distance, store, tract, people] of rows) {
      const i = tracts.indexOf(tract);
      cost[stores.indexOf(store) * tracts.length + i] = Number(distance);
      weight[i] = Number(people);
    }
    const start = Uint32Array.from({ length: 17 }, (_, s) => s * tracts.length);
    const demand = Uint32Array.from(cost, (_, k) => k % tracts.length);
    const optima = JSON.parse(readFileSync(`${SF}/optima.json`, 'utf8')) as Optima;
    return { matrix: { sites: 16, demands: tracts.length, start, demand, cost }, weight, optima };
  };

  it('p-median and p-center to six digits', () => {
    const { matrix, weight, optima } = world();
    for (let p = 1; p <= 6; p++) {
      const problem = plainProblem('p-median', matrix, weight, p, Infinity);
      const median = solveMedian(problem, tools());
      expect(median.status).toBe('optimal');
      expect(median.objective / optima.pmedian[p].weighted_dist).toBeCloseTo(1, 7);
      const center = solveCenter({ ...problem, kind: 'p-center' }, tools());
      expect(center.status).toBe('optimal');
      expect(center.objective / optima.pcenter[p]).toBeCloseTo(1, 7);
    }
  });

  it('p-dispersion of three', () => {
    // The tutorial measures in EPSG:7131, a transverse Mercator of scale 1.000007 where it is centred.
    const at = read('SF_store_site_16_longlat.csv').map((row) => row.slice(3).map(Number));
    const between = Float64Array.from({ length: 256 }, (_, k) => {
      const [[x, y], [u, v]] = [at[k >> 4], at[k & 15]];
      return 1.000007 * distanceM(x, y, u, v);
    });
    const { matrix, weight } = world();
    const problem = plainProblem('p-dispersion', matrix, weight, 3, Infinity);
    const solution = solveDispersion({ ...problem, distances: { sites: 16, between } }, tools());
    expect(solution.status).toBe('optimal');
    expect(Math.abs(solution.objective - 10_164.495)).toBeLessThan(0.01);
  });
});
