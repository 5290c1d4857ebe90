import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { NO_WORD } from '#lib/core/ingest/fast-column.ts';
import type { FastColumn } from '#lib/core/ingest/fast-column.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { suspectsIn } from '#lib/core/ingest/scrub-sieve.ts';
import { randomStream } from '../bench/random.ts';
import { cellWords } from './cell-words.ts';
import { gb18030Bytes } from './gb18030.ts';

const SEED = 20261126;

const columnOf = async (cells: readonly string[], gb = false): Promise<FastColumn> => {
  const text = `n,m\n${cells.map((cell) => `${cell},1\n`).join('')}`;
  const bytes = gb ? gb18030Bytes(text) : new TextEncoder().encode(text);
  return (await readCsv('a.csv', bytes, new IssueLog(), {})).columns[0];
};

describe('words of a column', () => {
  const SPELLINGS = ['甲街道', '乙', '"乙"', '', '""', '12', '12.5', ' 12', '"1,2"', '𠮷', 'x""y'];

  it.each([false, true])(`are its cells, row by row (GB18030: %s, seed ${SEED})`, async (gb) => {
    const random = randomStream(SEED);
    const cells = Array.from(
      { length: 5000 },
      () => SPELLINGS[Math.floor(random() * SPELLINGS.length)],
    );
    const column = await columnOf(cells, gb);
    const words = column.words!()!;
    const counts = new Uint32Array(words.cells.length);
    for (let row = 0; row < column.length; row++) {
      const word = words.at[row];
      expect(word === NO_WORD ? null : words.cells[word]).toBe(column.at(row));
      if (word === NO_WORD) continue;
      counts[word]++;
      expect(words.first[word]).toBeLessThanOrEqual(row);
    }
    expect(words.counts).toEqual(counts);
    words.cells.forEach((cell, word) => expect(column.at(words.first[word])).toBe(cell));
    const fresh = await columnOf(cells, gb);
    const texts = [column.text!()!, fresh.text!()!];
    expect(texts[0]).toEqual(texts[1]);
    expect(column.numbers!()).toEqual(fresh.numbers!());
  });

  it('are none where cells do not recur, are too many or too long', async () => {
    const of = async (cell: (i: number) => string, rows: number) =>
      (await columnOf(Array.from({ length: rows }, (_, i) => cell(i)))).words!();
    expect(await of((i) => `U${i}`, 10_000)).toBeNull();
    expect(await of((i) => `U${i % 900}`, 10_000)).toHaveProperty('cells.length', 900);
    expect(await of((i) => `U${i < 5000 ? i % 10 : i % 5000}`, 40_000)).toBeNull();
    expect(await of(() => 'x'.repeat(97), 100)).toBeNull();
    expect(await of((i) => ['a', 'b'][i], 2)).toBeNull();
  });
});

describe('rows to look at for personal data', () => {
  const texts = new PersonalTexts(cellWords);
  const PIECES = [
    ...'王张欧阳小明·•市路号厦园一二〇零九',
    ...'0123456789０９ABxy@＠:：=|. -\t\u3000\u00a0𠮷éö（)',
    '13812345678',
    '联系人',
    '大厦',
    '有限公司',
    '12号',
    '110101',
  ];

  it.each([false, true])(
    `none is passed over that the careful search finds (GB18030: %s, seed ${SEED})`,
    async (gb) => {
      const random = randomStream(SEED);
      const cells = Array.from({ length: 60_000 }, () =>
        Array.from(
          { length: 1 + Math.floor(random() * 8) },
          () => PIECES[Math.floor(random() ** 1.3 * PIECES.length)],
        ).join(''),
      );
      const column = await columnOf(
        cells.map((cell) => cell.replaceAll('"', '')),
        gb,
      );
      expect(column.length).toBe(cells.length);
      const { filled, rows } = suspectsIn(column.spans!(), texts.sieve);
      const suspects = new Set(rows);
      let personal = 0;
      for (let row = 0; row < column.length; row++) {
        const cell = String(column.at(row) ?? '');
        const short = cell.trim();
        const isOdd =
          (cell.length <= 14 && texts.isName(short)) ||
          texts.cut(cell, false) !== null ||
          texts.cut(cell, true) !== null ||
          /^\s*\d{1,6}\s*$/.test(cell) ||
          /^\d{10,19}$/.test(short);
        if (isOdd) personal++;
        if (isOdd && !suspects.has(row)) expect.fail(`passed over: ${JSON.stringify(cell)}`);
      }
      expect(filled).toBe(column.length);
      expect(personal).toBeGreaterThan(1000);
      expect(suspects.size).toBeLessThan(column.length);
    },
  );
});
