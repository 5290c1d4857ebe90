import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import type { HeaderRange, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { parseMapping } from '#lib/core/ingest/mapping/parse-mapping.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import { Reading } from '#lib/core/ingest/reading.ts';
import { listOfTexts } from '#lib/core/texts.ts';
import { handBackOf } from '#lib/core/report/hand-back.ts';
import { translator } from '#lib/i18n/words.ts';
import { handBackTexts } from '#lib/i18n/hand-back.ts';
import { contract, fileOf, lexicon } from './ingest-folder.ts';

/** Rows of which nothing tells that the fourth is the header: no title, no word of the contract. */
const ROWS = [
  ['甲栏', '乙栏', '丙栏', '丁栏', '戊栏'],
  ['一', '二', '三', '四', '五'],
  ['基本', '基本', '所在', '所在', '其他'],
  ['楼号', '叫法', '横', '竖', '经办'],
  ['A1', '云帆大厦', '121.47', '31.23', '张三'],
  ['A2', '金茂大厦', '121.50', '31.24', '李四'],
];
const text = (rows: string[][]) => rows.map((row) => row.join(',')).join('\n');
const CSV = text(ROWS);
const book = (rows: string[][]) => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(rows), '台账');
  utils.book_append_sheet(
    made,
    utils.aoa_to_sheet([
      ['编号', '名称'],
      ['F1', '站'],
    ]),
    '另页',
  );
  return write(made, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
};
const FORMS = [
  ['不明.csv', CSV],
  ['不明.xlsx', book(ROWS)],
] as const;

async function reading(name: string, content: string | Uint8Array, remembered: Mapping[] = []) {
  const made = new Reading({ lexicon, remembered, ask: true, trusted: false }, null);
  const questions = await made.open([fileOf(name, content)], () => undefined);
  return { made, questions: questions ?? [] };
}

/** What someone makes of the sheet once its header is right. */
const meant = (mapping: Mapping): Mapping => ({
  ...mapping,
  table: 'units',
  columns: {
    id: { header: '楼号' },
    name: { header: '叫法' },
    lng: { header: '横' },
    lat: { header: '竖' },
  },
  constants: { kind: 'building' },
  crs: 'wgs84',
});

describe.each(FORMS)('the header of %s', (name, content) => {
  it('is another where somebody says so: headers, rows, proposal and issues follow', async () => {
    const { made, questions } = await reading(name, content);
    expect(questions[0].survey.headerRows).toEqual([1]);
    const mappings = questions.map(({ mapping }) => mapping);
    const [again] = await made.header(0, [4, 4], mappings);
    // What is personal below the new header is dropped as well.
    expect(again.survey.headers).toEqual(['楼号', '叫法', '横', '竖']);
    expect(again.survey.headerRows).toEqual([4]);
    expect(again.survey.rows).toBe(2);
    expect(again.mapping.header_rows).toEqual([4, 4]);
    expect(again.proposal.mapping.headers).toEqual(again.survey.headers);
    const after = [meant(again.mapping), ...mappings.slice(1)];
    const preview = await made.preview(0, after);
    expect(listOfTexts(preview.units.name)).toEqual(['云帆大厦', '金茂大厦']);
    const project = await made.finish(after, () => undefined);
    expect([...project.units.row]).toEqual([5, 6]);
    const skipped = project.issues.filter(({ code }) => code === 'title_row_skipped');
    expect(skipped.map(({ row }) => row)).toEqual([1, 2, 3]);
    const dropped = project.issues.filter(({ code }) => code === 'personal_data_dropped');
    expect(dropped.map(({ column }) => column)).toEqual(['经办']);
    expect(made.used[0]).toMatchObject({ rows: [4, 4], mapping: { header_rows: [4, 4] } });
  });

  it('may have several rows, and may move back', async () => {
    const { made, questions } = await reading(name, content);
    const mappings = questions.map(({ mapping }) => mapping);
    const two = await made.header(0, [3, 4], mappings);
    expect(two[0].survey.headers[1]).toBe('基本/叫法');
    expect(two[0].survey.headerRows).toEqual([3, 4]);
    const back = await made.header(
      0,
      [1, 1],
      two.map(({ mapping }) => mapping),
    );
    expect(back[0].survey.headers).toEqual(questions[0].survey.headers);
    expect(back.map(({ survey }) => survey.rows)).toEqual(
      questions.map(({ survey }) => survey.rows),
    );
    const project = await made.finish(
      back.map(({ mapping }) => ({ ...mapping, table: null })),
      () => undefined,
    );
    expect(project.issues.filter(({ code }) => code === 'title_row_skipped')).toEqual([]);
  });

  it('is remembered with the mapping, also where the page gained a row above', async () => {
    const { made, questions } = await reading(name, content);
    const mappings = questions.map(({ mapping }) => mapping);
    const [again] = await made.header(0, [4, 4], mappings);
    const remembered = [meant(again.mapping)];
    const next = await openFolder([fileOf(`次季${name}`, content)], lexicon, {}, remembered);
    expect(next.sheets[0].sheet.headerRows).toEqual([4]);
    expect(next.sheets[0].chosen).toBe('before');
    expect(next.sheets[0].mapping).toEqual(remembered[0]);
    // Where the same headers are found without help, no rows are said.
    const plain = ROWS.slice(3);
    const bare = name.endsWith('csv') ? text(plain) : book(plain);
    const found = await openFolder([fileOf(name, bare)], lexicon, {}, remembered);
    expect(found.sheets[0].sheet.headerRows).toEqual([1]);
    expect(found.sheets[0].mapping.header_rows).toBeUndefined();
    expect(found.sheets[0].chosen).toBe('before');
    // Another ledger is not touched.
    const other = await openFolder(
      [fileOf('楼宇.csv', '编号,名称\nB1,楼\n')],
      lexicon,
      {},
      remembered,
    );
    expect(other.sheets[0].sheet.headerRows).toEqual([1]);
  });

  it('is the same when the file is handed back', async () => {
    const { made, questions } = await reading(name, content);
    const mappings = questions.map(({ mapping }) => mapping);
    const [again] = await made.header(0, [4, 4], mappings);
    await made.finish([meant(again.mapping), ...mappings.slice(1)], () => undefined);
    const texts = handBackTexts(translator('zh-CN'));
    const read = { files: [fileOf(name, content)], used: made.used };
    const handed = await handBackOf(read, name, lexicon, texts);
    if ('fault' in handed) throw new Error(handed.fault);
    if (!name.endsWith('csv')) return;
    const lines = new TextDecoder().decode(handed.bytes).split(/\r?\n/);
    expect(lines[3]).toMatch(/^\ufeff?楼号,叫法,横,竖,经办,/);
    expect(lines[0]).not.toMatch(/,[^,]+,[^,]+,[^,]+,[^,]+,[^,]+/);
    expect(lines.join('\n')).not.toContain('张三');
  });
});

describe('the rows of a header in a saved mapping', () => {
  const mapping = (header_rows: unknown) => ({
    format: 'lacuna-mapping',
    version: 1,
    headers: ['a', 'b'],
    header_rows,
    table: 'units',
    columns: {},
    constants: {},
    values: {},
    crs: null,
  });

  it('are kept', () => {
    const rows: HeaderRange = [2, 3];
    expect(parseMapping(mapping(rows), contract)).toMatchObject({ header_rows: rows });
    expect(parseMapping(mapping(undefined), contract)).not.toHaveProperty('header_rows');
  });

  it.each([[[3, 2]], [[0, 1]], [[1]], [[1, 51]], [[1, 9]], ['2'], [[1.5, 2]], [null]])(
    '%j is refused with its place',
    (rows) => {
      expect(parseMapping(mapping(rows), contract)).toMatchObject([
        { place: '/header_rows', code: 'mapping_wrong_value' },
      ]);
    },
  );
});
