import { CFB } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { tameRecords } from '#lib/core/ingest/format/workbook-records.ts';
import { readWorkbook } from '#lib/core/ingest/format/workbook.ts';
import { bookOf, codeOf, rowsOf, save } from './workbook-bytes.ts';

describe('XLS', () => {
  const files = CFB as {
    utils: { cfb_new(): unknown; cfb_add(file: unknown, name: string, bytes: Uint8Array): void };
    write(file: unknown, options: object): Uint8Array;
  };
  const u16 = (n: number) => [n & 255, n >> 8];
  const record = (type: number, body: number[]) => [...u16(type), ...u16(body.length), ...body];
  const label = (c: number, text: Uint8Array) =>
    record(0x0204, [...u16(0), ...u16(c), ...u16(0), ...u16(text.length), ...text]);

  /** A workbook of Excel 5 of one page. */
  function biff5(codepage: number, page: number[]): Uint8Array {
    const bof = (kind: number) => record(0x0809, [...u16(0x0500), ...u16(kind), 0, 0, 0, 0]);
    const head = [...bof(5), ...record(0x0042, u16(codepage))];
    const name = [...new TextEncoder().encode('Sheet1')];
    const start = head.length + 4 + 7 + name.length + 4;
    const sheet = record(0x0085, [...u16(start), 0, 0, 0, 0, name.length, ...name]);
    const end = record(0x000a, []);
    const stream = [...head, ...sheet, ...end, ...bof(0x10), ...page, ...end];
    const file = files.utils.cfb_new();
    const padded = Uint8Array.from([...stream, ...new Array<number>(4096).fill(0)]);
    files.utils.cfb_add(file, '/Book', padded);
    return new Uint8Array(files.write(file, { type: 'array' }));
  }

  it('of Excel 5 tells hidden rows and rows that add up others', () => {
    const row = (r: number, flags: number) =>
      record(0x0208, [...u16(r), 0, 0, 1, 0, ...u16(255), 0, 0, 0, 0, ...u16(flags), 0, 0]);
    const area = [0x25, ...u16(0), ...u16(1), 0, 0, 0x19, 0x10, 0, 0];
    const seven = [0, 0, 0, 0, 0, 0, 0x1c, 0x40];
    const formula = (r: number) =>
      record(0x0006, [
        ...[...u16(r), ...u16(0), ...u16(0), ...seven, ...u16(0), 0, 0, 0, 0],
        ...[...u16(area.length), ...area],
      ]);
    const page = [...row(0, 0x100), ...row(2, 0x120), ...label(0, Uint8Array.from([0x41]))];
    const [grid] = readWorkbook('b', biff5(1252, [...page, ...formula(2)])).grids;
    expect(grid.rows[2]).toEqual([7]);
    expect([...grid.sumRows]).toEqual([2]);
    expect([...grid.hiddenRows]).toEqual([2]);
  });

  it('of Excel 5 is read in the encoding it names', () => {
    const gbk = Uint8Array.from([0xc2, 0xa5, 0xd3, 0xee, 0x41]);
    expect(rowsOf(biff5(936, [...label(0, gbk), ...label(1, Uint8Array.from([0x31]))]))[0]).toEqual(
      ['楼宇A', '1'],
    );
    expect(rowsOf(biff5(1252, label(0, Uint8Array.from([0x63, 0x61, 0x66, 0xe9]))))[0]).toEqual([
      'café',
    ]);
  });

  it('of Excel 97 keeps its texts after one of Excel 5 was read', () => {
    const rows = [['楼宇·é', 'plain', 'é']];
    rowsOf(biff5(936, label(0, Uint8Array.from([0x41]))));
    expect(rowsOf(save(bookOf({ A: rows }), 'biff8'))).toEqual(rows);
  });

  it('has its hyperlinks passed over, and a false count of texts refused', () => {
    const stream = Uint8Array.from([...record(0x01b8, [1, 2, 3]), ...record(0x0203, [4])]);
    tameRecords(stream);
    expect([...stream]).toEqual([...record(0x00ec, [1, 2, 3]), ...record(0x0203, [4])]);
    const texts = (count: number) => [
      ...record(0x00fc, [...u16(count), 0, 0, ...u16(count), 0, 0, 1, 0, 0, 0x41]),
      ...record(0x003c, [1, 0, 0, 0x41]),
    ];
    expect(codeOf(() => tameRecords(Uint8Array.from(texts(2))))).toBe('none');
    expect(codeOf(() => tameRecords(Uint8Array.from(texts(7))))).toBe('workbook_damaged');
  });

  it('behind a password is told from a damaged one', () => {
    const file = files.utils.cfb_new();
    files.utils.cfb_add(file, '/EncryptionInfo', Uint8Array.from([4, 0, 4, 0, 64, 0, 0, 0]));
    files.utils.cfb_add(file, '/EncryptedPackage', new Uint8Array(5000));
    const locked = new Uint8Array(files.write(file, { type: 'array' }));
    expect(codeOf(() => readWorkbook('b', locked))).toBe('workbook_encrypted');
    const cut = save(bookOf({ A: [['id']] }), 'biff8').slice(0, 700);
    expect(codeOf(() => readWorkbook('b', cut))).toBe('workbook_damaged');
  });
});

describe('HTML saved as a workbook', () => {
  const page = (body: string, charset = 'utf-8') =>
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=${charset}"><!--[if gte mso 9]><xml><table><tr><td>no</td></tr></table></xml><![endif]--><style>td{x:1}</style></head><body>${body}</body></html>`;
  const encode = (text: string) => new TextEncoder().encode(text);

  it('gives rows, spans, hidden rows and exact numbers', () => {
    const [grid] = readWorkbook(
      'b',
      encode(
        page(`<table><tr><th rowspan=2>编号<th colspan="2">位置</th></tr><tr><td>经度<td>纬度</tr>
<tr style='display:none'><td>007</td><td x:num="121.492453">121.49</td><td>31.2&nbsp;</td></tr>
<tr><td>a<br>b &amp; &#20013;&lt;c&gt;</td><td></td><td x:num="45473">2024-06-30</td></tr></table>`),
      ),
    ).grids;
    expect(grid.rows.map((row) => Array.from(row ?? [], (cell) => cell ?? null))).toEqual([
      ['编号', '位置'],
      [null, '经度', '纬度'],
      ['007', 121.492453, '31.2'],
      ['a\nb & 中<c>', null, '2024-06-30'],
    ]);
    expect(grid.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
    ]);
    expect([...grid.hiddenRows]).toEqual([2]);
    expect([grid.format, grid.sheet]).toEqual(['html', null]);
  });

  it('is decoded by what it declares, or by what it is', () => {
    const gbk = [0xc2, 0xa5, 0xd3, 0xee];
    const bytes = (charset: string, text: number[]) => {
      const [before, after] = page('<table><tr><td>|</td></tr></table>', charset).split('|');
      return Uint8Array.from([...encode(before), ...text, ...encode(after)]);
    };
    for (const charset of ['gb2312', 'GBK', 'x'])
      expect(rowsOf(bytes(charset, gbk))[0]).toEqual(['楼宇']);
    expect(rowsOf(bytes('utf-8', [...encode('楼宇')]))[0]).toEqual(['楼宇']);
    expect(rowsOf(bytes('gb2312', [0xc1, 0xaa, 0xcd, 0xa8]))[0]).toEqual(['联通']);
  });

  it('is not led to allocate by its spans, nor to crawl by what never closes', () => {
    const start = performance.now();
    const wide = '<td colspan=999999 rowspan=999999>a</td>'.repeat(50);
    expect(rowsOf(encode(page(`<table><tr>${wide}</tr></table>`)))).toEqual([['a']]);
    const open = encode(`<table><tr><td>a</td></tr>${'<!-- '.repeat(200_000)}`);
    expect(rowsOf(open)).toEqual([['a']]);
    expect(rowsOf(encode(`<table><tr><td>a${'<'.repeat(200_000)}`))[0]).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('reads what SheetJS writes', () => {
    const rows = [
      ['id', 'name'],
      ['007', 'A & B'],
    ];
    expect(rowsOf(save(bookOf({ A: rows }), 'html'))).toEqual(rows);
  });

  it('without a table is damaged', () => {
    expect(codeOf(() => readWorkbook('b', encode(page('<p>none</p>'))))).toBe('workbook_damaged');
  });
});
