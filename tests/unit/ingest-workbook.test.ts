import { existsSync, readFileSync } from 'node:fs';
import { utils } from '@e965/xlsx';
import type { CellObject } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { dayOfSerial, showsDay } from '#lib/core/ingest/format/workbook-date.ts';
import { MOST_COLUMNS } from '#lib/core/ingest/format/workbook-limits.ts';
import { sumsRows } from '#lib/core/ingest/format/workbook-page.ts';
import { readWorkbook } from '#lib/core/ingest/format/workbook.ts';
import { bookOf, codeOf, rowsOf, save } from './workbook-bytes.ts';
import type { Given } from './workbook-bytes.ts';

const MESSY = '../shared/data/messy/generated';
const present = existsSync(MESSY);
if (!present) console.log(`skipped: ${MESSY} is absent`);
const shared = (name: string) => new Uint8Array(readFileSync(`${MESSY}/${name}`));

const xlsxOf = (rows: Given[][]) => save(bookOf({ Sheet1: rows }));

/** The workbook with some of its parts rewritten. */
function edited(bytes: Uint8Array, edits: Record<string, (xml: string) => string>): Uint8Array {
  const parts = unzipSync(bytes);
  for (const [name, edit] of Object.entries(edits)) {
    const before = new TextDecoder().decode(parts[name] ?? new Uint8Array());
    const after = edit(before);
    expect(after, name).not.toBe(before);
    parts[name] = new TextEncoder().encode(after);
  }
  return zipSync(parts);
}
const PAGE = 'xl/worksheets/sheet1.xml';

describe.each(['xlsx', 'biff8'] as const)('cells of %s', (type) => {
  it('stay numbers, texts and booleans', () => {
    const rows = [
      ['编号', 'lat', 'flag', 'share'],
      ['007', '31.241452', true, { t: 'n', v: 0.25, z: '0.0%' } as CellObject],
      ['', null, false, 1e21],
    ];
    const grid = readWorkbook('b', save(bookOf({ 台账: rows }), type)).grids[0];
    expect(grid.sheet).toBe('台账');
    expect(grid.rows[1]).toEqual(['007', '31.241452', true, 0.25]);
    expect(grid.rows[2]?.slice(2)).toEqual([false, 1e21]);
    expect(grid.rows[2]?.[0] ?? null).toBe(null);
  });

  it.each([false, true])('are days in the date system 1904: %s', (date1904) => {
    const days: [number, string][] = [
      [45_473, 'yyyy-mm-dd'],
      [45_473.75, 'yyyy"年"m"月"d"日"'],
      [45_473, 'm/d/yy h:mm'],
      [45_473, '[$-804]yyyy"年"m"月";@'],
    ];
    const cells = days.map(([v, z]): CellObject => ({ t: 'n', v, z }));
    const times: CellObject[] = [
      { t: 'n', v: 0.5, z: 'h:mm' },
      { t: 'n', v: 12, z: '0.00"day"' },
    ];
    const book = bookOf({ A: [[...cells, ...times]] });
    book.Workbook = { WBProps: { date1904 } };
    const grid = readWorkbook('b', save(book, type)).grids[0];
    const day = date1904 ? '2028-07-01' : '2024-06-30';
    expect(grid.rows[0]).toEqual([day, day, day, day, 0.5, 12]);
  });

  it('keep the value of a formula, and name the rows that add up others', () => {
    const f = (v: number, formula: string): CellObject => ({ t: 'n', v, f: formula });
    const { grids, faults } = readWorkbook(
      'b',
      save(
        bookOf({
          A: [
            ['id', 'a', 'b', 'all'],
            ['U1', 1, 2, f(3, 'SUM(B2:C2)')],
            ['U2', 3, 4, f(7, 'B3+C3')],
            ['', f(4, 'SUM(B2:B3)'), 6, 10],
            ['', f(4, 'SUBTOTAL(9,B2:B3)'), 6, 10],
          ],
        }),
        type,
      ),
    );
    expect(grids[0].rows.map((row) => row?.[3])).toEqual(['all', 3, 7, 10, 10]);
    // SheetJS writes neither formulas nor hidden rows to XLS.
    if (type === 'xlsx') expect([...grids[0].sumRows]).toEqual([3, 4]);
    expect(faults).toEqual([]);
  });

  it('that hold an error are null, and listed', () => {
    const error = (v: number): CellObject => ({ t: 'e', v });
    const { grids, faults } = readWorkbook(
      'b',
      save(bookOf({ A: [['id'], [error(0x2a)], [error(0x07)]] }), type),
    );
    expect(grids[0].rows.slice(1)).toEqual([[null], [null]]);
    expect(faults.map(({ code, row, column, found }) => [code, row, column, found])).toEqual([
      ['cell_error', 1, 0, '#N/A'],
      ['cell_error', 2, 0, '#DIV/0!'],
    ]);
  });

  it('merges, hidden rows and hidden pages are told', () => {
    const book = bookOf({ A: [['a', 'b'], [1], [2]], B: [['x']], C: [['y']] });
    book.Sheets.A['!merges'] = [utils.decode_range('A1:B2')];
    book.Sheets.A['!rows'] = [{}, { hidden: true }];
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
    const { grids } = readWorkbook('b', save(book, type));
    expect(grids.map(({ sheet, hidden }) => [sheet, hidden])).toEqual([
      ['A', false],
      ['B', true],
      ['C', true],
    ]);
    expect(grids[0].merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 1 }]);
    if (type === 'xlsx') expect([...grids[0].hiddenRows]).toEqual([1]);
  });

  it('pages and cells named like parts of an object change none', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const book = bookOf({ A: [names, ['a', 'b', 'c']] });
    book.SheetNames.push('constructor', '__proto__');
    Object.defineProperty(book.Sheets, '__proto__', { value: book.Sheets.A, enumerable: true });
    Object.defineProperty(book.Sheets, 'constructor', { value: book.Sheets.A, enumerable: true });
    const { grids } = readWorkbook('b', save(book, type));
    expect(grids.map(({ sheet }) => sheet)).toEqual(['A', 'constructor', '__proto__']);
    expect(grids.map(({ rows }) => rows[0])).toEqual([names, names, names]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('any damage ends in a fault or in pages', () => {
    // SheetJS prints every record that it does not know.
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    let seed = 777_001;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    const whole = save(
      bookOf({
        A: [
          ['id', '名称'],
          ['U1', 1.5],
          ['U2', true],
        ],
      }),
      type,
    );
    for (let i = 0; i < 200; i++) {
      const bytes = whole.slice(0, random(3) ? whole.length : random(whole.length));
      for (let k = random(6); k >= 0 && bytes.length > 600; k--)
        bytes[8 + random(bytes.length - 8)] = random(256);
      codeOf(() => readWorkbook('b', bytes));
    }
    silent.mockRestore();
  });
});

describe('XLSX', () => {
  it('knows the days that Chinese Excel has built in', () => {
    const bytes = xlsxOf([[{ t: 'n', v: 45_473, z: 'yyyy-mm-dd' }]]);
    for (const [id, found] of [
      [31, '2024-06-30'],
      [57, '2024-06-30'],
      [33, 45_473],
      [44, 45_473],
    ] as const) {
      const styled = edited(bytes, {
        'xl/styles.xml': (xml) =>
          xml
            .replace(/<numFmts.*<\/numFmts>/, '')
            .replace(/(<cellXfs.*numFmtId=")\d+("[^>]*>)(?=.*<\/cellXfs>)/, `$1${id}$2`),
      });
      expect(rowsOf(styled)[0], String(id)).toEqual([found]);
    }
  });

  it('lists formulas that were never calculated', () => {
    const bytes = edited(
      xlsxOf([
        ['id', 'n'],
        ['U1', 5],
      ]),
      {
        [PAGE]: (xml) => xml.replace('<v>5</v>', '<f>A1*2</f><v></v>'),
      },
    );
    const { grids, faults } = readWorkbook('b', bytes);
    expect(grids[0].rows[1]?.[1] ?? null).toBeNull();
    expect(faults).toEqual([
      { code: 'formula_without_value', sheet: 'Sheet1', row: 1, column: 1, found: '=A1*2' },
    ]);
  });

  it('is not led to allocate by references, columns, merges or links over the whole page', () => {
    const everything = 'A1:XFD1048576';
    const bytes = edited(xlsxOf([['id', 'n']]), {
      [PAGE]: (xml) =>
        xml
          .replace(/<dimension ref="[^"]*"/, `<dimension ref="${everything}"`)
          .replace(
            '<sheetData>',
            '<cols><col min="1" max="2000000000" width="9"/></cols><sheetData>',
          )
          .replace(
            '</sheetData>',
            '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>',
          )
          .replace(
            '</worksheet>',
            `<mergeCells><mergeCell ref="${everything}"/></mergeCells><hyperlinks><hyperlink ref="${everything}" location="A1"/></hyperlinks></worksheet>`,
          ),
    });
    const start = performance.now();
    const { grids, faults } = readWorkbook('b', bytes);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(Object.keys(grids[0].rows)).toHaveLength(2);
    expect(grids[0].merges).toEqual([{ top: 0, left: 0, bottom: 1_048_575, right: 16_383 }]);
    expect(grids[0].rows[1_048_575]).toHaveLength(MOST_COLUMNS);
    expect(faults.map(({ code }) => code)).toEqual(['column_too_far']);
  });

  it('expands no entity of a document type, and asks for nothing outside', () => {
    const laughs = Array.from(
      { length: 12 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    );
    const dtd = `<!DOCTYPE worksheet [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "file:///etc/hostname">${laughs.join('')}]>`;
    const bytes = edited(xlsxOf([['word']]), {
      'xl/sharedStrings.xml': (xml) =>
        xml.replace('?>', `?>${dtd}`).replace('>word<', '>&l12;&file;<'),
      [PAGE]: (xml) => xml.replace('?>', `?>${dtd}`),
    });
    const start = performance.now();
    expect(rowsOf(bytes)[0]).toEqual(['&l12;&file;']);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('does not look at links to other workbooks, nor at metadata', () => {
    const bytes = edited(xlsxOf([['id']]), {
      'xl/externalLinks/externalLink1.xml': () => '<externalLink><broken',
      'xl/metadata.xml': () => '<broken',
      '[Content_Types].xml': (xml) =>
        xml.replace(
          '</Types>',
          '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
        ),
    });
    expect(rowsOf(bytes)[0]).toEqual(['id']);
  });

  it('names another format, a damage and a missing part', () => {
    expect(codeOf(() => readWorkbook('b', save(bookOf({ A: [['id']] }), 'xlsb')))).toBe(
      'workbook_unsupported',
    );
    expect(codeOf(() => readWorkbook('b', save(bookOf({ A: [['id']] }), 'ods')))).toBe(
      'workbook_unsupported',
    );
    const cut = edited(xlsxOf([['id']]), {
      [PAGE]: (xml) => xml.slice(0, xml.indexOf('</sheetData>')),
    });
    expect(codeOf(() => readWorkbook('b', cut))).toBe('workbook_damaged');
    const parts = unzipSync(xlsxOf([['id']]));
    delete parts[PAGE];
    expect(codeOf(() => readWorkbook('b', zipSync(parts)))).toBe('workbook_damaged');
  });
});

it('other bytes are no workbook', () => {
  for (const text of [
    'id,name\nU1,a',
    '{"a":1}',
    '<?xml version="1.0"?><kml></kml>',
    '',
    'PK',
    'ID;PWXL',
  ])
    expect(codeOf(() => readWorkbook('b', new TextEncoder().encode(text)))).toBe(
      'workbook_unsupported',
    );
});

it('tells formats of days and serial numbers', () => {
  for (const format of [
    'yyyy-mm-dd',
    'd-mmm',
    'mmm-yy',
    'yyyy"年"m"月"',
    '[$-F800]dddd, mmmm dd, yyyy',
  ])
    expect(showsDay(format), format).toBe(true);
  for (const format of [
    'General',
    '0.00E+00',
    'h:mm:ss',
    '[h]:mm',
    '[Red]0.0',
    '0_d',
    '0"d"',
    '@',
    '#,##0\\y',
  ])
    expect(showsDay(format), format).toBe(false);
  expect([1, 59, 60, 61, 0.5, -3, 2_958_465, 2_958_466].map((n) => dayOfSerial(n, false))).toEqual([
    '1900-01-01',
    '1900-02-28',
    null,
    '1900-03-01',
    null,
    null,
    '9999-12-31',
    null,
  ]);
  expect(dayOfSerial(0, true)).toBe('1904-01-01');
});

it('tells sums of other rows from sums across a row', () => {
  const sums = (formula: string) => sumsRows(formula, 8);
  expect(
    ['SUM(E5:E8)', '=SUM(E5,E7)', 'SUM($E$5:$E$8)+1', 'SUBTOTAL(9,A9:A9)'].map(sums),
  ).not.toContain(false);
  expect(
    ['SUM(B9:D9)', 'SUM(E$5:E9)', 'A5+A6', 'SUM(E:E)', 'IF(A1,SUM(B1:B2))'].map(sums),
  ).not.toContain(true);
});

describe.skipIf(!present)('workbooks of the shared data', () => {
  it('the ledger with its merges, its hidden row and its hidden page', () => {
    const { grids } = readWorkbook('b', shared('buildings_merged_header.xlsx'));
    expect(grids.map(({ rows, hidden }) => [rows.length, hidden])).toEqual([
      [126, false],
      [1, false],
      [1, true],
    ]);
    expect(grids[0].merges).toHaveLength(7);
    expect([...grids[0].hiddenRows]).toEqual([11]);
    expect([...grids[0].sumRows]).toEqual([124]);
  });
  it.each([
    ['truncated.xlsx', 'workbook_damaged'],
    ['really_a_csv.xlsx', 'workbook_unsupported'],
    ['zip_ratio_100MB.zip', 'archive_ratio'],
    ['shp_gbk_cpg.zip', 'workbook_unsupported'],
    ['ovital_like.kml', 'workbook_unsupported'],
  ])('%s: %s', (name, code) => {
    expect(codeOf(() => readWorkbook(name, shared(name)))).toBe(code);
  });
});
