import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codesDestroyed } from '#lib/core/ingest/check/division-codes.ts';
import { editDistance } from '#lib/core/ingest/check/edit-distance.ts';
import { DivisionNames, matchByName } from '#lib/core/ingest/check/names.ts';
import type { NamedDivisions } from '#lib/core/ingest/check/names.ts';
import { cellWords, seeded } from './cell-words.ts';

const SHARED = '../shared/data';
const LEDGER = `${SHARED}/messy/generated/streets_code_scientific.csv`;
const hasLedger = existsSync(LEDGER);
if (!hasLedger) console.log(`skipped: ${LEDGER} is absent`);

const rowsOf = (text: string) =>
  text
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.replace(/"/g, '').split(','));

/** The tree of a province as published, the parents before the children. */
function publishedTree(province: string): NamedDivisions {
  const read = (file: string) =>
    rowsOf(readFileSync(`${SHARED}/codes/${file}.csv`, 'utf8')).filter(([c]) =>
      c.startsWith(province),
    );
  const rows = ['provinces', 'cities', 'areas', 'streets'].flatMap(read);
  const at = new Map(rows.map(([code], i) => [code, i]));
  const parent = rows.map(([code]) => at.get(code.slice(0, code.length === 9 ? 6 : -2)) ?? -1);
  return { code: rows.map(([code]) => code), name: rows.map(([, name]) => name), parent };
}

const tree: NamedDivisions = {
  code: ['1', '11', '12', '111', '112', '113', '121', '1111', '1112', '11111', '11112', '122'],
  name: [
    '某市',
    '东区县',
    '西山区',
    '柳岸街道',
    '张家村镇',
    '满城满族乡',
    '柳岸街道',
    '桥头社区居民委员会',
    '张家村村委会',
    '桥头第一网格',
    '桥头第十二网格',
    '长庆街道',
  ],
  parent: [-1, 0, 0, 1, 1, 1, 2, 3, 4, 7, 7, 2],
};
const names = new DivisionNames(tree, cellWords);
const match = (division: number) => ({ kind: 'match', division });

describe('names of divisions', () => {
  it.each([
    ['柳岸街道办事处', 1, match(3)],
    ['柳岸', 2, match(6)],
    ['柳岸街道', -1, { kind: 'ambiguous', candidates: [3, 6] }],
    ['桥头社区', 1, match(7)],
    [' 桥 头居委会', 3, match(7)],
    ['桥头', 3, match(7)],
    ['张家村', 4, match(8)],
    ['张家村', 1, { kind: 'ambiguous', candidates: [4, 8] }],
    ['满城乡', 1, match(5)],
    ['满城', -1, match(5)],
    ['桥头1网格', 7, match(9)],
    ['桥头第１网格', -1, match(9)],
    ['桥头网格一', -1, match(9)],
    ['桥头01号网格', -1, match(9)],
    ['桥头１２网格', -1, match(10)],
    ['長慶街道', -1, match(11)],
    ['西山', -1, match(2)],
    ['柳岸镇', 1, { kind: 'near', candidates: [3] }],
    ['柳崖街道', 1, { kind: 'near', candidates: [3] }],
    ['岸柳街道', 1, { kind: 'near', candidates: [3] }],
    ['柳岸街道', 0, { kind: 'ambiguous', candidates: [3, 6] }],
    ['柳岸街道', 7, { kind: 'none' }],
    ['远方镇', -1, { kind: 'none' }],
    ['', -1, { kind: 'none' }],
  ])('%s below %i', (name, within, expected) => {
    const found = names.find(name, within);
    expect(found).toEqual(expected);
  });

  it('a sheet is matched by district and name, and says what it could not', () => {
    const { division, findings } = matchByName(
      {
        name: ['柳岸', '柳岸', '柳岸', null, '柳崖街道'],
        header: '街道',
        within: ['东区县', '西山', null, '西山', '东区县'],
      },
      tree,
      names,
    );
    expect([...division]).toEqual([3, 6, -1, -1, -1]);
    expect(findings).toEqual([
      {
        code: 'division_name_ambiguous',
        row: 2,
        column: '街道',
        found: '柳岸',
        expected: '柳岸街道 111 | 柳岸街道 121',
        repair: null,
      },
      {
        code: 'division_name_near',
        row: 4,
        column: '街道',
        found: '柳崖街道',
        expected: '柳岸街道 111',
        repair: '柳岸街道',
      },
    ]);
  });

  const seed = 99;
  it(`the distance of two texts is that of a plain table (seed ${seed})`, () => {
    const plain = (a: string, b: string): number => {
      const d = Array.from({ length: a.length + 1 }, (_, i) =>
        Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
      );
      for (let i = 1; i <= a.length; i++)
        for (let j = 1; j <= b.length; j++) {
          const same = a[i - 1] === b[j - 1] ? 0 : 1;
          d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + same);
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      return d[a.length][b.length];
    };
    const random = seeded(seed);
    const any = () =>
      Array.from(
        { length: 1 + Math.floor(random() * 7) },
        () => 'abc'[Math.floor(random() * 3)],
      ).join('');
    for (let n = 0; n < 2000; n++) {
      const [a, b] = [any(), any()];
      for (const limit of [1, 2])
        expect(editDistance(a, b, limit)).toBe(Math.min(plain(a, b), limit + 1));
    }
  });
});

describe.skipIf(!hasLedger)('a ledger of Beijing whose codes a spreadsheet destroyed', () => {
  it('is matched by district and name, not by code', () => {
    const rows = rowsOf(new TextDecoder('gb18030').decode(readFileSync(LEDGER)));
    expect(rows).toHaveLength(343);
    expect(codesDestroyed(rows.map(([code]) => code))).toMatchObject({ destroyed: true, share: 1 });
    const beijing = publishedTree('11');
    const { division, findings } = matchByName(
      { name: rows.map((r) => r[1]), header: '街道(乡镇)', within: rows.map((r) => r[2]) },
      beijing,
      new DivisionNames(beijing, cellWords),
    );
    const unmatched = rows.flatMap(([, name], i) => (division[i] < 0 ? [name] : []));
    // 平谷镇 has become 渔阳地区, and 海淀镇 stands beside 海淀街道, which it must not be taken for.
    expect(unmatched.sort()).toEqual(['平谷镇', '海淀镇'].sort());
    expect(findings.map(({ code, found }) => [code, found])).toEqual([
      ['division_name_near', '海淀镇'],
    ]);
    const matched = division.filter((d) => d >= 0);
    expect(matched).toHaveLength(341);
    expect(new Set(matched).size).toBe(341);
    rows.forEach(([, , district], i) => {
      if (division[i] < 0) return;
      expect(beijing.name[beijing.parent[division[i]]]).toBe(district);
    });
  });

  it('the communities of Shanghai find themselves by street and name', () => {
    const shanghai = publishedTree('31');
    const communities = rowsOf(readFileSync(`${SHARED}/codes/villages_shanghai.csv`, 'utf8'));
    const at = new Map(shanghai.code.map((code, i) => [code, i]));
    const all: NamedDivisions = {
      code: [...shanghai.code, ...communities.map(([code]) => code)],
      name: [...shanghai.name, ...communities.map(([, name]) => name)],
      parent: [
        ...Array.from(shanghai.parent),
        ...communities.map(([, , street]) => at.get(street) ?? -1),
      ],
    };
    const index = new DivisionNames(all, cellWords);
    let found = 0;
    let bare = 0;
    communities.forEach(([, name, street], i) => {
      const own = shanghai.code.length + i;
      const exact = index.find(name, at.get(street));
      if (exact.kind === 'match' && exact.division === own) found++;
      const short = index.find(name.replace(/(居委会|村委会)$/, ''), at.get(street));
      if (short.kind === 'match' && short.division !== own) expect(short).toBe(name);
      if (short.kind === 'match') bare++;
    });
    console.log(`of ${communities.length}: ${found} by name, ${bare} by the name without its end`);
    expect(found / communities.length).toBeGreaterThan(0.999);
    expect(bare / communities.length).toBeGreaterThan(0.95);
  });
});
