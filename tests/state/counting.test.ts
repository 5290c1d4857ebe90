import { expect, test } from 'vitest';
import { Counting, type Wanted } from '#lib/state/counting.svelte.ts';
import type { Engine, ResultTable } from '#lib/tables/engine.ts';

/** A database that answers nothing but is slow, and remembers what it was asked. */
function slowEngine() {
  const loads: string[] = [];
  const filters: number[] = [];
  let fail = 0;
  const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 2));
  const engine: Engine = {
    async load(name, columns) {
      await rest();
      if (fail-- > 0) throw new Error('no room');
      loads.push(name);
      if (name === 'kind_filter') filters.push(columns.kind.length);
    },
    run: rest,
    async query(): Promise<ResultTable> {
      await rest();
      return { count: 0, columns: new Proxy({}, { get: () => [0] }) };
    },
    close: rest,
  };
  const failNext = () => (fail = 1);
  const counting = new Counting(() => Promise.resolve({ engine, views: {} }));
  return { counting, loads, filters, failNext };
}

const verdicts = () => ({ state: [], rule: [], mode: [], anyMode: [], facility: [] });
const columns = new Proxy({ count: 0 } as object, {
  get: (target, name) => (name in target ? target[name as never] : []),
});
const project = { divisions: columns, units: columns, facilities: columns } as never;
const audit = {
  rules: [],
  reasons: [],
  due: [],
  exemptRule: [],
  organisation: verdicts(),
  work: verdicts(),
} as object;
const want = (kinds: number[] | null = null): Wanted => ({
  project,
  audit: { ...audit, service: verdicts() } as never,
  kinds,
});

test('of many things wanted in one go the last is counted, and those between are skipped', async () => {
  const { counting, loads } = slowEngine();
  await counting.follow(want());
  loads.length = 0;
  const steps = Array.from({ length: 39 }, () => want());
  await Promise.all(
    steps.map(async (wanted, i) => {
      await new Promise((resolve) => setTimeout(resolve, i / 10));
      return counting.follow(wanted);
    }),
  );
  expect(counting.counted?.of).toBe(steps[38]);
  expect(counting.failed).toBeNull();
  expect(loads.filter((name) => name === 'service_verdicts').length).toBeLessThan(12);
  expect(loads).not.toContain('units');
});

test('what is wanted at the moment a run ends is counted too', async () => {
  const { counting } = slowEngine();
  for (let i = 0; i < 20; i++) {
    const next = want();
    const run = counting.follow(want());
    let followed: Promise<void> | null = null;
    // In the microtasks right behind the end of the run.
    await run.then(() => (followed = counting.follow(next)));
    await followed;
    expect(counting.counted?.of).toBe(next);
  }
});

test('a report has its own filter, and the screen gets its own back', async () => {
  const { counting, filters } = slowEngine();
  const screen = want([1, 2]);
  const first = counting.follow(screen);
  const asked = counting.whole({ ...screen, kinds: null }, () => Promise.resolve(filters.slice()));
  const second = counting.follow({ ...screen, kinds: [3] });
  expect((await asked).pop()).toBeGreaterThan(2);
  await Promise.all([first, second]);
  for (let i = 0; i < 50 && filters[filters.length - 1] !== 1; i++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(filters[filters.length - 1]).toBe(1);
});

test('a failure is told, and what is wanted next is counted from the start', async () => {
  const { counting, loads, failNext } = slowEngine();
  failNext();
  await counting.follow(want());
  expect(counting.failed).toBe('no room');
  const next = want();
  await counting.follow(next);
  expect(counting.failed).toBeNull();
  expect(counting.counted?.of).toBe(next);
  expect(loads).toContain('units');
});
