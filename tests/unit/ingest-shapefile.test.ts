import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { FeatureCollection, Geometry, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { encodingNamed } from '#lib/core/ingest/format/encoding.ts';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { readShapefile } from '#lib/core/ingest/format/shapefile.ts';
import type { ShapefileMembers } from '#lib/core/ingest/format/shapefile.ts';
import { polygonsOfRings } from '#lib/core/ingest/format/shapefile-rings.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';

const GENERATED = '../shared/data/messy/generated';
const present = existsSync(GENERATED);
if (!present) console.log(`skipped: ${GENERATED} is absent`);

const utf8 = (text: string) => new TextEncoder().encode(text);
/** GBK bytes of the few characters that the tests use. */
const GBK: Record<string, number[]> = {
  街: [0xbd, 0xd6],
  道: [0xb5, 0xc0],
  名: [0xc3, 0xfb],
  称: [0xb3, 0xc6],
  上: [0xc9, 0xcf],
  海: [0xba, 0xa3],
  联: [0xc1, 0xaa],
  通: [0xcd, 0xa8],
  路: [0xc2, 0xb7],
};
const gbk = (text: string) =>
  Uint8Array.from([...text].flatMap((char) => GBK[char] ?? [char.charCodeAt(0)]));

interface FieldSpec {
  name: Uint8Array;
  type: string;
  size: number;
}

/** A .dbf of the given fields; a record is null where it is deleted. */
function dbfOf(fields: FieldSpec[], records: { cells: Uint8Array[]; deleted?: boolean }[]) {
  const headerBytes = 32 + 32 * fields.length + 1;
  const recordBytes = 1 + fields.reduce((sum, field) => sum + field.size, 0);
  const bytes = new Uint8Array(headerBytes + recordBytes * records.length + 1).fill(
    0x20,
    headerBytes,
  );
  const view = new DataView(bytes.buffer);
  bytes[0] = 3;
  view.setUint32(4, records.length, true);
  view.setUint16(8, headerBytes, true);
  view.setUint16(10, recordBytes, true);
  fields.forEach(({ name, type, size }, f) => {
    bytes.set(name, 32 + 32 * f);
    bytes[32 + 32 * f + 11] = type.charCodeAt(0);
    bytes[32 + 32 * f + 16] = size;
  });
  bytes[headerBytes - 1] = 0x0d;
  records.forEach(({ cells, deleted }, r) => {
    let at = headerBytes + r * recordBytes;
    bytes[at++] = deleted ? 0x2a : 0x20;
    cells.forEach((cell, f) => {
      bytes.set(cell.subarray(0, fields[f].size), at);
      at += fields[f].size;
    });
  });
  bytes[bytes.length - 1] = 0x1a;
  return bytes;
}

/** A record: parts of a polygon or line, one point, or null. `z` adds heights behind the plain shape. */
type Shape = Position[][] | Position | null;

function contentOf(shape: Shape, code: number): Uint8Array {
  const z = code > 10;
  if (shape === null) return new Uint8Array(4);
  if (!Array.isArray(shape[0])) {
    const bytes = new Uint8Array(z ? 36 : 20);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, code, true);
    (shape as Position).forEach((value, i) => view.setFloat64(4 + 8 * i, value, true));
    return bytes;
  }
  const parts = shape as Position[][];
  const points = parts.flat();
  const plain = 44 + 4 * parts.length + 16 * points.length;
  const bytes = new Uint8Array(plain + (z ? 16 + 8 * points.length : 0));
  const view = new DataView(bytes.buffer);
  view.setInt32(0, code, true);
  view.setInt32(36, parts.length, true);
  view.setInt32(40, points.length, true);
  let at = 44;
  let start = 0;
  for (const part of parts) {
    view.setInt32(at, start, true);
    at += 4;
    start += part.length;
  }
  for (const [x, y] of points) {
    view.setFloat64(at, x, true);
    view.setFloat64(at + 8, y, true);
    at += 16;
  }
  for (let i = 0; z && i < points.length; i++) view.setFloat64(at + 16 + 8 * i, 999, true);
  return bytes;
}

function shpOf(code: number, shapes: Shape[]): Uint8Array {
  const contents = shapes.map((shape) => contentOf(shape, code));
  const bytes = new Uint8Array(contents.reduce((sum, c) => sum + 8 + c.length, 100));
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 9994);
  view.setInt32(24, bytes.length / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, code, true);
  let at = 100;
  contents.forEach((content, i) => {
    view.setInt32(at, i + 1);
    view.setInt32(at + 4, content.length / 2);
    bytes.set(content, at + 8);
    at += 8 + content.length;
  });
  return bytes;
}

const box = (x: number, y: number, size: number, clockwise = true): Position[] => {
  const ring = [
    [x, y],
    [x, y + size],
    [x + size, y + size],
    [x + size, y],
    [x, y],
  ];
  return clockwise ? ring : ring.reverse();
};

function read(members: ShapefileMembers) {
  const issues = new IssueLog();
  const sheet = readShapefile('a.zip', members, issues);
  const list = issues.list();
  return { sheet, codes: list.map((issue) => issue.code), list };
}
const column = (sheet: ReturnType<typeof read>['sheet'], i: number) =>
  Array.from({ length: sheet.count }, (_, r) => sheet.columns[i].at(r));
const points = (n: number) =>
  shpOf(
    1,
    Array.from({ length: n }, (_, i) => [121 + i, 31]),
  );
const text = (name: string, size: number): FieldSpec => ({ name: utf8(name), type: 'C', size });
const record = (...cells: Uint8Array[]) => ({ cells });

describe('the encoding of the attributes', () => {
  const named = (bytes: Uint8Array[], cpg?: string, size = 12) =>
    read({
      shp: points(bytes.length),
      dbf: dbfOf(
        [text('NAME', size)],
        bytes.map((cell) => record(cell)),
      ),
      ...(cpg === undefined ? {} : { cpg: utf8(cpg) }),
    });

  it.each(['UTF-8', 'ISO-8859-1', '1252', 'nonsense', 'GBK\r\n', undefined])(
    'GBK is read as such with a .cpg of %s',
    (cpg) => {
      const { sheet, list } = named([gbk('上海街道'), utf8('A1')], cpg);
      expect(column(sheet, 0)).toEqual(['上海街道', 'A1']);
      expect(sheet.encoding).toBe('gb18030');
      const codes = list.map((issue) => issue.code);
      if (cpg === undefined) expect(codes).toEqual(['encoding_not_utf8']);
      else if (cpg.startsWith('GBK')) expect(codes).toEqual([]);
      else if (cpg !== 'nonsense')
        expect(list).toMatchObject([
          { code: 'encoding_declared_wrong', found: cpg, expected: 'gb18030' },
        ]);
    },
  );

  it.each(['UTF-8', 'GBK', '936', 'ISO-8859-1', undefined])(
    'UTF-8 is read as such with a .cpg of %s',
    (cpg) => {
      const { sheet, codes } = named([utf8('上海'), utf8('A1')], cpg);
      expect(column(sheet, 0)).toEqual(['上海', 'A1']);
      expect(sheet.encoding).toBeNull();
      expect(codes).toEqual(
        cpg === undefined || cpg === 'UTF-8' ? [] : ['encoding_declared_wrong'],
      );
    },
  );

  it('a text cut inside a character turns nothing over, and is named', () => {
    for (const [encode, encoding] of [
      [utf8, null],
      [gbk, 'gb18030'],
    ] as const) {
      const cells = [encode('上海'), encode('上海街道名称').subarray(0, 5), encode('街道')];
      const { sheet, list } = named(cells, undefined, 5);
      expect(sheet.encoding).toBe(encoding);
      expect(column(sheet, 0)[1]).toBe(encoding === null ? '上' : '上海');
      const cut = list.filter((issue) => issue.code === 'text_cut');
      expect(cut.map(({ row }) => row)).toEqual(encoding === null ? [1, 2, 3] : [2]);
      expect(cut[0].column).toBe('NAME');
    }
  });

  it('believes a .cpg where the texts fit several encodings', () => {
    const chance = Uint8Array.from([0xc2, 0xb7]);
    expect(column(named([chance], 'GBK').sheet, 0)).toEqual(['路']);
    expect(column(named([chance], 'UTF-8').sheet, 0)).toEqual(['·']);
    expect(column(named([chance]).sheet, 0)).toEqual(['·']);
    const latin = Uint8Array.from([...utf8('Caf'), 0xe9, ...utf8('teria')]);
    expect(column(named([latin], 'ISO-8859-1').sheet, 0)).toEqual(['Caf\u00e9teria']);
  });

  it('one damaged text does not turn the others over', () => {
    const broken = Uint8Array.from([0xe4, 0xb8, 0x20, 0x41]);
    const { sheet, codes } = named([utf8('上海市'), broken, utf8('名'), utf8('街道办')]);
    expect(column(sheet, 0)[0]).toBe('上海市');
    expect(codes).toContain('text_damaged');
  });

  it('decodes names of columns, cut ones too', () => {
    const dbf = dbfOf(
      [
        { name: gbk('街道名称'), type: 'C', size: 8 },
        { name: utf8('CODE'), type: 'C', size: 8 },
      ],
      [record(gbk('上海'), utf8('1'))],
    );
    expect(read({ shp: points(1), dbf }).sheet.headers).toEqual(['街道名称', 'CODE']);
    const cut = dbfOf(
      [{ name: utf8('街道名称').subarray(0, 10), type: 'C', size: 8 }],
      [record(utf8('上海'))],
    );
    expect(read({ shp: points(1), dbf: cut }).sheet.headers).toEqual(['街道名']);
  });

  it.each([
    ['UTF-8', 'utf-8'],
    ['GBK', 'gb18030'],
    ['gb2312', 'gb18030'],
    ['CP936', 'gb18030'],
    ['OEM 936', 'gb18030'],
    ['65001', 'utf-8'],
    ['ANSI 1252', 'windows-1252'],
    ['88591', 'windows-1252'],
    ['Big5', 'big5'],
    ['', null],
    ['no such', null],
  ])('%s names %s', (declared, encoding) => {
    expect(encodingNamed(declared)).toBe(encoding);
  });
});

describe('the cells of a .dbf', () => {
  const one = (type: string, size: number, cells: Uint8Array[]) => {
    const dbf = dbfOf(
      [{ name: utf8('F'), type, size }],
      cells.map((cell) => record(cell)),
    );
    return column(read({ shp: points(cells.length), dbf }).sheet, 0);
  };
  it.each([
    ['N', 18, ['12', ' 1.5', '***', '', '1e3', '110101001001', '99010100100100123', 'x1', '1,5']],
    ['D', 8, ['20260131', '00000000', '', '2026/1/3']],
    ['L', 1, ['T', 'y', 'F', 'n', '?', '']],
  ])('%s', (type, size, texts) => {
    const expected: Record<string, unknown[]> = {
      N: [12, 1.5, null, null, 1000, 110101001001, '99010100100100123', 'x1', 1.5],
      D: ['2026-01-31', null, null, '2026/1/3'],
      L: [true, true, false, false, null, null],
    };
    expect(one(type, size, texts.map(utf8))).toEqual(expected[type]);
  });

  it('binary numbers and moments', () => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setInt32(0, -7, true);
    expect(one('I', 4, [bytes.slice(0, 4)])).toEqual([-7]);
    new DataView(bytes.buffer).setFloat64(0, 2.5, true);
    expect(one('B', 8, [bytes.slice()])).toEqual([2.5]);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, 2_440_588 + 1, true);
    view.setInt32(4, 3_600_000, true);
    expect(one('T', 8, [bytes.slice()])).toEqual(['1970-01-02T01:00:00']);
  });

  it('leaves deleted records out, with their shapes, and keeps counting rows', () => {
    const dbf = dbfOf(
      [text('NAME', 4)],
      [record(utf8('a')), { cells: [utf8('b')], deleted: true }, record(utf8('c'))],
    );
    const { sheet } = read({ shp: points(3), dbf });
    expect(column(sheet, 0)).toEqual(['a', 'c']);
    expect([...sheet.row]).toEqual([1, 3]);
    expect(sheet.geometry?.map((g) => (g as { coordinates: Position }).coordinates[0])).toEqual([
      121, 123,
    ]);
  });

  it('says where the counts differ or a file is short', () => {
    const dbf = dbfOf([text('NAME', 4)], [record(utf8('a')), record(utf8('b')), record(utf8('c'))]);
    const more = read({ shp: points(2), dbf });
    expect(more.codes).toEqual(['shapefile_counts_differ']);
    expect(more.sheet.geometry).toHaveLength(3);
    expect(more.sheet.geometry?.[2]).toBeNull();
    const fewer = read({ shp: points(5), dbf });
    expect(column(fewer.sheet, 0)).toEqual(['a', 'b', 'c', null, null]);
    const short = read({ shp: points(3), dbf: dbf.subarray(0, dbf.length - 4) });
    expect(short.codes).toEqual(['shapefile_cut']);
    expect(column(short.sheet, 0)).toEqual(['a', 'b', null]);
    const shp = points(3);
    const cut = read({ shp: shp.subarray(0, shp.length - 4), dbf });
    expect(cut.codes).toEqual(['shapefile_cut', 'shapefile_counts_differ']);
    expect(cut.sheet.geometry?.filter((g) => g !== null)).toHaveLength(2);
  });

  it('refuses what is no table or no shapefile, with a code', () => {
    const fault = (members: ShapefileMembers) => {
      try {
        read(members);
        return null;
      } catch (error) {
        expect(error).toBeInstanceOf(FormatFault);
        return (error as FormatFault).code;
      }
    };
    expect(fault({ shp: new Uint8Array(10) })).toBe('shapefile_invalid');
    expect(fault({ shp: new Uint8Array(200) })).toBe('shapefile_invalid');
    expect(fault({ shp: shpOf(31, []) })).toBe('shapefile_invalid');
    expect(fault({ shp: points(1), dbf: new Uint8Array(20) })).toBe('shapefile_invalid');
    expect(fault({ shp: points(1), dbf: new Uint8Array(200) })).toBe('shapefile_invalid');
  });
});

describe('shapes', () => {
  it('keeps the rows of null shapes and of broken records', () => {
    const shp = shpOf(5, [[box(121, 31, 1)], null, [box(122, 31, 1)]]);
    const at = 100 + 8 + contentOf([box(121, 31, 1)], 5).length + 12;
    expect(read({ shp }).sheet.geometry?.map((g) => g?.type ?? null)).toEqual([
      'Polygon',
      null,
      'Polygon',
    ]);
    new DataView(shp.buffer).setInt32(at + 8 + 40, 1_000_000, true);
    const { sheet, list } = read({ shp });
    expect(sheet.geometry?.map((g) => g?.type ?? null)).toEqual(['Polygon', null, null]);
    expect(list).toMatchObject([{ code: 'geometry_invalid', row: 3 }]);
  });

  it.each([11, 13, 15])('drops heights of type %i, with a note', (code) => {
    const shape: Shape = code === 11 ? [121, 31, 9] : [box(121, 31, 1)];
    const { sheet, codes } = read({ shp: shpOf(code, [shape]) });
    expect(codes).toEqual(['height_dropped']);
    const { coordinates } = sheet.geometry?.[0] as { coordinates: unknown[] };
    const numbers = coordinates.flat(3) as number[];
    expect(numbers).not.toContain(999);
    expect(numbers).toHaveLength(code === 11 ? 2 : 10);
  });

  it('puts the .prj into the crs as it stands', () => {
    const wkt = 'PROJCS["CGCS2000_3_Degree_GK_Zone_39",GEOGCS["GCS"]]';
    expect(read({ shp: points(1), prj: utf8(`\ufeff${wkt}\n`) }).sheet.crs).toBe(wkt);
    expect(read({ shp: points(1) }).sheet.crs).toBeNull();
  });

  it('does not change the bytes it is given', () => {
    const shp = shpOf(15, [[box(121, 31, 1)]]);
    const before = shp.slice();
    read({ shp });
    expect(shp).toEqual(before);
  });
});

it('gives a sheet or a fault for damaged bytes, and every cell of the sheet', () => {
  const seed = 15485863;
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const shp = shpOf(15, [[box(121, 31, 1), box(122, 31, 1)], null, [box(123, 31, 1)]]);
  const types = ['C', 'N', 'D', 'L', 'I', 'B', 'T'];
  const fields = types.map((type) => ({ name: utf8(type), type, size: type === 'I' ? 4 : 8 }));
  const cells = types.map(() => utf8('20260131'));
  const dbf = dbfOf(fields, [record(...cells), record(...cells), record(...cells)]);
  for (let round = 0; round < 500; round++) {
    const damaged = [shp.slice(), dbf.slice()];
    for (const bytes of damaged)
      for (let k = 0; k < 3; k++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
    try {
      const { sheet } = read({ shp: damaged[0], dbf: damaged[1] });
      for (let f = 0; f < sheet.headers.length; f++) column(sheet, f);
    } catch (error) {
      expect(error, `seed ${seed}, round ${round}`).toBeInstanceOf(FormatFault);
    }
  }
});

describe('rings', () => {
  const summary = (rings: Position[][]) => polygonsOfRings(rings).map((p) => p.length);

  it.each([true, false])('a hole that runs like its shell is a hole (%s)', (clockwise) => {
    const rings = [box(0, 0, 10, true), box(2, 2, 2, clockwise), box(5, 5, 2, !clockwise)];
    expect(summary(rings)).toEqual([3]);
    expect(summary(rings.map((ring) => ring.slice().reverse()))).toEqual([3]);
  });

  it('an island in a lake is a shell of its own', () => {
    const rings = [box(4, 4, 2), box(2, 2, 6, false), box(0, 0, 10)];
    expect(polygonsOfRings(rings).map((p) => [p.length, p[0].flat().includes(10)])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('a ring in the notch of another is no hole, though its box lies within', () => {
    const notched = [
      [0, 0],
      [0, 10],
      [2, 10],
      [2, 2],
      [10, 2],
      [10, 0],
      [0, 0],
    ];
    expect(summary([notched, box(5, 5, 2)])).toEqual([1, 1]);
    expect(summary([notched, box(5, 5, 2, false)])).toEqual([1, 1]);
  });

  it('neighbours that share an edge stay shells', () => {
    expect(summary([box(0, 0, 4), box(4, 0, 4), box(0, 4, 4)])).toEqual([1, 1, 1]);
    expect(summary([box(0, 0, 10), box(0, 2, 2), box(8, 8, 2)])).toEqual([3]);
  });

  it('agrees with brute force on random nests of squares', () => {
    const seed = 20260131;
    let state = seed;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 200; round++) {
      const rings: Position[][] = [];
      const depths = new Map<Position[], number>();
      const nest = (x: number, y: number, size: number, depth: number) => {
        const ring = box(x, y, size, random() < 0.5);
        rings.push(ring);
        depths.set(ring, depth);
        if (depth > 4 || size < 1) return;
        for (const dx of [0.1, 0.55])
          if (random() < 0.6) nest(x + dx * size, y + 0.2 * size, size * 0.35, depth + 1);
      };
      nest(0, 0, 100, 0);
      rings.sort(() => random() - 0.5);
      const polygons = polygonsOfRings(rings);
      const even = [...depths.values()].filter((depth) => depth % 2 === 0).length;
      expect(polygons.length, `seed ${seed}, round ${round}`).toBe(even);
      expect(polygons.reduce((sum, p) => sum + p.length, 0)).toBe(rings.length);
      for (const [shell, ...holes] of polygons) {
        const [x, size] = [Math.min(...shell.map((p) => p[0])), width(shell)];
        for (const hole of holes) {
          expect(width(hole)).toBeCloseTo(size * 0.35);
          expect(Math.min(...hole.map((p) => p[0]))).toBeGreaterThan(x);
        }
      }
    }
  });
});

const width = (ring: Position[]) =>
  Math.max(...ring.map((p) => p[0])) - Math.min(...ring.map((p) => p[0]));

/** Vertices of every ring without the closing one, in an order of their own. */
function verticesOf(geometry: Geometry | null): Position[] {
  const rings =
    geometry?.type === 'Polygon'
      ? geometry.coordinates
      : geometry?.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : [];
  return rings.flatMap((ring) => ring.slice(1)).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

describe.skipIf(!present)('the districts of Beijing', () => {
  it.each(['gbk_cpg', 'gbk_nocpg', 'utf8_cpg', 'utf8_nocpg'])('shp_%s.zip', (name) => {
    const truth = JSON.parse(
      readFileSync(join(GENERATED, 'beijing_core32_wgs84.geojson'), 'utf8'),
    ) as FeatureCollection;
    const zip = unzipSync(new Uint8Array(readFileSync(join(GENERATED, `shp_${name}.zip`))));
    const members = Object.fromEntries(
      Object.entries(zip).map(([path, bytes]) => [path.slice(-3).toLowerCase(), bytes]),
    ) as unknown as ShapefileMembers;
    const { sheet, codes } = read(members);
    expect(sheet.count).toBe(32);
    expect(sheet.encoding).toBe(name.startsWith('gbk') ? 'gb18030' : null);
    expect(codes).toEqual(name === 'gbk_nocpg' ? ['encoding_not_utf8'] : []);
    expect(sheet.crs === null).toBe(members.prj === undefined);
    const names = column(
      sheet,
      sheet.headers.findIndex((header) => /name|名称/i.test(header)),
    );
    truth.features.forEach((feature, i) => {
      expect(Object.values(feature.properties ?? {})).toContain(names[i]);
      const [found, expected] = [sheet.geometry?.[i] ?? null, feature.geometry].map(verticesOf);
      expect(found.length).toBe(expected.length);
      found.forEach((position, v) => {
        expect(Math.abs(position[0] - expected[v][0])).toBeLessThan(1e-6);
        expect(Math.abs(position[1] - expected[v][1])).toBeLessThan(1e-6);
      });
    });
  });
});
