import { describe, expect, it } from 'vitest';
import {
  findDuplicates,
  findNearDuplicates,
  placeName,
} from '#lib/core/ingest/check/duplicates.ts';
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
  it('equal rows and ids with other content', () => {
    const { findings, equal } = findDuplicates(
      sheet([
        ['U1', '甲', 1],
        ['U1', '甲', 1],
        ['U1', '甲', 2],
        ['Ｕ1', '乙', null],
        ['U2', '乙', ''],
        ['U2', '乙', null],
        [null, null, null],
        [null, null, null],
        [null, '丙', null],
        [null, '丁', null],
        ['U1', '甲', 2],
      ]),
      0,
    );
    expect(findings.map(({ code, row, expected }) => [code, row, expected])).toEqual([
      ['duplicate_row', 1, 'row 2'],
      ['id_conflict', 2, 'row 2'],
      ['id_conflict', 3, 'row 2'],
      ['duplicate_row', 5, 'row 6'],
      ['duplicate_row', 10, 'row 4'],
    ]);
    expect(equal[10]).toBe(2);
    expect(equal[2]).toBe(-1);
  });

  it('cells that run together in another way are other rows', () => {
    const rows: Cell[][] = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['', 'abc'],
      ['abc', null],
    ];
    expect(findDuplicates(sheet(rows), -1).findings).toEqual([]);
  });

  it('rows of other geometry are other rows', () => {
    const point = (x: number) => ({ type: 'Point' as const, coordinates: [x, 31] });
    const two = sheet([['甲'], ['甲'], ['甲']]);
    const geometry = [point(1), point(2), point(1)];
    expect(findDuplicates({ ...two, geometry }, -1).findings.map(({ row }) => row)).toEqual([2]);
  });

  const seed = 4711;
  it(`as comparing all with all finds them (seed ${seed})`, () => {
    const random = seeded(seed);
    const rows = Array.from({ length: 300 }, (): Cell[] =>
      Array.from({ length: 3 }, () => [null, 'a', 'b', 1, '1'][Math.floor(random() * 5)]),
    );
    const { equal } = findDuplicates(sheet(rows), -1);
    rows.forEach((row, i) => {
      const isEmpty = row.every((cell) => cell === null);
      const first = rows.findIndex((other) => other.every((cell, c) => cell === row[c]));
      expect(equal[i]).toBe(isEmpty || first === i ? -1 : first);
    });
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

  it('two hundred thousand rows take less than a second', () => {
    const random = seeded(1);
    const n = 200_000;
    const names = Array.from({ length: n }, (_, i) =>
      i % 10 === 0 ? '无名楼' : `某某${Math.floor(random() * n)}科技有限公司`,
    );
    const lng = Float64Array.from({ length: n }, () => 121 + random());
    const lat = Float64Array.from({ length: n }, () => 31 + random() * 0.5);
    const columns: Cell[][] = [
      Array.from({ length: n }, (_, i) => `U${i}`),
      names,
      Array.from(lng),
      Array.from(lat),
      ...Array.from({ length: 8 }, (_, c) => Array.from({ length: n }, (_, i) => (c + i) % 97)),
    ];
    const given = sheetOf({
      file: 'u',
      format: 'csv',
      headers: columns.map((_, c) => `c${c}`),
      columns,
    });
    const start = performance.now();
    findDuplicates(given, 0);
    const between = performance.now();
    const division = Int32Array.from({ length: n }, () => Math.floor(random() * 9999));
    findNearDuplicates({ name: names, lng, lat, division }, '名称', cellWords, apart);
    const end = performance.now();
    console.log(`equal ${(between - start).toFixed(0)} ms, near ${(end - between).toFixed(0)} ms`);
    expect(end - start).toBeLessThan(4000);
  });
});
