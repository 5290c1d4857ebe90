import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { decode } from '#lib/core/ingest/sniff.ts';
import { lineEnd, lineKind, surveyText } from '#lib/core/ingest/text/encoding.ts';
import { everydayLine } from '#lib/core/ingest/text/gb18030.ts';
import { textBetween, writeUtf8 } from '#lib/core/ingest/text/cell-text.ts';
import { utf8Size } from '#lib/core/ingest/text/utf8.ts';
import { randomStream } from '../bench/random.ts';
import { gb18030Bytes } from './gb18030.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
function utf16(text: string, little: boolean, mark = false): Uint8Array {
  const units = Array.from(mark ? `\ufeff${text}` : text, (char) =>
    char.length === 1 ? [char.charCodeAt(0)] : [char.charCodeAt(0), char.charCodeAt(1)],
  ).flat();
  return new Uint8Array(
    units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])),
  );
}
function survey(bytes: Uint8Array) {
  const work = surveyText(bytes);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
async function open(bytes: Uint8Array) {
  const log = new IssueLog();
  const sheet = await readCsv('a.csv', bytes, log, {});
  const cells = sheet.columns.map((column) =>
    Array.from({ length: sheet.count }, (_, r) => column.at(r)),
  );
  return { sheet, cells, issues: log.list() };
}

const LEDGER = '编号,名称,街道\r\nU1,张江大厦,张江镇\r\nU2,一一一,一街\r\nU3,鳌鑫𠮷,东街\r\n';
const NAMES = ['张江大厦', '一一一', '鳌鑫𠮷'];
const PLAIN = LEDGER.replace('𠮷', '吉');

describe('the encoding of a ledger', () => {
  it.each([
    ['UTF-8', utf8(LEDGER), 'utf-8'],
    ['UTF-8 with mark', utf8(`\ufeff${LEDGER}`), 'utf-8'],
    ['GB18030', gb18030Bytes(PLAIN), 'gb18030'],
    [
      'GB18030 with mark',
      joined(new Uint8Array([0x84, 0x31, 0x95, 0x33]), gb18030Bytes(PLAIN)),
      'gb18030',
    ],
    ['UTF-16 LE with mark', utf16(LEDGER, true, true), 'utf-16le'],
    ['UTF-16 BE with mark', utf16(LEDGER, false, true), 'utf-16be'],
    ['UTF-16 LE without mark', utf16(LEDGER, true), 'utf-16le'],
    ['UTF-16 BE without mark', utf16(LEDGER, false), 'utf-16be'],
  ])('%s', async (_, bytes, encoding) => {
    const { sheet, cells, issues } = await open(bytes);
    expect(sheet.headers).toEqual(['编号', '名称', '街道']);
    expect(cells[1].map((name) => String(name).replace('吉', '𠮷'))).toEqual(NAMES);
    expect(sheet.encoding).toBe(encoding === 'utf-8' ? null : encoding);
    expect(issues.map(({ code, found }) => [code, found])).toEqual(
      encoding === 'utf-8' ? [] : [['encoding_not_utf8', encoding]],
    );
    expect(decode(bytes).text.replace('吉', '𠮷')).toBe(LEDGER);
    expect(decode(bytes)).toMatchObject({ encoding: sheet.encoding, damaged: false });
  });

  it.each([
    ['ASCII in UTF-16', 'id,name\n1,Ann\n', true],
    ['Chinese alone, without a sign of ASCII', '张江大厦位于张江镇，一街一号。丁香花园小区', true],
    [
      'one letter of ASCII in sixty',
      `${'张江大厦位于张江镇一街一号'.repeat(4)}a${'丁香花园小区'.repeat(2)}`,
      true,
    ],
    ['plain ASCII is none', 'Bush hid the facts, this app can break\n', false],
    ['ASCII with a NUL is none', 'id,name\n1,a\0\n2,b\n3,c\n4,d\n', false],
    ['ASCII with NULs is none', `${'ab,cd,ef\n'.repeat(9)}\0\0\0`, false],
  ])('%s', (_, text, wide) => {
    if (!wide) return expect(survey(utf8(text)).encoding).toBe('utf-8');
    for (const little of [true, false])
      expect(survey(utf16(text, little)).encoding).toBe(little ? 'utf-16le' : 'utf-16be');
    expect(survey(gb18030Bytes(text)).encoding).toMatch(/^(gb18030|utf-8)$/);
  });

  it('is UTF-16 in neither GB18030 nor UTF-8 text of Chinese alone', () => {
    for (const text of ['张江大厦', '陆家嘴金融城', '丁香', '街道名称', '党组织覆盖情况台账'])
      expect([survey(gb18030Bytes(text)).encoding, survey(utf8(text)).encoding]).toEqual([
        'gb18030',
        'utf-8',
      ]);
  });
});

describe('two encodings in one file', () => {
  const first = '编号,名称\nU1,张江大厦\nU2,plain\n';
  const second = 'U3,陆家嘴\nU4,plain\nU5,外滩\n';

  it.each([
    ['GB18030 behind UTF-8', joined(utf8(first), gb18030Bytes(second)), 4],
    ['UTF-8 behind GB18030', joined(gb18030Bytes(first), utf8(second)), 4],
    ['UTF-8 with mark behind GB18030', joined(gb18030Bytes(first), utf8(`\ufeff${second}`)), 4],
    ['by turns', joined(utf8(first), gb18030Bytes(second), utf8('U6,虹桥\n')), 4],
  ])('%s: each line is read in its own, the first change is named', async (_, bytes, row) => {
    const { sheet, cells, issues } = await open(bytes);
    expect(sheet.headers).toEqual(['编号', '名称']);
    expect(cells[0].slice(0, 5)).toEqual(['U1', 'U2', 'U3', 'U4', 'U5']);
    expect(cells[1].slice(0, 5)).toEqual(['张江大厦', 'plain', '陆家嘴', 'plain', '外滩']);
    if (cells[0].length > 5) expect(cells[1][5]).toBe('虹桥');
    expect(issues).toMatchObject([
      { code: 'encoding_mixed', row, found: 'utf-8 + gb18030', expected: 'UTF-8' },
    ]);
    expect(sheet.encoding).toBe('utf-8 + gb18030');
    expect(decode(bytes).text).toContain('张江大厦');
    expect(decode(bytes).text).toContain('陆家嘴');
  });

  it('are not seen in GB18030 of which a line happens to be UTF-8', async () => {
    const odd = new Uint8Array([0xd2, 0xbb, 0xd6, 0xb0, 0x0a]);
    expect(new TextDecoder('utf-8', { fatal: true }).decode(odd)).toHaveLength(3);
    const bytes = joined(gb18030Bytes('编号\n张江\n'), odd, gb18030Bytes('外滩\n'));
    const { cells, issues } = await open(bytes);
    expect(cells[0]).toEqual(['张江', '一职', '外滩']);
    expect(issues.map((issue) => issue.code)).toEqual(['encoding_not_utf8']);
  });
});

describe('damaged text', () => {
  it('costs a character of UTF-8 and not the file', async () => {
    const whole = utf8('编号,名称\nU1,张江\nU2,外滩大厦\nU3,虹桥\n');
    const at = whole.indexOf(0x32) + 2;
    const bytes = joined(whole.subarray(0, at), whole.subarray(at + 1));
    const { cells, issues } = await open(bytes);
    expect(cells[1][0]).toBe('张江');
    expect(cells[1][1]).toMatch(/^\ufffd+滩大厦$/);
    expect(cells[1][2]).toBe('虹桥');
    expect(issues).toMatchObject([{ code: 'text_damaged', row: 3, found: '\ufffd' }]);
  });

  it('costs a character of GB18030, and never the delimiter behind it', async () => {
    const whole = gb18030Bytes('编号,名称\n张江,外滩\n');
    const cut = whole.lastIndexOf(0x2c) - 1;
    const bytes = joined(whole.subarray(0, cut), whole.subarray(cut + 1));
    const { cells, issues } = await open(bytes);
    expect(cells).toEqual([['张\ufffd'], ['外滩']]);
    expect(issues.map(({ code, row }) => [code, row])).toEqual([
      ['encoding_not_utf8', null],
      ['text_damaged', 2],
    ]);
    expect(decode(bytes).damaged).toBe(true);
  });
});

describe('bytes', () => {
  it('are UTF-8 exactly where the platform says so (seed 11)', () => {
    const random = randomStream(11);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const LEADS = [0x41, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe4, 0xed, 0xef, 0xf0, 0xf4, 0xf5];
    const TAILS = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
    for (let round = 0; round < 20_000; round++) {
      const pick = (list: number[]) => list[Math.floor(random() * list.length)];
      const bytes = new Uint8Array([pick(LEADS), pick(TAILS), pick(TAILS), pick(TAILS)]);
      const size = utf8Size(bytes, 0, 4);
      const sizes = [1, 2, 3, 4].filter((n) => {
        try {
          return [...decoder.decode(bytes.subarray(0, n))].length === 1;
        } catch {
          return false;
        }
      });
      expect(size, String(bytes)).toBe(sizes[0] ?? 0);
    }
  });

  it('become the text that the platform decodes (seed 12)', () => {
    const random = randomStream(12);
    const letters = [...'a1"，张一㎡é°—鳌'];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from(
        { length: Math.floor(random() * 80) },
        () => letters[Math.floor(random() * letters.length)],
      ).join('');
      for (const [bytes, encoding] of [
        [utf8(text), 'utf-8'],
        [gb18030Bytes(text), 'gb18030'],
      ] as const) {
        expect(textBetween({ bytes, encoding }, 0, bytes.length)).toBe(text);
        const into = new Uint8Array(bytes.length * 2);
        const end = writeUtf8({ bytes, encoding }, 0, bytes.length, into, 0);
        expect(new TextDecoder().decode(into.subarray(0, end))).toBe(text);
      }
    }
  });

  it('of a line without end are taken in pieces that cut no character', () => {
    const bytes = gb18030Bytes(`${'张'.repeat(600_000)},${'张'.repeat(2_000_000)}\n`);
    expect(lineEnd(bytes, 0)).toBe(1_200_001);
    expect(lineEnd(bytes, 1_200_001)).toBe(3_200_001);
    expect(survey(bytes)).toMatchObject({ encoding: 'gb18030', damagedLine: 0 });
  });
});

describe('lines that are surely GB18030', () => {
  it('are told as the careful look tells them (seed 8)', () => {
    const random = randomStream(8);
    const below = (n: number) => Math.floor(random() * n);
    const pieces = [
      ...['商', '园', '市场', '驻', '鳌', 'é', '一', 'Ω'].map(gb18030Bytes),
      ...['é', '商', '¥', '𠮷', 'ab', '12,', '\r'].map(utf8),
      new Uint8Array([0x81, 0x30, 0x81, 0x30]),
      new Uint8Array([0xff]),
      new Uint8Array([0xb0]),
    ];
    let sure = 0;
    for (let round = 0; round < 20_000; round++) {
      const most = below(4) === 0 ? pieces.length : 5;
      const parts = Array.from({ length: 1 + below(6) }, () => pieces[below(most)]);
      const bytes = joined(utf8('x,\n'), ...parts, utf8('\ny'));
      const end = everydayLine(bytes, 3);
      if (end < 0) continue;
      sure++;
      expect(end).toBe(lineEnd(bytes, 3));
      expect(lineKind(bytes, 3, end)).toBe('gb18030');
    }
    expect(sure).toBeGreaterThan(10_000);
  });

  it('end where the text does not go on, or are too long to say', () => {
    expect(everydayLine(gb18030Bytes('商场'), 0)).toBe(-1);
    expect(everydayLine(gb18030Bytes('商场\n'), 0)).toBe(5);
    expect(everydayLine(gb18030Bytes(`${'商'.repeat(40)}\n`), 0, 64)).toBe(-1);
    expect(everydayLine(utf8('abc\n'), 0)).toBe(-1);
  });
});
