import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Geometry } from 'geojson';
import { describe, expect, it } from 'vitest';
import { readGeoJsonText } from '#lib/core/ingest/geojson-text.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { duplicateMembers, parseJson } from '#lib/core/ingest/json-text.ts';

const GENERATED = '../shared/data/messy/generated';
const present = existsSync(GENERATED);
if (!present) console.log(`skipped: ${GENERATED} is absent`);

function read(value: unknown) {
  const issues = new IssueLog();
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const sheet = readGeoJsonText('a.geojson', text, issues);
  const list = issues.list();
  return { sheet, list, codes: list.map((issue) => issue.code) };
}
const point = (lng: unknown = 121.5, lat: unknown = 31.25) => ({
  type: 'Point',
  coordinates: [lng, lat],
});
const feature = (id: string, geometry: unknown = point()) => ({
  type: 'Feature',
  properties: { id },
  geometry,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const named = (name: string) => ({ crs: { type: 'name', properties: { name } } });
const ids = ({ sheet }: ReturnType<typeof read>) =>
  Array.from({ length: sheet?.count ?? 0 }, (_, i) => sheet?.columns[0]?.at(i));
const SQUARE = [
  [121, 31],
  [122, 31],
  [122, 32],
  [121, 32],
  [121, 31],
];

describe('any nesting', () => {
  const [a, b] = [feature('a'), feature('b')];
  it.each([
    ['a collection', collection(a, b)],
    ['a list of features', [a, b]],
    ['a list of collections', [collection(a), collection(b)]],
    ['a collection in a collection', collection(a, collection(b))],
    ['a collection in a list in a list', [[collection(a)], b]],
    ['lines', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`],
    ['lines with a mark and blank ones', `\ufeff${JSON.stringify(a)}\r\n\r\n${JSON.stringify(b)}`],
    ['a sequence', `\x1e${JSON.stringify(a, null, 2)}\n\x1e${JSON.stringify(b)}\n`],
  ])('%s', (_, value) => {
    const result = read(value);
    expect(ids(result)).toEqual(['a', 'b']);
    expect([...(result.sheet?.row ?? [])]).toEqual([1, 2]);
    expect(result.codes).toEqual([]);
  });

  it('bare geometries, one or a list', () => {
    expect(read(point()).sheet?.geometry).toEqual([point()]);
    expect(read([point(), point(122)]).sheet?.count).toBe(2);
    expect(read(point()).codes).toEqual([]);
  });

  it('a line that is no JSON costs itself', () => {
    const result = read(`${JSON.stringify(a)}\n{"type":\n${JSON.stringify(b)}`);
    expect(ids(result)).toEqual(['a', 'b']);
    expect(result.codes).toEqual(['json_invalid']);
  });

  it('a value over several lines is one value', () => {
    expect(ids(read(JSON.stringify(collection(a, b), null, 2)))).toEqual(['a', 'b']);
    expect(read('{\n"type": "Feature"').codes).toEqual(['json_invalid']);
  });

  it.each([
    [{ type: 'Topology', objects: {} }, 'format_not_supported', 'TopoJSON'],
    [{ geometryType: 'esriGeometryPoint', features: [] }, 'format_not_supported', 'Esri JSON'],
    [{ type: 'featurecollection', features: [] }, 'geojson_invalid', 'featurecollection'],
    [{ type: 'FeatureCollection', features: {} }, 'geojson_invalid', 'FeatureCollection'],
    [[1, 2], 'geojson_invalid', 'list'],
    [[], 'geojson_invalid', 'list'],
    [null, 'geojson_invalid', 'object'],
  ])('refuses %j by name', (value, code, found) => {
    const { sheet, list } = read(value);
    expect(sheet).toBeNull();
    expect(list).toMatchObject([{ code, found }]);
  });
});

describe('the crs', () => {
  it.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4549', 'CGCS2000'])(
    '%s is recorded and not judged',
    (name) => {
      const { sheet, codes } = read({ ...collection(feature('a')), ...named(name) });
      expect(sheet?.crs).toBe(name);
      expect(sheet?.count).toBe(1);
      expect(codes).toEqual([]);
    },
  );

  it('is null where the file is silent, and text where it has no name', () => {
    expect(read(collection(feature('a'))).sheet?.crs).toBeNull();
    expect(read({ ...collection(feature('a')), crs: null }).sheet?.crs).toBeNull();
    const odd = { ...collection(feature('a')), crs: { type: 'x' } };
    expect(read(odd).sheet?.crs).toBe('{"type":"x"}');
    expect(read({ ...point(), ...named('EPSG:3857') }).sheet?.crs).toBe('EPSG:3857');
  });

  it('leaves out features under another than the first', () => {
    const local = { ...collection(feature('a')), ...named('EPSG:4549') };
    const result = read([local, collection(feature('b')), local]);
    expect(ids(result)).toEqual(['a', 'a']);
    expect(result.list).toMatchObject([{ code: 'crs_not_supported', row: 2 }]);
    const same = { ...collection(feature('b')), ...named('EPSG:4326') };
    expect(ids(read([collection(feature('a')), same]))).toEqual(['a', 'b']);
  });
});

describe('structure', () => {
  const geometryOf = (geometry: unknown) => {
    const { sheet, list } = read(collection(feature('a', geometry)));
    return { geometry: sheet?.geometry?.[0] as Geometry | null, list };
  };

  it.each([
    ['a string for a number', point('121', 31), 'bad_position'],
    ['one number', { type: 'Point', coordinates: [1] }, 'bad_position'],
    ['a short line', { type: 'LineString', coordinates: [[1, 2]] }, 'short_line'],
    ['a point as polygon', { type: 'Polygon', coordinates: [1, 2] }, 'bad_position'],
    ['two corners', { type: 'Polygon', coordinates: [SQUARE.slice(0, 2)] }, 'short_ring'],
    ['no coordinates', { type: 'Point' }, 'undefined'],
    ['no members', { type: 'GeometryCollection' }, 'undefined'],
    ['an unknown type', { type: 'point', coordinates: [1, 2] }, 'point'],
    ['a list', [1, 2], 'list'],
    ['a text', 'x', 'x'],
  ])('%s is an issue, the row stays', (_, geometry, found) => {
    const result = geometryOf(geometry);
    expect(result.geometry).toBeNull();
    expect(result.list).toMatchObject([{ code: 'geometry_invalid', row: 1, found }]);
  });

  it('closes open rings, once for a row', () => {
    const open = SQUARE.slice(0, 4);
    const result = geometryOf({ type: 'MultiPolygon', coordinates: [[open], [open]] });
    expect(result.geometry).toEqual({ type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE]] });
    expect(result.list).toMatchObject([{ code: 'ring_not_closed', row: 1 }]);
    const triangle = { type: 'Polygon', coordinates: [SQUARE.slice(0, 3)] };
    expect(
      (geometryOf(triangle).geometry as { coordinates: unknown[][] }).coordinates[0],
    ).toHaveLength(4);
  });

  it('keeps the sound parts of what has several', () => {
    const multi = geometryOf({
      type: 'MultiPolygon',
      coordinates: [[SQUARE], [[[1, 2]]], [SQUARE]],
    });
    expect((multi.geometry as { coordinates: unknown[] }).coordinates).toHaveLength(2);
    expect(multi.list).toMatchObject([{ code: 'geometry_part_invalid', found: 'short_ring' }]);
    const hole = geometryOf({ type: 'Polygon', coordinates: [SQUARE, [[121.2, 'x']]] });
    expect((hole.geometry as { coordinates: unknown[] }).coordinates).toEqual([SQUARE]);
    expect(hole.list).toMatchObject([{ code: 'geometry_part_invalid', found: 'bad_position' }]);
    const both = geometryOf({ type: 'GeometryCollection', geometries: [false, point(), point()] });
    expect((both.geometry as { geometries: unknown[] }).geometries).toHaveLength(2);
    expect(both.list).toMatchObject([{ code: 'geometry_invalid', found: 'false' }]);
  });

  it('takes empty coordinates for no geometry', () => {
    expect(geometryOf({ type: 'Polygon', coordinates: [] })).toEqual({ geometry: null, list: [] });
  });

  it('counts rings that run the wrong way, and noise, once for the file', () => {
    const reversed = { type: 'Polygon', coordinates: [SQUARE.slice().reverse()] };
    const noise = point(116.41000000000001, 39.9);
    const { list } = read(
      collection(feature('a', reversed), feature('b', reversed), feature('c', noise)),
    );
    expect(list).toMatchObject([
      { code: 'ring_direction', row: null, found: '2' },
      { code: 'coordinate_noise', row: null, found: '1' },
    ]);
    expect(read(collection(feature('a', point(116.123456789, 39.9)))).codes).toEqual([]);
    const hole = [121.2, 121.4]
      .flatMap((x) => [[x, 31.2]])
      .concat([
        [121.3, 31.4],
        [121.2, 31.2],
      ]);
    const withHole = (ring: number[][]) => ({ type: 'Polygon', coordinates: [SQUARE, ring] });
    expect(geometryOf(withHole(hole)).list.map(({ code }) => code)).toEqual(['ring_direction']);
    expect(geometryOf(withHole(hole.slice().reverse())).list).toEqual([]);
  });

  it('names members that do not belong', () => {
    const { list, sheet } = read(
      collection({
        type: 'Feature',
        id: {},
        bbox: [1, 2, 3],
        features: [],
        properties: [],
        geometry: { ...point(), properties: {}, bbox: 'x' },
      }),
    );
    expect(list.map(({ code, column }) => [code, column])).toEqual([
      ['member_ignored', 'features'],
      ['member_ignored', 'bbox'],
      ['feature_invalid', 'properties'],
      ['member_ignored', 'id'],
      ['member_ignored', 'properties'],
      ['member_ignored', 'bbox'],
    ]);
    expect(sheet?.count).toBe(1);
    expect(sheet?.headers).toEqual([]);
  });

  it('warns of properties that are missing, not of those that are null', () => {
    const lacking = { type: 'Feature', geometry: point() };
    expect(read(collection(lacking)).list).toMatchObject([
      { code: 'feature_no_properties', row: 1, severity: 'warning' },
    ]);
    expect(read(collection({ ...lacking, properties: null })).codes).toEqual([]);
  });
});

describe('keys that come twice', () => {
  const names = (text: string) =>
    [...duplicateMembers(text)].map(({ name, line, column }) => `${line}:${column} ${name}`);
  it('are found with their place, in their own object only', () => {
    expect(names('{"a":1,\n "b":{"a":2,"b":3},\n "a":[{"a":1},{"a":1}]}')).toEqual(['3:2 a']);
    expect(names('{"a":"a","b":"\\"a\\":","c":["a","a"]}')).toEqual([]);
    expect(names('{"a" : 1, "a"\n: 2}')).toEqual(['1:11 a']);
  });
  it('are issues, and the last is used', () => {
    const text = `{"type":"Feature","properties":{"id":"a","id":"b"},"geometry":null}`;
    const result = read(text);
    expect(ids(result)).toEqual(['b']);
    expect(result.list).toMatchObject([
      { code: 'duplicate_member', column: 'id', found: '1:42 id' },
    ]);
  });
  it('agree with brute force', () => {
    const seed = 6151;
    let state = seed;
    const random = (n: number) =>
      Math.floor(((state = (state * 48271) % 2147483647) / 2147483647) * n);
    let expected = 0;
    const value = (depth: number): string => {
      const kind = depth > 3 ? 2 + random(2) : random(4);
      if (kind === 2) return ['1', '"x"', '"{\\"a\\":1"', 'null'][random(4)];
      if (kind === 1)
        return `[${Array.from({ length: random(3) }, () => value(depth + 1)).join()}]`;
      const keys = Array.from({ length: random(4) }, () => 'abcd'[random(4)]);
      expected += keys.length - new Set(keys).size;
      return `{${keys.map((key) => `"${key}"${random(2) ? ' ' : ''}:${value(depth + 1)}`).join()}}`;
    };
    for (let round = 0; round < 300; round++) {
      expected = 0;
      const text = value(0);
      JSON.parse(text);
      expect(names(text), `seed ${seed}, round ${round}: ${text}`).toHaveLength(expected);
    }
  });
});

describe.skipIf(!present)('the messy files', () => {
  const file = (name: string) => read(readFileSync(join(GENERATED, `${name}.geojson`), 'utf8'));
  it.each([
    ['null_geometry', ['Point'], []],
    ['empty_fc', [], []],
    ['bare_geometry', ['Polygon'], ['coordinate_noise']],
    ['feature_no_properties', ['Polygon'], ['feature_no_properties', 'coordinate_noise']],
    ['unclosed_ring', ['Polygon'], ['ring_not_closed']],
    ['mixed_types', ['Point', 'LineString', 'Polygon', 'GeometryCollection'], ['coordinate_noise']],
    ['nan_inf', [], ['geometry_invalid']],
  ])('%s', (name, types, codes) => {
    const { sheet, codes: found } = file(name);
    expect(sheet?.geometry?.filter((g) => g !== null).map((g) => g.type)).toEqual(types);
    expect(found.filter((code) => code !== 'coordinate_noise')).toEqual(
      codes.filter((code) => code !== 'coordinate_noise'),
    );
  });

  it('rings in either direction are read alike; one of the two gets a note', () => {
    const [reference, reversed] = ['beijing_core32_wgs84', 'winding_reversed'].map(file);
    expect([reference.codes, reversed.codes]).toEqual([['ring_direction'], []]);
    expect([reference.sheet?.count, reversed.sheet?.count]).toEqual([32, 32]);
  });

  it('names of object members stay harmless', () => {
    const { sheet } = file('xss_names');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(sheet?.headers).toEqual(['name', 'note', '__proto__x', '__proto__', 'constructor']);
    expect(sheet?.columns[0].at(0)).toBe('<script>alert(1)</script>');
    expect(sheet?.columns[3].at(1)).toBe('{"polluted":true}');
  });

  it('parses NaN as a fault of its own position', () => {
    const issues = new IssueLog();
    const text = readFileSync(join(GENERATED, 'nan_inf.geojson'), 'utf8');
    expect(JSON.stringify(parseJson('a', text, issues))).toContain('["NaN","Infinity"]');
    expect(issues.list()).toEqual([]);
  });
});
