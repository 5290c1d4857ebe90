import { expect, test } from 'vitest';
import { NATIONAL, shippedFiles } from '#data/rules/shipped.ts';
import { audit } from '#lib/core/coverage/audit.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { editableFields } from '#lib/core/coverage/pack/editable.ts';
import { packOfFile } from '#lib/core/coverage/pack/resolve.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { weighAudits } from '#lib/core/coverage/weigh.ts';
import type { Judge, Read } from '#lib/state/opened.ts';
import type { PackShelf } from '#lib/state/pack-shelf.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { fieldKey, issueKey, valueAt } from '#lib/state/rule-editing.ts';
import { Rules } from '#lib/state/rules.svelte.ts';
import { lexicon, read } from '../unit/ingest-folder.ts';
import { child } from '../unit/rule-packs.ts';

const PACK = packOfFile(shippedFiles.get(NATIONAL)!, shippedFiles);
const judge: Judge = {
  decide: ({ project, field }, pack) => {
    const crossed = crossedField(project, pack, field);
    return Promise.resolve({
      field: crossed,
      audit: audit(project, pack, crossed, { radiusM: null }),
    });
  },
  weigh: ({ project, field }, from, to) => {
    const [old, now] = [from, to].map((pack) => audit(project, pack, field, { radiusM: null }));
    return Promise.resolve(weighAudits(old, now));
  },
};

function shelf(full = false): PackShelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    all: () => Promise.resolve(new Map(kept)),
    put: (id, text) =>
      full ? Promise.reject(new Error('quota')) : Promise.resolve(void kept.set(id, text)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
  };
}
const named = (zh: string, en: string) => ({ 'zh-CN': `${zh} 2`, en: `${en} 2` });
const radius = ['/service/reach', 'service.street', 'radiusM'] as const;

async function folder(): Promise<Read> {
  const project = await read({
    'units.csv': 'id,kind,name,lng,lat\nu1,building,One,121.5,31.2\nu2,park,Two,121.5,31.205\n',
    'facilities.csv': 'id,name,level,lng,lat\nf1,F,street,121.5,31.2\n',
  });
  const field = reachField(project);
  return { project, field, audit: audit(project, PACK, field, { radiusM: null }) };
}

test('a copy changes nothing, a field of it becomes a change of the file, a wrong one is not taken', async () => {
  const kept = shelf();
  const rules = new Rules(kept, judge);
  await rules.start(null);
  await rules.copy(named);
  expect(rules.chosen).toBe('national-1');
  expect(rules.pack?.name.en).toBe('National rules 2');
  expect(rules.pack?.service).toEqual(PACK.service);

  await rules.setValue(...radius, 700);
  const [reach] = (rules.json.service as { reach: object[] }).reach;
  expect(reach).toMatchObject({ id: 'service.street', radiusM: 700, level: 'street' });
  expect(rules.pack?.origin['service.street']).toBe('national-1');
  await rules.setValue('organisation', 'organisation.mode', 'modes', ['joint']);
  expect(rules.pack?.organisation).toMatchObject({
    modes: ['joint'],
    source: PACK.organisation.source,
  });
  expect(JSON.parse(kept.kept.get('national-1')!)).toEqual(rules.json);

  await rules.setValue(...radius, -5);
  expect(rules.draft?.issues).toMatchObject([{ code: 'pack_out_of_range' }]);
  expect(issueKey(rules.json, rules.draft!.issues[0])).toBe(fieldKey(...radius));
  expect(rules.pack?.service.reach.find(({ id }) => id === 'service.street')?.radiusM).toBe(700);
  expect(kept.kept.get('national-1')).toContain('700');
  await rules.restoreRule('/service/reach', 'service.street');
  expect(rules.draft).toBeNull();
  expect(rules.json.service).toBeUndefined();
});

test('a rule is taken out and put back, in a list and in a section', async () => {
  const rules = new Rules(shelf(), judge);
  await rules.start(null);
  await rules.copy(named);
  await rules.dropRule('/due', 'due.shell');
  expect(rules.pack?.due.map(({ id }) => id)).not.toContain('due.shell');
  expect(rules.json.due).toEqual([{ id: 'due.shell', removed: true }]);
  await rules.restoreRule('/due', 'due.shell');
  expect(rules.json.due).toBeUndefined();
  await rules.setValue('service', 'service.reach', 'crossing', 'same_street');
  await rules.setValue(...radius, 900);
  await rules.restoreRule('service', 'service.reach');
  expect(Object.keys(rules.json.service as object)).toEqual(['reach']);
  await rules.setHeading('name/en', 'Other');
  expect(rules.pack?.name.en).toBe('Other');
  await rules.setHeading('effective', '2026-13-01');
  expect(rules.draft?.issues[0].place).toBe('/effective');
});

test('every field of a form is one that the reader knows, and can be written back as it is', async () => {
  const rules = new Rules(shelf(), judge);
  await rules.start('shenzhen');
  await rules.copy(named);
  const before = rules.pack!;
  const norm = before.norms.find(({ id }) => id === 'norm.community-funds')!;
  const fields = editableFields('/norms', norm);
  expect(fields.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['threshold/base', 'threshold/amount', 'require', 'targetShare']),
  );
  for (const { path, value } of fields) {
    if (value === undefined) continue;
    await rules.setValue('/norms', norm.id, path, value);
    expect(rules.draft).toBeNull();
  }
  expect(rules.pack?.norms).toEqual(before.norms);
  await rules.setValue('/norms', norm.id, 'threshold/base', 7);
  const [own] = rules.json.norms as object[];
  expect(valueAt(own, 'threshold')).toMatchObject({ base: 7, amount: 500 });
});

test('a file is taken or refused as a whole, and copies come back on the next visit', async () => {
  const kept = shelf();
  const rules = new Rules(kept, judge);
  await rules.start(null);
  await rules.load('x.json', JSON.stringify(child({ due: [{ id: 'due.x', removed: true }] })));
  expect(rules.refused).toMatchObject({ name: 'x.json', issues: [{ place: '/due/0/id' }] });
  await rules.load('x.json', '{');
  expect(rules.refused?.issues[0].code).toBe('pack_not_json');
  await rules.load('x.json', JSON.stringify({ ...child(), id: 'jinan' }));
  expect(rules.refused?.issues[0]).toMatchObject({ place: '/id', code: 'pack_duplicate_id' });
  expect(rules.own.size).toBe(0);
  await rules.load('x.json', JSON.stringify(child({ extends: 'jinan' })));
  expect(rules.refused).toBeNull();
  expect(rules.pack?.lineage).toEqual(['jinan', 'shandong', 'national']);

  const later = new Rules(kept, judge);
  expect((await later.start('child')).id).toBe('child');
  const elsewhere = new Rules(shelf(), judge);
  expect((await elsewhere.start('child')).id).toBe(NATIONAL);
  expect(elsewhere.absent).toBe('child');
  await later.remove('child');
  expect([later.chosen, kept.kept.size]).toEqual([NATIONAL, 0]);
  const full = new Rules(shelf(true), judge);
  await full.start(null);
  await full.copy(named);
  expect([full.notKept, full.pack?.lineage]).toEqual([true, ['national']]);
});

test('what would change is weighed, the last question only', async () => {
  const rules = new Rules(shelf(), judge);
  await rules.start(null);
  await rules.copy(named);
  const open = await folder();
  const first = rules.weigh(open, PACK);
  await rules.setValue(...radius, 100);
  await Promise.all([first, rules.weigh(open, PACK)]);
  expect(rules.weighed?.changes.service).toMatchObject({ count: 1 });
  expect(rules.weighed?.before.service).toMatchObject({ yes: 2, due: 2 });
  expect(rules.weighed?.after.service).toMatchObject({ yes: 1, due: 2 });
  expect(Array.from(rules.weighed!.changes.service.changes[0].units)).toEqual([1]);
});

test('the store goes by another pack: what is open, what is kept and what is read later', async () => {
  const open = await folder();
  let kept: Read | null = null;
  const by: string[] = [];
  const doors = {
    reader: {
      open: (_: unknown, { pack }: { pack: RulePack }) => {
        by.push(pack.id);
        const decided = audit(open.project, pack, open.field, { radiusM: null });
        return Promise.resolve({ ...open, audit: decided });
      },
    },
    judge,
    shelf: {
      take: () => Promise.resolve(kept),
      put: (given: Read) => Promise.resolve(void (kept = given)),
      clear: () => Promise.resolve(),
      mappings: () => Promise.resolve([]),
    },
    decisions: { lexicon, pack: PACK },
    demo: () => Promise.resolve([]),
  };
  const file = { name: 'units.csv', size: 1, from: new Blob(['x']) };
  const store = new ProjectStore(doors as never);
  await store.openFiles([file]);
  const yes = (read: Read | null) =>
    read?.audit.service.state.filter((state) => state === 1).length;
  expect(yes(store.opened)).toBe(2);
  const rules = new Rules(shelf(), judge);
  await rules.load(
    'x.json',
    JSON.stringify(
      child({ service: { reach: [{ id: 'service.street', level: 'street', radiusM: 100 }] } }),
    ),
  );
  const project = store.opened?.project;
  await store.follow(rules.pack!);
  expect([store.pack.id, yes(store.opened), yes(kept)]).toEqual(['child', 1, 1]);
  expect(store.opened?.project).toBe(project);
  await store.openFiles([file]);
  expect(by).toEqual(['national', 'child']);

  // A later visit that goes by the national pack decides what was kept anew.
  const later = new ProjectStore(doors as never);
  await later.start();
  expect([later.pack.id, yes(later.opened)]).toEqual(['national', 2]);
  const own = new ProjectStore({ ...doors, decisions: { lexicon, pack: rules.pack! } } as never);
  await own.start();
  expect(yes(own.opened)).toBe(1);
});
