import { describe, expect, it } from 'vitest';
import Papa from 'papaparse';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { Cancelled } from '#lib/core/ingest/source.ts';

const HEADER = 'id,name,note';
const row = (i: number) => `${i},"甲 ""${i}""\n乙, 丙",${'x'.repeat(i % 90)}`;

describe('long delimited text', () => {
  it('reads alike in stretches and in one piece', async () => {
    const text = [HEADER, ...Array.from({ length: 60_000 }, (_, i) => row(i))].join('\r\n');
    expect(text.length).toBeGreaterThan(4_000_000);
    const whole = Papa.parse<string[]>(text, { newline: '\r\n', delimiter: ',' }).data.slice(1);
    const sheet = await readCsv('a.csv', text, new IssueLog(), {});
    expect(sheet.count).toBe(whole.length);
    for (const at of [0, 1, 29_999, 45_000, 59_999])
      expect(sheet.columns.map((cells) => cells.at(at) ?? '')).toEqual(whole[at]);
    const differing = whole.findIndex((cells, i) =>
      cells.some((cell, c) => cell !== (sheet.columns[c].at(i) ?? '')),
    );
    expect(differing).toBe(-1);
    expect(sheet.row[59_999]).toBe(60_001);
  });

  it('loses one row to an open quote in front of millions of characters', async () => {
    const plain = Array.from({ length: 150_000 }, (_, i) => `${i},name ${i},note`);
    plain[70_000] = '70000,"open,note';
    const issues = new IssueLog();
    const sheet = await readCsv('a.csv', [HEADER, ...plain].join('\n'), issues, {});
    expect(sheet.count).toBe(149_999);
    expect(issues.list()).toMatchObject([{ code: 'quote_not_closed', row: 70_002 }]);
    expect(sheet.columns[0].at(70_000)).toBe('70001');
    expect(sheet.row[70_000]).toBe(70_003);
  });

  it('stops between stretches when cancelled', async () => {
    const text = [HEADER, ...Array.from({ length: 60_000 }, (_, i) => row(i))].join('\n');
    let looks = 0;
    const cancelled = () => ++looks === 1;
    await expect(readCsv('a.csv', text, new IssueLog(), { cancelled })).rejects.toThrow(Cancelled);
    expect(looks).toBe(1);
  });
});
