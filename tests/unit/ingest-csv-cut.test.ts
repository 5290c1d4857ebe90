import { describe, expect, it } from 'vitest';
import { csvCell } from '#lib/core/ingest/csv-cell.ts';
import { CsvCutter, LONGEST_RECORD_BYTES } from '#lib/core/ingest/csv-cut.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';
import { randomStream } from '../bench/random.ts';
import { gb18030Bytes } from './gb18030.ts';
import { evenLines, papaRecords } from './papa-records.ts';

const utf8 = (text: string): TextBytes => ({
  bytes: new TextEncoder().encode(text),
  encoding: 'utf-8',
});
const gb = (text: string): TextBytes => ({ bytes: gb18030Bytes(text), encoding: 'gb18030' });

/** Every record as texts; `blank` and `broken` ones by their name. */
function cut(text: TextBytes, delimiter: string, most = 50): (string[] | 'blank' | 'broken')[] {
  const cutter = new CsvCutter(text, delimiter, most);
  const records: (string[] | 'blank' | 'broken')[] = [];
  while (!cutter.done) {
    const kind = cutter.next();
    if (kind === 'endless') throw new Error('endless');
    const { starts, count } = cutter;
    const cells = Array.from({ length: Math.min(count, most) }, (_, i) =>
      csvCell(text, starts[i], starts[i + 1] - cutter.delimiter.length),
    );
    records.push(kind === 'cells' ? cells : kind);
  }
  return records;
}

const oracle = (text: string, delimiter: string) =>
  papaRecords(text, delimiter).map((cells) => {
    if (cells === null) return 'broken';
    return cells.every((cell) => cell.trim() === '') ? 'blank' : cells;
  });
const even = (records: ReturnType<typeof cut>) =>
  records.map((record) => (typeof record === 'string' ? record : record.map(evenLines)));

describe('the cutter', () => {
  const PIECES = ['"', '"', '""', ',', ',', ';', '\t', '\n', '\r\n', '\r', ' ', '\u3000'];
  const LETTERS = ['a', 'b1', '中', '，', '|', '、"', '鳌', '"x"', '"中,\n"'];
  it.each([
    [',', 20_260_801],
    [';', 20_260_802],
    ['\t', 20_260_803],
    ['|', 20_260_804],
    ['，', 20_260_805],
  ])('cuts 1,000 random texts with %j as Papa Parse does (seed %i)', (delimiter, seed) => {
    const random = randomStream(seed);
    const pieces = [...PIECES, ...LETTERS, delimiter, delimiter];
    for (let round = 0; round < 1000; round++) {
      let text = '';
      for (let n = Math.floor(random() * 40); n >= 0; n--)
        text += pieces[Math.floor(random() * pieces.length)];
      const expected = oracle(text, delimiter);
      expect(even(cut(utf8(text), delimiter)), JSON.stringify(text)).toEqual(expected);
      if (delimiter !== '|' && delimiter !== '，')
        expect(even(cut(gb(text), delimiter)), JSON.stringify(text)).toEqual(expected);
    }
  });

  it('takes a byte order mark in front of any record off: files put end to end', () => {
    expect(cut(utf8('a,b\n\ufeff"c",d\n\ufeff\n'), ',')).toEqual([['a', 'b'], ['c', 'd'], 'blank']);
  });

  it('counts cells beyond those it keeps, and tells whether one of them is filled', () => {
    const cutter = new CsvCutter(utf8('a,b,,\na,b,,c,\n\n,,x'), ',', 2);
    expect([cutter.next(), cutter.count, cutter.filled]).toEqual(['cells', 4, 1]);
    expect([cutter.next(), cutter.count, cutter.filled]).toEqual(['cells', 5, 4]);
    expect([cutter.next(), cutter.filled]).toEqual(['blank', 0]);
    expect([cutter.next(), cutter.count, cutter.filled]).toEqual(['cells', 3, 3]);
    expect(cutter.done).toBe(true);
  });

  it('takes a quote at the end of the text, and white space behind it', () => {
    expect(cut(utf8('a,"b"'), ',')).toEqual([['a', 'b']]);
    expect(cut(utf8('a,"b"  '), ',')).toEqual([['a', 'b']]);
    expect(cut(utf8('a,"b\u3000"\u3000\u00a0,c'), ',')).toEqual([['a', 'b\u3000', 'c']]);
    expect(cut(utf8('a,"b'), ',')).toEqual(['broken']);
  });

  it('gives up a line without end, and finds the next one', () => {
    const bytes = new Uint8Array(LONGEST_RECORD_BYTES + 1_000_003).fill(0x61);
    bytes.set([0x0a, 0x62, 0x0a], bytes.length - 3);
    const cutter = new CsvCutter({ bytes, encoding: 'utf-8' }, ',', 5);
    expect(cutter.next()).toBe('endless');
    let walks = 0;
    while (!cutter.skipLine(cutter.at + 300_000)) walks++;
    expect(walks).toBe(3);
    expect(cutter.next()).toBe('cells');
    expect(cutter.done).toBe(true);
  });

  it('takes time in proportion to its text where quotes stay open again and again', () => {
    const text = utf8('"a\nx""y,\n'.repeat(200_000));
    const cutter = new CsvCutter(text, ',', 5);
    let broken = 0;
    while (!cutter.done) if (cutter.next() === 'broken') broken++;
    expect(broken).toBe(200_000);
  });
});
