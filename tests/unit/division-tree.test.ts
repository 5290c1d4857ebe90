import { describe, expect, it } from 'vitest';
import { ancestorsOfCode, levelOfCode, normaliseCode } from '#lib/core/division/codes.ts';
import { buildTree } from '#lib/core/division/tree.ts';
import { DIVISION_LEVELS, NONE } from '#lib/core/model.ts';

type Row = [code: string, parent?: string | null, level?: string | null, name?: string];

function tree(rows: Row[]) {
  const faults: [string, number, string | null][] = [];
  const code = rows.map(([text]) => text);
  const built = buildTree(
    {
      code,
      name: rows.map(([text, , , name]) => name ?? text),
      level: Uint8Array.from(rows, ([, , level]) =>
        level ? DIVISION_LEVELS.indexOf(level as (typeof DIVISION_LEVELS)[number]) : NONE,
      ),
      parent: rows.map(([, parent]) => parent ?? null),
    },
    (fault, row, found) => faults.push([fault, row, found]),
  );
  const codes = Array.from(built.order, (row) => code[row]);
  const parents = Object.fromEntries(
    codes.map((text, at) => [text, built.parent[at] < 0 ? null : codes[built.parent[at]]]),
  );
  const levels = codes.map((_, at) => DIVISION_LEVELS[built.level[at]]);
  return { codes, parents, levels, faults, built };
}

describe('division codes', () => {
  it.each([
    ['31', '310000000000'],
    ['3101', '310100000000'],
    ['310101', '310101000000'],
    ['310101002', '310101002000'],
    ['310101002003', '310101002003'],
    [' ３１０１０１ ', '310101000000'],
    ['310101.0', '310101000000'],
    ['31010', '31010'],
    ['A-1', 'A-1'],
    ['310101002003-01', '310101002003-01'],
  ])('%s is %s', (code, key) => expect(normaliseCode(code)).toBe(key));

  it.each([
    ['310000000000', 'city'],
    ['310100000000', 'city'],
    ['310101000000', 'district'],
    ['310101002000', 'street'],
    ['310101002003', 'community'],
    ['31010100200301', 'grid'],
    ['310101002003G1', 'grid'],
    ['A-1', undefined],
  ])('%s is a %s', (key, level) => expect(DIVISION_LEVELS[levelOfCode(key)]).toBe(level));

  it('lists ancestors, nearest first', () => {
    expect(ancestorsOfCode('9901010020030102')).toEqual([
      '990101002003010',
      '99010100200301',
      '9901010020030',
      '990101002003',
      '990101002000',
      '990101000000',
      '990100000000',
      '990000000000',
    ]);
    expect(ancestorsOfCode('990000000000')).toEqual([]);
    expect(ancestorsOfCode('A-1')).toEqual([]);
  });
});

describe('division tree', () => {
  it('derives parents from codes, past levels that are missing, children before parents in the file', () => {
    const { parents, codes, levels, faults } = tree([
      ['9901010010010102'],
      ['99010100100101'],
      ['990101001001'],
      ['990101'],
      ['9901'],
    ]);
    expect(parents).toEqual({
      '9901': null,
      '990101': '9901',
      '990101001001': '990101',
      '99010100100101': '990101001001',
      '9901010010010102': '99010100100101',
    });
    expect(codes).toEqual(['9901', '990101', '990101001001', '99010100100101', '9901010010010102']);
    expect(levels).toEqual(['city', 'district', 'community', 'grid', 'grid']);
    expect(faults).toEqual([]);
  });

  it('takes a given parent before the derived one, by short code or unique name', () => {
    const { parents } = tree([
      ['990101000000', null, null, '东区'],
      ['990102000000', null, null, '西区'],
      ['990101001000', '990102'],
      ['990101002000', '西区'],
    ]);
    expect(parents['990101001000']).toBe('990102000000');
    expect(parents['990101002000']).toBe('990102000000');
  });

  it('reports an unknown parent and derives it', () => {
    const { parents, faults } = tree([['990101'], ['990101001', '880101']]);
    expect(faults).toEqual([['unknown_parent', 1, '880101']]);
    expect(parents['990101001']).toBe('990101');
  });

  it('breaks circles, own parents included, and loses nobody', () => {
    const { codes, parents, faults } = tree([
      ['A', 'C', 'district'],
      ['B', 'A', 'street'],
      ['C', 'B', 'street'],
      ['D', 'D', 'district'],
      ['E', 'C', 'grid'],
    ]);
    expect(faults).toEqual([
      ['parent_cycle', 0, 'C'],
      ['parent_cycle', 3, 'D'],
    ]);
    expect([...codes].sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(parents).toEqual({ A: null, B: 'A', C: 'B', D: null, E: 'C' });
  });

  it('a broken circle falls back to the code where that leads out', () => {
    const { parents, faults } = tree([
      ['990100000000'],
      ['990101000000', '990101001000'],
      ['990101001000', '990101000000'],
    ]);
    expect(faults).toEqual([['parent_cycle', 1, '990101001000']]);
    expect(parents['990101000000']).toBe('990100000000');
  });

  it('assumes the level below the parent where neither the row nor the code tells', () => {
    const { levels, faults } = tree([['X', null, 'street'], ['Y', 'X'], ['Z']]);
    expect(levels).toEqual(['street', 'community', 'city']);
    expect(faults.map(([fault, row]) => [fault, row])).toEqual([
      ['missing_level', 1],
      ['missing_level', 2],
    ]);
  });

  it('puts every parent before its children on random trees with circles (seed 7)', () => {
    let state = 7;
    const random = (n: number) => (state = (Math.imul(state, 48271) >>> 0) % 2147483647) % n;
    for (let round = 0; round < 200; round++) {
      const n = 1 + random(30);
      const rows: Row[] = Array.from({ length: n }, (_, i) => [
        `d${i}`,
        random(4) === 0 ? null : `d${random(n)}`,
        'grid',
      ]);
      const { built } = tree(rows);
      expect(new Set(built.order).size).toBe(n);
      built.parent.forEach((parent, at) => expect(parent).toBeLessThan(at));
    }
  });
});
