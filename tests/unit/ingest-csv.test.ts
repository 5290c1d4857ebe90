import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import type { HeadFinder } from '#lib/core/ingest/csv-head.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { Cancelled } from '#lib/core/ingest/source.ts';
import type { ReadProgress } from '#lib/core/ingest/source.ts';
import { randomStream } from '../bench/random.ts';
import { gb18030Bytes } from './gb18030.ts';

async function open(source: Uint8Array | string, headOf: HeadFinder | null = null) {
  const log = new IssueLog();
  const sheet = await readCsv('a.csv', source, log, {}, headOf);
  const issues = log.list().map(({ code, row }) => `${code} ${row}`);
  return { sheet, rows: rowsOf(sheet), issues };
}

const rowsOf = (sheet: Sheet): (Cell | undefined)[][] =>
  Array.from({ length: sheet.count }, (_, r) => sheet.columns.map((column) => column.at(r)));

describe('the delimiter', () => {
  it.each([',', ';', '\t', '|', '，'])('%j, in UTF-8 and GB18030, below a title', async (sign) => {
    const line = (...cells: string[]) => cells.join(sign);
    const quoted = `"甲${sign}乙"`;
    const text = [
      '二〇二六年台账',
      line('编号', '名称', '类型'),
      line('1', quoted, 'x'),
      line('2', '鱸', ''),
    ].join('\n');
    const headOf: HeadFinder = (head) => ({
      headerFrom: 1,
      headerTo: 1,
      headers: head[1].map(String),
      skip: [],
    });
    for (const source of [text, gb18030Bytes(text)]) {
      const { sheet, rows } = await open(source, headOf);
      expect(sheet.headers).toEqual(['编号', '名称', '类型']);
      expect(rows).toEqual([
        ['1', `甲${sign}乙`, 'x'],
        ['2', '鱸', null],
      ]);
      expect([...sheet.row]).toEqual([3, 4]);
      expect(sheet.headerRows).toEqual([2]);
    }
  });

  it('is no decimal comma, and no list inside a column', async () => {
    expect((await open('x;y\n1,5;2,5\n3,5;4,5\n')).sheet.headers).toEqual(['x', 'y']);
    const lists = 'a,b,c,d\n1,2,x;y,3\n1,2,x;y,3,4\n1,2,x;y\n1,x;y\n';
    expect((await open(lists)).sheet.headers).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is not told by a comma in the title', async () => {
    const text = '台账，单位：个\na,b,c\n1,2,3\n4,5,6\n';
    const headOf: HeadFinder = () => ({
      headerFrom: 1,
      headerTo: 1,
      headers: ['a', 'b', 'c'],
      skip: [],
    });
    expect((await open(text, headOf)).rows[1]).toEqual(['4', '5', '6']);
  });

  it('is what `sep=` declares, which is no row', async () => {
    const { sheet, rows } = await open('sep=;\r\na;b,c\r\n1;2,3\r\n');
    expect(sheet.headers).toEqual(['a', 'b,c']);
    expect(rows).toEqual([['1', '2,3']]);
    expect([...sheet.row]).toEqual([3]);
  });

  it('is missing in a file of one column', async () => {
    expect((await open('编号\n1\n2\n')).rows).toEqual([['1'], ['2']]);
  });
});

describe('the header', () => {
  const TEXT = '标题,,\n\n组织,组织,数\n编号,名称,\n说明,说明,说明\n1,a,\n合计,,1\n';

  it('is found among the first rows, blank ones included, and may be of several', async () => {
    let seen: Cell[][] = [];
    const { sheet, rows, issues } = await open(TEXT, (head) => {
      seen = head;
      return { headerFrom: 2, headerTo: 3, headers: ['组织/编号', '组织/名称', '数'], skip: [4] };
    });
    expect(seen).toHaveLength(7);
    expect(seen[1]).toEqual([]);
    expect(seen[0]).toEqual(['标题', null, null]);
    expect(sheet.headers).toEqual(['组织/编号', '组织/名称', '数']);
    expect(sheet.headerRows).toEqual([3, 4]);
    expect([...sheet.row]).toEqual([6, 7]);
    expect(rows[0]).toEqual(['1', 'a', null]);
    expect(issues).toEqual([]);
  });

  it('is looked for in 50 rows, and is the first filled row where none is found', async () => {
    const text = `\n\na,b\n${'1,2\n'.repeat(100)}`;
    let seen = 0;
    const { sheet } = await open(text, (head) => ((seen = head.length), null));
    expect(seen).toBe(50);
    expect([sheet.headers, sheet.count, sheet.row[0]]).toEqual([['a', 'b'], 100, 4]);
  });

  it('is skipped where it stands again: ledgers put end to end', async () => {
    const { rows, issues } = await open('\ufeffa,b\n1,2\n\ufeffa,b\n3,4\na,c\n');
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['a', 'c'],
    ]);
    expect(issues).toEqual(['header_repeated 3']);
  });
});

describe('rows', () => {
  it('too short, too long, blank and broken are named by their record', async () => {
    const text = 'a,b\n1\n1,2,3\n1,2,,\n\n"x\n1,"2"\n ,\n\n';
    const { sheet, issues } = await open(text);
    expect([...sheet.row]).toEqual([2, 3, 4, 7]);
    expect(issues).toEqual([
      'row_too_short 2',
      'row_too_long 3',
      'quote_not_closed 6',
      'blank_row_skipped 5',
    ]);
    expect(sheet.columns[1].at(0)).toBeNull();
    expect(sheet.columns[1].at(3)).toBe('2');
    expect(sheet.columns[1].at(4)).toBeUndefined();
    expect(sheet.columns[1].at(-1)).toBeUndefined();
  });
});

describe('hostile text', () => {
  it('keeps 2,000 of a million columns', async () => {
    const wide = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',');
    const { sheet, issues } = await open(`${wide}\n1,2\n${'9,'.repeat(999_999)}9\n`);
    expect(sheet.headers).toHaveLength(2000);
    expect(issues).toEqual(['too_many_columns 1', 'row_too_short 2']);
    expect([sheet.columns[1].at(0), sheet.columns[2].at(0), sheet.columns[1999].at(1)]).toEqual([
      '2',
      null,
      '9',
    ]);
  });

  it('passes over a line of 100 MB, and can be cancelled inside it', async () => {
    const bytes = new Uint8Array(100_000_000).fill(0x61);
    bytes.set(new TextEncoder().encode('a,b\n1,2\n'), 0);
    bytes.set(new TextEncoder().encode('\n3,4'), bytes.length - 4);
    const { sheet, issues } = await open(bytes);
    expect([...sheet.row]).toEqual([2, 4]);
    expect(issues).toEqual(['row_endless 3']);
    let looks = 0;
    const cancelled = () => ++looks === 80;
    await expect(readCsv('a.csv', bytes, new IssueLog(), { cancelled })).rejects.toThrow(Cancelled);
  });

  it('leaves out the rows that would not fit into memory', async () => {
    const header = Array.from({ length: 1999 }, (_, i) => `c${i}`).join(',');
    const { sheet, issues } = await open(`${header}\n${'1\n'.repeat(40_100)}`);
    expect(sheet.count).toBe(40_000);
    expect(issues).toContain('rows_left_out 40002');
  });

  it('keeps lone surrogates and NULs from doing harm', async () => {
    const { rows, issues } = await open('a,b\n\ud800,x\0y\n');
    expect(rows).toEqual([['\ufffd', 'x\0y']]);
    expect(issues).toEqual(['text_damaged null']);
  });

  it('says how far it is, at least every 2 MB', async () => {
    const text = `a,b\n${`甲,"${'x'.repeat(60)}"\n`.repeat(90_000)}`;
    for (const bytes of [new TextEncoder().encode(text), gb18030Bytes(text)]) {
      const steps: ReadProgress[] = [];
      const onProgress = (progress: ReadProgress) => void steps.push(progress);
      await readCsv('a.csv', bytes, new IssueLog(), { onProgress });
      const done = [0, ...steps.map((step) => step.done), bytes.length * 2];
      expect(
        steps.every(({ stage, total }) => stage === 'parse' && total === bytes.length * 2),
      ).toBe(true);
      for (let i = 1; i < done.length; i++) {
        expect(done[i]).toBeGreaterThanOrEqual(done[i - 1]);
        expect(done[i] - done[i - 1]).toBeLessThan(4_100_000);
      }
    }
  });

  it('survives 1,000 mutated files (seed 77)', async () => {
    const random = randomStream(77);
    const pick = (n: number) => Math.floor(random() * n);
    const text = '编号,名称,经度\r\n1,"甲 ""乙""\n丙",121.5\r\n2,丁,"122"\r\n\r\n合计,,\r\n';
    const wide = new Uint8Array(
      [...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    );
    const seeds = [new TextEncoder().encode(text), gb18030Bytes(text), wide];
    for (let round = 0; round < 1000; round++) {
      let bytes = seeds[round % 3].slice();
      for (let n = pick(6); n >= 0; n--) {
        const at = pick(bytes.length);
        const what = pick(4);
        if (what === 0) bytes[at] = pick(256);
        else if (what === 1) bytes = bytes.slice(0, Math.max(1, at));
        else if (what === 2) bytes = new Uint8Array([...bytes, ...seeds[pick(3)]]);
        else bytes.set([[0x22, 0x2c, 0, 0xff, 0x0d, 0x0a, 0x81, 0xef][pick(8)]], at);
      }
      const { sheet } = await open(bytes);
      expect(sheet.columns).toHaveLength(sheet.headers.length);
      for (const column of sheet.columns) {
        expect(column.length).toBe(sheet.count);
        for (let r = 0; r < sheet.count; r++)
          expect(['string', 'object']).toContain(typeof column.at(r));
      }
    }
  });
});
