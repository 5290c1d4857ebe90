import { expect, test } from 'vitest';
import national from '#data/rules/national.json';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { ReachSides, type ReachQuestion } from '#lib/core/reach/side.ts';
import type { Reacher } from '#lib/state/reacher.ts';
import { FIRST_REACH } from '#lib/state/reach-address.ts';
import { Reaching, type ReachTable } from '#lib/state/reaching.svelte.ts';
import { PLACE_VERDICTS, reachFigureRows, type PlaceVerdict } from '#lib/state/reach-rows.ts';
import { measuresOf, REACH_MEASURES, reachColumns, reachRows } from '#lib/state/reach-table.ts';
import { reachShown } from '#lib/ui/reach-shown.ts';
import { projectOf } from '../unit/coverage-project.ts';

const pack = national as unknown as RulePack;

/** Two streets: one station in the first, a demand point beside it and one 1 km east in the second. */
const city = () =>
  projectOf({
    divisions: [
      { code: 'c', level: 0, parent: -1 },
      { code: 's1', level: 2, parent: 0 },
      { code: 's2', level: 2, parent: 0 },
    ],
    units: [{ id: 'u', kind: 'building', lng: 121.01, lat: 31, division: 2 }],
    facilities: [{ level: 'community', lng: 121, lat: 31 }],
    demand: [
      { lng: 121.001, lat: 31, weight: 30, division: 1 },
      { lng: 121.01, lat: 31, weight: 70, division: 2 },
    ],
  });

/** The same streets with forty demand points along them, 50 m apart. */
const town = () =>
  projectOf({
    divisions: [
      { code: 'c', level: 0, parent: -1 },
      { code: 's1', level: 2, parent: 0 },
      { code: 's2', level: 2, parent: 0 },
    ],
    units: [],
    facilities: [{ level: 'community', lng: 121, lat: 31 }],
    demand: Array.from({ length: 40 }, (_, i) => ({
      ...{ lng: 121 + i * 0.000525, lat: 31, weight: 1 + (i % 7) },
      division: i % 3 === 0 ? 1 : 2,
    })),
  });

/** A reacher that answers when it is told to. */
function reacher() {
  const asked: ReachQuestion[] = [];
  let sides: ReachSides | null = null;
  let ends = 0;
  let pending: { go: () => void; fail: (reason: Error) => void } | null = null;
  const door: Reacher = {
    answer(project, question) {
      asked.push(question);
      sides ??= new ReachSides(project);
      return new Promise((resolve, reject) => {
        pending = {
          go: () => resolve(sides!.answer(question)),
          fail: (reason) => {
            sides = null;
            reject(reason);
          },
        };
      });
    },
    end() {
      ends++;
      sides = null;
      pending = null;
    },
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    door,
    asked,
    ends: () => ends,
    async answer() {
      pending?.go();
      await settled();
    },
    async fail(reason: Error) {
      pending?.fail(reason);
      await settled();
    },
  };
}

function screen(project = city()) {
  let table: ReachTable | null = { project, pack };
  const worker = reacher();
  const reaching = new Reaching(worker.door, () => table);
  const follow = () => reaching.follow(reaching.wanted);
  return { ...worker, reaching, project, follow, leave: () => (table = null) };
}

test('a slider that is dragged never queues: what is wanted last is answered after the first', async () => {
  const { reaching, follow, answer, asked } = screen();
  for (const metres of [100, 200, 300, 1200]) {
    reaching.set({ metres });
    follow();
  }
  expect(reaching.busy).toBe(true);
  await answer();
  expect(reaching.reached?.a.cutoffM).toBe(100);
  await answer();
  expect(asked.map(({ a }) => a.cutoffM)).toEqual([100, 1200]);
  expect(reaching.busy).toBe(false);
  expect([...reaching.reached!.a.counts.reachedWeight]).toEqual([100, 30, 70, 100]);
  // The distances came with the first answer and are kept.
  expect(reaching.reached!.a.field.firstM).toHaveLength(3);
  const { version, lng } = reaching.placesShown!;
  reaching.set({ metres: 200 });
  follow();
  await answer();
  expect(reaching.placesShown).toMatchObject({ version });
  expect(reaching.placesShown!.lng).toBe(lng);
  expect([...reaching.reached!.a.counts.reachedUnits]).toEqual([0, 0, 0, 0]);
});

test('a scenario puts up, moves and takes out stations, is undone, and never touches the data', async () => {
  const { reaching, project, follow, answer } = screen();
  const before = project.facilities.lng.slice();
  reaching.set({ metres: 500 });
  reaching.add('new', 121.01, 31);
  expect(reaching.stations).toMatchObject([{ station: 1, kind: 'added', name: 'new' }]);
  follow();
  await answer();
  const { a, b, change } = reaching.reached!;
  expect(a.counts.reachedWeight[3]).toBe(30);
  expect(b!.counts.reachedWeight[3]).toBe(100);
  expect([...change!.weight.gained]).toEqual([70, 0, 70, 70]);
  expect([...change!.weight.lost]).toEqual([0, 0, 0, 0]);

  reaching.remove(0);
  reaching.move(1, 121.5, 31, true);
  reaching.move(1, 121.001, 31, true);
  reaching.drop();
  expect(reaching.edits).toEqual([
    { name: 'new', lng: 121.001, lat: 31 },
    { station: 'f0', removed: true },
  ]);
  follow();
  await answer();
  expect([...reaching.reached!.change!.weight.gained]).toEqual([0, 0, 0, 0]);
  expect(reaching.reached!.b!.counts.twiceWeight[3]).toBe(0);
  // A drag is one step.
  reaching.undo();
  expect(reaching.edits[0]).toMatchObject({ lng: 121.01 });
  reaching.undo();
  reaching.undo();
  expect(reaching.edits).toEqual([]);
  expect(reaching.undoable).toBe(false);
  follow();
  expect(reaching.wanted!.question.b).toBeNull();
  await answer();
  expect(reaching.reached!.b).toBeNull();
  expect(project.facilities.lng).toEqual(before);
});

test('a station of the data is moved, put back, and one that was put up is gone when it is taken out', () => {
  const { reaching } = screen();
  reaching.move(0, 121.2, 31);
  expect(reaching.stations).toMatchObject([{ station: 0, kind: 'moved', lng: 121.2 }]);
  reaching.remove(0);
  expect(reaching.stations).toMatchObject([{ kind: 'removed', lng: 121 }]);
  reaching.restore(0);
  reaching.newLevel = 'street';
  reaching.add('a', 121, 31);
  reaching.add('b', 121, 31);
  reaching.remove(1);
  expect(reaching.edits).toEqual([{ name: 'b', lng: 121, lat: 31, level: 'street' }]);
  expect(reaching.stations).toMatchObject([{ station: 1 }]);
  reaching.load([]);
  expect(reaching.undoable).toBe(true);
  reaching.undo();
  expect(reaching.edits).toHaveLength(1);
});

test('a pinned setting is B, and the difference table adds up', async () => {
  const { reaching, project, follow, answer } = screen();
  reaching.set({ metres: 1200 });
  reaching.pinned = reaching.setting;
  reaching.set({ metres: 200 });
  follow();
  await answer();
  const reached = reaching.reached!;
  expect([reached.a.cutoffM, reached.b!.cutoffM]).toEqual([200, 1200]);
  const columns = reachColumns(reached);
  for (const measure of measuresOf(reached).filter(({ key }) =>
    ['weight', 'units'].includes(key),
  )) {
    const of = (what: string) => columns.find(({ key }) => key === measure.key + what)!.value;
    for (let d = 0; d <= project.divisions.count; d++)
      expect(of('a')[d] + of('gained')[d] - of('lost')[d]).toBe(of('b')[d]);
  }
  const desk = { level: 'street' as const, inScope: null, scope: null };
  const sort = { column: 'weightgained', descending: true };
  const { rows } = reachRows(desk, project.divisions, columns, sort, 'en');
  expect([...rows]).toEqual([2, 1]);
});

test('left and right of the swipe the map is given whom the table counts under A and under B', async () => {
  const { reaching, project, follow, answer } = screen(town());
  reaching.set({ metres: 900 });
  reaching.pinned = reaching.setting;
  reaching.set({ metres: 350 });
  reaching.swipe = 0.25;
  follow();
  await answer();
  const shown = reachShown(reaching, [], null, -1)!;
  expect(shown.swipe).toBe(0.25);
  const columns = reachColumns(reaching.reached!);
  const { demand, divisions } = project;
  const sums = { a: 0, b: 0, gained: 0, lost: 0 };
  const counts = new Map(Object.keys(sums).map((what) => [what, new Float64Array(4)]));
  for (let i = 0; i < demand.count; i++) {
    const isA = shown.firstM[i] <= shown.cutoffM;
    const isB = shown.otherFirstM![i] <= shown.otherCutoffM;
    const of = { a: isA, b: isB, gained: isB && !isA, lost: isA && !isB };
    for (const [what, counted] of Object.entries(of)) {
      if (!counted) continue;
      const column = counts.get(what)!;
      for (let d = demand.division[i]; d >= 0; d = divisions.parent[d])
        column[d] += demand.weight[i];
      column[divisions.count] += demand.weight[i];
    }
  }
  expect(counts.get('gained')![divisions.count]).toBeGreaterThan(0);
  for (const [what, column] of counts)
    expect(columns.find(({ key }) => key === `weight${what}`)!.value).toEqual(column);
});

test('a figure opens to the rows that it counts, in every division, for A and for B', async () => {
  const project = town();
  project.demand.lng[39] = NaN;
  const { reaching, follow, answer } = screen(project);
  reaching.set({ metres: 900 });
  reaching.pinned = reaching.setting;
  reaching.set({ metres: 350 });
  follow();
  await answer();
  const reached = reaching.reached!;
  const { count } = project.divisions;
  for (const own of [reached.a, reached.b!])
    for (const { key, reached: part, all } of REACH_MEASURES)
      for (let d = 0; d <= count; d++) {
        const { places, weight, counted } = reachFigureRows(
          project,
          own,
          key,
          d < count ? d : null,
        );
        const sum = (verdicts: readonly PlaceVerdict[]) =>
          verdicts.reduce((total, verdict) => total + weight[verdict], 0);
        expect(sum(counted)).toBe(part(own.counts)[d]);
        expect(sum(PLACE_VERDICTS)).toBe(all(own.counts)[d]);
        for (const place of places.blank)
          expect(own.field.firstM[place]).toBeGreaterThan(own.cutoffM);
      }
  const { places } = reachFigureRows(project, reached.a, 'points', null);
  expect([...places.unknown]).toEqual([39]);
  const far = Array.from(places.blank, (place) => reached.a.field.firstM[place]);
  expect(far).toEqual([...far].sort((a, b) => b - a));
});

test('a worker that breaks says so, and the next question is answered by another', async () => {
  const { reaching, follow, answer, fail } = screen();
  follow();
  await fail(new Error('lost'));
  expect(reaching.failed).toBe('lost');
  expect(reaching.busy).toBe(false);
  reaching.again();
  await answer();
  expect(reaching.failed).toBeNull();
  expect(reaching.reached!.a.field.firstM).toHaveLength(3);
});

test('an answer about a project that is gone is dropped, and its scenario with it', async () => {
  const one = city();
  let table: ReachTable | null = { project: one, pack };
  const worker = reacher();
  const reaching = new Reaching(worker.door, () => table);
  reaching.adopt({ ...FIRST_REACH, edits: [{ station: 'f0', removed: true }] });
  reaching.settle(one);
  expect(reaching.edits).toHaveLength(1);
  reaching.follow(reaching.wanted);
  const two = city();
  const other = new Reaching(worker.door, () => ({ project: two, pack }));
  table = { project: two, pack };
  reaching.settle(two);
  expect(reaching.edits).toEqual([]);
  reaching.follow(other.wanted);
  expect(worker.ends()).toBe(1);
  await worker.answer();
  expect(reaching.reached!.project).toBe(two);
});

test('what cannot be asked says why', () => {
  const trouble = (change: (project: ReturnType<typeof city>) => void) => {
    const project = city();
    change(project);
    const { reaching } = screen(project);
    return reaching;
  };
  const none = trouble((project) => (project.facilities.count = 0));
  expect(none.trouble).toBe('facilities');
  expect(none.wanted).toBeNull();
  const nobody = trouble((project) => (project.demand.count = project.units.count = 0));
  expect(nobody.trouble).toBe('places');
  const still = trouble(() => undefined);
  still.set({ method: 'walk' });
  expect(still.trouble).toBe('walk');
  still.set({ method: 'radius', levels: [...FACILITY_LEVELS] });
  expect(still.trouble).toBeNull();
});

test('minutes are metres by the pace, on foot only', () => {
  const project = city();
  project.walk.count = 1;
  const { reaching } = screen(project);
  reaching.set({ method: 'walk', minutes: 10, pace: 'elderly' });
  expect(reaching.cutoffM).toBeCloseTo(564, 9);
  reaching.set({ pace: 'adult' });
  expect(reaching.cutoffM).toBeCloseTo(720, 9);
  reaching.set({ method: 'radius' });
  expect(reaching.cutoffM).toBe(500);
});
