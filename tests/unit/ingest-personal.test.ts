import { serialize } from 'node:v8';
import { utils } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { auditProject } from '#cli/audit.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import { questionsOf } from '#lib/core/ingest/questions.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Project } from '#lib/core/model.ts';
import { blanksCsv, blanksGeoJson } from '#lib/core/report/blanks.ts';
import { resultText } from '#lib/core/report/result.ts';
import { PACK } from './coverage-project.ts';
import {
  csvOf,
  geoJsonOf,
  htmlOf,
  kmlOf,
  parquetOf,
  shapefileOf,
  workbookOf,
} from './every-format.ts';
import type { SmallTable } from './every-format.ts';
import { gb18030Bytes } from './gb18030.ts';
import { fileOf, issuesOf, lexicon } from './ingest-folder.ts';
import { bookOf, save } from './workbook-bytes.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Numbers that must not be seen again, and where each was planted. */
const planted = new Map<string, string>();
let made = 0;

function mobile(where: string): string {
  made += 1;
  const number = `139${String(46_203_517 + made * 7_919_113).slice(-8)}`;
  planted.set(number, where);
  return number;
}

/** An identity card with a check character that fits. */
function card(where: string): string {
  made += 1;
  const digits = `31011519${77 + (made % 20)}0${1 + (made % 9)}${10 + (made % 18)}${String(107 + made * 37).slice(-3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  const number = digits + '10X98765432'[sum % 11];
  planted.set(number, where);
  return number;
}

/** A number as people write it: in groups, or in full-width digits. */
const grouped = (number: string) =>
  `${number.slice(0, 3)}-${number.slice(3, 7)} ${number.slice(7)}`;
const fullWidth = (number: string) =>
  number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** Buildings with a column of numbers, a column of cards, free texts, and a header that holds a number. */
function ledger(format: string, rows = 12): SmallTable {
  const word = (r: number) => `联系王建国 ${grouped(mobile(`${format} free text ${r}`))} 二楼`;
  const note = (r: number) =>
    r % 3 === 0
      ? `身份证${fullWidth(card(`${format} full-width ${r}`))}`
      : `值班 ${mobile(`${format} note ${r}`)}`;
  return {
    headers: [
      '编号',
      '楼宇名称',
      '类型',
      '经度',
      '纬度',
      '联系电话',
      '证件',
      '说明',
      `备注${mobile(`${format} header`)}`,
    ],
    rows: Array.from({ length: rows }, (_, r) => [
      `${format}-${r}`,
      `大厦${r}号`,
      r === 3 ? mobile(`${format} wrong kind`) : '商务楼宇',
      r === 4 ? `东经${mobile(`${format} wrong number`)}` : String(121.49 + r / 1000),
      String(31.24 + r / 1000),
      mobile(`${format} column`),
      card(`${format} card column`),
      r % 2 === 0 ? word(r) : '无',
      r % 2 === 1 ? note(r) : '三层有会议室一间可以借用',
    ]),
    points: Array.from({ length: rows }, (_, r) => [121.49 + r / 1000, 31.24 + r / 1000]),
  };
}

/** A workbook with numbers in every corner of it. */
function cornerBook(): Uint8Array {
  const { headers, rows } = ledger('corners');
  const total = ['合计', `电话${mobile('total row')}`];
  const page = [
    [`楼宇台账（联系人 赵明 ${mobile('title row')}）`],
    [`填表人：李小华 ${grouped(mobile('note row'))} ${card('note row card')}`],
    headers,
    ...rows,
    total,
    [`注：有疑问请致电${mobile('footnote')}`],
  ];
  const book = bookOf({
    [`楼宇${mobile('sheet name')}`]: page,
    [`隐藏${mobile('hidden sheet name')}`]: [headers, ...rows.slice(0, 3)],
    说明: [[`本表由 ${mobile('page of prose')} 填写`]],
  });
  book.Workbook = { Sheets: [{}, { Hidden: 1 }, {}] };
  const [first, hidden] = book.SheetNames.map((name) => book.Sheets[name]);
  const cell = first[utils.encode_cell({ r: 4, c: 1 })] as { c?: unknown };
  cell.c = [{ a: `钱三 ${mobile('comment author')}`, t: `电话 ${mobile('comment')}` }];
  first[utils.encode_cell({ r: 5, c: 7 })] = {
    t: 's',
    v: '二层',
    f: `"${mobile('formula text')}"&A1`,
  };
  hidden[utils.encode_cell({ r: 1, c: 7 })] = { t: 's', v: `电话${mobile('hidden sheet')}` };
  first[utils.encode_cell({ r: 6, c: 7 })] = { t: 'n', v: Number(mobile('cell of a number')) };
  const bytes = save(book);
  const parts = unzipSync(bytes);
  const name = 'xl/worksheets/sheet1.xml';
  // A formula that was never calculated.
  const formula = `"${mobile('formula without value')}"`;
  const xml = new TextDecoder()
    .decode(parts[name])
    .replace(/<c r="H8"[^>]*>.*?<\/c>/, `<c r="H8"><f>${formula.replace(/"/g, '&quot;')}</f></c>`);
  expect(xml).toContain('<c r="H8"><f>');
  parts[name] = utf8(xml);
  return zipSync(parts);
}

function kmlWithDescriptions(): string {
  const said = `<table><tr><td>负责人</td><td>孙伟 ${mobile('KML description')}</td></tr></table>`;
  const inner = `<description><![CDATA[${said}]]></description><phoneNumber>${mobile('KML phone')}</phoneNumber>`;
  return kmlOf(ledger('kml'))
    .replace(/<\/ExtendedData>/g, `</ExtendedData>${inner}`)
    .replace('<Document>', `<Document><Folder><name>${mobile('KML folder')}</name>`)
    .replace(
      '</Document>',
      `<NetworkLink><Link><href>http://x/${mobile('KML link')}</href></Link></NetworkLink></Folder></Document>`,
    );
}

function csvWithNotes(): string {
  const lines = csvOf(ledger('csv')).split('\r\n');
  const broken = `b-1,"${mobile('open quote')},商务楼宇,121.4,31.2`;
  return [
    `商务楼宇台账 制表 周强 ${mobile('CSV title')}`,
    `单位:某办,,,,,${card('CSV note')}`,
    ...lines,
    `${mobile('short row')},x`,
    `csv-1,重复 ${mobile('duplicate row')}`,
    broken,
    `合计,${mobile('CSV total')}`,
  ].join('\r\n');
}

function geoJsonWithExtras(): string {
  const root = JSON.parse(geoJsonOf(ledger('geojson'))) as {
    [key: string]: unknown;
    features: { id?: string; properties: Record<string, unknown>; [key: string]: unknown }[];
  };
  root.name = mobile('collection name');
  root[`联系${mobile('collection key')}`] = 1;
  root.crs = { type: 'name', properties: { name: `CRS ${mobile('crs name')}` } };
  root.features[0].id = mobile('feature id');
  root.features[1].properties.more = { 电话: [mobile('nested'), Number(mobile('nested number'))] };
  root.features[2][`${mobile('feature key')}`] = card('feature member');
  root.features.push({ type: mobile('feature type'), properties: {} });
  return JSON.stringify(root);
}

function folder(): Record<string, string | Uint8Array> {
  const shapes = ledger('shapefile');
  return {
    'units.geojson': geoJsonOf(ledger('units')),
    [`楼宇${mobile('file name')}.csv`]: csvWithNotes(),
    'gbk.csv': gb18030Bytes(csvOf(ledger('gbk'))),
    [`楼宇 ${mobile('workbook name')}.xlsx`]: cornerBook(),
    'old.xls': workbookOf(ledger('xls'), 'biff8'),
    'page.xls': htmlOf(ledger('html')),
    'more.geojson': geoJsonWithExtras(),
    'places.kml': kmlWithDescriptions(),
    'places.kmz': zipSync({ [`${mobile('KMZ member')}.kml`]: strToU8(kmlOf(ledger('kmz'))) }),
    'shapes.zip': shapefileOf(shapes, `层${mobile('layer name')}`),
    'rows.parquet': parquetOf(ledger('parquet')),
    'bundle.zip': zipSync({
      [`a${mobile('member name')}.csv`]: strToU8(csvOf(ledger('member'))),
      [`b${mobile('bad member name')}.pdf`]: strToU8('%PDF-1.4'),
      'c.json': strToU8(`{"features": ${mobile('bad JSON')}x}`),
    }),
    'broken.geojson': `{"type":"FeatureCollection","features":[${card('broken JSON')}]} ${mobile('behind JSON')}`,
    'broken.kml': `<kml><Document><name>${mobile('broken KML')}</name></Folder ${mobile('broken tag')}>`,
    [`${mobile('ignored file')}.md`]: 'x',
    'unknown.csv': `甲,乙 ${mobile('unknown header')}\n1,${mobile('unknown cell')}\n`,
    'project.json': JSON.stringify({
      name: `某区 联系 ${mobile('project name')}`,
      attribution: `吴芳 ${mobile('attribution')}`,
      as_of: mobile('project day'),
    }),
  };
}

/** Where of the planted numbers eight digits in a row are found, in any spelling of bytes. */
function leaks(bytes: Buffer): string[] {
  const found: string[] = [];
  for (const [number, where] of planted) {
    const forms = [number, grouped(number), fullWidth(number)];
    const pieces = forms.flatMap((form) => [
      form,
      ...Array.from({ length: Math.max(0, number.length - 7) }, (_, i) => number.slice(i, i + 8)),
    ]);
    const asDouble = Buffer.alloc(8);
    asDouble.writeDoubleLE(Number(number) || 1.5e300);
    const seen = pieces.find(
      (piece) =>
        bytes.includes(Buffer.from(piece, 'utf8')) || bytes.includes(Buffer.from(piece, 'utf16le')),
    );
    if (seen !== undefined) found.push(`${where}: ${seen}`);
    if (bytes.includes(asDouble)) found.push(`${where} as a number`);
  }
  return found;
}

describe('personal data of a folder of every format', () => {
  const said: unknown[][] = [];
  let project: Project;
  let questions: unknown;
  let progress: unknown[];

  beforeAll(async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...line: unknown[]) => void said.push(line)),
    );
    const files = Object.entries(folder()).map(([name, content]): InputFile =>
      fileOf(name, content),
    );
    progress = [];
    const options = { onProgress: (step: unknown) => void progress.push(step) };
    const opened = await openFolder(files, lexicon, options);
    questions = questionsOf(opened, lexicon, null);
    project = await importFolder(opened, lexicon, options);
    for (const spy of spies) spy.mockRestore();
  });
  afterAll(() => {
    console.log(
      `${planted.size} numbers planted, ${project.issues.length} issues, ${project.units.count} units`,
    );
  });

  it('reads the tables of every format all the same', () => {
    const rows = new Map(
      project.files.map((file) => [file.name.replace(/\u2587/g, ''), file.rows]),
    );
    for (const name of [
      'gbk.csv',
      'old.xls',
      'page.xls',
      'rows.parquet',
      'shapes.zip',
      'places.kmz',
    ])
      expect([name, rows.get(name)]).toEqual([name, 12]);
    expect(project.units.count).toBeGreaterThan(100);
    expect(planted.size).toBeGreaterThan(400);
  });

  it('leaves none in the project and its issues', () => {
    expect(leaks(serialize(project))).toEqual([]);
    expect(issuesOf(project, 'personal_data_dropped').length).toBeGreaterThan(10);
  });

  it('leaves none in what is asked about the sheets', () => {
    expect(leaks(serialize(questions))).toEqual([]);
  });

  it('tells none while it reads', () => {
    expect(leaks(serialize([progress, said]))).toEqual([]);
    expect(said).toEqual([]);
  });

  it('leaves none in the results', async () => {
    const { result, blanks } = await auditProject(project, PACK, null);
    expect(result.units.length).toBe(project.units.count);
    expect(leaks(Buffer.from(resultText(result)))).toEqual([]);
    expect(leaks(Buffer.from(blanksCsv(blanks)))).toEqual([]);
    expect(leaks(Buffer.from(JSON.stringify(blanksGeoJson(blanks))))).toEqual([]);
  });
});
