import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { read as readBook, utils } from '@e965/xlsx';
import type { WorkBook } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import { handBackOf } from '#lib/core/report/hand-back.ts';
import type { HandedBack, ReadFiles } from '#lib/core/report/hand-back.ts';
import { handBackFault, handBackTexts } from '#lib/i18n/hand-back.ts';
import { translator } from '#lib/i18n/words.ts';
import { csvOf, shapefileOf } from './every-format.ts';
import { gb18030Bytes } from './gb18030.ts';
import { fileOf, lexicon } from './ingest-folder.ts';
import { bookOf, save } from './workbook-bytes.ts';
import type { Given } from './workbook-bytes.ts';

const ZH = handBackTexts(translator('zh-CN'));
const CARD = '11010519491231002X';
const MOBILE = '13912345678';

async function back(
  files: Record<string, string | Uint8Array>,
  name: string,
  rest: Partial<ReadFiles> = {},
  texts = ZH,
): Promise<HandedBack> {
  const inputs = Object.entries(files).map(([each, content]) => fileOf(each, content));
  const result = await handBackOf({ files: inputs, used: [], ...rest }, name, lexicon, texts);
  if ('fault' in result) throw new Error(result.fault);
  return result;
}

/** What a sheet of units was read by. */
const usedOf = (headers: string[], columns: Mapping['columns']): UsedMapping[] => [
  {
    mapping: {
      format: 'lacuna-mapping',
      version: 1,
      headers,
      table: 'units',
      columns,
      constants: {},
      values: {},
      crs: 'wgs84',
    },
    chosen: 'now',
    page: 'elsewhere',
    rows: null,
  },
];

/** The cells with comments of a page, and what they say. */
function commentsOf(book: WorkBook, page = 0): Map<string, string> {
  const sheet = book.Sheets[book.SheetNames[page]];
  const found = new Map<string, string>();
  for (const [at, cell] of Object.entries(sheet))
    if (!at.startsWith('!')) {
      const comments = (cell as { c?: { t?: string }[] }).c;
      if (comments?.length) found.set(at, comments.map(({ t }) => t).join('\n'));
    }
  return found;
}
const open = ({ bytes }: HandedBack) => readBook(bytes, { type: 'array' });
const textsIn = (bytes: Uint8Array) =>
  Object.values(unzipSync(bytes))
    .map((part) => new TextDecoder().decode(part))
    .join('\n');

/** A ledger as offices keep them, with a fault in some cells and personal data in others. */
function ledger(rows = 6): Uint8Array {
  const lines: Given[][] = [
    ['楼宇台账'],
    [`填报单位：某街道 联系电话 ${MOBILE}`, null, null, null, null, null, null, null],
    ['序号', '基本信息', null, null, '坐标', null, '企业数（家）', '联系人'],
    [null, '编号', '名称', '类别', '经度', '纬度', null, null],
  ];
  const names = ['张三丰', '李四光', '王五一', '赵六安', '孙七星', '周八方'];
  for (let i = 0; i < rows; i++)
    lines.push([
      i + 1,
      `B${i + 1}`,
      `楼宇${i + 1}`,
      '商务楼宇',
      121.47 + i * 0.002,
      31.22,
      `${i * 3}`,
      names[i % 6],
    ]);
  lines[5][3] = '城堡';
  lines[6][6] = '很多';
  lines[7][1] = 'B1';
  lines[8][2] = `楼宇5 ${CARD}`;
  lines[9][4] = 0;
  lines[9][5] = 0;
  lines.push(['注：数据由各社区填报，电话 ' + MOBILE]);
  const book = bookOf({
    台账: lines,
    说明: [[`本表由 ${CARD} 填写`]],
  });
  const cell = utils.decode_cell;
  book.Sheets.台账['!merges'] = ['A1:H1', 'A3:A4', 'B3:D3', 'E3:F3', 'G3:G4', 'H3:H4'].map(
    (box) => {
      const [s, e] = box.split(':');
      return { s: cell(s), e: cell(e) };
    },
  );
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  return save(book);
}

const LEDGER = usedOf(
  [
    '序号',
    '基本信息/编号',
    '基本信息/名称',
    '基本信息/类别',
    '坐标/经度',
    '坐标/纬度',
    '企业数（家）',
  ],
  {
    id: { header: '基本信息/编号' },
    name: { header: '基本信息/名称' },
    kind: { header: '基本信息/类别' },
    lng: { header: '坐标/经度' },
    lat: { header: '坐标/纬度' },
    enterprises: { header: '企业数（家）' },
  },
);

describe('a workbook', () => {
  it('has every wrong cell marked, and no other', async () => {
    const result = await back({ '楼宇.xlsx': ledger() }, '楼宇.xlsx', { used: LEDGER });
    expect(result.name).toBe('楼宇-核对.xlsx');
    const book = open(result);
    const comments = commentsOf(book);
    expect([...comments.keys()].sort()).toEqual(
      ['A11', 'A2', 'B8', 'C4', 'C9', 'D6', 'E10', 'G7', 'H3'].sort(),
    );
    expect(comments.get('D6')).toContain(ZH.sentences.unknown_value);
    expect(comments.get('D6')).toContain('应为：');
    expect(comments.get('G7')).toContain(ZH.sentences.not_a_number);
    expect(comments.get('B8')).toContain(ZH.sentences.duplicate_id);
    expect(comments.get('C9')).toContain(ZH.blanked);
    expect(comments.get('H3')).toContain(ZH.sentences.personal_data_dropped);
    expect(book.SheetNames).toEqual(['台账', '说明', '问题汇总']);
  });

  it('has nothing personal left anywhere, outside the table and on hidden pages either', async () => {
    const result = await back({ '楼宇.xlsx': ledger() }, '楼宇.xlsx', { used: LEDGER });
    const all = textsIn(result.bytes);
    for (const planted of [CARD, MOBILE, '张三丰', '周八方']) expect(all).not.toContain(planted);
    expect(all).toContain('楼宇6');
    expect(result.notes.find(({ code }) => code === 'personal_blanked')?.n).toBe(5);
  });

  it('has a summary that leads to the cells, errors first', async () => {
    const book = open(await back({ '楼宇.xlsx': ledger() }, '楼宇.xlsx', { used: LEDGER }));
    const rows = utils.sheet_to_json<string[]>(book.Sheets.问题汇总, { header: 1 });
    const head = rows.findIndex((row) => row[0] === ZH.labels.severity);
    const severities = rows.slice(head + 1).map((row) => row[0]);
    const rank = ['错误', '警告', '提示'];
    expect(severities).toEqual([...severities].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)));
    const wrong = rows.findIndex((row) => row[5] === '城堡');
    expect(rows[wrong].slice(0, 4)).toEqual(['错误', '台账', 6, '基本信息/类别']);
    const cell = book.Sheets.问题汇总[`A${wrong + 1}`] as { l?: { Target: string } };
    expect(cell.l?.Target).toContain('D6');
  });

  it('is read by the mapping that was chosen, where two columns have one header', async () => {
    const book = save(
      bookOf({
        A: [
          ['编号', '类别', '数量', '数量'],
          ['B1', '商务楼宇', 'x', 'y'],
          ['B2', '商务楼宇', '1', '2'],
        ],
      }),
    );
    const used = usedOf(['编号', '类别', '数量', '数量'], {
      id: { header: '编号' },
      kind: { header: '类别' },
      enterprises: { header: '数量', occurrence: 1 },
    });
    const comments = commentsOf(open(await back({ 'a.xlsx': book }, 'a.xlsx', { used })));
    expect(comments.get('D2')).toContain(ZH.sentences.not_a_number);
    expect(comments.has('C2')).toBe(false);
  });

  it('has more than two hundred faults of one kind marked', async () => {
    const rows: Given[][] = [['编号', '名称', '类别', '企业数']];
    for (let i = 0; i < 450; i++) rows.push([`B${i}`, `第${i}号`, '商务楼宇', `很多${i}`]);
    const book = open(await back({ 'units.xlsx': save(bookOf({ A: rows })) }, 'units.xlsx'));
    const comments = [...commentsOf(book).keys()].filter((at) => at.startsWith('D'));
    expect(comments).toHaveLength(450);
  });

  it('of the old form is made anew, with the same pages', async () => {
    const book = bookOf({
      台账: [
        ['编号', '名称', '类别'],
        ['B1', `甲 ${CARD}`, '城堡'],
      ],
    });
    const result = await back({ 'units.xls': save(book, 'biff8') }, 'units.xls');
    expect(result.name).toBe('units-核对.xlsx');
    expect(result.notes.map(({ code }) => code)).toContain('rebuilt');
    expect(commentsOf(open(result)).get('C2')).toContain(ZH.sentences.unknown_value);
    expect(textsIn(result.bytes)).not.toContain(CARD);
  });

  const office = spawnSync('soffice', ['--version']).status === 0;
  if (!office) console.log('skipped: soffice is absent');
  it.runIf(office)('is opened and printed by LibreOffice', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lacuna-hand-back-'));
    try {
      const result = await back({ '楼宇.xlsx': ledger() }, '楼宇.xlsx', { used: LEDGER });
      writeFileSync(path.join(folder, 'back.xlsx'), result.bytes);
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      execFileSync(
        'soffice',
        [
          profile,
          '--headless',
          '--convert-to',
          'pdf',
          '--outdir',
          folder,
          path.join(folder, 'back.xlsx'),
        ],
        { stdio: 'ignore' },
      );
      expect(existsSync(path.join(folder, 'back.pdf'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('delimited text', () => {
  const rows = [
    '楼宇台账',
    '编号;名称;类别;企业数;手机',
    `B1;甲;城堡;3;${MOBILE}`,
    `B2;乙 ${CARD};市场;多;`,
    'B3;丙;市场;4;',
  ];

  it('in GB18030 comes back in UTF-8 with a column of issues', async () => {
    const bytes = gb18030Bytes(`${rows.join('\r\n')}\r\n`);
    const result = await back({ '楼宇.csv': bytes }, '楼宇.csv');
    const lines = new TextDecoder().decode(result.bytes).split('\r\n');
    expect(result.name).toBe('楼宇-核对.csv');
    expect(result.notes.map(({ code }) => code)).toContain('reencoded');
    expect(lines[0]).toBe('楼宇台账');
    expect(lines[1]).toMatch(/^编号;名称;类别;企业数;手机;"?问题: /);
    expect(lines[2]).toContain(`“类别”：${ZH.sentences.unknown_value}`);
    expect(lines[2]).toMatch(/^B1;甲;城堡;3;;/);
    expect(lines[3]).toMatch(/^B2;;市场;多;;/);
    expect(lines[3]).toContain(`“企业数”：${ZH.sentences.not_a_number}`);
    expect(lines[4]).toBe('B3;丙;市场;4;');
    for (const planted of [CARD, MOBILE]) expect(lines.join('')).not.toContain(planted);
  });
});

describe('GeoJSON', () => {
  it('says what is wrong in a property of the features', async () => {
    const feature = (properties: object, id?: string) => ({
      type: 'Feature',
      ...(id ? { id } : {}),
      properties,
      geometry: { type: 'Point', coordinates: [121.47, 31.22] },
    });
    const root = {
      type: 'FeatureCollection',
      name: `制表 ${MOBILE}`,
      features: [
        feature({ id: 'U1', name: '甲', kind: 'castle', note: '西门' }),
        feature({ id: 'U2', name: '乙', kind: 'market', 电话: MOBILE, note: `见 ${CARD}` }),
        feature({ id: 'U3', name: '丙', kind: 'market', 电话: '', note: '东门' }),
        feature({ id: 'U4', name: '丁', kind: 'market', 电话: '', note: '南门' }),
      ],
    };
    const result = await back({ 'units.geojson': JSON.stringify(root) }, 'units.geojson');
    const text = new TextDecoder().decode(result.bytes);
    for (const planted of [CARD, MOBILE]) expect(text).not.toContain(planted);
    const { features } = JSON.parse(text) as typeof root & {
      features: { properties: { lacuna_issues?: string } }[];
    };
    expect(features[0].properties.lacuna_issues).toContain(ZH.sentences.unknown_value);
    expect(features[1].properties.lacuna_issues).toContain(ZH.blanked);
    expect(features[2].properties).not.toHaveProperty('lacuna_issues');
  });

  it('one feature on a line is counted as it was read', async () => {
    const lines = ['market', 'castle', 'market'].map((kind, i) =>
      JSON.stringify({
        type: 'Feature',
        properties: { id: `U${i}`, kind },
        geometry: { type: 'Point', coordinates: [121, 31] },
      }),
    );
    const result = await back({ 'units.geojson': lines.join('\n') }, 'units.geojson');
    const { features } = JSON.parse(new TextDecoder().decode(result.bytes)) as {
      features: { properties: Record<string, unknown> }[];
    };
    expect(features.map(({ properties }) => 'lacuna_issues' in properties)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('what is no table of its own', () => {
  it('a zipped shapefile comes back as a workbook of its attributes', async () => {
    const table = {
      headers: ['id', 'name', 'kind', 'note'],
      rows: [
        ['U1', 'A', 'market', ''],
        ['U2', 'B', 'castle', ''],
        ['U3', 'C', 'market', MOBILE],
      ],
      points: [
        [121.4, 31.2],
        [121.5, 31.2],
        [121.6, 31.2],
      ] as [number, number][],
    };
    const zip = shapefileOf(table);
    const result = await back({ 'units.zip': zip }, 'units.zip');
    const book = open(result);
    expect(result.name).toBe('units-核对.xlsx');
    const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]], { header: 1 });
    expect(rows[0].slice(0, 4)).toEqual([ZH.record, 'id', 'name', 'kind']);
    expect(commentsOf(book).get('D3')).toContain(ZH.sentences.unknown_value);
    expect(textsIn(result.bytes)).not.toContain(MOBILE);
  });

  it('the tables of an archive are pages, each with its own faults', async () => {
    const csv = (kind: string) =>
      csvOf({
        headers: ['id', 'name', 'kind'],
        rows: [
          ['U1', 'A', 'market'],
          [kind, 'B', kind],
        ],
        points: [],
      });
    const zip = zipSync({
      'a/units.csv': strToU8(csv('castle')),
      'b/markets.csv': strToU8(csv('mill')),
    });
    const book = open(await back({ 'all.zip': zip }, 'all.zip'));
    expect(book.SheetNames.slice(0, 2)).toEqual(['units', 'markets']);
    for (const page of [0, 1]) expect(commentsOf(book, page).has('D3')).toBe(true);
  });

  it('what cannot be marked says why', async () => {
    const damaged = strToU8('PK\x03\x04 no archive');
    const files = [fileOf('a.xlsx', damaged)];
    const of = (name: string) => handBackOf({ files, used: [] }, name, lexicon, ZH);
    expect(await of('a.xlsx')).toEqual({ fault: 'archive_damaged' });
    expect(await of('b.xlsx')).toEqual({ fault: 'no_file' });
    for (const locale of ['zh-CN', 'en'] as const)
      for (const code of ['archive_damaged', 'no_file'])
        expect(handBackFault(code, translator(locale)).length).toBeGreaterThan(10);
  });
});
