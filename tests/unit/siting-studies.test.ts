import { beforeAll, describe, expect, it } from 'vitest';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { loadPrograms } from '#cli/programs.ts';
import type { SitingTools } from '#lib/core/siting/solution.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { answerOfSites, answerSiting, type PlanHead } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';
import type { MovingStudy } from '#lib/core/report/siting/moves.ts';
import { studySiting } from '#lib/core/report/siting/studies.ts';
import type {
  AlternativesStudy,
  CurveStudy,
  KeepingStudy,
  StudiedPlan,
} from '#lib/core/report/siting/studies.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 7;
const P = 2;
const HEAD: PlanHead = { status: 'feasible', objective: NaN, bound: NaN, gap: NaN, seconds: 0, reasons: [] }; // prettier-ignore

let project: Project;
let ground: Ground;
let ask: SitingAsk;
let tools: SitingTools;
/** Keys of the places drawn; the last is where the first is. */
let keys: string[];
beforeAll(async () => {
  project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
  ground = new Ground(project);
  const { demand } = project;
  const step = Math.floor(demand.count / 5);
  const at = [0, 1, 2, 3, 4, 0].map((i) => i * step);
  const drawn = at.map((i) => ({ name: `at ${i}`, lng: demand.lng[i], lat: demand.lat[i] }));
  keys = drawn.map((_, i) => `drawn:${i + 1}`);
  ask = {
    ...{ problem: 'mclp', method: 'radius', levels: FACILITY_LEVELS, cutoffM: 400, snap: 'edge' },
    ...{ p: P, demand: 'demand', weight: 'weight', sources: ['drawn'], drawn, existing: 'kept' },
    ...{ level: 'community', forced: [], forbidden: [], floor: null, fair: null, budget: null },
    ...{ closingCost: 0, capacitated: false, backup: 'none', spacingM: null, seconds: 30, seed: 1 },
  };
  const programs = await loadPrograms();
  tools = { seconds: 30, seed: 1, now: () => 0, programs, onProgress: () => undefined };
});

/** Every choice of so many places at most, and the weight it covers. */
function every(most: number, own: SitingAsk = ask): { open: string[]; weight: number }[] {
  const subsets = Array.from({ length: 2 ** keys.length }, (_, bits) =>
    keys.filter((_, i) => (bits >> i) & 1),
  ).filter(({ length }) => length <= most);
  return subsets.map((open) => ({
    open,
    weight: answerOfSites(ground, own, open, HEAD).plan.coveredWeight,
  }));
}
const best = (most: number, own?: SitingAsk) =>
  Math.max(...every(most, own).map(({ weight }) => weight));

function studied(): StudiedPlan {
  const { sites, plan } = answerSiting(ground, ask, tools, solve);
  expect(plan.status).toBe('optimal');
  return { open: plan.sites.map(({ site }) => sites.key[site]), head: plan };
}
const opened = (open: readonly string[]) => open.filter((key) => keys.includes(key)).sort();

describe(`what is found out about a siting question (seed ${SEED})`, () => {
  it('covers the most for each count, proven, whatever the problem is', () => {
    let solved = 0;
    const own = { ...ask, problem: 'lscp', p: null } as const;
    const study = studySiting(ground, own, 'curve', null, tools, solve, (n) => (solved = n)) as CurveStudy; // prettier-ignore
    const { plan } = answerOfSites(ground, ask, [], HEAD);
    expect([study.totalWeight, study.totalPoints]).toEqual([plan.totalWeight, plan.totalPoints]);
    expect(study.steps[0]).toMatchObject({ p: 0, weight: plan.beforeWeight, points: plan.beforePoints }); // prettier-ignore
    for (const { p, weight, bound, proof } of study.steps) {
      expect([p, weight]).toEqual([p, best(p)]);
      expect([bound, proof]).toEqual([weight, 'optimal']);
    }
    // The two places that are one add nothing to each other.
    expect(study.steps).toHaveLength(6);
    expect(solved).toBe(keys.length + 1);
  });

  it('says what is not proven without a solver', () => {
    const time = { ...tools, programs: null };
    const none = () => ({ ...HEAD, status: 'unknown' as const, open: new Uint32Array(), assigned: new Int32Array() }); // prettier-ignore
    const { steps } = studySiting(ground, ask, 'curve', null, time, none) as CurveStudy;
    expect(steps.some(({ proof }) => proof === 'greedy')).toBe(true);
    for (const { p, weight, bound } of steps) {
      expect(weight).toBeLessThanOrEqual(best(p));
      expect(bound).toBeGreaterThanOrEqual(best(p));
    }
  });

  it('finds every plan that is nearly as good', () => {
    const plan = studied();
    const study = studySiting(ground, ask, 'alternatives', plan, tools, solve) as AlternativesStudy;
    expect(study.complete).toBe(true);
    const most = plan.head.objective;
    const near = every(P).filter(({ weight, open }) => open.length === P && weight >= 0.99 * most && `${open}` !== `${opened(plan.open)}`); // prettier-ignore
    expect(near.length).toBeGreaterThan(0);
    const found = study.plans.map(({ open }) => `${opened(open)}`);
    for (const { open } of near) expect(found).toContain(`${open}`);
    for (const { open, added, dropped, head } of study.plans) {
      const own = answerOfSites(ground, ask, open, HEAD).plan;
      expect(head.objective).toBe(own.coveredWeight);
      expect(head.bound).toBe(most);
      expect(head.status).toBe(head.objective === most ? 'optimal' : 'feasible');
      const mine = opened(plan.open).filter((key) => !dropped.includes(key));
      expect(opened([...mine, ...added])).toEqual(opened(open));
    }
  });

  it('prices every station that stands', () => {
    const plan = studied();
    const { stations } = studySiting(ground, ask, 'keeping', plan, tools, solve) as KeepingStudy;
    expect(stations.length).toBeGreaterThan(1);
    expect(stations.some(({ loss }) => loss > 0)).toBe(true);
    for (const { key, gain, loss, gainExact, lossExact } of stations) {
      const without = { ...ask, forbidden: [key] };
      expect([gainExact, lossExact]).toEqual([true, true]);
      expect(loss).toBeCloseTo(plan.head.objective - best(P, without), 9);
      const moved = Math.max(plan.head.objective, best(P + 1, without));
      expect(gain).toBeCloseTo(moved - plan.head.objective, 9);
    }
    const gains = stations.map(({ gain }) => gain);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
  });

  it('says what a plan becomes with one site elsewhere', () => {
    const plan = studied();
    const [site] = opened(plan.open);
    const { lng, lat } = ask.drawn[3];
    const lifted = { site, to: { lng: lng + 0.001, lat } };
    const study = studySiting(ground, ask, 'moving', { ...plan, lifted }, tools, solve) as MovingStudy; // prettier-ignore
    const before = answerOfSites(ground, ask, plan.open, HEAD).plan;
    const rest = plan.open.filter((key) => key !== site);
    const free = keys.filter((key) => !plan.open.includes(key));
    expect(study.tried).toBe(free.length);
    expect(study.sites.map(({ key }) => key).sort()).toEqual([...free].sort());
    for (const { key, gain, points } of study.sites) {
      const after = answerOfSites(ground, ask, [...rest, key!], HEAD).plan;
      expect(gain).toBeCloseTo(after.coveredWeight - before.coveredWeight, 9);
      expect(points).toBe(after.coveredPoints - before.coveredPoints);
      expect(gain).toBeLessThanOrEqual(0);
    }
    const more = { ...ask, drawn: [...ask.drawn, { name: '', ...lifted.to }] };
    const there = answerOfSites(ground, more, [...rest, `drawn:${more.drawn.length}`], HEAD).plan;
    expect(study.place!.gain).toBeCloseTo(there.coveredWeight - before.coveredWeight, 9);
  });

  it('prices nothing where stations may go, and says which site is unknown', () => {
    const own = { ...ask, existing: 'ignored' } as const;
    const nothing = { open: ['drawn:1'], head: HEAD };
    expect(studySiting(ground, own, 'keeping', nothing, tools, solve)).toEqual({ kind: 'keeping', stations: [] }); // prettier-ignore
    const unknown = { open: ['drawn:99'], head: HEAD };
    expect(() => studySiting(ground, ask, 'keeping', unknown, tools, solve)).toThrow(AskFault);
  });
});
