import { expect, test } from 'vitest';
import { lexicon } from '#data/lexicon.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type {
  Answer,
  Handed,
  Progress,
  Read,
  Reader,
  Returning,
  Setup,
  Shelf,
} from '#lib/state/opened.ts';
import { faultyFiles } from '#lib/state/faulty.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';

const read = (name: string, units: number, issues: unknown[] = []): Read =>
  ({
    project: {
      ...{ info: { name }, units: { count: units }, divisions: { count: 0 }, issues },
      ...{ facilities: { count: 0 }, demand: { count: 0 }, candidates: { count: 0 } },
    },
    field: {},
    audit: {},
  }) as never;
const asking = { questions: [{ file: 'asked' }] } as unknown as Answer;
const mapping = (header: string): Mapping =>
  ({ headers: [header], table: 'units', columns: {}, constants: {}, values: {} }) as never;

const file = (name: string): Handed => ({ name, size: 1, from: new Blob(['x']) });

function setup(answers: Record<string, Answer | Error>, shelved: Read | null = null, full = false) {
  const told: ((progress: Progress) => void)[] = [];
  const setups: Setup[] = [];
  const returned: Returning[] = [];
  const headers: unknown[] = [];
  let cancelled = 0;
  let stop: (() => void) | null = null;
  const reader: Reader = {
    open: (files, given, onProgress) => {
      told.push(onProgress);
      setups.push(given);
      const answer = answers[files[0].name];
      if (!answer) return new Promise((_, reject) => (stop = () => reject(new Error('cancelled'))));
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    look: (mappings) => Promise.resolve(mappings.map(() => ({ file: 'again' })) as never),
    header: (sheet, rows, mappings) => {
      headers.push([sheet, rows, mappings]);
      return Promise.resolve([{ file: 'other header' }] as never);
    },
    preview: () => Promise.reject(new Error('not asked')),
    finish: () => Promise.resolve(answers.finished as Read),
    handBack: (given) => {
      returned.push(given);
      return Promise.resolve({ fault: 'no_sheets' });
    },
    cancel: () => {
      cancelled++;
      stop?.();
    },
  };
  let kept = shelved;
  let remembered: Mapping[] = [];
  const shelf: Shelf = {
    take: () => Promise.resolve(kept),
    put: (given) =>
      full ? Promise.reject(new Error('quota')) : Promise.resolve(void (kept = given)),
    clear: () => Promise.resolve(void (kept = null)),
    mappings: () => Promise.resolve(remembered),
    putMappings: (mappings) => Promise.resolve(void (remembered = mappings)),
  };
  const store = new ProjectStore({
    reader,
    shelf,
    decisions: { lexicon } as never,
    demo: () => Promise.resolve([file('demo')]),
  });
  return {
    store,
    told,
    setups,
    returned,
    headers,
    kept: () => kept,
    remembered: () => remembered,
    cancelled: () => cancelled,
  };
}
const demo = read('demo', 3);

test('opens the demo where nothing was kept, and what was kept where something was', async () => {
  const first = setup({ demo });
  await first.store.start();
  expect(first.store.status).toEqual({ at: 'open' });
  expect(first.store.opened?.demo).toBe(true);
  const second = setup({ demo }, read('own', 2));
  await second.store.start();
  expect(second.store.opened?.project.info.name).toBe('own');
  expect(second.store.opened?.demo).toBe(false);
});

test('keeps the last project, forgets it on the way back to the demo', async () => {
  const { store, kept } = setup({ demo, own: read('own', 2) });
  await store.openFiles([file('own')]);
  expect(kept()?.project.info.name).toBe('own');
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

test('a folder for siting alone, without units and divisions, is opened', async () => {
  const alone = read('alone', 0);
  const project = { ...(alone as { project: object }).project, demand: { count: 3 } };
  const { store } = setup({ demo: read('demo', 1), alone: { ...alone, project } as never });
  await store.openFiles([file('alone')]);
  expect(store.opened?.project.demand.count).toBe(3);
});

test('cancel goes back to what was open, and late answers change nothing', async () => {
  const { store, told, cancelled } = setup({ demo });
  await store.start();
  const reading = store.openFiles([file('slow')]);
  await new Promise((resolve) => setTimeout(resolve));
  told[1]({ stage: 'build', file: 'units.csv', done: 1, total: 2 });
  expect(store.status).toMatchObject({ at: 'opening', stage: 'build', file: 'units.csv' });
  store.cancel();
  expect(cancelled()).toBe(1);
  told[1]({ stage: 'build', file: 'late.csv', done: 2, total: 2 });
  await reading;
  expect(store.status).toEqual({ at: 'open' });
  expect(store.opened?.demo).toBe(true);
});

test('no room to keep the project is told, and is no failure', async () => {
  const { store } = setup({ demo, own: read('own', 2) }, null, true);
  await store.openFiles([file('own')]);
  expect(store.status).toEqual({ at: 'open' });
  expect(store.notKept).toBe(true);
});

test('stops at questions, looks again, reads what was answered and remembers it', async () => {
  const { store, setups, kept, remembered } = setup({
    demo,
    own: asking,
    finished: read('answered', 4),
  });
  await store.start();
  await store.openFiles([file('own')]);
  expect(store.status).toEqual({ at: 'asking' });
  expect(store.questions).toHaveLength(1);
  expect(store.opened?.demo).toBe(true);
  await store.reconsider([mapping('a'), mapping('b')]);
  expect(store.questions.map((question) => question.file)).toEqual(['again', 'again']);
  await store.answer([mapping('a')]);
  expect(store.status).toEqual({ at: 'open' });
  expect(store.opened?.project.info.name).toBe('answered');
  expect(store.files.map(({ name }) => name)).toEqual(['own']);
  expect(kept()?.project.info.name).toBe('answered');
  expect(remembered()).toHaveLength(1);
  await store.openFiles([file('own')], true);
  expect(setups[2]).toMatchObject({ ask: true, remembered: [{ headers: ['a'] }] });
  store.cancel();
  expect(store.status).toEqual({ at: 'open' });
  expect(store.questions).toEqual([]);
  expect(store.opened?.project.info.name).toBe('answered');
});

test('hands a file back by what it was read by, and not once the files are gone', async () => {
  const used = [{ mapping: mapping('a'), chosen: 'now' as const, page: 'a', rows: null }];
  const own = { ...read('own', 2), used };
  const { store, returned } = setup({ demo, own });
  await store.start();
  await store.openFiles([file('own')]);
  await store.handBack('own', {} as never, () => undefined);
  expect(returned[0]).toMatchObject({ name: 'own', used, trusted: false });
  expect(returned[0].files.map(({ name }) => name)).toEqual(['own']);
  const again = setup({ demo }, read('kept', 2));
  await again.store.start();
  const answer = await again.store.handBack('own', {} as never, () => undefined);
  expect(answer).toEqual({ fault: 'no_file' });
  expect(again.returned).toEqual([]);
});

test('a file counts its errors and warnings, those beyond the list and in its members too', () => {
  const issue = (code: string, file: string, severity: string, rest = {}) =>
    ({ code, file, severity, found: null, expected: null, ...rest }) as never;
  const more = (expected: string, n: number) =>
    issue('more_of_same', 'a.xlsx', 'note', { found: String(n), expected });
  const files = ['a.xlsx', 'b.zip', 'c.csv'].map((name) => ({ name }) as never);
  const issues = [
    issue('unknown_value', 'a.xlsx', 'error'),
    issue('text_cut', 'a.xlsx', 'note'),
    more('unknown_value', 7),
    more('text_cut', 90),
    issue('not_a_date', 'b.zip/x.csv', 'error'),
    issue('text_cut', 'c.csv', 'note'),
    issue('units_missing', '', 'error'),
  ];
  expect(faultyFiles({ files, issues })).toEqual([
    { name: 'a.xlsx', n: 8 },
    { name: 'b.zip', n: 1 },
  ]);
});

const saved = (headers: string[], more: object = {}): Mapping => ({
  format: 'lacuna-mapping',
  version: 1,
  headers,
  table: 'units',
  columns: { name: { header: headers[0] }, trade: { header: headers[1] } },
  constants: { kind: 'building' },
  values: {},
  crs: null,
  ...more,
});
const json = (name: string, content: unknown): Handed => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { name, size: text.length, from: new Blob([text]) };
};

test('a mapping handed in with ledgers is used for them and remembered, not read as a file', async () => {
  const own = setup({ demo, own: read('own', 2) });
  const given = saved(['楼', '业']);
  await own.store.openFiles([json('台账-mapping.json', given), file('own')]);
  expect(own.setups.map(({ saved: used }) => used)).toEqual([
    [{ file: '台账-mapping.json', mapping: given }],
  ]);
  expect(own.store.files.map(({ name }) => name)).toEqual(['own']);
  expect(own.store.status).toEqual({ at: 'open' });
  expect(own.remembered()).toEqual([given]);
});

test('a mapping that is for none of the sheets is not remembered', async () => {
  const issue = { code: 'mapping_unused', file: 'b.mapping.json' };
  const own = setup({ own: read('own', 2, [issue]) });
  const [used, unused] = [saved(['楼', '业']), saved(['园', '区'])];
  await own.store.openFiles([
    json('a.mapping.json', used),
    json('b.mapping.json', unused),
    file('own'),
  ]);
  expect(own.remembered()).toEqual([used]);
});

test('a faulty mapping is refused with its place, with all that came with it', async () => {
  const own = setup({ demo, own: read('own', 2) });
  await own.store.start();
  const faulty = saved(['楼', '业'], { columns: { name: { header: '厦' } }, crs: 7 });
  await own.store.openFiles([json('a.mapping.json', faulty), file('own')]);
  expect(own.store.status).toEqual({ at: 'failed', code: 'mapping', detail: 'a.mapping.json' });
  expect(own.store.issues.map(({ code, file: from, column }) => [code, from, column])).toEqual([
    ['mapping_invalid', 'a.mapping.json', '/columns/name/header'],
    ['mapping_invalid', 'a.mapping.json', '/crs'],
  ]);
  expect(own.store.opened?.demo).toBe(true);
  expect(own.setups).toHaveLength(1);
  await own.store.openFiles([json('b-mapping.json', '{"format":'), file('own')]);
  expect(own.store.issues.map(({ code, file: from }) => [code, from])).toEqual([
    ['mapping_not_json', 'b-mapping.json'],
  ]);
  own.store.dismiss();
  expect(own.store.issues).toEqual([]);
});

test('a mapping alone needs ledgers, or sheets that are asked about', async () => {
  const own = setup({ demo, doubtful: asking });
  await own.store.start();
  await own.store.openFiles([json('a.mapping.json', saved(['楼', '业']))]);
  expect(own.store.status).toEqual({
    at: 'failed',
    code: 'mappingAlone',
    detail: 'a.mapping.json',
  });
  expect(own.remembered()).toEqual([]);
});

test('a mapping loaded while sheets are asked about is for those of its headers', async () => {
  const proposed = { mapping: saved(['楼', '业']) };
  const question = (headers: string[]) => ({
    file: headers[0],
    survey: { headers },
    proposal: proposed,
    mapping: saved(headers, { table: null }),
  });
  const questions = [question(['楼', '业']), question(['园', '区'])];
  const own = setup({ doubtful: { questions } as never });
  await own.store.openFiles([file('doubtful')]);
  expect(own.store.status).toEqual({ at: 'asking' });
  const looked: Mapping[][] = [];
  const given = saved(['园', '区'], { crs: 'gcj02' });
  const look = own.store.reconsider.bind(own.store);
  own.store.reconsider = (mappings) => {
    looked.push(mappings);
    return look(mappings);
  };
  await own.store.openFiles([json('a.mapping.json', given)]);
  expect(looked).toEqual([[questions[0].mapping, given]]);
  expect(own.store.mappingNotes).toEqual([
    { file: 'a.mapping.json', code: 'loaded', place: 'a.mapping.json', sheets: 1 },
  ]);
  // Those loaded with the button may have any name.
  own.store.questions = questions as never;
  await own.store.loadMappings([json('x.json', saved(['商', '圈']))]);
  expect(own.store.mappingNotes.map(({ code }) => code)).toEqual(['other_headers']);
  await own.store.loadMappings([json('x.json', { format: 'lacuna-mapping', version: 2 })]);
  expect(own.store.mappingNotes).toEqual([
    { file: 'x.json', code: 'mapping_wrong_value', place: '/version', sheets: 0 },
  ]);
  expect(own.store.status).toEqual({ at: 'asking' });
});

test('a sheet is read again under another header, the others as they were answered', async () => {
  const question = { file: 'a', mapping: saved(['楼', '业']) };
  const own = setup({ doubtful: { questions: [question] } as never });
  await own.store.openFiles([file('doubtful')]);
  await own.store.readHeader(0, [2, 3]);
  expect(own.headers).toEqual([[0, [2, 3], [question.mapping]]]);
  expect(own.store.questions.map((each) => each.file)).toEqual(['other header']);
});
