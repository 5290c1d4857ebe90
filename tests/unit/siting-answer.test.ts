import { beforeAll, describe, expect, it } from 'vitest';
import { DIVISION_LEVELS, FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { scenarioProject } from '#lib/core/reach/scenario-project.ts';
import { parseScenario, scenarioText } from '#lib/core/reach/scenario.ts';
import { loadPrograms } from '#cli/programs.ts';
import { assignNearest } from '#lib/core/siting/assign.ts';
import {
  SITE_EXISTING,
  SITE_FORBIDDEN,
  SITE_FREE,
  SITE_MOVABLE,
} from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { Solution } from '#lib/core/siting/solution.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { answerOfSites, answerSiting } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';
import { planScenario } from '#lib/core/report/siting/plan-scenario.ts';
import { sitingProblem } from '#lib/core/report/siting/problem.ts';
import { sitesOf } from '#lib/core/report/siting/sites.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 5;
const ASK: SitingAsk = {
  problem: 'mclp',
  method: 'radius',
  levels: ['community', 'point'],
  cutoffM: 500,
  snap: 'edge',
  p: 3,
  demand: 'demand',
  weight: 'weight',
  sources: ['candidates', 'grids'],
  drawn: [],
  existing: 'kept',
  level: 'community',
  forced: [],
  forbidden: [],
  floor: null,
  fair: null,
  budget: null,
  closingCost: 0,
  capacitated: false,
  backup: 'none',
  spacingM: null,
  seconds: 1,
  seed: 1,
};
const TOOLS = { seconds: 1, now: () => 0, seed: 1, programs: null, onProgress: () => undefined };

/** Opens every third free site and gives up every second station that may be, whatever that is worth. */
function anyPlan(problem: SitingProblem): Solution {
  const open = Uint32Array.from(problem.role, (_, site) => site).filter((site) => {
    const role = problem.role[site];
    if (role === SITE_FORBIDDEN) return false;
    if (role === SITE_FREE) return site % 3 === 0;
    return role !== SITE_MOVABLE || site % 2 === 0;
  });
  const { assigned } = assignNearest(problem, open);
  const known = { objective: NaN, bound: NaN, gap: NaN, reasons: [], seconds: 0 };
  return { status: 'feasible', open, assigned, ...known };
}

let project: Project;
beforeAll(async () => {
  project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
});

describe(`a siting question on the demo city (seed ${SEED})`, () => {
  it.each([
    ['radius', 'edge', 'kept'],
    ['radius', 'edge', 'ignored'],
    ['walk', 'edge', 'movable'],
    ['walk', 'node', 'kept'],
  ] as const)('covers what reach counts: %s, %s, stations %s', (method, snap, existing) => {
    const ground = new Ground(project);
    for (const [demand, weight] of [
      ['demand', 'weight'],
      ['units', 'households'],
      ['units', 'one'],
    ] as const) {
      const ask = { ...ASK, method, snap, existing, demand, weight };
      const answer = answerSiting(ground, ask, TOOLS, anyPlan);
      const { plan, divisions } = answer;
      const read = parseScenario(scenarioText(planScenario(answer, project, ask)));
      if (!('edits' in read)) throw new Error(JSON.stringify(read.faults));
      const made = scenarioProject(project, read.edits, ask.level);
      if (!('project' in made)) throw new Error(JSON.stringify(made.faults));
      const counts = new Reach(made.project, ask).counts(ask.cutoffM);
      const before = new Reach(project, ask, ground).counts(ask.cutoffM);
      const [points, all, reachedWeight, total] = {
        weight: [counts.reachedPoints, counts.points, counts.reachedWeight, counts.weight],
        households: [
          ...[counts.reachedUnits, counts.units],
          ...[counts.reachedHouseholds, counts.households],
        ],
        one: [counts.reachedUnits, counts.units, counts.reachedUnits, counts.units],
      }[weight];
      expect(divisions.afterPoints).toEqual(points);
      expect(divisions.points).toEqual(all);
      expect(divisions.afterWeight).toEqual(reachedWeight);
      expect(divisions.weight).toEqual(total);
      const last = points.length - 1;
      expect(plan.coveredPoints).toBe(points[last]);
      expect(plan.coveredWeight).toBe(reachedWeight[last]);
      expect(plan.totalWeight).toBe(total[last]);
      expect(divisions.beforePoints).toEqual(
        demand === 'demand' ? before.reachedPoints : before.reachedUnits,
      );
      expect(plan.coveredPoints).toBeGreaterThan(0);
      const served = plan.sites.reduce((sum, site) => sum + site.servedWeight, 0);
      expect(served).toBe(plan.coveredWeight);
      const keys = plan.sites.map(({ site }) => answer.sites.key[site]);
      expect(answerOfSites(ground, ask, keys, plan)).toEqual(answer);
    }
  });

  it('takes sites from the sources that are asked for, stations first', () => {
    const ask: SitingAsk = {
      ...ASK,
      sources: ['drawn', 'units'],
      drawn: [{ name: '', lng: 121.5, lat: 31.2 }],
    };
    const sites = sitesOf(project, ask);
    const standing = new Ground(project).stationsOf(ask.levels).count;
    expect(sites.source.slice(0, standing).every((source) => source === 'facilities')).toBe(true);
    expect([sites.key[standing], sites.name[standing]]).toEqual(['drawn:1', 'drawn:1']);
    expect(new Set(sites.key).size).toBe(sites.count);
    expect(sitesOf(project, { ...ask, existing: 'ignored' }).count).toBe(sites.count - standing);
  });

  it('gives roles, costs and distances as the question says', () => {
    const ground = new Ground(project);
    const base: SitingAsk = { ...ASK, sources: ['candidates'], existing: 'movable' };
    const sites = sitesOf(project, base);
    const [station, candidate] = [sites.key[0], sites.key[sites.count - 1]];
    const problem = sitingProblem(ground, { ...base, forced: [station], forbidden: [candidate], budget: 9e5, closingCost: 7, spacingM: 800 }, sites); // prettier-ignore
    expect(problem.role[0]).toBe(SITE_EXISTING);
    expect(problem.role[1]).toBe(SITE_MOVABLE);
    expect(problem.role[sites.count - 1]).toBe(SITE_FORBIDDEN);
    expect(problem.openingCost?.[sites.count - 1]).toBe(
      project.candidates.cost[sites.record[sites.count - 1]],
    );
    expect(problem.closingCost?.[0]).toBe(7);
    const { between } = problem.spacing!.distances;
    for (let a = 0; a < sites.count; a += 7)
      for (let b = 0; b < sites.count; b += 5)
        expect(between[a * sites.count + b]).toBe(between[b * sites.count + a]);
    const all = sitingProblem(ground, { ...base, problem: 'p-median' }, sites);
    expect(all.matrix.cost.length).toBe(all.matrix.sites * all.matrix.demands);
    expect(all.cutoff).toBe(Infinity);
  });

  it.each([
    ['weight_not_there', { weight: 'households' }],
    ['level_not_counted', { level: 'city' }],
    ['no_limit', { p: null }],
    ['no_sites', { sources: ['drawn'], existing: 'ignored' }],
    ['unknown_site', { forced: ['candidate:nowhere'] }],
  ] as const)('is refused with %s', (code, changed) => {
    const ask = { ...ASK, ...changed };
    const pose = (): unknown => answerSiting(new Ground(project), ask, TOOLS, anyPlan);
    expect(pose).toThrow(AskFault);
    expect(pose).toThrow(code);
  });

  it('counts every level of station', () => {
    expect(sitesOf(project, { ...ASK, levels: FACILITY_LEVELS, sources: [] }).count).toBe(
      new Ground(project).stationsOf(FACILITY_LEVELS).count,
    );
  });
});

describe('terms of divisions without any', () => {
  it('are refused, never left out in silence', () => {
    const nowhere = new Int32Array(project.demand.count).fill(-1);
    const bare = new Ground({ ...project, demand: { ...project.demand, division: nowhere } });
    for (const term of [{ floor: { level: 'street', share: 0.5 } }, { fair: 'street' }] as const)
      expect(() => answerSiting(bare, { ...ASK, ...term }, TOOLS, solve)).toThrow('no_divisions');
  });
});

describe('floors of streets on the demo city', () => {
  it('are met by the plan, or it says which cannot; without them nothing is lost', async () => {
    const programs = await loadPrograms();
    const ground = new Ground(project);
    const tools = { ...TOOLS, seconds: 4, now: () => performance.now(), programs };
    const ask = { ...ASK, sources: ['candidates'] as const, p: 4 };
    const free = answerSiting(ground, ask, tools, solve).plan;
    expect(free.status).toBe('optimal');
    const { level, code } = project.divisions;
    const streets = [...code.keys()].filter((d) => DIVISION_LEVELS[level[d]] === 'street');
    const met: boolean[] = [];
    for (const share of [0.05, 0.2, 0.99]) {
      const floor = { level: 'street', share } as const;
      const { plan, divisions } = answerSiting(ground, { ...ask, floor }, tools, solve);
      met.push(plan.status === 'optimal');
      if (plan.status === 'infeasible') {
        const short = plan.reasons.find(({ code: why }) => why.includes('floor'));
        expect(short?.items.length).toBeGreaterThan(0);
        for (const division of short?.items ?? []) expect(streets).toContain(division);
        continue;
      }
      expect(plan.coveredWeight).toBeLessThanOrEqual(free.coveredWeight);
      for (const d of streets)
        expect(divisions.afterWeight[d]).toBeGreaterThanOrEqual(share * divisions.weight[d] - 1e-6);
    }
    expect(met).toContain(true);
    expect(met).toContain(false);
  });
});
