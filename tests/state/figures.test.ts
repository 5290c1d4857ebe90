import { expect, test } from 'vitest';
import { Figures } from '#lib/state/figures.ts';
import type { Wanted } from '#lib/state/counting.svelte.ts';
import type { Engine, ResultTable } from '#lib/tables/engine.ts';

/** A database that answers nothing but is slow, and remembers what it was asked. */
function slowEngine() {
  const loads: string[] = [];
  const masks: number[] = [];
  let queries = 0;
  let fail = 0;
  let opened = 0;
  const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 2));
  const engine: Engine = {
    async load(name, columns) {
      await rest();
      if (fail-- > 0) throw new Error('no room');
      loads.push(name);
      if (name === 'left_out') masks.push(columns.unit.length);
    },
    run: rest,
    async query(): Promise<ResultTable> {
      await rest();
      queries++;
      return { count: 0, columns: new Proxy({}, { get: () => [0] }) };
    },
    close: rest,
  };
  const figures = new Figures(() => {
    opened++;
    return Promise.resolve({ engine, views: {} });
  }, rest);
  const failNext = () => (fail = 1);
  return { figures, loads, masks, failNext, queries: () => queries, opened: () => opened };
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
const want = (mask: Uint8Array | null = null): Wanted => ({
  project,
  audit: { ...audit, service: verdicts() } as never,
  mask,
});
const FIGURE = { division: null, kind: null, ledger: 'service' } as const;

test('the database is opened and filled once, before a figure is opened or then', async () => {
  for (const warm of [true, false]) {
    const { figures, loads, opened } = slowEngine();
    const first = want();
    expect(opened()).toBe(0);
    if (warm) await figures.warm(first);
    expect(await figures.open(FIGURE, first)).not.toBeNull();
    expect(await figures.open(FIGURE, first)).not.toBeNull();
    expect(loads.filter((name) => name === 'units').length).toBe(1);
    expect(opened()).toBe(1);
  }
});

test('of many figures asked for in one go the last is opened, and those between are skipped', async () => {
  const { figures, loads, queries } = slowEngine();
  await figures.warm(want());
  loads.length = 0;
  const answers = await Promise.all(Array.from({ length: 30 }, () => figures.open(FIGURE, want())));
  expect(answers.map((answer) => answer !== null)).toEqual(
    answers.map((_, i) => i === answers.length - 1),
  );
  expect(queries()).toBe(2);
  expect(loads).toEqual(['service_verdicts']);
});

test('a figure follows the mask and the radius, and what did not change is not loaded again', async () => {
  const { figures, loads, masks } = slowEngine();
  const all = want();
  await figures.open(FIGURE, all);
  const mask = Uint8Array.of(0, 1, 0);
  await figures.open(FIGURE, { ...all, mask });
  expect(masks).toEqual([0, 2]);
  loads.length = 0;
  await figures.open(FIGURE, { ...all, mask });
  expect(loads).toEqual([]);
  await figures.open(FIGURE, all);
  expect(masks).toEqual([0, 2, 0]);
});

test('a failure is told, and the next figure begins from nothing', async () => {
  const { figures, loads, failNext } = slowEngine();
  failNext();
  await figures.warm(want());
  failNext();
  await expect(figures.open(FIGURE, want())).rejects.toThrow('no room');
  expect(await figures.open(FIGURE, want())).not.toBeNull();
  expect(loads).toContain('units');
});

test('a database that could not be opened is opened again', async () => {
  let attempts = 0;
  const figures = new Figures(
    () => {
      attempts++;
      return Promise.reject(new Error('no worker'));
    },
    () => Promise.resolve(),
  );
  await expect(figures.open(FIGURE, want())).rejects.toThrow('no worker');
  await expect(figures.open(FIGURE, want())).rejects.toThrow('no worker');
  expect(attempts).toBe(2);
});
