import { describe, expect, it } from 'vitest';
import { areEqual, findNearDuplicates, placeName } from '#lib/core/ingest/check/duplicates.ts';
import type { NamedPlaces } from '#lib/core/ingest/check/duplicates.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { cellWords, seeded } from './cell-words.ts';

const sheet = (rows: Cell[][]) =>
  sheetOf({
    file: 'units.csv',
    format: 'csv',
    headers: rows[0].map((_, c) => ['编号', '名称', '数'][c]),
    columns: rows[0].map((_, c) => rows.map((row) => row[c])),
    row: Uint32Array.from(rows.keys(), (i) => i + 2),
  });
const apart = { skip: () => false, rowOf: (i: number) => i + 2 };

describe('rows that are there twice', () => {
  it('cells that run together in another way are other rows; nothing is nothing', () => {
    const rows = sheet([
      ['a', 'bc'],
      ['ab', 'c'],
      ['', 'abc'],
      ['abc', null],
      [null, 'abc'],
    ]);
    const pairs = [...rows.row.keys()].flatMap((a) => [...Array(a).keys()].map((b) => [b, a]));
    expect(pairs.filter(([a, b]) => areEqual(rows, a, b))).toEqual([[2, 4]]);
  });

  it('rows of other geometry are other rows', () => {
    const point = (x: number) => ({ type: 'Point' as const, coordinates: [x, 31] });
    const three = { ...sheet([['甲'], ['甲'], ['甲']]), geometry: [1, 2, 1].map(point) };
    expect([1, 2].map((other) => areEqual(three, 0, other))).toEqual([false, true]);
  });

  const seed = 4711;
  it(`as their cells written out are equal (seed ${seed})`, () => {
    const random = seeded(seed);
    const rows = Array.from({ length: 100 }, (): Cell[] =>
      Array.from({ length: 3 }, () => [null, '', 'a', 'b', 1, '1'][Math.floor(random() * 6)]),
    );
    const told = rows.map((row) => JSON.stringify(row.map((cell) => cell ?? '')));
    const whole = sheet(rows);
    rows.forEach((_, a) =>
      rows.forEach((_, b) => expect(areEqual(whole, a, b)).toBe(told[a] === told[b])),
    );
  });
});

describe('rows that are there twice in other words', () => {
  it.each([
    ['某某（上海）科技有限公司', '某某(上海)科技 有限责任公司'],
    ['某某集团有限公司', '某某（集团）股份有限公司'],
    ['ＡＢＣ大厦', 'abc 大厦'],
    ['有限公司', '有限公司'],
  ])('%s is %s', (a, b) => {
    expect(placeName(a, cellWords)).toBe(placeName(b, cellWords));
  });

  it('another name is another name', () => {
    expect(placeName('东方大厦', cellWords)).not.toBe(placeName('东方大厦二期', cellWords));
    expect(placeName('有限公司', cellWords)).toBe('有限公司');
  });

  it('within 50 m, or in the same division where a position is missing', () => {
    const places: NamedPlaces = {
      name: ['甲', '甲 ', '甲', '甲', '甲', '乙', null],
      lng: Float64Array.of(121.5, 121.50052, 121.50053, NaN, NaN, 121.5, 121.5),
      lat: Float64Array.of(31.2, 31.2, 31.2, NaN, NaN, 31.2, 31.2),
      division: Int32Array.of(7, 8, 9, 7, 6, 7, 7),
    };
    // 49.55 m and 50.5 m from the first; the second and the third are 1 m apart.
    const findings = findNearDuplicates(places, '名称', cellWords, apart);
    expect(findings.map(({ row, expected, found }) => [row, found, expected])).toEqual([
      [1, '甲 ', 'row 2'],
      [3, '甲', 'row 2'],
    ]);
  });

  const seed = 4712;
  it(`as comparing all with all finds them (seed ${seed})`, () => {
    const random = seeded(seed);
    const n = 300;
    const places: NamedPlaces = {
      name: Array.from({ length: n }, () => ['甲', '乙', '丙有限公司'][Math.floor(random() * 3)]),
      lng: Float64Array.from({ length: n }, () => 121.5 + random() * 0.01),
      lat: Float64Array.from({ length: n }, () => 31.2 + random() * 0.01),
      division: new Int32Array(n).fill(-1),
    };
    const found = new Set(
      findNearDuplicates(places, '名称', cellWords, apart).map(({ row }) => row),
    );
    const kept: number[] = [];
    for (let i = 0; i < n; i++) {
      const { name, lng, lat } = places;
      const isTwin = kept.some(
        (j) => name[j] === name[i] && distanceM(lng[i], lat[i], lng[j], lat[j]) <= 50,
      );
      expect(found.has(i), String(i)).toBe(isTwin);
      if (!isTwin) kept.push(i);
    }
    expect(found.size).toBeGreaterThan(10);
  });

  it('work grows with the rows, not with their square', () => {
    /** How often a latitude is read where `n` things of one name stand in a strip, as dense for every `n`. */
    const readsOf = (n: number): number => {
      const random = seeded(1);
      let reads = 0;
      const lat = new Proxy(
        Float64Array.from({ length: n }, () => 31 + random() * n * 1e-5),
        {
          get(target, key) {
            reads++;
            return Reflect.get(target, key);
          },
        },
      );
      const lng = Float64Array.from({ length: n }, () => 121 + random() * 0.1);
      const name = Array.from({ length: n }, () => '无名楼');
      const division = new Int32Array(n).fill(-1);
      const found = findNearDuplicates({ name, lng, lat, division }, '名称', cellWords, apart);
      expect(found.length).toBeGreaterThan(n / 100);
      return reads;
    };
    expect(readsOf(4000)).toBeLessThan(5 * readsOf(1000));
  });
});
