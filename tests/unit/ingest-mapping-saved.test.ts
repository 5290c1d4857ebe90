import { describe, expect, it } from 'vitest';
import {
  meaningOf,
  missingOf,
  withConstant,
  withMeaning,
  withValue,
} from '#lib/core/ingest/mapping/edit.ts';
import { ignoredOf, matchedTo } from '#lib/core/ingest/mapping/mapping.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { REMEMBERED_AT_MOST, recall, remember } from '#lib/core/ingest/mapping/memory.ts';
import { parseMapping } from '#lib/core/ingest/mapping/parse-mapping.ts';
import { contract } from './ingest-folder.ts';

const LEDGER: Mapping = {
  format: 'lacuna-mapping',
  version: 1,
  headers: ['序号', '楼宇名称', '状态', '从业人员（万人）', '百度经度', '百度纬度', '备注', '备注'],
  table: 'units',
  columns: {
    name: { header: '楼宇名称' },
    status: { header: '状态' },
    employees: { header: '从业人员（万人）', factor: 10000 },
    lng: { header: '百度经度' },
    lat: { header: '百度纬度' },
    host: { header: '备注', occurrence: 1 },
  },
  constants: { kind: 'building' },
  values: { status: { 在营: 'open', __proto__x: 'closed' } },
  crs: 'bd09',
};

const text = JSON.stringify(LEDGER);
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents broken on purpose
type Loose = Record<string, any>;
const parsed = (change: (given: Record<string, never>) => void) => {
  const given = JSON.parse(text) as Record<string, never>;
  change(given);
  const result = parseMapping(given, contract);
  return Array.isArray(result) ? result.map(({ place, code }) => `${place} ${code}`) : result;
};

describe('a saved mapping', () => {
  it('comes back as it was saved', () => {
    const back = parseMapping(JSON.parse(text), contract);
    expect(back).toEqual(LEDGER);
    const again: unknown = JSON.parse(JSON.stringify(back));
    expect(again).toEqual(LEDGER);
    const left = { ...LEDGER, table: null, columns: {}, constants: {}, values: {}, crs: null };
    expect(parseMapping(JSON.parse(JSON.stringify(left)), contract)).toEqual(left);
  });

  it('is refused with every fault in it and its place', () => {
    const cases: [string[], (given: Loose) => void][] = [
      [['/format mapping_wrong_value'], (m) => (m.format = 'x')],
      [['/version mapping_wrong_value'], (m) => (m.version = 2)],
      [['/table mapping_wrong_value'], (m) => (m.table = 'people')],
      [['/crs mapping_missing'], (m) => delete m.crs],
      [['/crs mapping_wrong_value'], (m) => (m.crs = '<script>')],
      [['/more mapping_unknown_member'], (m) => (m.more = 1)],
      [['/columns/members2 mapping_unknown_member'], (m) => (m.columns.members2 = m.columns.name)],
      [['/columns/name/header mapping_wrong_value'], (m) => (m.columns.name.header = '没有')],
      [['/columns/host/header mapping_wrong_value'], (m) => (m.columns.host.occurrence = 2)],
      [['/columns/host/occurrence mapping_wrong_value'], (m) => (m.columns.host.occurrence = -1)],
      [['/columns/employees/factor mapping_wrong_value'], (m) => (m.columns.employees.factor = 0)],
      [
        ['/columns/employees/factor mapping_wrong_value'],
        (m) => (m.columns.employees.factor = '1'),
      ],
      [['/columns/name mapping_wrong_type'], (m) => (m.columns.name = '楼宇名称')],
      [
        ['/columns/status/header mapping_wrong_value'],
        (m) => (m.columns.trade = { header: '状态' }),
      ],
      [['/constants/kind mapping_wrong_value'], (m) => (m.constants.kind = 'castle')],
      [['/constants/name mapping_wrong_value'], (m) => (m.constants.name = '甲')],
      [['/values/status/在营 mapping_wrong_value'], (m) => (m.values.status.在营 = 'ajar')],
      [
        ['/values/trade mapping_unknown_member', '/values/trade/x mapping_wrong_value'],
        (m) => (m.values.trade = { x: 'y' }),
      ],
      [
        ['/headers/1 mapping_wrong_type', '/columns/name/header mapping_wrong_value'],
        (m) => (m.headers[1] = 7),
      ],
      [['/headers/0 mapping_too_long'], (m) => (m.headers[0] = 'x'.repeat(3000))],
    ];
    for (const [faults, change] of cases) expect(parsed(change)).toEqual(faults);
    for (const json of [null, [], 'x', 7, undefined])
      expect(parseMapping(json, contract)).toMatchObject([{ place: '' }]);
    expect(parseMapping({}, contract)).toHaveLength(2);
  });

  it('cannot reach the prototype of anything', () => {
    const hostile = text
      .replace('"在营"', '"__proto__"')
      .replace('"constants":{', '"constants":{"__proto__":{"polluted":1},');
    expect(parseMapping(JSON.parse(hostile), contract)).toMatchObject([
      { place: '/constants/__proto__', code: 'mapping_unknown_member' },
    ]);
    const spelt = parseMapping(JSON.parse(text.replace('"在营"', '"__proto__"')), contract);
    if (Array.isArray(spelt)) throw new Error('refused');
    expect(Object.keys(spelt.values.status)).toEqual(['__proto__', '__proto__x']);
    expect(Object.getPrototypeOf(spelt.values.status)).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    for (const name of ['constructor', 'toString'])
      expect(parsed((m) => Object.assign(m.columns, { [name]: { header: '状态' } }))).toEqual([
        `/columns/${name} mapping_unknown_member`,
      ]);
  });
});

describe('remembered mappings', () => {
  const other = (mapping: Partial<Mapping>): Mapping => ({ ...LEDGER, ...mapping });

  it('are found by exactly their headers, however spelt, the latest of them', () => {
    const list = remember(remember([], LEDGER), other({ crs: 'gcj02' }));
    expect(list).toHaveLength(1);
    const headers = LEDGER.headers.map((header) => ` ${header}`);
    expect(recall(list, headers)?.crs).toBe('gcj02');
    expect(recall(list, headers)?.headers).toEqual(headers);
    expect(recall([], headers)).toBeNull();
  });

  it('are found where columns were added, removed or moved, so long as the mapped ones are there', () => {
    const next = [
      '楼宇名称',
      '新列',
      '状态',
      '从业人员（万人）',
      '百度纬度',
      '百度经度',
      '备注',
      '备注',
    ];
    expect(recall([LEDGER], next)?.columns).toEqual(LEDGER.columns);
    expect(recall([LEDGER], next.slice(0, 7))).toBeNull();
    const many = Array.from({ length: 20 }, (_, i) => `列${i}`);
    expect(recall([LEDGER], [...next, ...many])).toBeNull();
  });

  it('prefer the one with most in common; a sheet left out is known only by exactly its headers', () => {
    const narrow = other({
      headers: ['楼宇名称', '状态'],
      columns: { name: { header: '楼宇名称' }, status: { header: '状态' } },
    });
    const next = ['楼宇名称', '状态', 'x'];
    expect(recall([narrow, LEDGER], next)?.columns).toEqual(narrow.columns);
    const left = other({ table: null, columns: {}, headers: ['甲', '乙'] });
    expect(recall([left], ['甲', '乙'])?.table).toBeNull();
    expect(recall([left], ['甲', '乙', '丙'])).toBeNull();
  });

  it('leave the value of all rows to the name of the sheet', () => {
    const proposed = other({ constants: { kind: 'park' } });
    expect(recall([LEDGER], LEDGER.headers, proposed)?.constants).toEqual({ kind: 'park' });
    expect(recall([LEDGER], LEDGER.headers, other({ constants: {} }))?.constants).toEqual({
      kind: 'building',
    });
  });

  it('are not kept for ever', () => {
    let list: Mapping[] = [];
    for (let i = 0; i < REMEMBERED_AT_MOST + 5; i++)
      list = remember(list, other({ headers: [...LEDGER.headers, `${i}`] }));
    expect(list).toHaveLength(REMEMBERED_AT_MOST);
    expect(list[0].headers.at(-1)).toBe('5');
  });
});

describe('settling a mapping by hand', () => {
  it('moves a column with what belongs to it, and reads back what was set', () => {
    expect(meaningOf(LEDGER, 1)).toEqual({ column: 'name' });
    expect(meaningOf(LEDGER, 6)).toBe('extra');
    expect(meaningOf(LEDGER, 7)).toEqual({ column: 'host' });
    const moved = withMeaning(LEDGER, 0, { column: 'status' });
    expect(moved.columns.status).toEqual({ header: '序号' });
    expect(moved.values).toEqual({});
    expect(meaningOf(moved, 2)).toBe('extra');
    const kind = withMeaning(LEDGER, 1, { column: 'kind' });
    expect([kind.columns.name, kind.columns.kind, kind.constants]).toEqual([
      undefined,
      { header: '楼宇名称' },
      {},
    ]);
    const area = withMeaning(LEDGER, 7, { column: 'members' }, 10000);
    expect(area.columns.members).toEqual({ header: '备注', occurrence: 1, factor: 10000 });
    expect(LEDGER.columns.name).toEqual({ header: '楼宇名称' });
  });

  it('drops a column and keeps it again; a saved mapping says which', () => {
    const dropped = withMeaning(withMeaning(LEDGER, 7, 'ignored'), 0, 'ignored');
    expect(dropped.columns.host).toBeUndefined();
    expect([...ignoredOf(dropped, dropped)].sort()).toEqual([0, 7]);
    expect(meaningOf(dropped, 7)).toBe('ignored');
    expect(parseMapping(JSON.parse(JSON.stringify(dropped)), contract)).toEqual(dropped);
    const kept = withMeaning(withMeaning(dropped, 7, 'extra'), 0, 'extra');
    expect(kept.ignored).toBeUndefined();
    expect(parsed((m) => Object.assign(m, { ignored: [{ header: '没有' }] }))).toEqual([
      '/ignored/0/header mapping_wrong_value',
    ]);
    expect(parsed((m) => Object.assign(m, { ignored: 'x' }))).toEqual([
      '/ignored mapping_wrong_type',
    ]);
  });

  it('sets constants and spellings, and names what is required and missing', () => {
    expect(missingOf(LEDGER, contract)).toEqual([]);
    const none = withConstant(LEDGER, 'kind', null);
    expect(missingOf(none, contract)).toEqual(['kind']);
    expect(missingOf(withConstant(none, 'kind', 'park'), contract)).toEqual([]);
    expect(missingOf({ ...none, table: null }, contract)).toEqual([]);
    const spelt = withValue(LEDGER, 'status', '停用', 'closed');
    expect(spelt.values.status).toEqual({ ...LEDGER.values.status, 停用: 'closed' });
    const again = withValue(withValue(spelt, 'status', '停用', null), 'status', '在营', null);
    expect(Object.keys(again.values.status)).toEqual(['__proto__x']);
    expect(withValue(again, 'status', '__proto__x', null).values).toEqual({});
    const copied = structuredClone(spelt);
    expect(matchedTo(copied, 'status', '停用')).toBe('closed');
    for (const name of ['constructor', 'toString', '开'])
      expect(matchedTo(copied, 'status', name)).toBeNull();
    expect(matchedTo(copied, 'toString', 'x')).toBeNull();
  });
});
