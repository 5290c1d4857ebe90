import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { csvCell } from '#lib/core/report/csv.ts';
import { csvRecords } from '#lib/core/report/handback/csv-records.ts';
import { guarded } from '#lib/core/report/handback/formula-guard.ts';
import { markCsv } from '#lib/core/report/handback/mark-csv.ts';
import type { CsvMark } from '#lib/core/report/handback/mark-csv.ts';
import { markGeoJson } from '#lib/core/report/handback/mark-geojson.ts';
import { WORDS, randomOf } from './handback-book.ts';

const DIRTY = '../shared/data/messy/generated/buildings_dirty.csv';
const hasDirty = existsSync(DIRTY);
if (!hasDirty) console.log(`skipped: ${DIRTY} is absent`);

const FORM = { delimiter: ',', encoding: 'utf-8' } as const;
const at = (row: number, text: string, rest: Partial<CsvMark> = {}): CsvMark => ({
  row,
  column: null,
  text,
  severity: 'error',
  ...rest,
});
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const marked = (text: string, marks: CsvMark[] = [], form: Parameters<typeof markCsv>[3] = FORM) =>
  textOf(markCsv(text, marks, WORDS, form).bytes);

describe('delimited text', () => {
  it('keeps rows, quoting, delimiter and ends of lines, and adds one column', () => {
    expect(marked('\ufeff"a",b\r\n1,"x, y"\r\n\r\n2\r\n', [at(2, '错'), at(4, '短, 了')])).toBe(
      '\ufeff"a",b,问题\r\n1,"x, y",错\r\n\r\n2,,"短, 了"\r\n',
    );
    expect(marked('a\tb\n1\t2', [at(2, '错\t')], { ...FORM, delimiter: '\t' })).toBe(
      '\ufeffa\tb\t问题\n1\t2\t"错\t"',
    );
    expect(marked('a;b\r1;2\r', [at(2, 'x;y')], { ...FORM, delimiter: ';' })).toBe(
      '\ufeffa;b;问题\r1;2;"x;y"\r',
    );
  });

  it('puts the column behind the longest row, empty fields at the ends of rows not counted', () => {
    expect(marked('a\n1,,,\n2\n', [at(2, 'x'), at(3, 'y')])).toBe('\ufeffa,问题\n1,x\n2,y\n');
    expect(marked('a\n1,2\n3\n', [at(3, 'y')])).toBe('\ufeffa,,问题\n1,2\n3,,y\n');
  });

  it('says when it had to change the encoding', () => {
    const of = (encoding: string) => markCsv('a', [], WORDS, { ...FORM, encoding }).reencoded;
    expect([of('utf-8'), of('UTF-8'), of('gb18030')]).toEqual([false, false, true]);
  });

  it('runs no formula: not ours, not the one the user was given', () => {
    const rows = ["=cmd|'/C calc'!A0", '@SUM(1)', '+1+1', '"\t=1"', '-2+3', '＝1+1', '"=""x"""'];
    const result = markCsv(
      `h,=h\n${rows.join(',1\n')},1\n-5,+86\n-,1e-3\n--,"-1,234.5"\n`,
      [at(2, '=1+1'), at(3, '@x')],
      WORDS,
      FORM,
    );
    const parsed = Papa.parse<string[]>(textOf(result.bytes).slice(1)).data;
    expect(parsed.slice(0, 8)).toEqual([
      ['h', "'=h", '问题'],
      ["'=cmd|'/C calc'!A0", '1', "'=1+1"],
      ["'@SUM(1)", '1', "'@x"],
      ["'+1+1", '1'],
      ["'\t=1", '1'],
      ["'-2+3", '1'],
      ["'＝1+1", '1'],
      ['\'="x"', '1'],
    ]);
    expect(parsed.slice(8, 11)).toEqual([
      ['-5', '+86'],
      ['-', '1e-3'],
      ['--', '-1,234.5'],
    ]);
    expect(result.guarded).toBe(8);
  });

  it('guards whatever the other tables guard, lone dashes and grouped numbers excepted', () => {
    for (const text of ['=a', '+a', '-a', '@a', '\ta', '\ra', 'a', '-5', '+86', '1', "'=1", ''])
      expect(guarded(text)).toBe(csvCell(text).replace(/^"([^]*)"$/, '$1'));
  });

  it('values that leave are gone, from the texts of the marks too', () => {
    const card = '310101199001011234';
    const said = [at(2, `不应有 ${card}`, { column: 1, blank: true })];
    const { bytes } = markCsv(`名,证\n甲,"${card}"\n乙,x\n`, said, WORDS, FORM, [
      { column: 0, fromRow: 3 },
    ]);
    expect(textOf(bytes)).toBe('\ufeff名,证,问题\n甲,,不应有 *\n,x\n');
  });

  it('a quote that does not close swallows no rows', () => {
    const text = 'a,b\n"1,2\n3,4\n5,"x" y\n6,7\n';
    expect(marked(text, [at(2, '引号'), at(5, '六')])).toBe(
      '\ufeffa,b,问题\n"""1",2,引号\n3,4\n5,"""x"" y"\n6,7,六\n',
    );
  });

  it('counts rows that it does not have', () => {
    expect(markCsv('a\n1\n', [at(3, 'x'), at(0, 'y'), at(2, 'z')], WORDS, FORM).unplaced).toBe(2);
  });

  it('counts records as the reading of a ledger does', async () => {
    const seed = Number(process.env.SEED ?? 4_711);
    console.log(`seed ${seed}`);
    const random = randomOf(seed);
    const pieces = ['a', '"', '""', ',', '\n', '\r\n', '\r', ' ', '"b"', '"c,\nd",', 'é'];
    let compared = 0;
    for (let round = 0; round < 400; round++) {
      let text = 'h,i,k\n';
      for (let i = 0; i < 20; i++) text += pieces[Math.floor(random() * pieces.length)];
      text += '\nlast,1,2\n';
      const sheet = await readCsv('f', text, new IssueLog(), {} as never);
      const records = csvRecords(text, ',');
      const mine = records.findIndex(({ raw }) => raw[0] === 'last') + 1;
      const theirs = sheet.row[sheet.count - 1];
      if (sheet.columns[0].at(sheet.count - 1) !== 'last') continue;
      compared++;
      expect([JSON.stringify(text), mine]).toEqual([JSON.stringify(text), theirs]);
    }
    expect(compared).toBeGreaterThan(300);
  });

  it.skipIf(!hasDirty)('the dirty ledger keeps its records', () => {
    const text = readFileSync(DIRTY, 'utf8');
    const before = Papa.parse<string[]>(text.replace(/^\ufeff/, '')).data;
    const after = Papa.parse<string[]>(marked(text, [at(5, '零坐标')]).slice(1)).data;
    expect(after.map((row) => row.length)).toHaveLength(before.length);
    expect(after[4][before[0].length]).toBe('零坐标');
    after.forEach((row, r) =>
      row.slice(0, before[r].length).forEach((cell, c) => expect(cell).toBe(guarded(before[r][c]))),
    );
  });
});

describe('GeoJSON', () => {
  const geometry = { type: 'Point', coordinates: [121.5, 31.2] };
  const root = {
    type: 'FeatureCollection',
    crs: { type: 'name' },
    features: [
      { type: 'Feature', id: 7, geometry, properties: { name: '甲', card: '310101199001011234' } },
      { type: 'Feature', geometry, properties: null },
      { type: 'Feature', geometry, properties: { note: '证 310101199001011234' } },
      null,
    ],
  };

  it('keeps features, and says in a property what is wrong', () => {
    const before = JSON.stringify(root);
    const result = markGeoJson(root, [
      { row: 1, property: 'name', text: '名称' },
      { row: 1, property: null, text: '<b>' },
      { row: 2, property: null, text: '无属性' },
    ]) as typeof root;
    expect(JSON.stringify(root)).toBe(before);
    expect(result.features[0]).toEqual({
      ...root.features[0],
      properties: { ...root.features[0]!.properties, lacuna_issues: '名称\n<b>' },
    });
    expect(result.features[1]!.properties).toEqual({ lacuna_issues: '无属性' });
    expect(result.features[2]).toBe(root.features[2]);
    expect({ ...result, features: 0 }).toEqual({ ...root, features: 0 });
  });

  it('values that leave are gone from the whole file', () => {
    const mark = { row: 1, property: 'card', text: '含 310101199001011234', blank: true };
    const result = JSON.stringify(markGeoJson(root, [mark]));
    expect(result).not.toContain('310101199001011234');
    expect(result).toContain('"card":null');
    expect(result).toContain('"note":"证 *"');
    const columns = JSON.stringify(markGeoJson(root, [], ['card']));
    expect(columns).not.toContain('310101199001011234');
  });

  it('a lone geometry becomes a feature where it is marked', () => {
    expect(markGeoJson(geometry, [])).toBe(geometry);
    expect(markGeoJson(geometry, [{ row: 1, property: null, text: 'x' }])).toEqual({
      type: 'Feature',
      properties: { lacuna_issues: 'x' },
      geometry,
    });
  });
});
