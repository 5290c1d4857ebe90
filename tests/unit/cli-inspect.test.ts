import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FeatureCollection } from 'geojson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '#cli/finding.ts';
import { folderFiles } from '#cli/folder.ts';
import { lexicon } from '#data/lexicon.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { parseMapping } from '#lib/core/ingest/mapping/parse-mapping.ts';
import type { Result } from '#lib/core/report/result.ts';
import { run } from './cli-run.ts';
import { divisionsOf } from './coordinate-file.ts';

const DATA = '../shared/data';
const MESSY = `${DATA}/messy/generated`;
const STREETS = `${DATA}/shanghai/streets127.geojson`;
const present = existsSync(MESSY) && existsSync(STREETS);
if (!present) console.log(`skipped: ${DATA} is absent`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lacuna-inspect-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function inspected(args: string[]) {
  const { code, out, error } = await run(['inspect', ...args, '--json']);
  return { code, error, json: JSON.parse(out) as Finding | Finding[] };
}

async function one(args: string[]): Promise<{ code: number; finding: Finding }> {
  const { code, json } = await inspected(args);
  if (Array.isArray(json)) throw new Error(`${json.length} findings`);
  return { code, finding: json };
}

let places = 0;
function write(files: Record<string, string>): string {
  const made = path.join(folder, `place-${(places += 1)}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(made, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return made;
}

const codesOf = ({ issues }: Finding): string[] => issues.map(({ code }) => code);

/** A ledger whose headers say nothing to the contract, and what they mean. */
const LEDGER = '户号,叫法,东经值,北纬值,备用\nA1,甲楼,121.5,31.25,x\nA2,乙楼,121.51,31.26,y\n';
const LEDGER_MAPPING = {
  format: 'lacuna-mapping',
  version: 1,
  headers: ['户号', '叫法', '东经值', '北纬值', '备用'],
  table: 'units',
  columns: {
    id: { header: '户号' },
    name: { header: '叫法' },
    lng: { header: '东经值' },
    lat: { header: '北纬值' },
  },
  constants: { kind: 'building' },
  values: {},
  crs: 'wgs84',
};
const OTHER = { ...LEDGER_MAPPING, headers: ['x', 'y'], columns: { id: { header: 'x' } } };

describe('lacuna inspect', () => {
  it('gives exactly what is known of a sound table, and ends with 0', async () => {
    const file = path.join(
      write({ 'facilities.csv': 'id,name,level,lng,lat,more\nF1,Hall,street,121.5,31.2,z\n' }),
      'facilities.csv',
    );
    const { code, finding } = await one([file]);
    expect(finding).toEqual({
      file: 'facilities.csv',
      format: 'csv',
      encoding: 'utf-8',
      table: 'facilities',
      sheet: null,
      header_rows: [1],
      rows: 1,
      mapping: {
        format: 'lacuna-mapping',
        version: 1,
        headers: ['id', 'name', 'level', 'lng', 'lat', 'more'],
        table: 'facilities',
        columns: {
          id: { header: 'id' },
          name: { header: 'name' },
          level: { header: 'level' },
          lng: { header: 'lng' },
          lat: { header: 'lat' },
        },
        constants: {},
        values: {},
        crs: null,
      },
      crs: {
        verdict: 'wgs84',
        sure: true,
        scores: expect.any(Array) as unknown,
        flips: expect.any(Object) as unknown,
      },
      personal_data: [],
      issues: [],
    });
    expect(Object.keys(finding)).toEqual([
      'file',
      'format',
      'encoding',
      'table',
      'sheet',
      'header_rows',
      'rows',
      'mapping',
      'crs',
      'personal_data',
      'issues',
    ]);
    expect(code).toBe(0);
  });

  it('counts personal data by column and kind, and keeps none', async () => {
    const text =
      '编号,名称,层级,联系人,手机号\nF1,甲,街道,王小明,13800138000\nF2,乙,街道,李大海,13900139000\n';
    const place = write({ 'facilities.csv': text });
    const { code, json } = await inspected([place]);
    const finding = json as Finding;
    expect(finding.personal_data).toEqual([
      { column: '联系人', kind: 'name', count: 2 },
      { column: '手机号', kind: 'mobile', count: 2 },
    ]);
    expect(finding.crs).toEqual({ verdict: null, sure: true, scores: [], flips: null });
    expect(JSON.stringify(json)).not.toMatch(/13[89]00|王小明/);
    expect(code).toBe(1);
    const { out } = await run(['inspect', place]);
    expect(out).toContain('联系人 (names 2); 手机号 (telephone numbers 2)');
  });

  it('takes files and folders together as one folder, and lists those without a table', async () => {
    const place = write({
      'a/facilities.csv': 'id,level,lng,lat\nF1,street,121.5,31.2\n',
      'a/empty.csv': '',
      'a/project.json': '{}',
      'a/notes.md': 'x',
    });
    const other = write({ 'demand.csv': 'id,lng,lat,weight\nD1,121.5,31.2,1\n' });
    const given = [path.join(place, 'a'), path.join(other, 'demand.csv')];
    const { code, json } = await inspected(given);
    expect((json as Finding[]).map(({ file, table, rows }) => [file, table, rows])).toEqual([
      ['demand.csv', 'demand', 1],
      ['a/empty.csv', null, 0],
      ['a/facilities.csv', 'facilities', 1],
      ['a/notes.md', null, 0],
    ]);
    expect(codesOf((json as Finding[])[1])).toEqual(['file_empty']);
    expect(code).toBe(1);
  });

  it('tells files of one name apart by their folders', async () => {
    const text = 'id,lng,lat,weight\nD1,121.5,31.2,1\n';
    const place = write({ '2024/demand.csv': text, '2025/demand.csv': text });
    const given = ['2024', '2025'].map((year) => path.join(place, year, 'demand.csv'));
    const { json } = await inspected(given);
    expect((json as Finding[]).map(({ file }) => file)).toEqual([
      '2024/demand.csv',
      '2025/demand.csv',
    ]);
  });

  it('takes what belongs to a .shp from beside it', async () => {
    const place = write({ 'a.shp': 'x', 'A.DBF': 'x', 'a.prj': 'x', 'b.dbf': 'x', 'a.csv': 'x' });
    const files = await folderFiles(path.join(place, 'a.shp'));
    expect(files.map(({ name }) => name).sort()).toEqual(['A.DBF', 'a.prj', 'a.shp']);
  });

  it('gives a mapping that can be saved, changed and given back', async () => {
    const place = write({ '台账.csv': LEDGER });
    const file = path.join(place, '台账.csv');
    const first = (await one([file])).finding;
    expect(parseMapping(first.mapping, lexicon.contract)).toEqual(first.mapping);
    const saved = path.join(place, 'own.json');
    writeFileSync(saved, `\uFEFF${JSON.stringify(LEDGER_MAPPING)}`);
    const { finding, code } = await one([file, '--mapping', saved]);
    expect(finding.mapping).toEqual(LEDGER_MAPPING);
    expect(finding.table).toBe('units');
    expect(finding.crs).toMatchObject({ verdict: 'wgs84', sure: true });
    expect(codesOf(finding)).toEqual([]);
    expect(code).toBe(0);
    writeFileSync(saved, JSON.stringify({ ...LEDGER_MAPPING, crs: 'gcj02' }));
    expect((await one([file, `--mapping=${saved}`])).finding.crs.verdict).toBe('gcj02');
  });

  it('takes the mapping that lies in the folder, and one that is given before it', async () => {
    const place = write({
      '台账.csv': LEDGER,
      '台账.mapping.json': JSON.stringify(LEDGER_MAPPING),
    });
    expect((await one([place])).finding.mapping).toEqual(LEDGER_MAPPING);
    const given = path.join(write({ 'x.json': '' }), 'x.json');
    writeFileSync(given, JSON.stringify({ ...LEDGER_MAPPING, constants: { kind: 'park' } }));
    const { finding } = await one([place, '--mapping', given]);
    expect(finding.mapping?.constants).toEqual({ kind: 'park' });
  });

  it('says which mapping is for none of the sheets, and ends with 1', async () => {
    const place = write({ 'facilities.csv': 'id,level,lng,lat\nF1,street,121.5,31.2\n' });
    const saved = path.join(write({ 'x.json': JSON.stringify(OTHER) }), 'x.json');
    const { code, error } = await inspected([place, '--mapping', saved]);
    expect(code).toBe(1);
    expect(error).toContain(`no sheet was read by the mapping ${saved}`);
    expect((await run(['inspect', place, '--mapping', saved], 'zh_CN')).error).toContain(
      `没有一张表用到映射 ${saved}`,
    );
  });

  it('ends with 2 where nothing could be read, and still says why', async () => {
    const { code, finding } = await one([write({ 'x.csv': '' })]);
    expect(code).toBe(2);
    expect(finding).toEqual({
      file: 'x.csv',
      format: null,
      encoding: null,
      table: null,
      sheet: null,
      header_rows: [],
      rows: 0,
      mapping: null,
      crs: { verdict: null, sure: true, scores: [], flips: null },
      personal_data: [],
      issues: [expect.objectContaining({ code: 'file_empty', severity: 'error' }) as unknown],
    });
  });

  it.each([
    ['no file', ['inspect', '--json'], /Name the files/],
    ['a file that is not there', ['inspect', '/no/such.csv'], /\/no\/such\.csv/],
    ['an option of audit', ['inspect', '.', '--out', 'x'], /--out/],
    ['a value for --json', ['inspect', '.', '--json=1'], /--json takes no value/],
    ['--mapping without a file', ['inspect', '.', '--mapping'], /--mapping needs/],
  ])('ends with 2 on %s', async (_, args, said) => {
    const english = await run(args);
    expect([english.code, english.out]).toEqual([2, '']);
    expect(english.error).toMatch(said);
    expect((await run(args, 'zh_CN.UTF-8')).error).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe('lacuna audit with mappings', () => {
  const audit = async (place: string, args: string[]) => {
    const out = path.join(folder, `out-${(places += 1)}`);
    const done = await run(['audit', place, '--out', out, ...args]);
    const file = path.join(out, 'result.json');
    const result = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : null;
    return { ...done, result };
  };

  it('reads a ledger by the mapping given for it, and by the one that lies beside it', async () => {
    const mapping = JSON.stringify(LEDGER_MAPPING);
    const place = write({ '台账.csv': LEDGER });
    const saved = path.join(write({ 'm.json': mapping }), 'm.json');
    const other = path.join(write({ 'o.json': JSON.stringify(OTHER) }), 'o.json');
    expect((await audit(place, [])).result?.totals.kinds.building).toBeUndefined();
    const given = await audit(place, ['--mapping', saved]);
    expect([given.code, given.result?.totals.kinds.building?.units]).toEqual([0, 2]);
    const both = await audit(place, ['--mapping', saved, '--mapping', other]);
    expect([both.code, both.result?.totals.units]).toEqual([1, 2]);
    expect(both.error).toContain(other);
    expect(both.error).not.toContain(`the mapping ${saved}`);
    for (const name of ['a.mapping.json', '台账-mapping.json', 'mapping.json']) {
      const beside = await audit(write({ '台账.csv': LEDGER, [name]: mapping }), []);
      expect([beside.code, beside.result?.totals.kinds.building?.units]).toEqual([0, 2]);
      expect(beside.result?.issues.map(({ file }) => file)).not.toContain(name);
    }
  });

  it('refuses a mapping with a fault in it, with its place', async () => {
    const wrong = { ...LEDGER_MAPPING, columns: { id: { header: '没有' } } };
    const place = write({ '台账.csv': LEDGER });
    const saved = path.join(write({ 'm.json': JSON.stringify(wrong) }), 'm.json');
    const refused = await audit(place, ['--mapping', saved]);
    expect([refused.code, refused.result]).toEqual([2, null]);
    expect(refused.error).toContain(`The mapping ${saved} is faulty`);
    expect(refused.error).toContain('/columns/id/header: wrong value, found "没有"');
    writeFileSync(saved, '{');
    expect((await audit(place, ['--mapping', saved])).error).toContain('is no JSON');
    expect((await audit(place, ['--mapping', '/no/m.json'])).code).toBe(2);
    const inside = write({ '台账.csv': LEDGER, 'x.mapping.json': '[]' });
    const { code, error } = await audit(inside, []);
    expect(code).toBe(2);
    expect(error).toMatch(/x\.mapping\.json is faulty[^]*\/: wrong type/);
  });
});

describe.skipIf(!present)('lacuna inspect on files as offices have them', () => {
  it('a workbook with a header of two levels under a title', async () => {
    const { code, finding } = await one([`${MESSY}/buildings_merged_header.xlsx`]);
    expect(finding).toMatchObject({
      file: 'buildings_merged_header.xlsx',
      format: 'xlsx',
      encoding: null,
      table: 'units',
      sheet: '楼宇台账',
      header_rows: [3, 4],
      rows: 120,
      personal_data: [],
    });
    expect(finding.mapping?.columns).toMatchObject({
      name: { header: '基本信息/楼宇名称' },
      lng: { header: '位置/经度' },
      lat: { header: '位置/纬度' },
    });
    expect(finding.crs).toMatchObject({ verdict: 'wgs84', sure: false, flips: null });
    expect(finding.crs.scores.every(({ share }) => share === null)).toBe(true);
    const codes = codesOf(finding);
    for (const code of ['title_row_skipped', 'footnote_row_skipped', 'total_row_skipped'])
      expect(codes).toContain(code);
    expect(codes.filter((one) => one === 'page_without_table')).toHaveLength(2);
    expect(code).toBe(1);
  });

  it('a text that calls itself a workbook', async () => {
    const { code, finding } = await one([`${MESSY}/really_a_csv.xlsx`]);
    expect(finding).toMatchObject({ format: 'csv', encoding: 'gb18030', rows: 120 });
    expect(codesOf(finding)).toContain('encoding_not_utf8');
    expect(code).toBe(1);
  });

  it('codes that a spreadsheet destroyed', async () => {
    const { code, finding } = await one([`${MESSY}/streets_code_scientific.csv`]);
    expect(finding).toMatchObject({ table: 'divisions', rows: 343, encoding: 'gb18030' });
    expect(codesOf(finding).some((one) => /^codes?_(destroyed|damaged)$/.test(one))).toBe(true);
    expect(finding.crs.verdict).toBeNull();
    expect(code).toBe(1);
    const { out } = await run(['inspect', `${MESSY}/streets_code_scientific.csv`]);
    expect(out).toContain('100 %');
    expect(out.split('\n').length).toBeLessThan(15);
  });

  /** The streets as a table of divisions, and the truth of the buildings in them. */
  function streets() {
    const { features } = JSON.parse(readFileSync(STREETS, 'utf8')) as FeatureCollection;
    const codeOf = (i: number) => String(310199000 + i);
    const table = features.map((feature, i) => ({
      type: 'Feature',
      properties: { code: codeOf(i), name: `street ${i}`, level: 'street' },
      geometry: feature.geometry,
    }));
    const { shapes } = divisionsOf(features.map(({ geometry }) => geometry));
    const index = new PolygonIndex(shapes, [...features.keys()]);
    return {
      geojson: JSON.stringify({ type: 'FeatureCollection', features: table }),
      at: (lng: number, lat: number): string => {
        const [found] = index.locateAll(Float64Array.of(lng), Float64Array.of(lat));
        return found < 0 ? '' : codeOf(found);
      },
    };
  }

  it('GCJ-02 is told by the streets that the rows name, and flips are counted', async () => {
    const { geojson, at } = streets();
    const lines = (name: string, encoding: string) =>
      new TextDecoder(encoding)
        .decode(readFileSync(`${MESSY}/${name}`))
        .trim()
        .split(/\r?\n/);
    const truth = lines('buildings_utf8.csv', 'utf-8').slice(1);
    const streetOf = truth.map((row) =>
      at(...(row.split(',').slice(-2).map(Number) as [number, number])),
    );
    const shifted = lines('buildings_gcj02_gbk.csv', 'gb18030');
    const ledger = shifted.map((row, i) => `${row},${i === 0 ? '所属区划' : streetOf[i - 1]}`);
    const [lng, lat] = truth[0].split(',').slice(-2);
    const place = write({
      '楼宇.csv': ledger.join('\n'),
      'divisions.geojson': geojson,
      'facilities.csv': `id,level,lng,lat\nF1,community,${lng},${lat}\n`,
    });
    const { json } = await inspected([
      path.join(place, '楼宇.csv'),
      path.join(place, 'divisions.geojson'),
      path.join(place, 'facilities.csv'),
    ]);
    const findings = json as Finding[];
    const ofBuildings = findings.find(({ file }) => file === '楼宇.csv');
    const { verdict, sure, scores, flips } = ofBuildings!.crs;
    expect([verdict, sure, scores[0]]).toEqual(['gcj02', true, { crs: 'gcj02', share: 1 }]);
    expect(codesOf(ofBuildings!)).toContain('crs_found');
    const share = (crs: string) => scores.find((score) => score.crs === crs)?.share ?? 1;
    expect(share('wgs84')).toBeLessThan(0.9);
    expect(flips?.gcj02).toBe(0);
    expect(flips?.wgs84).toBeGreaterThan(0);
    console.log(`flips ${JSON.stringify(flips)}, shares ${JSON.stringify(scores)}`);
    const alone = await one([path.join(place, '楼宇.csv')]);
    expect(alone.finding.crs).toMatchObject({ verdict: 'wgs84', sure: false, flips: null });
  });
});

describe('the rows of a header that somebody chose', () => {
  const rows = { ...LEDGER_MAPPING, header_rows: [3, 3] };
  const text = `甲,乙,丙,丁,戊\n1,2,3,4,5\n${LEDGER}`;

  it('are used and told, and stand in the mapping that comes back', async () => {
    const place = write({ 'a.csv': text, 'own.json': JSON.stringify(rows) });
    const args = [path.join(place, 'a.csv'), '--mapping', path.join(place, 'own.json')];
    const { finding } = await one(args);
    expect(finding.header_rows).toEqual([3]);
    expect(finding.mapping).toEqual(rows);
    expect(finding.rows).toBe(2);
    const { out } = await run(['inspect', ...args]);
    expect(out).toContain('header in row 3, as chosen');
  });

  it('are found where no mapping says them', async () => {
    const place = write({ 'a.csv': text });
    const { finding } = await one([path.join(place, 'a.csv')]);
    expect(finding.header_rows).toEqual([1]);
  });
});
