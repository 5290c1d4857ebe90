import { beforeAll, expect, it } from 'vitest';
import type { Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { answerOfSites } from '#lib/core/report/siting/answer.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { planFeatures } from '#lib/core/report/siting/plan-features.ts';
import { planText } from '#lib/core/report/siting/plan-json.ts';
import { readPlan } from '#lib/core/report/siting/read-plan.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { readDemo } from './demo-verdicts.ts';

const ASK: SitingAsk = {
  problem: 'mclp',
  method: 'radius',
  levels: ['community', 'point'],
  cutoffM: 500,
  snap: 'edge',
  p: 2,
  demand: 'demand',
  weight: 'weight',
  sources: ['grids', 'drawn'],
  drawn: [{ name: 'Here', lng: 121.5, lat: 31.2 }],
  existing: 'movable',
  level: 'community',
  forced: [],
  forbidden: ['drawn:1'],
  floor: { level: 'street', share: 0.1 },
  fair: 'street',
  budget: null,
  closingCost: 0,
  capacitated: false,
  backup: 'none',
  spacingM: 300,
  seconds: 1,
  seed: 1,
};

let project: Project;
let ground: Ground;
let answer: SitingAnswer;
beforeAll(async () => {
  project = await readDemo(generateDemo({ seed: 2, scale: 0.05 }).files);
  ground = new Ground(project);
  const head = { status: 'feasible', objective: NaN, bound: NaN, gap: NaN, seconds: 0.5 } as const;
  const grid = project.divisions.code[project.divisions.count - 1];
  answer = answerOfSites(ground, ASK, [`grid:${grid}`], { ...head, reasons: [] });
});

it('reads a plan back as it was saved', () => {
  const read = readPlan(planText(answer, project, ASK));
  if (!('plan' in read)) throw new Error(JSON.stringify(read.faults));
  expect(read.plan.ask).toEqual(ASK);
  const again = answerOfSites(ground, read.plan.ask, read.plan.open, read.plan.head);
  expect(again.plan.sites).toEqual(answer.plan.sites);
  expect(again.plan.coveredWeight).toBe(answer.plan.coveredWeight);
  expect(again.plan.closed.length).toBeGreaterThan(0);
});

it('refuses what is wrong, every place named', () => {
  const saved = JSON.parse(planText(answer, project, ASK)) as Record<string, unknown>;
  const places = (change: object): unknown => {
    const read = readPlan(JSON.stringify({ ...saved, ...change }));
    return 'faults' in read ? read.faults.map(({ place, code }) => [place, code]) : null;
  };
  expect(readPlan('{')).toMatchObject({ faults: [{ code: 'plan_not_json' }] });
  expect(places({ format: 'lacuna-reach' })).toEqual([['/format', 'plan_wrong_value']]);
  expect(places({ opened: undefined })).toEqual([['/opened', 'plan_missing']]);
  expect(places({ kept: 5 })).toEqual([['/kept', 'plan_wrong_type']]);
  expect(places({ status: 'infeasible' })).toEqual([['/status', 'plan_wrong_value']]);
  const question = saved.question as object;
  expect(places({ question: { ...question, floor: { level: 'village', share: 2 } } })).toEqual([
    ['/question/floor/level', 'plan_wrong_value'],
    ['/question/floor/share', 'plan_wrong_value'],
  ]);
  expect(places({ question: { ...question, p: -1 } })).toEqual([['/question/p', 'plan_wrong_value']]); // prettier-ignore
});

it('draws open sites and those given up', () => {
  const { features } = planFeatures(answer);
  const roles = features.map(({ properties }) => properties.role);
  expect(roles.filter((role) => role === 'opened')).toHaveLength(1);
  expect(roles.filter((role) => role === 'closed')).toHaveLength(answer.plan.closed.length);
});
