import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainProblem } from '#lib/core/siting/problem.ts';
import { search } from '#cli/site-search.ts';
import { run } from './cli-run.ts';

const BENCHMARK = path.resolve(import.meta.dirname, '../../../shared/data/benchmarks/spopt_sf');
const COSTS = path.join(BENCHMARK, 'SF_network_distance_candidateStore_16_censusTract_205_new.csv');
const hasBenchmark = existsSync(COSTS);
if (!hasBenchmark) console.log(`skipped: ${BENCHMARK} is not there`);

interface PlanFile {
  status: string;
  objective: number;
  bound: number;
  proof: string;
  sites: string[];
  assignment: { demand: string; site: string; cost: number }[];
  covered_weight: number;
  covered_points: number;
  total_weight: number;
  total_points: number;
  covered_share_of_weight: number;
  covered_share_of_points: number;
  reasons: { code: string; items: string[] }[];
}

let folder: string;
let city: string;
let sf: string;
let outs = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lacuna-site-'));
  city = path.join(folder, 'city');
  sf = path.join(folder, 'sf.csv');
  await run(['demo', '--out', city, '--seed', '3', '--scale', '0.05']);
  if (!hasBenchmark) return;
  // The tutorial's own columns: distance, name, DestinationName, demand.
  const [, ...rows] = readFileSync(COSTS, 'utf8').trim().split(/\r?\n/);
  const pairs = rows.map((row) => row.split(','));
  const lines = pairs.map(([cost, site, demand, weight]) => [weight, cost, site, demand].join(','));
  writeFileSync(sf, ['Weight,cost,SITE,demand', ...lines].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function site(args: string[], lang = 'en') {
  const to = path.join(folder, `out-${(outs += 1)}`);
  const said = await run(['site', ...args, '--out', to], lang);
  const file = path.join(to, 'plan.json');
  const plan = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null) as PlanFile;
  return { ...said, to, plan };
}

describe('what lacuna site is asked', () => {
  const ASKED = ['DIR', '--problem', 'mclp', '--p', '2', '--cutoff', '500'];
  it.each([
    [['--problem', 'lscp'], /Name the project folder/, /请给出项目文件夹/],
    [['DIR', '--cutoff', '5'], /--problem.*lscp, mclp/, /--problem.*lscp/],
    [[...ASKED, 'other'], /"other" is one too many/, /“other”/],
    [['DIR', '--problem', 'mclp', '--p', '2.5', '--cutoff', '5'], /--p .*whole.*"2.5"/, /“2.5”/],
    [[...ASKED, '--floor', '60@street'], /--floor is written 0.6@street/, /0.6@street/],
    [[...ASKED, '--sites', 'parks'], /--sites .*"parks"/, /“parks”/],
    [['--matrix', 'x.csv', '--problem', 'lscp'], /--cutoff at what cost/, /--cutoff/],
    [['--matrix', 'x.csv', '--problem', 'p-median'], /--p/, /--p/],
    [['--matrix', 'x.csv', '--problem', 'lscp', '--cutoff', '5', '--snap', 'edge'], /--snap is for project folders/, /--snap/], // prettier-ignore
  ])('refuses %j with a reason in both languages', async (args, en, zh) => {
    for (const [lang, wanted] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      const { code, error } = await site(args, lang);
      expect(code).toBe(2);
      expect(error).toMatch(wanted);
    }
  });

  it('names row and column of what is wrong in a file of costs', async () => {
    const bad = path.join(folder, 'bad.csv');
    writeFileSync(bad, 'site,demand,cost\nA,x,far\n');
    const { code, error } = await site(['--matrix', bad, '--problem', 'lscp', '--cutoff', '5']);
    expect(code).toBe(2);
    expect(error).toMatch(/row 2 cost: no number \(found far, expected >= 0\)/);
  });

  it('names the demand that nobody reaches', async () => {
    const far = path.join(folder, 'far.csv');
    writeFileSync(far, 'site,demand,cost\nA,x,1\nA,y,9\n');
    const { code, out, plan } = await site(['--matrix', far, '--problem', 'lscp', '--cutoff', '5']);
    expect(code).toBe(3);
    expect(out).toMatch(/1 demand points that no site reaches: y/);
    expect(plan).toMatchObject({ status: 'infeasible', proof: 'infeasible', sites: [] });
    expect(plan.reasons).toEqual([{ code: 'unreachable_demand', items: ['y'] }]);
  });
});

describe.skipIf(!hasBenchmark)('the San Francisco stores', () => {
  it('takes 8 to cover everybody', async () => {
    const { plan } = await site(['--matrix', sf, '--problem', 'lscp', '--cutoff', '5000']);
    expect([plan.objective, plan.sites.length, plan.proof]).toEqual([8, 8, 'optimal']);
    expect(plan.covered_points).toBe(205);
  });

  it('covers what the published optimum covers, of weight and of points', async () => {
    const { mclp_5000m: published } = JSON.parse(
      readFileSync(path.join(BENCHMARK, 'optima.json'), 'utf8'),
    ) as { mclp_5000m: Record<string, { covered_pop: number }> };
    const asked = ['--problem', 'mclp', '--p', '4', '--cutoff', '5000'];
    const { plan } = await site(['--matrix', sf, ...asked]);
    expect(plan.covered_weight).toBe(published['4'].covered_pop);
    expect([plan.proof, plan.bound]).toEqual(['optimal', plan.objective]);
    expect(plan.assignment).toHaveLength(plan.covered_points);
    expect(plan.covered_share_of_weight).toBeCloseTo(0.91638, 5);
    expect(plan.covered_share_of_points).toBeCloseTo(0.89756, 5);
  });
});

it('keeps the best plan of a search that is stopped', async () => {
  const matrix = {
    ...{ sites: 2, demands: 3, start: Uint32Array.of(0, 2, 4) },
    ...{ demand: Uint32Array.of(0, 1, 1, 2), cost: Float64Array.of(1, 2, 3, 4) },
  };
  const problem = plainProblem('lscp', matrix, Float64Array.of(1, 1, 1), null, 10);
  const interrupt = (): void => process.listeners('SIGINT').at(-1)?.('SIGINT');
  const { solution, stopped } = await search({ problem, seconds: 5, seed: 1 }, interrupt);
  expect(stopped).toBe(true);
  expect([...solution.open]).toEqual([0, 1]);
  expect([...solution.assigned]).toEqual([0, 0, 1]);
});

describe('a plan for the demo city', () => {
  const ASKED = ['--problem', 'mclp', '--p', '3', '--cutoff', '500', '--sites', 'candidates,grids'];

  it('covers what lacuna reach counts under its scenario, and more than before', async () => {
    const { plan, to, code } = await site([city, ...ASKED]);
    expect(code).toBeLessThan(2);
    expect(plan.proof).toBe('optimal');
    const reached = path.join(folder, 'reached');
    const scenario = path.join(to, 'scenario.json');
    await run(['reach', city, '--method', 'radius', '--cutoff', '500', '--scenario', scenario, '--out', reached]); // prettier-ignore
    const { demand } = JSON.parse(readFileSync(path.join(reached, 'reach.json'), 'utf8')) as {
      demand: Record<string, number>;
    };
    expect(demand.reached_points).toBe(plan.covered_points);
    expect(demand.reached_weight).toBe(plan.covered_weight);
    expect(demand.points).toBe(plan.total_points);
    expect(demand.weight).toBe(plan.total_weight);
  });
});
