import { existsSync, readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { readWorkbook } from '#lib/core/ingest/format/workbook.ts';
import { decidingPart, findHeader, headerOf } from '#lib/core/ingest/header.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { find, head, words } from './header-pages.ts';
import { contract } from './ingest-folder.ts';

const MESSY = '../shared/data/messy/generated';
const present = existsSync(MESSY);
if (!present) console.log(`skipped: ${MESSY} is absent`);

describe('a plain table has its header in the first row', () => {
  it.each<[string, Cell[][]]>([
    [
      'of the contract',
      [
        ['id', 'kind'],
        ['U1', 'park'],
      ],
    ],
    [
      'with unknown labels',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    ],
    [
      'with unknown labels over column numbers',
      [
        ['a', 'b', 'c', 'd'],
        ['1', '2', '3', '4'],
      ],
    ],
    [
      'with numbers for labels',
      [
        ['2022', '2023', '2024'],
        ['1', '2', '3'],
      ],
    ],
    ['with one column', [['id'], ['U1'], ['U2']]],
    ['with one unknown column', [['x'], ['1']]],
    ['shorter than its rows', [['id'], ['U1', 'park', 'x']]],
    [
      'with empty labels',
      [
        ['id', 'name', '', ''],
        ['U1', 'a', 'b', 'c'],
        ['U2', '', 'b', 'c'],
      ],
    ],
    [
      'over rows of text alone',
      [
        ['名称', '所属区划'],
        ['类型', '编号'],
        ['a', 'b'],
      ],
    ],
    [
      'over rows that name more columns',
      [
        ['编号', '类型'],
        ['名称', '经度', '纬度'],
      ],
    ],
    ['without rows', [['编号', '名称', '类型']]],
  ])('%s', (_, rows) => {
    expect(head(rows)?.slice(0, 2)).toEqual([1, 1]);
  });

  it('and its labels as reading them plainly gives', async () => {
    const text = ' id ,楼宇名称,,"a\nb",建筑面积（㎡）,x/y\nU1,a,b,c,1,2\n';
    const plain = await readCsv('a.csv', text, new IssueLog(), {});
    const cells = [' id ', '楼宇名称', '', 'a\nb', '建筑面积（㎡）', 'x/y'];
    expect(headerOf([cells], [], contract, words)?.headers).toEqual(plain.headers);
  });

  it('also behind blank rows', () => {
    expect(head([[], ['', null], ['id', 'kind'], ['U1', 'park']])).toEqual([3, 3, 4]);
    expect(head([[], ['', null]])).toBeNull();
  });
});

const TITLE = ['重点楼宇台账'];
const NOTE = ['填报单位：甲街道', null, null, '填报日期：2024年6月'];

describe('what stands above a table', () => {
  it('is a title, a note, an instruction', () => {
    const rows = [
      TITLE,
      NOTE,
      ['填表说明：按实填写'],
      ['编号', '名称', '类型', '企业数'],
      ['U1', 'a', 'park', 1],
    ];
    const found = find(rows, ['A1:D1']);
    expect(found.headers).toEqual(['编号', '名称', '类型', '企业数']);
    expect(found.sheet.headerRows).toEqual([4]);
    expect(found.rows).toEqual([5]);
    expect(found.told).toEqual(['title_row_skipped 1', 'note_row_skipped 2', 'note_row_skipped 3']);
    expect(found.notes[0].found).toBe('重点楼宇台账');
  });

  it('also where the contract knows none of the labels', () => {
    expect(head([TITLE, ['单位：平方米'], ['甲列', '乙列', '丙列'], ['a', 'b', 'c']])).toEqual([
      3, 3, 4,
    ]);
  });

  it('a label that begins like a note is a label', () => {
    expect(
      head([
        ['单位名称', '备注内容'],
        ['a', 'b'],
      ])?.[0],
    ).toBe(1);
    expect(head([TITLE, ['单位编号', '备注', 'x'], ['a', 'b', 'c']])?.[0]).toBe(2);
  });
});

describe('a header of several rows', () => {
  it('joins what is merged, and counts once what is merged downwards', () => {
    const rows = [
      ['序号', '基本信息', null, '位置', null],
      [null, '名称', '类型', '经度', '纬度'],
      [1, 'a', 'park', 121, 31],
    ];
    const found = find(rows, ['A1:A2', 'B1:C1', 'D1:E1']);
    expect(found.headers).toEqual([
      '序号',
      '基本信息/名称',
      '基本信息/类型',
      '位置/经度',
      '位置/纬度',
    ]);
    expect(found.headers.map(decidingPart)).toEqual(['序号', '名称', '类型', '经度', '纬度']);
    expect(found.sheet.headerRows).toEqual([1, 2]);
    expect(found.rows).toEqual([3]);
  });

  it('of three levels, through a workbook', () => {
    const rows = [
      ['二〇二四年台账'],
      ['编号', '概况', null, null, null],
      [null, '单位', null, '位置', null],
      [null, '名称', '类型', '经度', '纬度'],
      ['U1', 'a', 'park', 121, 31],
    ];
    const page = utils.aoa_to_sheet(rows);
    page['!merges'] = ['A1:E1', 'A2:A4', 'B2:E2', 'B3:C3', 'D3:E3'].map(utils.decode_range);
    const book = utils.book_new(page, 'A');
    for (const bookType of ['xlsx', 'biff8', 'html'] as const) {
      const bytes = new Uint8Array(write(book, { type: 'array', bookType }) as ArrayBuffer);
      const found = findHeader(readWorkbook('b', bytes).grids[0], contract, words);
      expect(found?.sheet.headers, bookType).toEqual([
        '编号',
        '概况/单位/名称',
        '概况/单位/类型',
        '概况/位置/经度',
        '概况/位置/纬度',
      ]);
      expect(found?.sheet.headerRows).toEqual([2, 3, 4]);
      expect(found?.sheet.count).toBe(1);
    }
  });

  it('whose upper row names more columns than the lower one', () => {
    const rows = [
      ['编号', '名称', '类型', '位置', null],
      [null, null, null, '经度', '纬度'],
      ['U1', 'a', 'park', 121, 31],
    ];
    const expected = ['编号', '名称', '类型', '位置/经度', '位置/纬度'];
    expect(find(rows, ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1']).headers).toEqual(expected);
    // As the same comes out of a workbook saved as CSV.
    expect(find(rows).headers).toEqual(expected);
    expect(find(rows).rows).toEqual([3]);
  });

  it('of labels that the contract does not know', () => {
    const rows = [
      ['序', '甲组', null, '乙组', null],
      [null, '一', '二', '三', '四'],
      ['U1', 'a', 'b', 'c', 'd'],
    ];
    const found = find(rows, ['A1:A2', 'B1:C1', 'D1:E1']);
    expect(found.headers).toEqual(['序', '甲组/一', '甲组/二', '乙组/三', '乙组/四']);
    expect(found.rows).toEqual([3]);
  });

  it('without merges, as CSV has it', () => {
    const rows = [
      ['序号', '基本信息', '', '位置', ''],
      ['', '名称', '类型', '经度', '纬度'],
      ['1', 'a', 'park', '121', '31'],
    ];
    expect(find(rows).headers).toEqual([
      '序号',
      '基本信息/名称',
      '基本信息/类型',
      '位置/经度',
      '位置/纬度',
    ]);
  });

  it('a label merged across columns is that of the first', () => {
    const found = find(
      [
        ['编号', '名称', null],
        ['U1', 'a', 'x'],
        ['U2', 'b', null],
      ],
      ['B1:C1'],
    );
    expect(found.headers).toEqual(['编号', '名称', '']);
    expect(found.cells[0]).toEqual(['U1', 'a', 'x']);
  });
});

describe.skipIf(!present)('the ledger of the shared data', () => {
  const shared = (name: string) => new Uint8Array(readFileSync(`${MESSY}/${name}`));
  it('gives the rows of its reference', async () => {
    const { grids } = readWorkbook('b.xlsx', shared('buildings_merged_header.xlsx'));
    expect(grids.map(({ sheet, hidden }) => [sheet, hidden])).toEqual([
      ['楼宇台账', false],
      ['填报说明', false],
      ['隐藏表', true],
    ]);
    const found = findHeader(grids[0], contract, words);
    if (!found) throw new Error('no table');
    const { sheet, notes } = found;
    const text = new TextDecoder().decode(shared('buildings_utf8.csv'));
    const reference = await readCsv('a.csv', text, new IssueLog(), {});
    expect(sheet.headers).toEqual([
      '序号',
      '基本信息/楼宇名称',
      '基本信息/类型',
      '规模/高度',
      '规模/建筑面积',
      '位置/经度',
      '位置/纬度',
    ]);
    expect(sheet.headerRows).toEqual([3, 4]);
    expect(sheet.count).toBe(120);
    expect([...sheet.row]).toEqual(Array.from({ length: 120 }, (_, i) => i + 5));
    const theirs = (name: string) => {
      const column = reference.columns[reference.headers.indexOf(name)];
      return Array.from({ length: 120 }, (_, i) => column.at(i) ?? null);
    };
    const ours = (c: number) =>
      Array.from({ length: 120 }, (_, i) => sheet.columns[c].at(i) ?? null);
    expect(ours(0)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(ours(1)).toEqual(theirs('楼宇名称'));
    expect(ours(5)).toEqual(theirs('经度').map(Number));
    expect(ours(6)).toEqual(theirs('纬度'));
    const types = theirs('类型');
    expect(ours(2).slice(0, 5)).toEqual(new Array(5).fill(types[0]));
    expect(ours(2).slice(5)).toEqual(types.slice(5));
    expect(notes.map(({ code, row }) => `${code} ${row}`)).toEqual([
      'title_row_skipped 1',
      'note_row_skipped 2',
      'merged_filled_down 5',
      'hidden_row_kept 12',
      'total_row_skipped 125',
      'footnote_row_skipped 126',
    ]);
  });

  it.each(['buildings_utf8.csv', 'buildings_dirty.csv', 'buildings_bd09.csv', 'header_only.csv'])(
    '%s has its header in the first row',
    (name) => {
      const lines = new TextDecoder().decode(shared(name)).split(/\r?\n/);
      expect(head(lines.map((line) => line.split(',')))?.slice(0, 2)).toEqual([1, 1]);
    },
  );
});
