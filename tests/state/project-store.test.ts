import { expect, test } from 'vitest';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { Handed, Opened, Progress, Reader, Shelf } from '#lib/state/opened.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';

const read = (name: string, units: number, issues: unknown[] = []): Omit<Opened, 'demo'> =>
  ({
    project: { info: { name }, units: { count: units }, divisions: { count: 0 }, issues },
    field: {},
  }) as never;

const file = (name: string): Handed => ({ name, size: 1, from: new Blob(['x']) });

function setup(
  answers: Record<string, Omit<Opened, 'demo'> | Error>,
  shelved: Handed[] | null = null,
  full = false,
) {
  const told: ((progress: Progress) => void)[] = [];
  let cancelled = 0;
  let stop: (() => void) | null = null;
  const reader: Reader = {
    open: (files, _contract, onProgress) => {
      told.push(onProgress);
      const answer = answers[files[0].name];
      if (!answer) return new Promise((_, reject) => (stop = () => reject(new Error('cancelled'))));
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    cancel: () => {
      cancelled++;
      stop?.();
    },
  };
  let kept = shelved;
  const shelf: Shelf = {
    take: () => Promise.resolve(kept),
    put: (files) =>
      full ? Promise.reject(new Error('quota')) : Promise.resolve(void (kept = files)),
    clear: () => Promise.resolve(void (kept = null)),
  };
  const store = new ProjectStore({
    reader,
    shelf,
    contract: {} as Contract,
    demo: () => Promise.resolve([file('demo')]),
  });
  return { store, told, kept: () => kept, cancelled: () => cancelled };
}
const demo = read('demo', 3);

test('opens the demo where nothing was kept, and what was kept where something was', async () => {
  const first = setup({ demo });
  await first.store.start();
  expect(first.store.status).toEqual({ at: 'open' });
  expect(first.store.opened?.demo).toBe(true);
  const second = setup({ demo, own: read('own', 2) }, [file('own')]);
  await second.store.start();
  expect(second.store.opened?.project.info.name).toBe('own');
  expect(second.store.opened?.demo).toBe(false);
});

test('keeps the files of the last project, forgets them on the way back to the demo', async () => {
  const { store, kept } = setup({ demo, own: read('own', 2) });
  await store.openFiles([file('own')]);
  expect(kept()?.map((f) => f.name)).toEqual(['own']);
  await store.openDemo();
  expect(kept()).toBeNull();
  expect(store.opened?.demo).toBe(true);
});

test('files without a valid table leave the project as it was, with their issues told', async () => {
  const { store, kept } = setup({ demo, bad: read('bad', 0, [{ code: 'file_empty' }]) });
  await store.start();
  await store.openFiles([file('bad')]);
  expect(store.status).toEqual({ at: 'failed', code: 'kept', detail: '' });
  expect(store.opened?.project.info.name).toBe('demo');
  expect(store.issues).toHaveLength(1);
  expect(kept()).toBeNull();
  store.dismiss();
  expect(store.status).toEqual({ at: 'open' });
  expect(store.issues).toHaveLength(0);
});

test('a crash names its reason and leaves the project', async () => {
  const { store } = setup({ demo, own: new Error('units.csv') });
  await store.start();
  await store.openFiles([file('own')]);
  expect(store.status).toEqual({ at: 'failed', code: 'crash', detail: 'units.csv' });
  expect(store.opened?.demo).toBe(true);
});

test('cancel goes back to what was open, and late answers change nothing', async () => {
  const { store, told, cancelled } = setup({ demo });
  await store.start();
  const reading = store.openFiles([file('slow')]);
  told[1]({ stage: 'build', file: 'units.csv', done: 1, total: 2 });
  expect(store.status).toMatchObject({ at: 'opening', stage: 'build', file: 'units.csv' });
  store.cancel();
  expect(cancelled()).toBe(1);
  told[1]({ stage: 'build', file: 'late.csv', done: 2, total: 2 });
  await reading;
  expect(store.status).toEqual({ at: 'open' });
  expect(store.opened?.demo).toBe(true);
});

test('no room to keep the files is told, and is no failure', async () => {
  const { store } = setup({ demo, own: read('own', 2) }, null, true);
  await store.openFiles([file('own')]);
  expect(store.status).toEqual({ at: 'open' });
  expect(store.notKept).toBe(true);
});
