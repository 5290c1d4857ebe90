import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it, vi } from 'vitest';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { checkBounds } from '#lib/core/ingest/format/parquet-bounds.ts';
import { readParquet } from '#lib/core/ingest/format/parquet.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { Cancelled } from '#lib/core/ingest/source.ts';

type Options = Parameters<typeof parquetWriteBuffer>[0];
type Column = Options['columnData'][number];

const write = (columnData: Column[], options: Partial<Options> = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

async function read(bytes: Uint8Array) {
  const issues = new IssueLog();
  const sheet = await readParquet('a.parquet', bytes, issues);
  const column = (header: string) => {
    const cells = sheet.columns[sheet.headers.indexOf(header)];
    return Array.from({ length: sheet.count }, (_, i) => cells.at(i));
  };
  return { sheet, column, list: issues.list(), codes: issues.list().map((issue) => issue.code) };
}
async function faultOf(bytes: Uint8Array): Promise<FormatFault> {
  const error: unknown = await read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FormatFault);
  return error as FormatFault;
}

/** Frames of zstd (RFC 8878) whose blocks are raw or, where a block repeats one byte, of run length. */
function zstdFrames(input: Uint8Array): Uint8Array {
  const out = [0x28, 0xb5, 0x2f, 0xfd, 0xa0];
  out.push(input.length & 255, (input.length >> 8) & 255, (input.length >> 16) & 255, 0);
  const BLOCK = 1000;
  for (let at = 0; at === 0 || at < input.length; at += BLOCK) {
    const block = input.subarray(at, at + BLOCK);
    const last = at + BLOCK >= input.length ? 1 : 0;
    const run = block.length > 0 && block.every((byte) => byte === block[0]);
    const header = last | ((run ? 1 : 0) << 1) | (block.length << 3);
    out.push(header & 255, (header >> 8) & 255, (header >> 16) & 255);
    out.push(...(run ? [block[0]] : block));
  }
  return Uint8Array.from(out);
}

/** One block of LZ4 that holds literals alone. */
function lz4Literals(input: Uint8Array): Uint8Array {
  const out = input.length < 15 ? [input.length << 4] : [0xf0];
  let rest = input.length - 15;
  for (; rest >= 255; rest -= 255) out.push(255);
  if (rest >= 0) out.push(rest);
  return Uint8Array.from([...out, ...input]);
}

/** Written with the reference zstd at level 19: names `street-0` to `street-4` in turn, counts 0 to 39. */
const REFERENCE_ZSTD =
  'UEFSMRUEFXgVTkwVChUAAAAotS/9JDzVAACACAAAAHN0cmVldC0wMTIzNAQECEDAAfZCB4aCkagVBhUmFUBcFVAVABVQ' +
  'FRAVBBUAAABQASi1L/0kEYkAAAMLiEZEI6IR0YhoRDQiGhGNe2D9cRUGFcQCFaIBXBVQFQAVUBUAFQQVAAAAUAEotS/9' +
  'JKAVAgDSiQ4LEFi+Gfygy+cRSgFvnPHFFU8c8cMNL5zwwQUPHPDv3rtz3649O/br1qtTny49OvTnzpszX648OfJjAQAA' +
  'EALruvCnFQQZPEgEcm9vdBUEABUMJQIYBG5hbWUlAAAVAiUCGAVjb3VudAAWUBkcGSwmCBwVDBklABAZGARuYW1lFQwW' +
  'UBbiARbSASZwJggAACbaARwVAhkVABkYBWNvdW50FQwWUBbyAhbQASbaAQAAFtQEFlA2ogMAKAloeXBhcnF1ZXQZLBwA' +
  'ABwAAACJAAAAUEFSMQ==';

describe('codecs', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `街道-${i % 7}-${i}`);
  const zeros = new Array<number>(3000).fill(0);
  it.each([
    ['UNCOMPRESSED', undefined],
    ['SNAPPY', undefined],
    ['GZIP', (input: Uint8Array) => new Uint8Array(gzipSync(input))],
    ['BROTLI', (input: Uint8Array) => new Uint8Array(brotliCompressSync(input))],
    ['ZSTD', zstdFrames],
    ['LZ4_RAW', lz4Literals],
  ] as const)('%s', async (codec, compress) => {
    const bytes = write(
      [
        { name: '名称', data: names, type: 'STRING' },
        { name: '数', data: zeros, type: 'DOUBLE', encoding: 'PLAIN' },
      ],
      { codec, ...(compress ? { compressors: { [codec]: compress } } : {}), rowGroupSize: 700 },
    );
    const { sheet, column } = await read(bytes);
    expect(sheet.headers).toEqual(['名称', '数']);
    expect(column('名称')).toEqual(names);
    expect(column('数')).toEqual(zeros);
    expect(sheet.geometry).toBeNull();
    expect([...sheet.row.slice(0, 2)]).toEqual([1, 2]);
  });

  it('zstd as its own program writes it', async () => {
    const { column } = await read(new Uint8Array(Buffer.from(REFERENCE_ZSTD, 'base64')));
    expect(column('name')).toEqual(Array.from({ length: 40 }, (_, i) => `street-${i % 5}`));
    expect(column('count')).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('compiles no WebAssembly', async () => {
    const { WebAssembly: real } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      vi.resetModules();
      const fresh = await import('#lib/core/ingest/format/parquet.ts');
      const bytes = write([{ name: 'a', data: ['x'], type: 'STRING' }]);
      const sheet = await fresh.readParquet('a', bytes, new IssueLog());
      expect(sheet.columns[0].at(0)).toBe('x');
    } finally {
      globalThis.WebAssembly = real;
    }
  });

  it('names a codec that is not read', async () => {
    const bytes = write([{ name: 'a', data: ['x'] }], {
      codec: 'LZO',
      compressors: { LZO: (input) => input },
    });
    expect(await faultOf(bytes)).toMatchObject({ code: 'parquet_not_supported', found: 'LZO' });
  });
});

describe('cells', () => {
  it('numbers, dates, nulls and nested values', async () => {
    const { column } = await read(
      write([
        { name: 'big', data: [1n, 99010100100100123n, null], nullable: true },
        { name: 'day', data: [new Date('2026-01-31'), null, new Date('2026-01-31T08:30:00Z')] },
        { name: 'n', data: [1.5, NaN, Infinity], type: 'DOUBLE' },
        { name: 'b', data: [true, false, null], type: 'BOOLEAN', nullable: true },
        { name: 'j', data: [{ a: [1, 2] }, null, { b: 'x' }], type: 'JSON', nullable: true },
        { name: 's', data: ['', ' x ', null], type: 'STRING', nullable: true },
        {
          name: 'u',
          data: ['00000000-0000-4000-8000-000000000001', null, null],
          type: 'UUID',
          nullable: true,
        },
      ]),
    );
    expect(column('big')).toEqual([1, '99010100100100123', null]);
    expect(column('day')).toEqual(['2026-01-31', null, '2026-01-31T08:30:00']);
    expect(column('n')).toEqual([1.5, null, 'Infinity']);
    expect(column('b')).toEqual([true, false, null]);
    expect(column('j')).toEqual(['{"a":[1,2]}', null, '{"b":"x"}']);
    expect(column('s')).toEqual([null, ' x ', null]);
    expect(column('u')[0]).toBe('00000000-0000-4000-8000-000000000001');
  });

  it('keeps names of object members as headers', async () => {
    const { column } = await read(write([{ name: '__proto__', data: ['x'], type: 'STRING' }]));
    expect(column('__proto__')).toEqual(['x']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('agrees with what was written, whatever the sizes of pages and groups', async () => {
    const seed = 7919;
    let state = seed;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 12; round++) {
      const n = Math.floor(random() * 900) + 1;
      const data = Array.from({ length: n }, () =>
        random() < 0.2 ? null : `v${Math.floor(random() * (round + 2))}`,
      );
      const numbers = Array.from({ length: n }, () => random() * 1e6);
      const { column } = await read(
        write(
          [
            { name: 's', data, type: 'STRING', nullable: true },
            { name: 'n', data: numbers, type: 'DOUBLE' },
          ],
          {
            rowGroupSize: Math.floor(random() * 300) + 1,
            pageSize: 64 + Math.floor(random() * 4000),
          },
        ),
      );
      expect(column('s'), `seed ${seed}, round ${round}`).toEqual(data);
      expect(column('n')).toEqual(numbers);
    }
  });
});

const POINTS = [
  { type: 'Point', coordinates: [121.5, 31.2] },
  null,
  {
    type: 'Polygon',
    coordinates: [
      [
        [121, 31],
        [122, 31],
        [122, 32],
        [121, 31],
      ],
    ],
  },
];
const EPSG_4549 = { type: 'ProjectedCRS', name: 'CGCS2000', id: { authority: 'EPSG', code: 4549 } };
const geo = (column: Record<string, unknown>, name = 'geometry') => ({
  kvMetadata: [
    {
      key: 'geo',
      value: JSON.stringify({
        version: '1.1.0',
        primary_column: name,
        columns: { [name]: { encoding: 'WKB', geometry_types: [], ...column } },
      }),
    },
  ],
});

/** ISO WKB of a point, with a height where one is given. */
function wkbPoint(lng: number, lat: number, height?: number): Uint8Array {
  const bytes = new Uint8Array(height === undefined ? 21 : 29);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  view.setUint32(1, height === undefined ? 1 : 1001, true);
  view.setFloat64(5, lng, true);
  view.setFloat64(13, lat, true);
  if (height !== undefined) view.setFloat64(21, height, true);
  return bytes;
}
const wkb = (data: (Uint8Array | null)[], name = 'geometry'): Column => ({
  name,
  data,
  type: 'BYTE_ARRAY',
  nullable: true,
});
const ids = (n: number): Column => ({
  name: 'id',
  data: Array.from({ length: n }, (_, i) => `U${i}`),
  type: 'STRING',
});

describe('geometry', () => {
  it("by Parquet's own type", async () => {
    const { sheet } = await read(
      write([ids(3), { name: 'shape', data: POINTS, type: 'GEOMETRY', nullable: true }]),
    );
    expect(sheet.headers).toEqual(['id']);
    expect(sheet.geometry).toEqual(POINTS);
    expect(sheet.crs).toBeNull();
  });

  it.each([
    [undefined, null],
    [null, null],
    [{ id: { authority: 'OGC', code: 'CRS84' }, name: 'WGS 84 (CRS84)' }, null],
    [{ id: { authority: 'EPSG', code: 4326 }, name: 'WGS 84' }, null],
    [EPSG_4549, 'EPSG:4549'],
    [{ name: 'CGCS2000 / 3-degree GK zone 40' }, 'CGCS2000 / 3-degree GK zone 40'],
    ['EPSG:3857', 'EPSG:3857'],
  ])('GeoParquet with WKB and a crs of %j', async (crs, expected) => {
    const bytes = write(
      [ids(2), wkb([wkbPoint(121.5, 31.2), null])],
      geo(crs === undefined ? {} : { crs }),
    );
    const { sheet, codes } = await read(bytes);
    expect(sheet.geometry).toEqual([POINTS[0], null]);
    expect(sheet.crs).toBe(expected);
    expect(codes).toEqual([]);
  });

  it('drops heights, and costs a row its shape where WKB is broken', async () => {
    const { sheet, list } = await read(
      write(
        [ids(3), wkb([wkbPoint(121, 31, 9), Uint8Array.from([1, 9, 9]), wkbPoint(NaN, NaN)])],
        geo({}),
      ),
    );
    expect(sheet.geometry).toEqual([{ type: 'Point', coordinates: [121, 31] }, null, null]);
    expect(list).toMatchObject([
      { code: 'geometry_invalid', row: 2, column: 'geometry' },
      { code: 'height_dropped', found: '1' },
    ]);
  });

  it('of binary columns with the usual names that nothing describes', async () => {
    const { sheet } = await read(write([ids(1), wkb([wkbPoint(121, 31)], 'geom')]));
    expect(sheet.geometry).toEqual([{ type: 'Point', coordinates: [121, 31] }]);
  });

  const struct = (name: string, [x, y]: [string, string], repeated: boolean) => [
    { name: 'root', num_children: 1 },
    ...(repeated
      ? ([
          { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
        ] as const)
      : ([{ name, repetition_type: 'OPTIONAL', num_children: 2 }] as const)),
    { name: x, type: 'DOUBLE', repetition_type: 'REQUIRED' } as const,
    { name: y, type: 'DOUBLE', repetition_type: 'REQUIRED' } as const,
  ];

  it('of native encodings', async () => {
    const points = await read(
      write([{ name: 'geometry', data: [{ x: 121, y: 31 }, null] }], {
        schema: struct('geometry', ['x', 'y'], false) as Options['schema'],
        ...geo({ encoding: 'point' }),
      }),
    );
    expect(points.sheet.geometry).toEqual([{ type: 'Point', coordinates: [121, 31] }, null]);
    const line = [
      { x: 121, y: 31 },
      { x: 122, y: 32 },
    ];
    const lines = await read(
      write([{ name: 'geometry', data: [line, null] }], {
        schema: struct('geometry', ['x', 'y'], true) as Options['schema'],
        ...geo({ encoding: 'linestring', crs: EPSG_4549 }),
      }),
    );
    expect(lines.sheet.geometry?.[0]).toEqual({
      type: 'LineString',
      coordinates: [
        [121, 31],
        [122, 32],
      ],
    });
    expect(lines.sheet.crs).toBe('EPSG:4549');
  });

  it('of a column of lng and lat that nothing describes', async () => {
    const { sheet } = await read(
      write([{ name: 'place', data: [{ lng: 121, lat: 31 }, null] }], {
        schema: struct('place', ['lng', 'lat'], false) as Options['schema'],
      }),
    );
    expect(sheet.geometry).toEqual([{ type: 'Point', coordinates: [121, 31] }, null]);
    expect(sheet.headers).toEqual([]);
    expect(sheet.count).toBe(2);
  });
});

describe('bounds', () => {
  const small = write([ids(2)]);

  it('refuses what is no Parquet, or half of one', async () => {
    expect((await faultOf(new Uint8Array(100))).code).toBe('parquet_invalid');
    expect((await faultOf(new Uint8Array(0))).code).toBe('parquet_invalid');
    expect((await faultOf(small.subarray(0, small.length - 5))).code).toBe('parquet_invalid');
    const encrypted = small.slice();
    encrypted[encrypted.length - 1] = 'E'.charCodeAt(0);
    expect((await faultOf(encrypted)).code).toBe('parquet_not_supported');
    expect(
      (await faultOf(write([ids(1)], { kvMetadata: [{ key: 'geo', value: '{' }] }))).code,
    ).toBe('parquet_invalid');
  });

  it('refuses more cells than fit', async () => {
    const data = new Int32Array(4_100_000);
    const columns = Array.from({ length: 5 }, (_, i) => ({ name: `c${i}`, data }));
    const bytes = write(columns, { codec: 'SNAPPY', rowGroupSize: 5_000_000, statistics: false });
    expect(bytes.length).toBeLessThan(20_000_000);
    const fault = await faultOf(bytes);
    expect(fault).toMatchObject({ code: 'parquet_too_large', found: 20_500_000 });
  }, 20_000);

  it('refuses what claims to inflate beyond the bound, in the footer or in a page', () => {
    const chunkOf = (bytes: number) => {
      const metadata = parquetMetadata(small);
      const { meta_data: chunk } = metadata.row_groups[0].columns[0];
      if (!chunk) throw new Error('no chunk');
      chunk.data_page_offset = 0n;
      chunk.dictionary_page_offset = undefined;
      chunk.total_compressed_size = BigInt(bytes);
      return { metadata, chunk };
    };
    const page = (inflated: number) => {
      const varint = (n: number): number[] =>
        n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))];
      // A data page, its inflated and its own size, two values; zigzag doubles each number.
      return Uint8Array.from([
        ...[0x15, 0, 0x15, ...varint(2 * inflated), 0x15, 20],
        ...[0x2c, 0x15, 4, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0],
        ...new Array<number>(10).fill(7),
      ]);
    };
    const check = (bytes: Uint8Array, claimed: bigint) => {
      const { metadata, chunk } = chunkOf(bytes.length);
      chunk.total_uncompressed_size = claimed;
      checkBounds(bytes, metadata);
    };
    const code = (run: () => void): string | null => {
      try {
        run();
        return null;
      } catch (error) {
        return (error as FormatFault).code;
      }
    };
    expect(code(() => check(page(399_000_000), 10n))).toBeNull();
    expect(code(() => check(page(401_000_000), 10n))).toBe('parquet_too_large');
    expect(code(() => check(page(10), 401_000_000n))).toBe('parquet_too_large');
  });

  it('never gives anything but a sheet or a fault for damaged bytes', async () => {
    const seed = 104729;
    let state = seed;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const whole = write([ids(50), wkb(new Array(50).fill(wkbPoint(121, 31)))], {
      ...geo({}),
      codec: 'GZIP',
      compressors: { GZIP: (input) => new Uint8Array(gzipSync(input)) },
    });
    for (let round = 0; round < 150; round++) {
      const bytes = whole.slice();
      for (let k = 0; k < 3; k++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const error: unknown = await read(bytes).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (error !== null) expect(error, `seed ${seed}, round ${round}`).toBeInstanceOf(FormatFault);
    }
  });

  it('can be cancelled', async () => {
    const reading = readParquet('a', small, new IssueLog(), { cancelled: () => true });
    await expect(reading).rejects.toBeInstanceOf(Cancelled);
  });
});
