import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkCodeForms,
  checkWithdrawn,
  codeFault,
  codesDestroyed,
  communityClassOf,
  streetClassOf,
} from '#lib/core/ingest/check/division-codes.ts';
import { levelOfCode, normaliseCode } from '#lib/core/division/codes.ts';

const CODES = '../shared/data/codes';
const hasCodes = existsSync(`${CODES}/streets.csv`);
if (!hasCodes) console.log(`skipped: ${CODES} is absent`);

/** Code and name of each row of a file of the statistics bureau. */
function published(file: string): [string, string][] {
  const lines = readFileSync(`${CODES}/${file}`, 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [code, name] = line.replace(/"/g, '').split(',');
    return [normaliseCode(code), name];
  });
}

describe.skipIf(!hasCodes)('the codes that the statistics bureau publishes', () => {
  it('are all plausible but one, and say what their names say', () => {
    const streets = published('streets.csv');
    const faulty = streets.filter(([code]) => codeFault(code) !== null && levelOfCode(code) > 1);
    expect(faulty).toEqual([]);
    const ends = { street: /(街道|地区|办事处|区)$/, town: /镇$/, township: /(乡|苏木)$/ };
    const named = (kind: keyof typeof ends) => {
      const of = streets.filter(([code]) => streetClassOf(code) === kind);
      return of.filter(([, name]) => ends[kind].test(name)).length / of.length;
    };
    for (const kind of ['street', 'town', 'township'] as const)
      expect(named(kind), kind).toBeGreaterThan(0.99);
  });

  it('of communities too', () => {
    const communities = published('villages_shanghai.csv');
    expect(communities.filter(([code]) => codeFault(code) !== null)).toEqual([]);
    for (const [code, name] of communities)
      if (communityClassOf(code) === 'villagers') expect(name).toMatch(/村/);
  });
});

describe('the form of a code', () => {
  it.each([
    ['310101002001', null],
    ['3101', null],
    ['310101', null],
    ['31010100200101', null],
    ['31010100200', 'length'],
    ['310101002', null],
    ['990101002001', 'province'],
    ['310101700001', 'street'],
    ['310101002700', 'community'],
    ['G-17', null],
  ])('%s: %s', (code, fault) => {
    expect(codeFault(normaliseCode(code))).toBe(fault);
  });

  it('gives findings by row', () => {
    const column = ['310101002001', null, '31010170000１', '3.10101E+11', '31010100200'];
    expect(checkCodeForms(column, '编码')).toMatchObject([
      { code: 'code_implausible', row: 2, column: '编码', expected: 'street' },
      { code: 'code_implausible', row: 4, found: '31010100200', expected: 'length' },
    ]);
  });
});

describe('codes that a spreadsheet destroyed', () => {
  const known = new Set(['310101002000', '310101013000', '310101015000']);

  it.each([
    ['exponents', ['3.10101E+11', '3.10101E+11', '310101002000'], {}, 2],
    ['numbers too long', [310101002001001100, 310101002001001100], {}, 2],
    ['fifteen digits and zeros', ['310101002001123000', '310101002001124000'], {}, 2],
    ['rounded to the district', ['310101000000', 310101000000], { known }, 2],
    ['rounded, in a column that names rows', ['310101000000', '310101000000'], { unique: true }, 2],
    ['a district once is a district', ['310101000000', '310101002000'], { unique: true }, 0],
    ['a known district', ['310101000000'], { known: new Set([...known, '310101000000']) }, 0],
    ['a foreign district', ['320101000000'], { known }, 0],
    ['a city', ['310000000000', '310000000000'], { unique: true }, 0],
    ['sound ones', ['310101002000', 310101013000, null], { known }, 0],
  ])('%s', (_, column, options, damaged) => {
    const { rows, share, destroyed } = codesDestroyed(column, options);
    const filled = column.filter((cell) => cell !== null).length;
    expect(rows).toHaveLength(damaged);
    expect(share).toBe(damaged / filled);
    expect(destroyed).toBe(damaged > 0);
  });

  it('of an empty column none', () => {
    expect(codesDestroyed([null, '']).destroyed).toBe(false);
  });

  it('a code of a known street or district that the tree has not is withdrawn', () => {
    const column = ['310101002', '310101019000', '310101002005', '320101001000', 'x'];
    const tree = new Set([...known, '310101000000']);
    expect(checkWithdrawn(column, '编码', tree)).toMatchObject([
      { code: 'code_withdrawn', row: 1, expected: '310101000000' },
      { code: 'code_withdrawn', row: 2, expected: '310101002000' },
    ]);
  });
});
