import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { decimalBetween } from '#lib/core/ingest/csv-columns.ts';
import type { ColumnText, FastColumn } from '#lib/core/ingest/fast-column.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { randomStream } from '../bench/random.ts';
import { gb18030Bytes } from './gb18030.ts';

const columnsOf = async (source: string | Uint8Array): Promise<FastColumn[]> =>
  (await readCsv('a.csv', source, new IssueLog(), {})).columns;
const plain = (text: string) => decimalBetween(new TextEncoder().encode(text), 0, text.length);

/** The texts of an Arrow layout, null where its bit is 0. */
function textsOf({ offsets, bytes, validity }: ColumnText): (string | null)[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return Array.from({ length: offsets.length - 1 }, (_, i) =>
    validity !== null && (validity[i >> 3] & (1 << (i & 7))) === 0
      ? null
      : decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])),
  );
}

describe('numbers of a column', () => {
  it.each([
    '0',
    '-0',
    '12',
    '+1.50',
    '.5',
    '5.',
    '121.473701',
    '999999999999999',
    ' 7 ',
    '-0.000001',
  ])('%j is what Number reads', (text) => expect(plain(text)).toBe(Number(text)));

  it.each([
    '',
    '-',
    '.',
    '1e3',
    '1,2',
    '１２',
    '0x1',
    '1 2',
    'NaN',
    '1234567890123456',
    '--1',
    '1.2.3',
  ])('%j is not plain', (text) => expect(plain(text)).toBeNaN());

  it('are exact: 20,000 random decimals (seed 5)', () => {
    const random = randomStream(5);
    for (let i = 0; i < 20_000; i++) {
      const text = (random() * 10 ** Math.floor(random() * 8)).toFixed(Math.floor(random() * 8));
      if (plain(text) !== Number(text)) expect(plain(text), text).toBe(Number(text));
    }
  });

  it('names the cells to be read one by one, and leaves empty ones be', async () => {
    const [, n] = await columnsOf('id,n\n1,12\n2,\n3,"3.5"\n4,１２\n5,"1,200"\n6,""\n7, 8\n8\n');
    const { values, odd } = n.numbers?.() ?? { values: [], odd: [] };
    expect([...values]).toEqual([12, NaN, 3.5, NaN, NaN, NaN, 8, NaN]);
    expect([...odd]).toEqual([3, 4]);
  });

  it('names any number of odd cells', async () => {
    const [n] = await columnsOf(`n,m\n${'x,1\n'.repeat(1000)}`);
    expect(n.numbers?.().odd).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe('texts of a column', () => {
  const CELLS = [
    '甲',
    '',
    'abc',
    '"a ""b"" 丙"',
    '""',
    '"x\n"',
    'é㎡°',
    '—',
    `"${'长'.repeat(50)}"`,
  ];
  const WANT = ['甲', null, 'abc', 'a "b" 丙', null, 'x\n', 'é㎡°', '—', '长'.repeat(50)];
  const TEXT = `t,u\n${CELLS.map((cell) => `${cell},1\n`).join('')}`;

  it.each([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['GB18030', gb18030Bytes(TEXT)],
  ])('in %s are those of its cells', async (_, bytes) => {
    const [t, u] = await columnsOf(bytes);
    expect(WANT.map((__, i) => t.at(i))).toEqual(WANT);
    const text = t.text?.();
    expect(text && textsOf(text)).toEqual(WANT);
    expect(u.text?.()?.validity).toBeNull();
  });

  it('holds characters of four bytes: 𠀀 and 㐀', async () => {
    const quad = [0x95, 0x32, 0x82, 0x36, 0x81, 0x39, 0xee, 0x39];
    const bytes = new Uint8Array([...gb18030Bytes('a,甲\n1,'), ...quad, ...gb18030Bytes('乙\n')]);
    const [, column] = await columnsOf(bytes);
    expect(column.at(0)).toBe('𠀀㐀乙');
    const text = column.text?.();
    expect(text && textsOf(text)).toEqual(['𠀀㐀乙']);
  });

  it('remembers words without mixing them up, also where few recur (seed 9)', async () => {
    const random = randomStream(9);
    const words = Array.from({ length: 40_000 }, (_, i) =>
      i % 2 ? `街道${Math.floor(random() * 3000)}` : `甲${Math.floor(random() * 1e9)}`,
    );
    for (const encode of [gb18030Bytes, (text: string) => text])
      for (const delimiter of [',', '，']) {
        const text = words.map((word) => `${word}${delimiter}：\n`).join('');
        const [column] = await columnsOf(encode(`a${delimiter}b\n${text}`));
        for (const round of [0, 1]) {
          const differing = words.findIndex((word, i) => column.at(i) !== word);
          expect([round, differing]).toEqual([round, -1]);
        }
      }
  });
});

const SPECTRUM = '../shared/data/messy/csv-spectrum';
const present = existsSync(SPECTRUM);
const files = present ? readdirSync(join(SPECTRUM, 'csvs')) : [];
/** Its expectation is another file's row, and no list. */
const STRAY = 'location_coordinates.csv';

describe.skipIf(!present)(present ? 'csv-spectrum' : `skipped: ${SPECTRUM} is absent`, () => {
  it.each(files.filter((name) => name !== STRAY))('%s equals its JSON, in bytes', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(SPECTRUM, 'csvs', name)));
    const json = readFileSync(join(SPECTRUM, 'json', name.replace('.csv', '.json')), 'utf8');
    const log = new IssueLog();
    const sheet = await readCsv(name, bytes, log, {});
    const records = Array.from({ length: sheet.count }, (_, r) =>
      Object.fromEntries(sheet.headers.map((header, i) => [header, sheet.columns[i].at(r) ?? ''])),
    );
    expect(records).toEqual(JSON.parse(json));
    expect(log.list()).toEqual([]);
  });

  it(`${STRAY} has the shape of its JSON and its own cells`, async () => {
    const bytes = new Uint8Array(readFileSync(join(SPECTRUM, 'csvs', STRAY)));
    const sheet = await readCsv(STRAY, bytes, new IssueLog(), {});
    const place = '37\ufffd36\'37.8"N 121\ufffd2\'17.9"W';
    expect(sheet.columns.map((column) => column.at(0))).toEqual([
      '2095257564',
      place,
      'Modesto',
      'Stanislaus',
    ]);
  });
});
