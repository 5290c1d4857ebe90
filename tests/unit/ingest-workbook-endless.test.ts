import { describe, expect, it } from 'vitest';
import { isSoundFormula } from '#lib/core/ingest/format/workbook-formula.ts';
import { tameRecords } from '#lib/core/ingest/format/workbook-records.ts';
import { sharedTexts } from '#lib/core/ingest/format/workbook-shared-texts.ts';
import { workbookOf } from './every-format.ts';
import { issuesOf, read } from './ingest-folder.ts';

/** A record of BIFF: its type, its length, its body. */
const record = (type: number, body: number[]): number[] => [
  type & 255,
  type >> 8,
  body.length & 255,
  body.length >> 8,
  ...body,
];
const BEGIN = record(0x0809, [0x00, 0x06, 0x05, 0x00]);
const tamed = (...records: number[][]) => {
  const stream = Uint8Array.from([...BEGIN, ...records.flat()]);
  tameRecords(stream);
  return stream.subarray(BEGIN.length);
};
const formula = (tokens: number[], length = tokens.length) =>
  record(0x0006, [...Array<number>(20).fill(0), length & 255, length >> 8, ...tokens]);
/** SUM over A1:A9. */
const SUM = [0x25, 0, 0, 8, 0, 0, 0, 0, 0, 0x19, 0x10, 0, 0];

describe('records of old workbooks of which a reader would never see the end', () => {
  it('keeps a formula whose tokens end where it says', () => {
    expect([...tamed(formula(SUM))]).toEqual(formula(SUM));
    expect(isSoundFormula(Uint8Array.from(SUM), 0, SUM.length, false)).toBe(true);
    expect(isSoundFormula(Uint8Array.from(SUM), 0, SUM.length, true)).toBe(false);
  });

  it.each([
    ['shorter', SUM.slice(0, -2), undefined],
    ['longer than the record', SUM, 200],
    ['of unknown tokens', [0x00, 0x00], undefined],
  ])('leaves out one that is %s, and keeps its cell', (_, tokens, length) => {
    const stream = tamed(formula(tokens, length));
    expect([stream[0], stream[24], stream[25]]).toEqual([0x06, 0xff, 0xff]);
  });

  it('passes over texts without a length, and shared formulas that are not sound', () => {
    for (const given of [record(0x0207, []), record(0x0204, [0, 0, 0, 0, 0, 0, 9])])
      expect([...tamed(given)].slice(0, 2)).toEqual([0xec, 0]);
    const shared = record(0x04bc, [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x25, 0, 0]);
    expect(tamed(shared)[0]).toBe(0xec);
  });

  it('counts the shared texts that can be read, over the records that continue them', () => {
    const texts = [9, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 65, 66, 4, 0, 0, 67, 68];
    const next = record(0x003c, [1, 0x2d, 0x4e, 0x87, 0x65, 1, 0, 0, 69, 7]);
    const stream = Uint8Array.from([...texts, ...next]);
    // Three whole texts, the second over the border, and a byte of a fourth.
    expect(sharedTexts(stream, 0, texts.length, 9)).toBe(3);
  });

  it('refuses a container whose sectors or entries lead back to themselves', async () => {
    const rows = Array.from({ length: 300 }, (_, r) => [`U${r}`, `大厦${r}号`]);
    const bytes = workbookOf({ headers: ['编号', '名称'], rows, points: [] }, 'biff8');
    const view = new DataView(bytes.buffer);
    const directory = 512 * (1 + view.getInt32(48, true));
    const table = 512 * (1 + view.getInt32(76, true));
    const entry = [1, 2].find((i) => view.getInt32(directory + 128 * i + 120, true) >= 4096) ?? 0;
    const first = view.getInt32(directory + 128 * entry + 116, true);
    const loops: ((copy: DataView) => void)[] = [
      (copy) => copy.setInt32(table + 4 * (first + 1), first, true),
      (copy) => copy.setInt32(directory + 128 * 2 + 68, 1, true),
      (copy) => copy.setInt32(directory + 128 * 1 + 76, 1, true),
    ];
    expect(entry).toBeGreaterThan(0);
    for (const loop of loops) {
      const copy = bytes.slice();
      loop(new DataView(copy.buffer));
      const project = await read({ 'a.xls': copy });
      expect(issuesOf(project, 'workbook_damaged')).toHaveLength(1);
    }
  });
});
