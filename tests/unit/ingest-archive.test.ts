import { existsSync, readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  ArchiveFault,
  MOST_INFLATED_BYTES,
  MOST_MEMBERS,
  openArchive,
} from '#lib/core/ingest/format/archive.ts';

const MESSY = '../shared/data/messy/generated';
const present = existsSync(MESSY);
if (!present) console.log(`skipped: ${MESSY} is absent`);

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);
const names = (bytes: Uint8Array) => openArchive(bytes).members.map(({ name }) => name);

/** The code of the fault that an action ends in. */
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ArchiveFault) return error.code;
    throw error;
  }
  return 'none';
}

interface Raw {
  name: number[] | string;
  packed?: Uint8Array;
  size?: number;
  crc?: number;
  flags?: number;
  method?: number;
}

/** A zip archive whose directory says whatever it is told to. */
function rawZip(entries: Raw[]): Uint8Array {
  const parts: number[] = [];
  const directory: number[] = [];
  const u16 = (n: number) => [n & 255, (n >> 8) & 255];
  const u32 = (n: number) => [...u16(n & 0xffff), ...u16(Math.floor(n / 65536))];
  for (const { name, packed = new Uint8Array(), size, crc = 0, flags = 0, method = 0 } of entries) {
    const label = typeof name === 'string' ? [...bytesOf(name)] : name;
    const shared = [
      ...u16(flags),
      ...u16(method),
      ...u32(0),
      ...u32(crc),
      ...u32(packed.length),
      ...u32(size ?? packed.length),
      ...u16(label.length),
      ...u16(0),
    ];
    const at = parts.length;
    parts.push(...u32(0x04034b50), ...u16(20), ...shared, ...label, ...packed);
    directory.push(...u32(0x02014b50), ...u16(20), ...u16(20), ...shared);
    directory.push(...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(at), ...label);
  }
  const end = [...u32(0x06054b50), ...u32(0), ...u16(entries.length), ...u16(entries.length)];
  end.push(...u32(directory.length), ...u32(parts.length), ...u16(0));
  return Uint8Array.from([...parts, ...directory, ...end]);
}

describe('an archive', () => {
  it('gives its members and their bytes, packed or stored', () => {
    const long = 'ledger '.repeat(40_000);
    const zip = zipSync({
      'a/long.txt': bytesOf(long),
      'b.txt': [bytesOf('plain'), { level: 0 }],
      'folder/': new Uint8Array(),
      'empty.txt': new Uint8Array(),
    });
    const archive = openArchive(zip);
    expect(archive.members.map(({ name, size }) => [name, size])).toEqual([
      ['a/long.txt', long.length],
      ['b.txt', 5],
      ['empty.txt', 0],
    ]);
    expect(text(archive.read('a/long.txt'))).toBe(long);
    expect(text(archive.read('b.txt'))).toBe('plain');
    expect(archive.read('empty.txt')).toHaveLength(0);
    expect(codeOf(() => archive.read('toString'))).toBe('archive_damaged');
  });

  it('is found behind what stands before it, and before a comment', () => {
    const zip = zipSync({ 'a.txt': bytesOf('a') });
    const after = Uint8Array.from([
      ...bytesOf('#!unpack'),
      ...zip,
      ...bytesOf('PK\u0005\u0006 remark'),
    ]);
    after[8 + zip.length - 2] = 11;
    expect(text(openArchive(after).read('a.txt'))).toBe('a');
  });

  it('tells names in UTF-8, flagged or not, and in GB18030', () => {
    const gbk = [0xc2, 0xa5, 0xd3, 0xee];
    expect(names(rawZip([{ name: gbk }]))).toEqual(['楼宇']);
    expect(names(rawZip([{ name: '楼宇', flags: 0x800 }]))).toEqual(['楼宇']);
    expect(names(rawZip([{ name: '楼宇' }]))).toEqual(['楼宇']);
    expect(names(rawZip([{ name: '__proto__' }, { name: 'constructor' }]))).toHaveLength(2);
  });

  it.each([
    ['../etc/passwd'],
    ['a/../../b'],
    ['..\\b'],
    ['C:\\b'],
    ['c:/b'],
    ['a\0.txt'],
    ['a\n.txt'],
  ])('refuses the name %j', (name) => {
    expect(codeOf(() => names(rawZip([{ name }])))).toBe('archive_path');
  });

  it('makes backslashes and leading slashes harmless', () => {
    expect(names(rawZip([{ name: 'a\\b.txt' }, { name: '//c..d' }]))).toEqual(['a/b.txt', 'c..d']);
  });

  it('refuses too many members, those of an archive inside it counted', () => {
    const many = (n: number) =>
      zipSync(Object.fromEntries(Array.from({ length: n }, (_, i) => [`${i}`, new Uint8Array()])));
    const inner = many(MOST_MEMBERS - 1);
    const outer = openArchive(zipSync({ 'inner.zip': inner, 'other.zip': inner }));
    expect(codeOf(() => openArchive(many(MOST_MEMBERS + 1)))).toBe('archive_too_many');
    expect(codeOf(() => openArchive(outer.read('inner.zip')))).toBe('none');
    expect(codeOf(() => openArchive(outer.read('other.zip'), outer))).toBe('archive_too_many');
  });

  it('refuses more than it would hold, before anything is inflated', () => {
    const packed = new Uint8Array(10);
    const half = Math.ceil(MOST_INFLATED_BYTES / 2) + 1;
    const big = { packed: new Uint8Array(1000), size: 99_000, method: 8 };
    const lots = Array.from({ length: 1500 }, (_, i) => ({
      ...big,
      name: String(i),
      size: 999_999,
    }));
    expect(codeOf(() => openArchive(rawZip([{ name: 'a', packed, size: half }])))).toBe(
      'archive_ratio',
    );
    expect(codeOf(() => openArchive(rawZip(lots.slice(0, 300))))).toBe('none');
    expect(codeOf(() => openArchive(rawZip(lots.slice(0, 401))))).toBe('archive_too_large');
  });

  it('gives up a member that is larger, or smaller, than declared', () => {
    const zip = zipSync({ 'a.txt': new Uint8Array(5_000_000) }, { level: 9 });
    const view = new DataView(zip.buffer, zip.byteOffset);
    const directory = view.getUint32(zip.length - 6, true);
    view.setUint32(directory + 24, 1000, true);
    expect(codeOf(() => openArchive(zip).read('a.txt'))).toBe('archive_too_large');
    view.setUint32(directory + 24, 6_000_000, true);
    expect(codeOf(() => openArchive(zip))).toBe('archive_ratio');
    const stored = rawZip([{ name: 'a', packed: new Uint8Array(4), size: 5 }]);
    expect(codeOf(() => openArchive(stored).read('a'))).toBe('archive_damaged');
  });

  it('refuses encrypted members and methods it does not know', () => {
    const one = (raw: Partial<Raw>) => openArchive(rawZip([{ name: 'a', ...raw }]));
    expect(codeOf(() => one({ flags: 1 }).read('a'))).toBe('archive_encrypted');
    expect(codeOf(() => one({ method: 9 }).read('a'))).toBe('archive_damaged');
  });

  it('sees a changed byte', () => {
    const zip = zipSync({ 'a.txt': [bytesOf('ledger'), { level: 0 }] });
    zip[zip.indexOf('l'.charCodeAt(0))] ^= 1;
    expect(codeOf(() => openArchive(zip).read('a.txt'))).toBe('archive_damaged');
  });

  it('ends every damage in a fault of its own', () => {
    let seed = 20_240_601;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    const whole = zipSync({ 'a.txt': bytesOf('abc '.repeat(200)), '楼.csv': bytesOf('id,name') });
    for (let i = 0; i < 2000; i++) {
      const bytes = whole.slice(0, random(4) ? whole.length : random(whole.length));
      for (let k = random(4); k >= 0 && bytes.length > 0; k--)
        bytes[random(bytes.length)] = random(256);
      codeOf(() => {
        const archive = openArchive(bytes);
        for (const { name } of archive.members) archive.read(name);
      });
    }
  });
});

describe.skipIf(!present)('archives of the shared data', () => {
  const open = (name: string) => openArchive(new Uint8Array(readFileSync(`${MESSY}/${name}`)));
  it('refuses the one of a thousand to one', () => {
    expect(codeOf(() => open('zip_ratio_100MB.zip'))).toBe('archive_ratio');
    expect(codeOf(() => open('truncated.xlsx'))).toBe('archive_damaged');
  });
  it('reads a zipped shapefile', () => {
    const archive = open('shp_gbk_cpg.zip');
    expect(archive.members).toHaveLength(5);
    expect(text(archive.read('streets.cpg'))).toBe('GBK');
    expect(archive.read('streets.shp')).toHaveLength(56_052);
  });
});
