import { expect, test } from 'vitest';
import { Latest } from '#lib/state/latest.svelte.ts';
import { projectOf } from '../unit/coverage-project.ts';

const city = () => projectOf({ units: [] });
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A door that answers ten times what it is asked, when it is told to. */
function door() {
  const asked: number[] = [];
  let pending: { resolve: (answer: number | null) => void; reject: (reason: Error) => void };
  const latest = new Latest<{ n: number }, number>((_, { n }) => {
    asked.push(n);
    return new Promise((resolve, reject) => (pending = { resolve, reject }));
  });
  return {
    asked,
    latest,
    async answer(value: number | null = asked[asked.length - 1] * 10) {
      pending.resolve(value);
      await settled();
    },
    async fail(reason: string) {
      pending.reject(new Error(reason));
      await settled();
    },
  };
}

test('of several questions the last is answered, and what came for another is dropped', async () => {
  const { latest, asked, answer } = door();
  const project = city();
  for (const n of [1, 2, 3]) latest.follow({ project, ask: { n } });
  expect(latest.busy).toBe(true);
  await answer();
  expect(latest.answered).toBeNull();
  await answer();
  expect(asked).toEqual([1, 3]);
  expect(latest.answered).toMatchObject({ ask: { n: 3 }, answer: 30 });
  expect(latest.busy).toBe(false);
  // The same question again is answered already.
  latest.follow({ project, ask: { n: 3 } });
  expect(asked).toHaveLength(2);
  expect(latest.answers({ project, ask: { n: 3 } })).toBe(true);
  expect(latest.answers({ project, ask: { n: 4 } })).toBe(false);
  expect(latest.answers(null)).toBe(false);
});

test('what nobody wants any more is dropped, and what was there is kept', async () => {
  const { latest, asked, answer } = door();
  const project = city();
  latest.follow({ project, ask: { n: 1 } });
  await answer();
  latest.follow({ project, ask: { n: 2 } });
  latest.follow(null);
  await answer();
  expect(latest.answered).toMatchObject({ answer: 10 });
  expect(latest.busy).toBe(false);
  latest.follow({ project, ask: { n: 2 } });
  await answer();
  expect(latest.answered).toMatchObject({ answer: 20 });
  expect(asked).toEqual([1, 2, 2]);
});

test('an answer about a project that is gone never shows', async () => {
  const { latest, answer } = door();
  const [one, two] = [city(), city()];
  latest.follow({ project: one, ask: { n: 1 } });
  await answer();
  latest.follow({ project: two, ask: { n: 1 } });
  expect(latest.answered).toBeNull();
  latest.follow({ project: one, ask: { n: 1 } });
  await answer();
  expect(latest.answered).toBeNull();
  await answer();
  expect(latest.answered?.project).toBe(one);
});

test('a failure is said, and the next question is answered', async () => {
  const { latest, answer, fail } = door();
  const project = city();
  latest.follow({ project, ask: { n: 1 } });
  await fail('lost');
  expect([latest.failed, latest.busy]).toEqual(['lost', false]);
  latest.follow({ project, ask: { n: 1 } });
  expect(latest.failed).toBeNull();
  await answer();
  expect(latest.answered).toMatchObject({ answer: 10 });
  // One that was ended before is neither an answer nor a failure.
  latest.follow({ project, ask: { n: 2 } });
  await answer(null);
  expect([latest.failed, latest.busy, latest.answered?.answer]).toEqual([null, false, 10]);
});
