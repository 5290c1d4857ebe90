import { expect, test } from 'vitest';
import { FIRST_ADDRESS, UNPLACED, decode, encode, type Address } from '#lib/state/address.ts';

const full: Address = {
  selection: { type: 'unit', id: 'U:1 & 楼/宇?=#' },
  ledger: 'service',
  side: 'filter',
  brushes: { kind: ['grid', 'market'], trade: ['住宿 & 餐饮.=#', '*none'], work: [] },
  hiddenLooks: [],
  radiusM: 450,
  camera: { lng: 121.50012, lat: 31.24, zoom: 12.25 },
  mode: 'blanks',
  level: 'community',
  peers: 'street_type',
  sort: { column: 'distance', descending: true },
  layers: { reach: true, labels: false },
  folded: true,
  figure: { ledger: 'work', kind: 'business_district', division: '990101.2' },
  rows: {
    list: 'denominators',
    where: [
      { column: 'path', is: ['990101.2*~', null] },
      { column: 'due', is: ['due'] },
    ],
  },
  view: 'report',
  reach: {
    setting: {
      method: 'walk',
      levels: ['street', 'point'],
      metres: 0,
      minutes: 12.5,
      pace: 'elderly',
      snap: 'node',
    },
    pinned: {
      method: 'radius',
      levels: [],
      metres: 50_000,
      minutes: null,
      pace: 'adult',
      snap: 'edge',
    },
    edits: [
      { name: '新 & 站"#', lng: 121.5, lat: 31.25, level: 'community' },
      { station: 'F 1=&', removed: true },
      { station: 'F2', lng: 121.123456789, lat: -31 },
    ],
    sort: { column: 'weightgained', descending: true },
    area: true,
    columns: 'distance',
    swipe: 0.375,
    figure: { measure: 'households', side: 'b' },
  },
  siting: {
    setting: {
      problem: 'p-median',
      reach: {
        method: 'walk',
        levels: ['community'],
        metres: 650,
        minutes: 10,
        pace: 'elderly',
        snap: 'node',
      },
      p: null,
      demand: 'units',
      weight: 'employees',
      sources: ['units', 'drawn'],
      drawn: [{ name: '画_点 1&', lng: 121.5, lat: -31.25 }],
      existing: 'movable',
      level: 'street',
      forced: ['unit:U 1&='],
      forbidden: ['facility:F2'],
      floor: { level: 'street', share: 0.605 },
      fair: 'district',
      budget: 1_000_000,
      closingCost: 5000,
      capacitated: true,
      backup: 'bacop2',
      spacingM: 300,
      seconds: 90,
      seed: 7,
    },
    list: 'divisions',
    sort: { column: 'shareAfter', descending: false },
  },
  rules: 'nanguan-2',
  locale: 'en',
  theme: 'dark',
};

test('a link restores the exact screen', () => {
  expect(decode(encode(full))).toEqual(full);
  for (const type of ['division', 'facility', 'joint_group', 'grid_group'] as const) {
    const address = { ...full, selection: { type, id: '990101' }, hiddenLooks: ['blank' as const] };
    expect(decode(encode(address))).toEqual(address);
  }
  for (const figure of [
    { ledger: 'service', kind: null, division: null },
    { ledger: 'organisation', kind: 'none', division: UNPLACED },
  ] as const) {
    const address = { ...full, figure };
    expect(decode(encode(address))).toEqual(address);
  }
});

test('the screen as it opens has an empty query, and an empty query opens it', () => {
  expect(encode(FIRST_ADDRESS)).toBe('');
  expect(decode('')).toEqual(FIRST_ADDRESS);
});

test('what a link says wrongly is as at the start', () => {
  const nonsense =
    '?at=x:1&ledger=all&side=up&only.=1&only.X=2&hide=no&radius=5&camera=999_1_3&list=x&level=y&sort=1&lang=fr&theme=red&layers=../x&figure=all.grid.1';
  expect(decode(nonsense)).toEqual({ ...FIRST_ADDRESS, hiddenLooks: [] });
  for (const rows of ['x*y.z', 'denominators*due', 'blanks*A.b', 'blanks*kind.%E0'])
    expect(decode(`?rows=${encodeURIComponent(rows)}`).rows, rows).toBeNull();
  expect(decode('?radius=abc&camera=a_b_c').camera).toBeNull();
  expect(decode('?radius=2001').radiusM).toBeNull();
  expect(decode('?radius=2000').radiusM).toBe(2000);
  expect(decode('?reach.m=-1&reach.min=121&reach.levels=x&reach.edit={').reach).toEqual({
    ...FIRST_ADDRESS.reach,
    setting: { ...FIRST_ADDRESS.reach.setting, levels: [] },
  });
});
