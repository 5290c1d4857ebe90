import { expect, test } from 'vitest';
import { FIRST_ADDRESS, UNPLACED, decode, encode, type Address } from '#lib/state/address.ts';

const full: Address = {
  selection: { type: 'unit', id: 'U:1 & 楼/宇?=#' },
  ledger: 'service',
  hiddenKinds: ['grid', 'market'],
  hiddenLooks: [],
  radiusM: 450,
  camera: { lng: 121.50012, lat: 31.24, zoom: 12.25 },
  mode: 'blanks',
  level: 'community',
  sort: { column: 'distance', descending: true },
  layers: { reach: true, labels: false },
  folded: true,
  figure: { ledger: 'work', kind: 'business_district', division: '990101.2' },
  locale: 'en',
  theme: 'dark',
};

test('a link restores the exact screen', () => {
  expect(decode(encode(full))).toEqual(full);
  for (const type of ['division', 'facility'] as const) {
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
    '?at=x:1&ledger=all&without=cat.grid&hide=no&radius=5&camera=999_1_3&list=x&level=y&sort=1&lang=fr&theme=red&layers=../x&figure=all.grid.1';
  expect(decode(nonsense)).toEqual({ ...FIRST_ADDRESS, hiddenKinds: ['grid'], hiddenLooks: [] });
  expect(decode('?radius=abc&camera=a_b_c').camera).toBeNull();
  expect(decode('?radius=2001').radiusM).toBeNull();
  expect(decode('?radius=2000').radiusM).toBe(2000);
});
