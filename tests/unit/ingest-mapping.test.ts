import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '#lib/core/model.ts';
import type { TableName } from '#lib/core/model.ts';
import { columnsOf, mappingKey } from '#lib/core/ingest/mapping/mapping.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import type { MappingProposal } from '#lib/core/ingest/mapping/propose.ts';
import { hintOf } from '#lib/core/ingest/mapping/name-hint.ts';
import { surveySheet } from '#lib/core/ingest/mapping/survey.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { openFile } from '#lib/core/ingest/open-file.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';
import { contract, fileOf, lexicon } from './ingest-folder.ts';
import { SHEETS_WITHOUT_QUESTION } from './mapping-sheets.ts';

const MESSY = '../shared/data/messy/generated';

function sheet(file: string, headers: string[], rows: Cell[][] = [], more: Partial<Sheet> = {}) {
  const columns = headers.map((_, i) => rows.map((row) => row[i] ?? null));
  return sheetOf({ file, format: 'xlsx', headers, columns, ...more });
}

const propose = (of: Sheet, table?: TableName) =>
  proposeMapping(of, contract, { fileName: of.file, table });

/** Contract column -> header, with the factor behind it where there is one. */
function meant({ mapping }: MappingProposal): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.columns).map(([name, { header, occurrence, factor }]) => [
      name,
      header + (occurrence ? `[${occurrence}]` : '') + (factor ? ` x${factor}` : ''),
    ]),
  );
}

const of = (file: string, headers: string[], rows?: Cell[][], more?: Partial<Sheet>) => {
  const proposal = propose(sheet(file, headers, rows, more));
  const { table, constants, crs, values } = proposal.mapping;
  return { ...proposal, table, constants: { ...constants }, crs, values, columns: meant(proposal) };
};

describe('what a sheet is', () => {
  it('knows every table by the contract name of its file, without a question', () => {
    for (const table of TABLES)
      for (const name of contract.tables[table].files) {
        const headers = Object.keys(contract.tables[table].columns).filter((c) => c !== 'position');
        const { mapping, confidence, reasons } = propose(sheet(`${name}.csv`, headers));
        expect(mapping.table).toBe(table);
        expect(confidence, `${table} ${name}`).toBe('sure');
        expect(reasons.every(({ why }) => why === 'name')).toBe(true);
        expect(Object.keys(mapping.columns)).toEqual(headers);
      }
  });

  it('takes the word at the end of a name, and Latin words only by themselves', () => {
    expect(hintOf('2024年一季度楼宇党组织台账.xlsx', contract)?.table).toBe('organisations');
    expect(hintOf('党组织覆盖楼宇台账.xlsx', contract)?.constants).toEqual({ kind: 'building' });
    expect(hintOf('社区党群服务中心.csv', contract)?.table).toBe('facilities');
    expect(hintOf('folder/park_list.csv', contract)?.constants).toEqual({ kind: 'park' });
    expect(hintOf('parking.csv', contract)).toBeNull();
    expect(hintOf('sparks 2.csv', contract)).toBeNull();
  });

  it('gives all rows the kind that the name of the ledger says', () => {
    for (const [file, kind] of [
      ['楼宇台账.xlsx', 'building'],
      ['XX区园区信息表.xlsx', 'park'],
      ['社区网格.xlsx', 'grid'],
      ['重点商圈.xlsx', 'business_district'],
      ['专业市场台账.xlsx', 'market'],
    ]) {
      const { table, constants, confidence } = of(file, ['编号', '名称', '经度', '纬度']);
      expect([table, constants, confidence], file).toEqual(['units', { kind }, 'sure']);
    }
  });

  it('prefers the name of the sheet to that of the workbook', () => {
    const headers = ['编号', '名称', '经度', '纬度'];
    const { constants } = of('楼宇台账.xlsx', headers, [], { sheet: '园区' });
    expect(constants).toEqual({ kind: 'park' });
    expect(of('units.xlsx', headers, [], { sheet: '阵地' }).table).toBe('facilities');
  });

  it('takes the kind from the header of the names where the file says nothing', () => {
    const { table, constants } = of('导出.xlsx', [
      '楼宇编号',
      '楼宇名称',
      '企业数',
      '经度',
      '纬度',
    ]);
    expect([table, constants]).toEqual(['units', { kind: 'building' }]);
  });

  it('leaves out a page of notes, and asks about a page it does not know', () => {
    const notes = of('台账.xlsx', ['填报说明'], [['请如实填写']], { sheet: '填报说明' });
    expect([notes.table, notes.confidence]).toEqual([null, 'sure']);
    const unknown = of('台账.xlsx', ['甲', '乙', '丙'], [['1', '2', '3']], { sheet: 'Sheet1' });
    expect([unknown.table, unknown.confidence]).toEqual([null, 'ask']);
    expect(of('export.csv', ['编号', '名称', '经度', '纬度']).confidence).toBe('ask');
  });

  it('takes no table whose geometry the file has not', () => {
    const geometry = [{ type: 'Point' as const, coordinates: [121, 31] }];
    const rows = [['990101000000', '东泽区']];
    const { table } = of('x.geojson', ['编码', '名称'], rows, { geometry, format: 'geojson' });
    expect(table).not.toBe('divisions');
  });
});

describe('what a column is', () => {
  it('reads an office ledger of two-level headers, units and marks', () => {
    const { columns, unused, reasons } = of('园区.xlsx', [
      '序号',
      '*1.园区名称',
      '所属街道（镇）',
      '规模/建筑面积（万㎡）',
      '规模/入驻企业数（家）',
      '规模/从业人员（万人）',
      '党员/正式',
      '坐标/经度',
      '坐标/纬度',
    ]);
    expect(columns).toEqual({
      name: '*1.园区名称',
      division: '所属街道（镇）',
      enterprises: '规模/入驻企业数（家）',
      employees: '规模/从业人员（万人） x10000',
      members: '党员/正式',
      lng: '坐标/经度',
      lat: '坐标/纬度',
    });
    expect(unused).toEqual(['序号', '规模/建筑面积（万㎡）']);
    const why = Object.fromEntries(reasons.map((reason) => [reason.column, reason.why]));
    expect(why).toMatchObject({ lng: 'leaf', enterprises: 'leaf', members: 'alias' });
  });

  it('does not take the name of an organisation for that of a unit', () => {
    const headers = ['党组织/编号', '党组织/名称', '楼宇/编号', '楼宇/名称', '楼宇/类型'];
    const { columns } = of('楼宇台账.xlsx', headers);
    expect(columns).toMatchObject({ id: '楼宇/编号', name: '楼宇/名称', kind: '楼宇/类型' });
  });

  it('multiplies by what the header says: ten thousands, hectares, mu', () => {
    const area = (header: string) =>
      of('阵地.csv', ['编号', header, '经度', '纬度']).columns.area_m2;
    expect(area('建筑面积（万平方米）')).toBe('建筑面积（万平方米） x10000');
    expect(area('占地面积（公顷）')).toBeUndefined();
    expect(area('面积（公顷）')).toBe('面积（公顷） x10000');
    expect(area('面积(亩)')).toMatch(/x666\.666/);
    expect(area('建筑面积㎡')).toBe('建筑面积㎡');
    expect(of('需求点.csv', ['编号', '常住人口（千人）', '经度', '纬度']).columns.weight).toMatch(
      /x1000$/,
    );
    expect(of('楼宇.csv', ['楼宇名称', '经度（度）', '纬度（度）']).columns).toMatchObject({
      lng: '经度（度）',
    });
  });

  it('takes the coordinate system from the headers, both columns from the same', () => {
    for (const [lng, lat, crs] of [
      ['BD_LNG', 'BD_LAT', 'bd09'],
      ['百度经度', '百度纬度', 'bd09'],
      ['百度坐标/经度', '百度坐标/纬度', 'bd09'],
      ['高德经度', '高德纬度', 'gcj02'],
      ['GCJ_LNG', 'GCJ_LAT', 'gcj02'],
      ['经度（GCJ-02）', '纬度（GCJ-02）', 'gcj02'],
      ['经度(火星坐标系)', '纬度(火星坐标系)', 'gcj02'],
      ['lon_wgs84', 'lat_wgs84', 'wgs84'],
      ['经度', '纬度', null],
      ['建筑坐标经度', '建筑坐标纬度', null],
    ] as const) {
      const proposal = of('楼宇.csv', ['楼宇名称', lng, lat]);
      expect([proposal.columns.lng, proposal.columns.lat, proposal.crs]).toEqual([lng, lat, crs]);
    }
    const both = of('楼宇.csv', ['楼宇名称', 'BD_LNG', 'BD_LAT', '经度', '纬度']);
    expect([both.columns.lng, both.columns.lat, both.crs]).toEqual(['经度', '纬度', null]);
    const mixed = of('楼宇.csv', ['楼宇名称', '经度', 'GCJ_LNG', 'GCJ_LAT']);
    expect([mixed.columns.lng, mixed.columns.lat, mixed.crs]).toEqual([
      'GCJ_LNG',
      'GCJ_LAT',
      'gcj02',
    ]);
    expect(of('楼宇.csv', ['楼宇名称', '高德地址', '经度', '纬度']).crs).toBeNull();
  });

  it('takes the finest of several divisions', () => {
    const headers = ['楼宇名称', '所属街道', '所属社区', '所属区', '经度', '纬度'];
    expect(of('楼宇.csv', headers).columns.division).toBe('所属社区');
  });

  it('takes a grid for the unit in a ledger of grids, for the division in any other', () => {
    const grids = of('网格台账.xlsx', ['网格编号', '网格名称', '所属社区', '户数']);
    expect(grids.columns).toMatchObject({ id: '网格编号', name: '网格名称', division: '所属社区' });
    const bare = of('导出.xlsx', ['网格编号', '网格名称', '户数', '经度', '纬度'], [], {
      sheet: '对象',
    });
    expect(bare.columns).toMatchObject({ id: '网格编号', name: '网格名称' });
    const headers = ['楼宇名称', '网格编号', '园区名称', '经度', '纬度'];
    expect(of('楼宇台账.xlsx', headers).columns).toMatchObject({
      name: '楼宇名称',
      division: '网格编号',
    });
    const mixed = of('units.csv', ['编号', '类型', '名称', '网格名称']);
    expect(mixed.columns).toMatchObject({ name: '名称', division: '网格名称' });
  });

  it('tells two columns of one label apart', () => {
    const { mapping } = propose(sheet('units.csv', ['类型', '编号', '编号', '类型']));
    expect(mapping.columns.id).toEqual({ header: '编号' });
    const second = { ...mapping, columns: { id: { header: ' 编 号', occurrence: 1 } } };
    expect([...columnsOf(second, sheet('x.csv', ['编号', 'x', '编号']))]).toEqual([['id', 2]]);
    expect([...columnsOf(second, sheet('x.csv', ['编号']))]).toEqual([]);
  });

  it('does not let a code that repeats name the rows', () => {
    const headers = ['企业名称', '统一社会信用代码', '类型', '经度', '纬度'];
    const rows = (second: string) => [
      ['甲', '91350100M000100Y43', '互联网企业', 121.1, 31.1],
      ['乙', second, '互联网企业', 121.2, 31.2],
    ];
    const fresh = of('x.xlsx', headers, rows('91310000MA1FL0000X'), { sheet: '覆盖对象' });
    expect(fresh.columns.id).toBe('统一社会信用代码');
    const twice = of('x.xlsx', headers, rows('91350100M000100Y43'), { sheet: '覆盖对象' });
    expect(twice.columns.id).toBeUndefined();
    expect(twice.confidence).toBe('ask');
  });

  it('looks into columns whose headers say nothing, and asks', () => {
    const rows = [
      ['U1', '商务楼宇', '121.4921', 31.2411, '990101001001', 3.5],
      ['U2', '市场', '121.4931', 31.2421, '990101001002', 4.5],
    ];
    const headers = ['编号', '字段1', '字段2', 'E', '', '字段5'];
    const { columns, confidence } = of('units.csv', headers, rows);
    expect(columns).toEqual({ id: '编号', kind: '字段1', lng: '字段2', lat: 'E', division: '' });
    expect(confidence).toBe('ask');
    const whole = rows.map((row) => [row[0], row[1], 121, 31]);
    expect(of('units.csv', ['编号', '类型', '甲', '乙'], whole).columns.lng).toBeUndefined();
  });

  it('matches values by the spelling inside them, and gives up a column of other values', () => {
    const rows = ['甲级写字楼', '甲级写字楼', '乙级写字楼', '特色园区', '其他'].map((kind, i) => [
      i,
      kind,
    ]);
    const kinds = of('units.csv', ['编号', '类型'], rows);
    expect({ ...kinds.values.kind }).toEqual({
      甲级写字楼: 'building',
      乙级写字楼: 'building',
      特色园区: 'park',
    });
    expect(kinds.confidence).toBe('ask');
    const use = ['未分类', '办公', '商业'].map((kind, i) => [i, kind]);
    const ledger = of('楼宇台账.xlsx', ['编号', '类型'], use);
    expect([ledger.columns.kind, ledger.constants]).toEqual([undefined, { kind: 'building' }]);
    expect(ledger.unused).toEqual(['类型']);
    const few = Array.from({ length: 20 }, (_, i) => [i, i === 3 ? '婚姻' : '市场']);
    expect(of('units.csv', ['编号', '类型'], few).confidence).toBe('sure');
  });

  it('asks where something required is missing, or a header left over could be it', () => {
    expect(of('units.csv', ['编号', '名称']).confidence).toBe('ask');
    expect(of('divisions.csv', ['名称']).confidence).toBe('ask');
    const headers = ['编号', '类型', '备注'];
    expect(of('units.csv', headers, [[1, '市场', 'x']]).confidence).toBe('sure');
    const left = ['编号', '类型', '坐标说明'];
    expect(of('units.csv', left, [[1, '市场', '已测']]).confidence).toBe('ask');
    expect(of('units.csv', left, [[1, '市场', '']]).confidence).toBe('sure');
  });

  it('is sure of a ledger whose rows have no ids, and says so by leaving `id` out', () => {
    const { columns, confidence } = of('楼宇台账.xlsx', ['序号', '楼宇名称', '经度', '纬度']);
    expect(columns.id).toBeUndefined();
    expect(confidence).toBe('sure');
  });

  it('follows the table that someone chose', () => {
    const shown = sheet('export.csv', ['编号', '名称', '经度', '纬度']);
    for (const table of ['facilities', 'organisations', 'candidates'] as const) {
      const { mapping, confidence } = propose(shown, table);
      expect([mapping.table, confidence]).toEqual([table, 'sure']);
      expect(Object.keys(mapping.columns)).toEqual(['id', 'name', 'lng', 'lat']);
    }
  });
});

describe('the words of offices', () => {
  it('no spelling means two columns of one table, but for grids, which are units and divisions', () => {
    for (const table of TABLES) {
      const owner = new Map<string, string>();
      for (const [name, { zh, aliases }] of Object.entries(contract.tables[table].columns)) {
        const further = contract.offices.spellings[`${table}.${name}`] ?? [];
        for (const spelling of [name, zh, ...aliases, ...further]) {
          const key = headerKey(spelling);
          if (table === 'units' && spelling.includes('网格')) continue;
          expect(owner.get(key) ?? name, `${table}: ${spelling}`).toBe(name);
          owner.set(key, name);
        }
      }
    }
  });

  it('names only tables and columns of the contract', () => {
    for (const place of Object.keys(contract.offices.spellings)) {
      const [table, column] = place.split('.');
      expect(contract.tables[table as TableName].columns[column], place).toBeDefined();
    }
    for (const { table, constants } of contract.offices.tables)
      for (const [column, value] of Object.entries(constants ?? {}))
        expect(contract.values[`${table}.${column}`][value], value).toBeDefined();
  });

  it('every spelling of every column is found, in a sheet of that table', () => {
    for (const table of TABLES)
      for (const [name, { zh, aliases }] of Object.entries(contract.tables[table].columns))
        for (const spelling of [
          zh,
          ...aliases,
          ...(contract.offices.spellings[`${table}.${name}`] ?? []),
        ]) {
          if (table === 'units' && name === 'division' && spelling.includes('网格')) continue;
          const { mapping } = propose(sheet('x.csv', ['备注', ` ${spelling} `]), table);
          expect(mapping.columns[name]?.header, `${table}.${name} ${spelling}`).toBe(
            ` ${spelling} `,
          );
        }
  });
});

/** Mulberry32: a small generator with a seed that is printed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const NOISE = [
  '备注',
  '序号',
  '填报时间',
  '层高(米)',
  '详细地址',
  '建成年份',
  '竣工日期',
  '产权性质',
  'remark',
];
const UNITS: Record<string, string> = { count: '（人）', text: '', enum: '', code: '', number: '' };

function cellOf(
  table: TableName,
  column: string,
  row: number,
  random: (n: number) => number,
): Cell {
  const { type } = contract.tables[table].columns[column];
  if (type === 'enum') {
    const values = Object.values(contract.values[`${table}.${column}`]).flat();
    return values[random(values.length)];
  }
  if (type === 'position') return `121.4${random(1e6)},31.2${random(1e6)}`;
  if (type === 'flag') return random(2) ? '是' : '否';
  if (type === 'number') return (column === 'lng' ? 121 : 31) + random(1e6) / 1e6;
  if (type === 'count') return random(500);
  if (type === 'date') return '2026-01-31';
  return type === 'code' ? String(990101001000 + row) : `${column}${row}`;
}

describe('random ledgers', () => {
  it('translated, shuffled, decorated and with columns of noise, mean what they mean', () => {
    const tables: TableName[] = [
      'divisions',
      'units',
      'organisations',
      'links',
      'facilities',
      'demand',
    ];
    for (let seed = 1; seed <= 400; seed++) {
      const random = randomOf(seed);
      const table = tables[random(tables.length)];
      const specs = contract.tables[table].columns;
      const columns = Object.keys(specs).filter((name) => specs[name].required || random(4) > 0);
      for (const [one, other] of [
        ['lng', 'lat'],
        ['lat', 'lng'],
      ])
        if (columns.includes(one) && !columns.includes(other)) columns.push(other);
      // Coordinates stand in two columns or in one.
      if (columns.includes('lng') && columns.includes('position'))
        columns.splice(columns.indexOf('position'), 1);
      const used = new Set<string>();
      const named = columns.map((column) => {
        const { zh, aliases, type } = specs[column];
        const further = contract.offices.spellings[`${table}.${column}`] ?? [];
        // A grid is a unit or a division, by what else the ledger has: tested by itself.
        const all = [column, zh, ...aliases, ...further].filter(
          (spelling) => table !== 'units' || !spelling.includes('网格'),
        );
        let header = all[random(all.length)];
        if (random(4) === 0 && type === 'count' && !/[（)）]$/.test(header)) header += UNITS[type];
        if (random(4) === 0) header = `基本信息/${header}`;
        if (random(5) === 0) header = [...header].join(' ');
        used.add(headerKey(header));
        return { column, header };
      });
      for (const header of NOISE)
        if (random(2) === 0 && !used.has(headerKey(header))) named.push({ column: '', header });
      for (let i = named.length - 1; i > 0; i--) {
        const j = random(i + 1);
        [named[i], named[j]] = [named[j], named[i]];
      }
      const rows = Array.from({ length: 12 }, (_, row) =>
        named.map(({ column }) =>
          column === '' ? `noise ${row % 3}` : cellOf(table, column, row, random),
        ),
      );
      const file = `2026年${contract.tables[table].zh}.xlsx`;
      const proposal = propose(
        sheet(
          file,
          named.map(({ header }) => header),
          rows,
        ),
      );
      const expected = Object.fromEntries(
        named.filter(({ column }) => column !== '').map(({ column, header }) => [column, header]),
      );
      const found = Object.fromEntries(
        Object.entries(proposal.mapping.columns).map(([name, { header }]) => [name, header]),
      );
      expect(proposal.mapping.table, `seed ${seed}`).toBe(table);
      expect(found, `seed ${seed}`).toEqual(expected);
      expect(proposal.confidence, `seed ${seed}: ${named.map(({ header }) => header)}`).toBe(
        'sure',
      );
    }
  });
});

describe('files that stand as the contract asks', () => {
  it.each(SHEETS_WITHOUT_QUESTION)('%s %s', async (file, text, table) => {
    const [read] = await openFile(fileOf(file, text), lexicon, new IssueLog(), {});
    const { mapping, confidence } = propose(read!);
    expect([mapping.table, confidence]).toEqual([table, 'sure']);
  });

  it('the examples of the contract page', async () => {
    const page = readFileSync('data/README.md', 'utf8');
    for (const section of page.split(/^## /m).slice(1)) {
      const table = TABLES.find((name) => section.startsWith(`${name} `));
      const [, language, text] = /```(csv|json)\n([\s\S]*?)```/.exec(section) ?? [];
      if (!table) continue;
      const name = `${table}.${language === 'csv' ? 'csv' : 'geojson'}`;
      const [read] = await openFile(fileOf(name, text), lexicon, new IssueLog(), {});
      const proposal = propose(read!);
      expect([proposal.mapping.table, proposal.confidence]).toEqual([table, 'sure']);
    }
  });
});

describe('the survey of a sheet', () => {
  it('shows first rows as text, and values only where they are few', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i, i % 3 === 0 ? ' 楼宇' : '市场', null]);
    const survey = surveySheet(sheet('x.csv', ['编号', '类型', '空'], rows), 2);
    expect(survey.sample).toEqual([
      ['0', ' 楼宇', ''],
      ['1', '市场', ''],
    ]);
    expect(survey.rows).toBe(60);
    expect(survey.distinct).toEqual([
      [],
      [
        { value: '市场', rows: 40 },
        { value: '楼宇', rows: 20 },
      ],
      [],
    ]);
  });
});

describe('the key of a row of headers', () => {
  it('is the same for other spellings, another for another order', () => {
    expect(mappingKey(['编号', 'BD_LNG'])).toBe(mappingKey([' 编 号', 'bd-lng']));
    expect(mappingKey(['a', 'b'])).not.toBe(mappingKey(['b', 'a']));
    expect(mappingKey(['a,b'])).not.toBe(mappingKey(['a', 'b']));
  });
});

describe.skipIf(!existsSync(MESSY))(`real ledgers (${MESSY})`, () => {
  const read = async (name: string) =>
    (
      await openFile(fileOf(name, readFileSync(`${MESSY}/${name}`)), lexicon, new IssueLog(), {})
    )[0];

  it('the buildings: one table, their positions, and their coordinate system where it is named', async () => {
    for (const [name, crs] of [
      ['buildings_utf8.csv', null],
      ['buildings_gbk.csv', null],
      ['buildings_bd09.csv', 'bd09'],
      ['buildings_dirty.csv', null],
    ] as const) {
      const { mapping, confidence } = propose(await read(name));
      expect([mapping.table, { ...mapping.constants }, mapping.crs]).toEqual([
        'units',
        { kind: 'building' },
        crs,
      ]);
      expect(Object.keys(mapping.columns)).toEqual(['id', 'name', 'lng', 'lat']);
      expect(confidence).toBe('ask');
    }
  });

  it('the streets whose codes a spreadsheet has destroyed', async () => {
    const proposal = propose(await read('streets_code_scientific.csv'));
    expect(proposal.mapping.table).toBe('divisions');
    expect(meant(proposal)).toEqual({
      code: '行政区划代码',
      name: '街道(乡镇)',
      residents: '常住人口',
    });
  });
});
