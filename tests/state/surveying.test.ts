import { expect, test } from 'vitest';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Extent } from '#lib/core/reach/extent.ts';
import { ReachSides, type ReachQuestion } from '#lib/core/reach/side.ts';
import { FIRST_SETTING } from '#lib/state/reach-address.ts';
import type { Reached } from '#lib/state/reaching.svelte.ts';
import { Surveying } from '#lib/state/surveying.svelte.ts';
import type { Surveyor } from '#lib/state/surveyor.ts';
import { projectOf } from '../unit/coverage-project.ts';

const project = projectOf({
  divisions: [{ code: 'c', level: 0, parent: -1 }],
  units: [{ id: 'u', kind: 'building', lng: 121.01, lat: 31, division: 0 }],
  facilities: [{ level: 'community', lng: 121, lat: 31 }],
  demand: [
    { lng: 121.001, lat: 31, weight: 30, division: 0 },
    { lng: 121.01, lat: 31, weight: 70, division: 0 },
  ],
});

function reachedAt(cutoffM: number): Reached {
  const side = { method: 'radius', levels: FACILITY_LEVELS, snap: 'edge', cutoffM, edits: [] } as const; // prettier-ignore
  const question: ReachQuestion = { a: side, b: null };
  const { a } = new ReachSides(project).answer(question);
  return {
    project,
    question,
    a: { ...a, field: a.field!, cutoffM },
    b: null,
    change: null,
  };
}

const pause = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

/** A screen whose surveyor answers when it is told to. */
function screen() {
  const asked: number[] = [];
  const reached: number[][] = [];
  let settle: { go: () => void; fail: () => void } | null = null;
  const surveyor: Surveyor = {
    extents: (_, [{ side, reached: own }]) =>
      new Promise((resolve, reject) => {
        asked.push(side.cutoffM);
        reached.push([...own]);
        const extent = { unionM2: side.cutoffM } as Extent;
        settle = { go: () => resolve([extent]), fail: () => reject(new Error('broke')) };
      }),
    ways: (_, [{ station }]) => Promise.resolve([{ station } as never]),
  };
  const at = { reached: reachedAt(500), setting: FIRST_SETTING, pinned: null, showArea: false };
  let place: number | null = null;
  const make = () => new Surveying(surveyor, at, () => place, 0);
  return {
    asked,
    reached,
    at,
    make,
    settle: () => settle!,
    choose: (own: number) => (place = own),
  };
}

test('of many settings the last is surveyed; what is worked out meanwhile is known to be old', async () => {
  const { asked, reached, at, make, settle } = screen();
  const surveying = make();
  // What the page's effects do when the answer is another.
  const questions = [500, 600, 700, 1200].map((cutoffM) => {
    at.reached = reachedAt(cutoffM);
    return make().wanted!;
  });
  surveying.extents.follow(questions[0]);
  await pause();
  expect(asked).toEqual([500]);
  expect(reached).toEqual([[1, 0, 0]]);
  for (const question of questions.slice(1)) surveying.extents.follow(question);
  await pause();
  settle().go();
  await pause();
  // 500 came first, and is not what is wanted.
  expect(surveying.extents.last?.answer[0].unionM2).toBe(500);
  expect(surveying.extents.to(questions[3])).toBeNull();
  settle().go();
  await pause();
  expect(asked).toEqual([500, 1200]);
  expect(reached[1].slice(0, 2)).toEqual([1, 1]);
  expect(surveying.extents.to(questions[3])?.[0].unionM2).toBe(1200);
});

test('the demand points are looked at when the ground is asked for, not for every step of a slider', async () => {
  const { reached, at, make } = screen();
  let looked = 0;
  const { field } = at.reached.a;
  const watched = new Proxy(field.firstM, {
    get: (column, key) => {
      looked++;
      return Reflect.get(column, key) as unknown;
    },
  });
  at.reached = { ...at.reached, a: { ...at.reached.a, field: { ...field, firstM: watched } } };
  const surveying = make();
  for (const cutoffM of [450, 400, 350]) {
    at.reached = { ...at.reached, a: { ...at.reached.a, cutoffM } };
    surveying.extents.follow(make().wanted);
  }
  expect(looked).toBe(0);
  await pause();
  expect(looked).toBeGreaterThan(0);
  expect(reached).toEqual([[1, 0, 0]]);
});

test('a failure is told and asked again; one of a question that is past is not', async () => {
  const { asked, at, make, settle } = screen();
  const surveying = make();
  const first = surveying.wanted!;
  surveying.extents.follow(first);
  await pause();
  settle().fail();
  await pause();
  expect(surveying.extents.failed).toBe('broke');
  surveying.extents.again();
  await pause();
  expect(asked).toEqual([500, 500]);
  at.reached = reachedAt(900);
  const second = make().wanted!;
  surveying.extents.follow(second);
  settle().fail();
  await pause();
  expect(surveying.extents.failed).toBeNull();
  settle().go();
  await pause();
  expect(surveying.extents.to(second)?.[0].unionM2).toBe(900);
});

test('a chosen place is asked its way to the station that its distance is of', async () => {
  const { make, choose } = screen();
  choose(2);
  const surveying = make();
  const question = surveying.wantedWay!;
  expect(question.asks).toMatchObject([{ from: [121.01, 31], station: 0 }]);
  surveying.ways.follow(question);
  await pause();
  expect(surveying.ways.to(question)).toEqual([{ station: 0 }]);
});
