import { expect, test } from 'vitest';
import { Assessing } from '#lib/state/assessing.svelte.ts';
import type { Assessor, Audited } from '#lib/state/assessor.ts';

/** An assessor that answers when it is told to, and remembers what it was asked. */
function assessor() {
  const asked: Audited[] = [];
  let cancels = 0;
  let pending: { resolve: (a: never) => void; reject: (reason: unknown) => void } | null = null;
  const door: Assessor = {
    assess(audited, onStage) {
      asked.push(audited);
      onStage('joint');
      return new Promise((resolve, reject) => (pending = { resolve, reject }));
    },
    cancel() {
      cancels++;
      pending?.reject(new DOMException('cancelled', 'AbortError'));
    },
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    door,
    asked,
    cancels: () => cancels,
    async answer(n: number) {
      pending?.resolve({ n } as never);
      await settled();
    },
    async fail(reason: unknown) {
      pending?.reject(reason);
      await settled();
    },
    settled,
  };
}

const pack = {} as never;
const table = () => ({ project: {}, audit: { organisation: {} } }) as never as Audited;
const of = (from: Audited, radiusM: number | null = null): Audited => ({ ...from, pack, radiusM });
const now = () => Promise.resolve();

test('only the last of what is wanted in a row is assessed after the first', async () => {
  const { door, asked, answer, settled } = assessor();
  const assessing = new Assessing(door, now);
  const one = table();
  void assessing.follow(of(one, 100));
  await settled();
  for (const radius of [200, 300, 400]) void assessing.follow(of(one, radius));
  expect(assessing).toMatchObject({ busy: true, stage: 'joint' });
  await answer(1);
  await answer(2);
  expect(asked.map(({ radiusM }) => radiusM)).toEqual([100, 400]);
  expect(assessing.assessed).toMatchObject({ of: { radiusM: 400 }, assessment: { n: 2 } });
  expect(assessing).toMatchObject({ busy: false, stage: null });
  await assessing.follow(of(one, 400));
  expect(asked).toHaveLength(2);
});

test('a page that begins with nothing assesses what comes later', async () => {
  const { door, asked, answer, settled } = assessor();
  const assessing = new Assessing(door, now);
  await assessing.follow(null);
  expect(assessing.busy).toBe(false);
  void assessing.follow(of(table()));
  await settled();
  await answer(1);
  expect(asked).toHaveLength(1);
  expect(assessing.assessed?.assessment).toEqual({ n: 1 });
});

test('another table stops the work on the one before', async () => {
  const { door, asked, answer, cancels, settled } = assessor();
  const assessing = new Assessing(door, now);
  const [one, two] = [table(), table()];
  void assessing.follow(of(one));
  await settled();
  void assessing.follow(of(two));
  await settled();
  expect(cancels()).toBe(1);
  await answer(2);
  expect(asked.map(({ project }) => project)).toEqual([one.project, two.project]);
  expect(assessing.assessed?.of.project).toBe(two.project);
  expect(assessing.failed).toBeNull();
});

test('a failure is told, is not repeated by itself, and leaves what was there', async () => {
  const { door, asked, answer, fail, settled } = assessor();
  const assessing = new Assessing(door, now);
  const one = table();
  void assessing.follow(of(one));
  await settled();
  await answer(1);
  void assessing.follow(of(one, 500));
  await settled();
  await fail(new Error('no room'));
  expect(assessing.failed).toBe('no room');
  expect(assessing.assessed?.assessment).toEqual({ n: 1 });
  expect(asked).toHaveLength(2);
  void assessing.follow(of(one, 500));
  await settled();
  await answer(3);
  expect(assessing.failed).toBeNull();
  expect(assessing.assessed?.assessment).toEqual({ n: 3 });
});

test('cancelling is no failure', async () => {
  const { door, cancels, settled } = assessor();
  const assessing = new Assessing(door, now);
  const done = assessing.follow(of(table()));
  await settled();
  assessing.cancel();
  await done;
  expect(cancels()).toBe(1);
  expect(assessing).toMatchObject({ failed: null, busy: false, assessed: null });
});

test('a report waits for exactly its own assessment, and gets none where it fails', async () => {
  const { door, answer, fail, settled } = assessor();
  const assessing = new Assessing(door, () => new Promise(() => undefined));
  const one = table();
  void assessing.follow(of(one));
  const first = assessing.of(of(one));
  await settled();
  await answer(1);
  expect(await first).toEqual({ n: 1 });
  const second = assessing.of(of(one, 200));
  await settled();
  await fail(new Error('no room'));
  expect(await second).toBeNull();
  expect(assessing.failed).toBe('no room');
});

test('a page that opens with nothing to assess assesses what comes later', async () => {
  const { door, asked, answer, settled } = assessor();
  const assessing = new Assessing(door, now);
  await assessing.follow(null);
  void assessing.follow(of(table()));
  await settled();
  expect(asked).toHaveLength(1);
  await answer(1);
  expect(assessing.assessed).not.toBeNull();
});
