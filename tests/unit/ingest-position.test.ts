import { describe, expect, it } from 'vitest';
import { wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';
import { pairOf, splitPairs } from '#lib/core/ingest/position-cell.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import { questionsOf } from '#lib/core/ingest/questions.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { handBackOf } from '#lib/core/report/hand-back.ts';
import { handBackTexts } from '#lib/i18n/hand-back.ts';
import { translator } from '#lib/i18n/words.ts';
import { contract, fileOf, issuesOf, lexicon, read } from './ingest-folder.ts';

const AT = [121.47, 31.23];
const near = (pair: readonly number[] | null) =>
  pair === null ? null : pair.map((value) => Number(value.toFixed(4)));

describe('a cell with both coordinates', () => {
  it.each([
    '121.47,31.23',
    ' 121.47 , 31.23 ',
    '121.47，31.23',
    '121.47 31.23',
    '121.47\t31.23',
    '121.47;31.23',
    '121.47；31.23',
    '121.47、31.23',
    '121.47|31.23',
    '121.47/31.23',
    '(121.47，31.23)',
    '（121.47，31.23）',
    '[121.47, 31.23]',
    '【121.47,31.23】',
    '[(121.47, 31.23)]',
    '１２１．４７，３１．２３',
    'POINT(121.47 31.23)',
    'POINT (121.47 31.23)',
    'point z (121.47 31.23 4.5)',
    'SRID=4326;POINT(121.47 31.23)',
    '121.47,31.23,4.5',
    '{"lng":121.47,"lat":31.23}',
    "{'lng': 121.47, 'lat': 31.23}",
    '{"type":"Point","coordinates":[121.47,31.23]}',
    'lng:121.47,lat:31.23',
    '经度:121.47 纬度:31.23',
    '经度：121.47，纬度：31.23',
    // Those that say which is which are put in order.
    '{"lat":31.23,"lng":121.47}',
    '纬度31.23，经度121.47',
    '北纬31.23，东经121.47',
    'N31.23 E121.47',
    '121.47E,31.23N',
    '121°28′12″E, 31°13′48″N',
    '121°28\'12",31°13\'48"',
  ])('%s', (text) => {
    expect(near(pairOf(text))).toEqual(AT);
  });

  it('keeps the order in which unlabelled numbers stand, degrees or metres', () => {
    expect(pairOf('31.23 121.47')).toEqual([31.23, 121.47]);
    expect(pairOf('13522345.6, 3662345.1')).toEqual([13522345.6, 3662345.1]);
  });

  it.each([
    '',
    '121.47',
    '人民路100号',
    '人民路100号,3楼',
    '121.47,',
    '121.47,31.23,4,5',
    'POINT EMPTY',
    'LINESTRING(121 31,122 32)',
    'E121.47,E121.48',
    '121.47,NaN',
    '121.47,x',
    121.47,
    true,
    null,
    '1'.repeat(300),
  ] as Cell[])('is not %s', (cell) => {
    expect(pairOf(cell)).toBeNull();
  });

  it('splits a column once, and leaves what is no pair as it came', () => {
    const column = ['121.47,31.23', null, '不详', 5];
    const [x, y] = splitPairs(column);
    expect(splitPairs(column)[0]).toBe(x);
    expect([0, 1, 2, 3].map((i) => x.at(i))).toEqual([121.47, null, '不详', 5]);
    expect([0, 1, 2, 3].map((i) => y.at(i))).toEqual([31.23, null, '不详', 5]);
    const { values, odd } = (
      y as unknown as { numbers: () => { values: Float64Array; odd: Uint32Array } }
    ).numbers();
    expect([...values]).toEqual([31.23, NaN, NaN, NaN]);
    expect([...odd]).toEqual([2, 3]);
  });
});

const propose = (headers: string[], rows: Cell[][]) => {
  const columns = headers.map((_, c) => rows.map((row) => row[c]));
  const sheet = sheetOf({ file: '楼宇.xlsx', format: 'xlsx', headers, columns });
  return proposeMapping(sheet, contract, { fileName: '楼宇.xlsx' });
};
const PAIRS = ['121.47,31.23', '121.48,31.24', '121.49,31.25'];
const rowsOf = (pairs: Cell[], ...more: Cell[]) =>
  pairs.map((pair, i): Cell[] => [`B${i}`, `楼${i}`, pair, ...more]);

describe('the column of positions', () => {
  it.each([
    ['坐标', null],
    ['经纬度', null],
    ['坐标（经纬度）', null],
    ['location', null],
    ['lnglat', null],
    ['position', null],
    ['位置', null],
    ['位置/坐标', null],
    ['百度坐标', 'bd09'],
    ['坐标(GCJ-02)', 'gcj02'],
    ['高德经纬度', 'gcj02'],
    ['WGS84坐标', 'wgs84'],
  ])('is told by %s', (header, crs) => {
    const { mapping, confidence } = propose(['编号', '楼宇名称', header], rowsOf(PAIRS));
    expect(mapping.columns.position).toEqual({ header });
    expect(mapping.crs).toBe(crs);
    expect(confidence).toBe('sure');
  });

  it('is told by its cells where the header says something else, and asked about', () => {
    const { mapping, confidence } = propose(['编号', '楼宇名称', '采集点'], rowsOf(PAIRS));
    expect(mapping.columns.position).toEqual({ header: '采集点' });
    expect(confidence).toBe('ask');
  });

  it('is none by a header alone: an address is no position', () => {
    for (const header of ['位置', 'location']) {
      const rows = rowsOf(['人民路1号', '南京路2号,3楼', '121.4,31.2']);
      expect(propose(['编号', '楼宇名称', header], rows).mapping.columns.position).toBeUndefined();
    }
  });

  it('gives way to two columns, and takes the place of half a pair', () => {
    const both = propose(['编号', '名称', '坐标', '经度', '纬度'], rowsOf(PAIRS, 121.47, 31.23));
    expect(Object.keys(both.mapping.columns)).toEqual(['id', 'name', 'lng', 'lat']);
    const half = propose(['编号', '名称', '坐标', '经度'], rowsOf(PAIRS, 121.47));
    expect(Object.keys(half.mapping.columns)).toEqual(['id', 'name', 'position']);
  });

  it('prefers the system that the product keeps', () => {
    const rows = rowsOf(PAIRS, '121.48,31.22');
    const { mapping } = propose(['编号', '名称', '百度坐标', 'WGS84坐标'], rows);
    expect([mapping.columns.position.header, mapping.crs]).toEqual(['WGS84坐标', 'wgs84']);
  });
});

const DIVISIONS = JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: 16 }, (_, n) => {
    const [w, s] = [121.4 + (n % 4) * 0.03, 31.2 + Math.floor(n / 4) * 0.03];
    const ring = [[w, s], [w + 0.03, s], [w + 0.03, s + 0.03], [w, s + 0.03], [w, s]]; // prettier-ignore
    return {
      type: 'Feature',
      properties: { code: `990101001${String(n + 1).padStart(3, '0')}`, name: `社区${n + 1}` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  }),
});
/** Places spread over the divisions, each with the name of its own. */
const PLACES = Array.from({ length: 400 }, (_, i) => {
  const n = i % 16;
  const [a, b] = [0.02 + 0.96 * ((i * 0.618034) % 1), 0.02 + 0.96 * ((i * 0.754878) % 1)];
  return {
    lng: 121.4 + (n % 4) * 0.03 + 0.03 * a,
    lat: 31.2 + Math.floor(n / 4) * 0.03 + 0.03 * b,
    division: `社区${n + 1}`,
  };
});
const ledger = (spell: (lng: number, lat: number) => string) =>
  ['编号\t楼宇名称\t所在社区\t坐标']
    .concat(PLACES.map((p, i) => `B${i}\t楼${i}\t${p.division}\t${spell(p.lng, p.lat)}`))
    .join('\n');

describe('a ledger with its positions in one column', () => {
  const shifted = (lng: number, lat: number) => {
    const [x, y] = wgs84ToGcj02(Float64Array.of(lng), Float64Array.of(lat));
    return [x[0], y[0]] as const;
  };
  it.each<[string, (lng: number, lat: number) => string]>([
    ['longitude first', (lng, lat) => `${lng},${lat}`],
    ['latitude first', (lng, lat) => `${lat} ${lng}`],
    ['full width', (lng, lat) => `（${lng.toFixed(6)}，${lat.toFixed(6)}）`],
    ['WKT', (lng, lat) => `POINT(${lng} ${lat})`],
    ['GCJ-02', (lng, lat) => shifted(lng, lat).join(',')],
    ['GCJ-02, latitude first', (lng, lat) => [...shifted(lng, lat)].reverse().join(', ')],
  ])('%s: the rows tell the order and the system', async (_, spell) => {
    const project = await read({ 'divisions.geojson': DIVISIONS, '楼宇.tsv': ledger(spell) });
    expect(project.units.count).toBe(400);
    PLACES.forEach(({ lng, lat }, i) => {
      expect(project.units.lng[i]).toBeCloseTo(lng, 5);
      expect(project.units.lat[i]).toBeCloseTo(lat, 5);
    });
    expect(project.columns.units).toEqual(expect.arrayContaining(['lng', 'lat', 'position']));
    expect(project.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(Object.keys(project.units.extra)).toEqual([]);
    expect(issuesOf(project, 'duplicate_column')).toEqual([]);
  });

  it('is asked about by its system, as two columns are', async () => {
    const text = '编号\t楼宇名称\t坐标\nB1\t楼\t121.47,31.23\n';
    const folder = await openFolder([fileOf('楼宇.tsv', text)], lexicon);
    const [question] = questionsOf(folder, lexicon, null);
    expect(question.crs?.sure).toBe(false);
    expect(question.asks).toBe(true);
  });

  it('says which cell is no pair, once, and hands it back marked', async () => {
    const text =
      '编号,类型,坐标\nU1,市场,"121.47,31.23"\nU2,市场,不明确\nU3,市场,\nU4,市场,"200,31"\n';
    const project = await read({ 'units.csv': text });
    const told = project.issues.filter(({ column }) => column === '坐标');
    expect(
      told.sort((a, b) => a.row! - b.row!).map(({ code, row, found }) => [code, row, found]),
    ).toEqual([
      ['position_unreadable', 3, '不明确'],
      ['position_missing', 4, null],
      ['out_of_range', 5, '200, 31'],
    ]);
    expect([...project.units.lng]).toEqual([121.47, NaN, NaN, NaN]);
    const handed = await handBackOf(
      { files: [fileOf('units.csv', text)], used: [] },
      'units.csv',
      lexicon,
      handBackTexts(translator('zh-CN')),
    );
    if ('fault' in handed) throw new Error(handed.fault);
    expect(new TextDecoder().decode(handed.bytes).split(/\r?\n/)[2]).toContain('一对坐标');
  });

  it('under the name of a table may begin with the latitude, however few its rows', async () => {
    const text = 'id,kind,position\nU1,market,"31.23,121.47"\nU2,market,"31.24,121.48"\n';
    const { units } = await read({ 'units.csv': text });
    expect([...units.lng]).toEqual([121.47, 121.48]);
    expect([...units.lat]).toEqual([31.23, 31.24]);
  });

  it('whose system cannot be converted from has no position and no column of halves', async () => {
    const text = '编号,楼宇名称,坐标\nB1,楼,"121.47,31.23"\n';
    const folder = await openFolder([fileOf('楼宇.csv', text)], lexicon);
    folder.sheets[0].sheet.crs = 'Beijing 1954';
    const { importFolder } = await import('#lib/core/ingest/import-folder.ts');
    const project = await importFolder(folder, lexicon);
    expect([...project.units.lng]).toEqual([NaN]);
    expect(Object.keys(project.units.extra)).toEqual([]);
  });
});
