import { expect, test } from 'vitest';
import { NATIONAL, shippedFiles } from '#data/rules/shipped.ts';
import { audit } from '#lib/core/coverage/audit.ts';
import { packOfFile } from '#lib/core/coverage/pack/resolve.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import { UNIT_KINDS } from '#lib/core/model.ts';
import { FIRST_ADDRESS } from '#lib/state/address.ts';
import { Desk } from '#lib/state/desk.svelte.ts';
import { blankList } from '#lib/state/listing.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { lexicon, read } from '../unit/ingest-folder.ts';
import { textAt } from '#lib/core/texts.ts';

const RULES = packOfFile(shippedFiles.get(NATIONAL)!, shippedFiles);
const UNITS = [
  'id,kind,name,lng,lat,division,employees',
  'u1,building,One,121.5,31.2,990101001001,10',
  'u2,market,Two,121.6,31.2,990101001001,30',
  'u3,building,Three,121.6,31.2,990101001002,20',
  '',
].join('\n');
const BARE = {
  'units.csv': UNITS.replace(/,9901010010\d\d/g, ','),
  'facilities.csv': 'id,name,level,lng,lat\nf1,Station,community,121.5,31.2\n',
};
const WHOLE = {
  ...BARE,
  'units.csv': UNITS,
  'divisions.csv':
    'code,name,level\n990101001,S,street\n990101001001,A,community\n990101001002,B,community\n',
  'organisations.csv': 'id,name\no1,O\n',
  'links.csv': 'organisation,unit,mode\no1,u1,standalone\n',
};

async function deskOf(...folders: Record<string, string>[]) {
  const projects = await Promise.all(folders.map((folder) => read(folder)));
  const store = new ProjectStore({
    reader: {
      open: () => {
        const project = projects.shift()!;
        const field = reachField(project);
        const decided = audit(project, RULES, field, { radiusM: null });
        return Promise.resolve({ project, field, audit: decided });
      },
      header: () => Promise.resolve([]),
      look: () => Promise.resolve([]),
      preview: () => Promise.reject(new Error('not asked')),
      finish: () => Promise.reject(new Error('not asked')),
      handBack: () => Promise.resolve({ fault: 'no_file' }),
      cancel: () => undefined,
    },
    shelf: {
      take: () => Promise.resolve(null),
      put: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      mappings: () => Promise.resolve([]),
      putMappings: () => Promise.resolve(),
    },
    decisions: { lexicon, pack: RULES },
    demo: () => Promise.resolve([]),
  });
  const desk = new Desk(store);
  const next = async () => {
    await store.openFiles([{ name: 'x', size: 0, from: '' }]);
    desk.settle();
  };
  return { desk, next };
}
const named = (desk: Desk) =>
  Array.from(
    blankList(desk, 'en', (kind) => UNIT_KINDS[kind]),
    (u) => textAt(desk.project!.units.id, u),
  );

test('opens at the first ledger that has answers, and lists blanks where there is no division', async () => {
  const { desk, next } = await deskOf(BARE, WHOLE);
  await next();
  expect([desk.ledger, desk.mode]).toEqual(['service', 'blanks']);
  expect(named(desk)).toEqual(['u2', 'u3']);
  expect(desk.address()).toMatchObject({ ledger: null, mode: null });
  desk.ledger = 'organisation';
  expect(desk.address().ledger).toBe('organisation');
  // A project that comes after is looked at afresh.
  await next();
  expect([desk.ledger, desk.mode]).toEqual(['organisation', 'divisions']);
});

test('a link that names a ledger, a figure and a camera is obeyed, once', async () => {
  const { desk, next } = await deskOf(BARE, WHOLE);
  const camera = { lng: 1, lat: 2, zoom: 3 };
  const figure = { ledger: 'service', kind: 'building', division: null } as const;
  desk.adopt({ ...FIRST_ADDRESS, ledger: 'work', camera, figure });
  await next();
  expect(desk.ledger).toBe('work');
  expect(desk.camera).toEqual(camera);
  expect(desk.figure).toEqual({ ...figure, kind: UNIT_KINDS.indexOf('building') });
  expect(desk.address().figure).toEqual(figure);
  await next();
  expect([desk.figure, desk.camera, desk.ledger]).toEqual([null, null, 'organisation']);
});

test('kinds, scope and radius decide what is listed', async () => {
  const { desk, next } = await deskOf(WHOLE);
  await next();
  desk.ledger = 'service';
  expect(named(desk)).toEqual(['u2', 'u3']);
  desk.filtering.toggleOut('kind', 'market');
  expect(named(desk)).toEqual(['u3']);
  expect([...desk.filtering.mask!]).toEqual([1, 0, 1]);
  desk.filtering.toggleOut('kind', 'market');
  expect(desk.filtering.mask).toBeNull();
  desk.select({ type: 'division', index: desk.project!.divisions.code.indexOf('990101001001') });
  expect(named(desk)).toEqual(['u2']);
  desk.select(null);
  const before = desk.audit!.organisation;
  desk.radiusM = 20_000;
  expect(named(desk)).toEqual([]);
  expect(desk.audit!.organisation).toBe(before);
  desk.radiusM = null;
  expect(named(desk)).toEqual(['u2', 'u3']);
});

test('a look is hidden and shown again', async () => {
  const { desk, next } = await deskOf(WHOLE);
  await next();
  for (const look of UNIT_LOOKS) {
    const hidden = desk.hiddenLooks.has(look);
    desk.toggleLook(look);
    expect(desk.hiddenLooks.has(look)).toBe(!hidden);
    desk.toggleLook(look);
    expect(desk.hiddenLooks.has(look)).toBe(hidden);
  }
});
