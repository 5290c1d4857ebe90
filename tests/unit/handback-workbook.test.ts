import { read, utils, write } from '@e965/xlsx';
import type { WorkBook, WorkSheet } from '@e965/xlsx';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { markWorkbook } from '#lib/core/report/handback/mark-workbook.ts';
import { rebuildWorkbook } from '#lib/core/report/handback/rebuild-workbook.ts';
import { SUMMARY, WORDS, changed, mark, members, randomOf } from './handback-book.ts';

const LEDGER = '../shared/data/messy/generated/buildings_merged_header.xlsx';
const hasLedger = existsSync(LEDGER);
const hasOffice = (() => {
  try {
    execFileSync('which', ['soffice'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();
if (!hasLedger) console.log(`skipped: ${LEDGER} is absent`);
if (!hasOffice) console.log('skipped: soffice is not on the PATH');

const bytesOf = (book: WorkBook, bookSST = true) =>
  new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', bookSST }) as ArrayBuffer);
const opened = (bytes: Uint8Array) =>
  read(bytes, { cellStyles: true, cellFormula: true, cellNF: true, sheetStubs: true });
const commentsOf = (sheet: WorkSheet) =>
  new Map(
    Object.entries(sheet)
      .filter(([name, cell]) => name[0] !== '!' && cell.c)
      .map(([name, cell]) => [name, (cell.c as { t: string }[]).map(({ t }) => t).join('\n')]),
  );
const fillOf = (sheet: WorkSheet, name: string): string | undefined =>
  sheet[name]?.s?.fgColor?.rgb as string | undefined;
const TINT = { error: 'F6C1B5', warning: 'FBE3A2', note: 'E2E2E2' };

/** Values and formulas of every cell that has one. */
const cellsOf = (sheet: WorkSheet) =>
  Object.entries(sheet)
    .filter(([name, cell]) => name[0] !== '!' && cell.t !== 'z')
    .map(([name, { t, v, f, z }]) => [name, t, v, f, z]);

/** The parts that marking may add or change; all others keep their bytes. */
function changedParts(before: Uint8Array, after: Uint8Array) {
  const [old, now] = [unzipSync(before), unzipSync(after)];
  expect(Object.keys(old).filter((name) => !now[name])).toEqual([]);
  return {
    changed: Object.keys(old).filter((name) => !Buffer.from(old[name]).equals(now[name])),
    added: Object.keys(now).filter((name) => !old[name]),
  };
}

function aBook(): WorkBook {
  const book = utils.book_new();
  const a = utils.aoa_to_sheet([
    ['编号', '名称', '日期', '数', '和'],
    ['1', '甲 & <乙>', new Date(Date.UTC(2024, 5, 1)), 1.5, null],
    ['2', '多行\n名称', new Date(Date.UTC(2023, 0, 2)), 2.5, null],
    ['3', '=1+1', null, 3, null],
  ]);
  a.E4 = { t: 'n', f: 'SUM(D2:D4)', v: 7 };
  a['!merges'] = [{ s: { r: 1, c: 4 }, e: { r: 2, c: 4 } }];
  a['!cols'] = [{ wch: 20 }, { wch: 30 }];
  a['!autofilter'] = { ref: 'A1:E4' };
  utils.cell_add_comment(a.B2, '旧批注', '张');
  a.A3.c = [{ a: '张', t: '另一旧批注' }];
  utils.book_append_sheet(book, a, 'A');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['密', 1]]), '隐 藏');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['说明']]), "It's");
  book.Workbook = { Sheets: [{}, { Hidden: 1 }, {}] };
  return book;
}

describe.skipIf(!hasLedger)('a real ledger', () => {
  const S = '楼宇台账';
  const before = hasLedger ? new Uint8Array(readFileSync(LEDGER)) : new Uint8Array();
  const marks = [
    mark(S, 7, 2, '类型为空', { severity: 'warning' }),
    mark(S, 8, 5, '经度'),
    mark(S, 8, 5, '第二条', { severity: 'note' }),
    mark(S, 9, 9, '缺列', { severity: 'note' }),
    mark(S, 130, 1, '新行', { severity: 'note' }),
    mark(S, 13, null, '整行'),
  ];
  const summary = { ...SUMMARY, places: [{ sheet: S, row: 8, column: 5 }] };
  const { bytes } = hasLedger
    ? markWorkbook(before, marks, summary, WORDS)
    : { bytes: new Uint8Array() };

  it('differs in the marks, their parts and the summary alone', () => {
    const { changed: touched, added } = changedParts(before, bytes);
    expect(touched.sort()).toEqual([
      '[Content_Types].xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(added.sort()).toEqual([
      'xl/comments1.xml',
      'xl/drawings/vmlDrawing1.vml',
      'xl/worksheets/_rels/sheet1.xml.rels',
      'xl/worksheets/sheet4.xml',
    ]);
    const now = members(bytes);
    expect(now.get('xl/worksheets/sheet1.xml')).toContain('<dimension ref="A1:J130"/>');
    const undone = now
      .get('xl/worksheets/sheet1.xml')!
      .replace('<c r="J9" s="3"/>', '')
      .replace('<row r="130"><c r="B130" s="3"/></row>', '')
      .replace(/<legacyDrawing [^>]*>/, '')
      .replace('A1:J130', 'A1:G126')
      .replace(/<c( s="\d+")/g, '<c');
    expect(undone).toBe(members(before).get('xl/worksheets/sheet1.xml'));
  });

  it('is read back with every cell, fill and comment', () => {
    const [old, now] = [opened(before), opened(bytes)];
    expect(now.SheetNames).toEqual([...old.SheetNames, '问题汇总']);
    for (const name of old.SheetNames)
      expect(cellsOf(now.Sheets[name])).toEqual(cellsOf(old.Sheets[name]));
    const sheet = now.Sheets[S];
    expect(Object.fromEntries(commentsOf(sheet))).toEqual({
      // The type of rows 5 to 9 is one merged cell, which shows in row 5.
      C5: '类型为空',
      F8: '经度\n第二条',
      J9: '缺列',
      B130: '新行',
      A13: '整行',
    });
    expect(fillOf(sheet, 'C5')).toBe(TINT.warning);
    expect(fillOf(sheet, 'F8')).toBe(TINT.error);
    expect(fillOf(sheet, 'J9')).toBe(TINT.note);
    expect(fillOf(sheet, 'B13')).toBe(TINT.error);
    expect(fillOf(sheet, 'B8')).toBeUndefined();
    expect(sheet['!merges']).toEqual(old.Sheets[S]['!merges']);
  });

  it.skipIf(!hasOffice)(
    'is printed by LibreOffice',
    () => {
      const home = mkdtempSync(path.join(tmpdir(), 'handback-'));
      try {
        writeFileSync(path.join(home, 'marked.xlsx'), bytes);
        execFileSync(
          'soffice',
          [
            `-env:UserInstallation=file://${home}/profile`,
            '--headless',
            '--convert-to',
            'pdf',
            '--outdir',
            home,
            path.join(home, 'marked.xlsx'),
          ],
          { stdio: 'pipe', timeout: 90_000 },
        );
        expect(statSync(path.join(home, 'marked.pdf')).size).toBeGreaterThan(1_000);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
    100_000,
  );
});

describe('a workbook of a spreadsheet program', () => {
  it.each([true, false])('keeps cells, dates, formulas, pages (shared strings: %s)', (shared) => {
    const before = bytesOf(aBook(), shared);
    const marks = [
      mark('A', 2, 1, '名称'),
      mark('A', 3, 2, '日期', { severity: 'warning' }),
      mark('A', 4, 2, '空', { severity: 'note' }),
      mark('A', 3, 4, '合并格'),
      mark('隐 藏', 1, 0, '藏'),
      mark("It's", 1, 0, '引号'),
    ];
    const result = markWorkbook(before, marks, SUMMARY, WORDS);
    expect(result).toMatchObject({ uncommented: 0, unplaced: 0, unclean: [] });
    members(result.bytes);
    const [old, now] = [opened(before), opened(result.bytes)];
    for (const name of old.SheetNames)
      expect(cellsOf(now.Sheets[name])).toEqual(cellsOf(old.Sheets[name]));
    expect(now.Workbook!.Sheets!.map(({ Hidden }) => Hidden)).toEqual([0, 1, 0, 0]);
    expect(Object.fromEntries(commentsOf(now.Sheets.A))).toEqual({
      A3: '另一旧批注',
      B2: '旧批注\n名称',
      C3: '日期',
      C4: '空',
      E2: '合并格',
    });
    expect(commentsOf(now.Sheets["It's"]).get('A1')).toBe('引号');
    expect(fillOf(now.Sheets.A, 'C3')).toBe(TINT.warning);
    expect(now.Sheets.A.C3.z).toBe(old.Sheets.A.C3.z);
    expect(changedParts(before, result.bytes).changed).not.toContain('xl/sharedStrings.xml');
    const vml = [...members(result.bytes)].filter(([name]) => name.endsWith('.vml'));
    const ids = vml.flatMap(([, text]) => text.match(/id="_x0000_s\d+"/g) ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(7);
  });

  it('lists the marks on a page of texts that lead to their cells', () => {
    const { bytes } = markWorkbook(
      bytesOf(aBook()),
      [],
      { ...SUMMARY, places: [{ sheet: "It's", row: 1, column: 0 }], notes: ['+1+1'] },
      { ...WORDS, summarySheet: 'A' },
    );
    const now = opened(bytes);
    const page = now.Sheets['A 2'];
    expect(page.A1.v).toBe('台账问题');
    expect(page.A2).toMatchObject({ t: 's', v: '+1+1' });
    expect(page.A4).toMatchObject({ t: 's', v: "=cmd|'/C calc'!A0" });
    expect(page.B4).toMatchObject({ t: 's', v: '@SUM(1)' });
    expect(page.A4.l.Target).toBe("#'It''s'!A1");
    const xml = members(bytes).get('xl/worksheets/sheet4.xml')!;
    expect(xml).not.toMatch(/<f[ >]/);
    expect(xml).toContain('<pane ySplit="3" topLeftCell="A4"');
    expect(members(bytes).get('xl/workbook.xml')).toContain('&#39;A 2&#39;!$3:$3');
  });

  it('a row of the summary is as high as its wrapped texts', () => {
    const rows = [
      ['短', 'x'],
      ['长'.repeat(100), 'x'],
      ['a\nb', 'x'],
    ];
    const { bytes } = markWorkbook(bytesOf(aBook()), [], { ...SUMMARY, rows, places: [] }, WORDS);
    const heights = opened(bytes).Sheets['问题汇总']['!rows']!.map((row) => row?.hpt);
    expect(heights.slice(2)).toEqual([undefined, 60, 30]);
  });

  it('hostile texts stay texts', () => {
    const texts = [']]>', '<script>alert(1)</script>', 'half \ud800 pair', 'bell \x07', '_x000D_'];
    const { bytes } = markWorkbook(
      bytesOf(aBook()),
      [...texts, "=cmd|'/C calc'!A0", '\t=1+1'].map((text) => mark('A', 4, 0, text)),
      { ...SUMMARY, rows: texts.map((text) => [text, 1]) },
      WORDS,
    );
    members(bytes);
    const now = opened(bytes);
    const expected = [...texts];
    expected[2] = 'half \ufffd pair';
    expected[3] = 'bell ';
    const said = commentsOf(now.Sheets.A).get('A4')!;
    expect(said.split('\n').slice(0, 4)).toEqual(expected.slice(0, 4));
    expect(expected.map((_, i) => now.Sheets['问题汇总'][`A${i + 3}`].v)).toEqual(expected);
  });

  it('comments no more cells than the limit, fills all and says so', () => {
    const grid = Array.from({ length: 30 }, (_, i) => [i]);
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(grid), 'A');
    const marks = grid.map((_, i) => mark('A', i + 1, 0));
    const result = markWorkbook(bytesOf(book), marks, SUMMARY, WORDS, { maxComments: 10 });
    const now = opened(result.bytes);
    expect(result.uncommented).toBe(20);
    expect(commentsOf(now.Sheets.A).size).toBe(10);
    expect(fillOf(now.Sheets.A, 'A30')).toBe(TINT.error);
    expect(now.Sheets['问题汇总'].A2.v).toBe('“A”另有 20 处只填色');
  });

  it('counts the marks that have no place', () => {
    const marks = [mark('B', 1, 0), mark('A', 0, 0), mark('A', 1, 20_000), mark('A', 1, 0)];
    expect(markWorkbook(bytesOf(aBook()), marks, SUMMARY, WORDS).unplaced).toBe(3);
  });

  it('refuses what is no workbook', () => {
    const refuse = (bytes: Uint8Array) => () => markWorkbook(bytes, [], SUMMARY, WORDS);
    expect(refuse(new Uint8Array([1, 2, 3]))).toThrow(HandbackFault);
    expect(refuse(changed(bytesOf(aBook()), { '_rels/.rels': '<Relationships/>' }))).toThrow(
      'not_a_workbook',
    );
    const cut = { 'xl/worksheets/sheet1.xml': (text: string) => text.slice(0, 900) };
    expect(() =>
      markWorkbook(changed(bytesOf(aBook()), cut), [mark('A', 1, 0)], SUMMARY, WORDS),
    ).toThrow('workbook_broken');
  });
});

it('random books keep every cell and show every mark', () => {
  const seed = Number(process.env.SEED ?? 20_240_601);
  console.log(`seed ${seed}`);
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  for (let round = 0; round < 25; round++) {
    const height = 1 + below(30);
    const grid = Array.from({ length: height }, () =>
      Array.from({ length: below(8) }, () =>
        random() < 0.3 ? null : random() < 0.5 ? below(1_000) / 4 : `文&${below(50)}<`,
      ),
    );
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(grid), 'A');
    const before = bytesOf(book, random() < 0.5);
    const severities = ['error', 'warning', 'note'] as const;
    const marks = Array.from({ length: below(40) }, () =>
      mark('A', 1 + below(height + 5), below(10), `问${below(9)}`, {
        severity: severities[below(3)],
      }),
    );
    const now = opened(markWorkbook(before, marks, SUMMARY, WORDS).bytes).Sheets.A;
    expect(cellsOf(now)).toEqual(cellsOf(opened(before).Sheets.A ?? {}));
    const texts = new Map<string, string[]>();
    const worst = new Map<string, number>();
    for (const { row, column, text, severity } of marks) {
      const name = utils.encode_cell({ r: row - 1, c: column! });
      texts.set(name, [...(texts.get(name) ?? []), text]);
      worst.set(name, Math.min(worst.get(name) ?? 3, severities.indexOf(severity)));
    }
    const expected = [...texts].map(([name, list]) => [name, [...new Set(list)].join('\n')]);
    expect(Object.fromEntries(commentsOf(now))).toEqual(Object.fromEntries(expected));
    for (const [name, rank] of worst) expect(fillOf(now, name)).toBe(TINT[severities[rank]]);
    const filled = Object.keys(now).filter((name) => name[0] !== '!' && fillOf(now, name));
    expect(new Set(filled)).toEqual(new Set(worst.keys()));
  }
});

it('a file that cannot be edited is written anew', () => {
  const grid = {
    sheet: null,
    rows: [['名称', '数'], undefined, ['=1+1', 2], ['\ud800', true, Infinity, NaN]],
    merges: [{ top: 2, left: 0, bottom: 3, right: 0 }],
    hiddenRows: new Set([3]),
    hidden: false,
  };
  const summary = { ...SUMMARY, places: [{ sheet: '', row: 3, column: 1 }] };
  const { bytes, unplaced } = rebuildWorkbook([grid], [mark('', 4, 0, '合并')], summary, WORDS);
  members(bytes);
  const now = opened(bytes);
  const sheet = now.Sheets['表'];
  expect(unplaced).toBe(0);
  expect(sheet.A3).toMatchObject({ t: 's', v: '=1+1' });
  expect(sheet.A3.f).toBeUndefined();
  expect(sheet.B3.v).toBe(2);
  expect(sheet['!merges']).toHaveLength(1);
  expect(sheet['!rows']![3].hidden).toBe(true);
  expect(commentsOf(sheet).get('A3')).toBe('合并');
  expect(now.Sheets['问题汇总'].A3.l.Target).toBe("#'表'!B3");
});
