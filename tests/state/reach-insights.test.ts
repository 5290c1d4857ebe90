import { expect, test } from 'vitest';
import national from '#data/rules/national.json';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { ReachInsight } from '#lib/core/reach/insight.ts';
import { ReachSides } from '#lib/core/reach/side.ts';
import { divisionsServed, stationsLoaded } from '#lib/state/balance-list.ts';
import type { Insighter, Reacher } from '#lib/state/reacher.ts';
import { distanceColumns, firmColumns, groundColumns } from '#lib/state/reach-sets.ts';
import { ReachInsights } from '#lib/state/reach-insights.svelte.ts';
import { Reaching } from '#lib/state/reaching.svelte.ts';
import { projectOf } from '../unit/coverage-project.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Two streets with a station each, 2 km apart: 100 people with four staff, 300 with one. */
function city() {
  const project = projectOf({
    divisions: [
      { code: 'c', level: 0, parent: -1 },
      { code: 's1', level: 2, parent: 0 },
      { code: 's2', level: 2, parent: 0 },
    ],
    units: [{ id: 'u', kind: 'building', lng: 121, lat: 31, division: 1 }],
    facilities: [
      { level: 'community', lng: 121, lat: 31 },
      { level: 'community', lng: 121.02, lat: 31 },
    ],
    demand: [
      { lng: 121.001, lat: 31, weight: 100, division: 1 },
      { lng: 121.0252, lat: 31, weight: 300, division: 2 },
    ],
  });
  project.facilities.staff.set([4, 1]);
  project.facilities.division.set([1, 2]);
  return project;
}

function screen() {
  const project = city();
  const ground = new Ground(project);
  const [sides, insight] = [new ReachSides(project, ground), new ReachInsight(ground)];
  const reacher: Reacher & Insighter = {
    answer: (_, question) => Promise.resolve(sides.answer(question)),
    firm: (_, ask) => Promise.resolve(insight.firm(ask)),
    access: (_, ask) => Promise.resolve(insight.access(ask)),
    distances: (_, ask) => Promise.resolve(sides.distances(ask)),
    end: () => undefined,
  };
  const pack = national as unknown as RulePack;
  const reaching = new Reaching(reacher, () => ({ project, pack }));
  return { project, reaching, insights: new ReachInsights(reacher, reaching) };
}

test('what is firm is asked of side A once its figures are there', async () => {
  const { reaching, insights } = screen();
  reaching.set({ metres: 500 });
  expect(insights.wantedFirm).toBeNull();
  reaching.follow(reaching.wanted);
  expect(insights.wantedFirm).toBeNull();
  await settled();
  expect(insights.wantedFirm!.ask.cutoffs).toEqual({
    ...{ radiusM: 500, walkM: 500, minutes: null, positionM: 25 },
  });
  insights.firm.follow(insights.wantedFirm);
  await settled();
  const { points, units, walked } = insights.firm.answered!.answer;
  expect(walked).toBe(false);
  // The second point is 496 m off: 25 m more and it is out of reach.
  expect(points.places.map((column) => [...column])).toEqual([
    [1, 1, 0, 1],
    [1, 0, 1, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect(points.weight.map((column) => column[3])).toEqual([100, 300, 0, 0]);
  expect(points.reasons.map((column) => column[3])).toEqual([0, 0, 0, 0, 0, 1]);
  expect(units.places.map((column) => column[3])).toEqual([1, 0, 0, 0]);
  // Another radius is wanted: what is there is not about it, until it is.
  reaching.set({ metres: 300 });
  expect(insights.wantedFirm).toBeNull();
  reaching.follow(reaching.wanted);
  await settled();
  expect(insights.firm.answers(insights.wantedFirm)).toBe(false);
  insights.firm.follow(insights.wantedFirm);
  await settled();
  expect(insights.firm.answered!.answer.points.places[2][3]).toBe(1);
});

test('minutes are asked on foot only, and then no metres', () => {
  const { project, reaching } = screen();
  const asked = (method: 'walk' | 'radius') => {
    reaching.set({ method, minutes: 10 });
    const question = { a: { method, levels: [], snap: 'edge' as const, cutoffM: 720, edits: [] }, b: null }; // prettier-ignore
    const { setting } = reaching;
    const reached = { project, question } as unknown as Reaching['reached'];
    const insighter = {} as Insighter;
    const state = {
      ...{ busy: false, failed: null, setting, wanted: { project, question }, reached },
      ...{ pinned: null, columns: 'reached' as const, dragging: null },
    };
    return new ReachInsights(insighter, state).wantedFirm!.ask.cutoffs;
  };
  expect(asked('walk')).toMatchObject({ radiusM: 720, walkM: null, minutes: 10 });
  expect(asked('radius')).toMatchObject({ radiusM: 720, walkM: 720, minutes: null });
});

test('distances are asked where somebody looks, of both sides, and not again for another cutoff', async () => {
  const { reaching, insights, project } = screen();
  const rest = async () => {
    reaching.follow(reaching.wanted);
    await settled();
    insights.distances.follow(insights.wantedDistances);
    insights.firm.follow(insights.wantedFirm);
    insights.firmOfB.follow(insights.wantedFirmOfB);
    await settled();
  };
  reaching.set({ metres: 500 });
  await rest();
  expect(insights.wantedDistances).toBeNull();
  reaching.columns = 'distance';
  await rest();
  const first = insights.distances.answered!.answer;
  const columns = (answer: typeof first) =>
    Object.fromEntries(distanceColumns(answer).map((column) => [column.key, column.value]));
  const { firstM } = reaching.reached!.a.field;
  const alone = columns(first);
  // A hundred 95 m off, three hundred 496 m.
  expect(alone.mean[3]).toBeCloseTo((100 * firstM[0] + 300 * firstM[1]) / 400, 9);
  expect([alone.p95[1], alone.worst[3]]).toEqual([firstM[0], firstM[1]]);
  reaching.set({ metres: 300 });
  await rest();
  expect(insights.distances.answered!.answer).toBe(first);
  // B has no second station: the second street walks to the first one.
  reaching.remove(1);
  await rest();
  const both = insights.distances.answered!.answer;
  const further = columns(both);
  expect(further.meanA).toEqual(alone.mean);
  expect(further.worstB[2]).toBe(reaching.reached!.b!.field.firstM[1]);
  expect(further.worstB[2]).toBeGreaterThan(2000);
  reaching.set({ metres: 800 });
  await rest();
  expect(insights.distances.answered!.answer).toBe(both);
  const sides = { a: insights.firm.answered!.answer, b: insights.firmOfB.answered!.answer };
  expect(sides.a.points.places[2][2]).toBe(0);
  expect(sides.b.points.places[2][2]).toBe(1);
  const firm = firmColumns({ ...sides, b: null });
  expect(firm.map(({ key, value, of }) => [key, value[3], of![3]])).toEqual([
    ['firmBlank', 0, 1],
    ['marginal', 0, 1],
  ]);
  expect(firmColumns(sides).map(({ key }) => key)).toEqual([
    ...['firmBlankA', 'firmBlankB', 'marginalA', 'marginalB'],
  ]);
  expect(insights.firmOfB.answered!.project).toBe(project);
});

test('what is dragged is asked of again once it is dropped', async () => {
  const { reaching, insights } = screen();
  reaching.columns = 'distance';
  reaching.move(1, 121.03, 31, true);
  reaching.follow(reaching.wanted);
  await settled();
  expect(reaching.reached!.b).not.toBeNull();
  expect([insights.wantedDistances, insights.wantedFirmOfB]).toEqual([null, null]);
  reaching.drop();
  expect(insights.wantedDistances!.ask.b!.edits).toEqual(reaching.edits);
  expect(insights.wantedFirmOfB!.ask.edits).toEqual(reaching.edits);
});

test('ground in reach is told in square kilometres, with its share', () => {
  const a = { groundM2: Float64Array.of(4e6, NaN), coveredM2: Float64Array.of(1e6, NaN) };
  const b = { groundM2: a.groundM2, coveredM2: Float64Array.of(2e6, NaN) };
  const told = (sides: Parameters<typeof groundColumns>[0]) =>
    groundColumns(sides).map(({ key, value, of }) => [key, value[0], of?.[0] ?? null]);
  expect(told({ a, b: null })).toEqual([
    ['groundShare', 0.25, null],
    ['ground', 1, 4],
  ]);
  expect(told({ a, b })).toEqual([
    ['groundShareA', 0.25, null],
    ['groundShareB', 0.5, null],
    ['groundA', 1, null],
    ['groundB', 2, null],
  ]);
  expect(told({ a: null, b })).toEqual([]);
});

test('accessibility is asked only while it is open, and lists what stands out', async () => {
  const { reaching, insights, project } = screen();
  reaching.set({ metres: 500 });
  reaching.follow(reaching.wanted);
  await settled();
  expect(insights.wantedAccess).toBeNull();
  insights.accessOpen = true;
  insights.access.follow(insights.wantedAccess);
  await settled();
  const { answer } = insights.access.answered!;
  // Five staff for 400 people.
  expect(answer.divisions.score[3]).toBeCloseTo(12.5, 9);
  expect(answer.divisions.score[1]).toBeCloseTo(40, 9);
  const { divisions, facilities } = project;
  const street = (served: 'under' | 'over', scope: Uint8Array | null = null) =>
    divisionsServed(answer, divisions, 'street', scope, served);
  expect(street('over')).toEqual({ rows: [1], of: 2 });
  expect(street('under')).toEqual({ rows: [2], of: 2 });
  expect(street('under', Uint8Array.of(0, 1, 0))).toEqual({ rows: [], of: 1 });
  const loaded = (load: 'few' | 'many') => stationsLoaded(answer, facilities.division, null, load);
  expect(loaded('many')).toEqual({ rows: [1], of: 2 });
  expect(loaded('few')).toEqual({ rows: [0], of: 2 });

  insights.supply = 'area';
  expect(insights.access.answers(insights.wantedAccess)).toBe(false);
  insights.access.follow(insights.wantedAccess);
  await settled();
  expect(insights.access.answered!.answer.supplyUnknown).toBe(2);
});
