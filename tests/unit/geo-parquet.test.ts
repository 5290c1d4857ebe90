import { parquetMetadata } from 'hyparquet';
import type { Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { readParquet } from '#lib/core/ingest/format/parquet.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { geoParquet } from '#lib/core/report/geo-parquet.ts';
import type { AreaFeature, AreaFeatures } from '#lib/core/report/geo-parquet.ts';

const COLUMNS = { zone: 'text', area_m2: 'number', points: 'count' } as const;

/** Numbers in [0, 1) from a seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function squareAt(x: number, y: number, size: number): Position[] {
  return [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
}

function areas(count: number, random: () => number): AreaFeatures {
  const features = Array.from({ length: count }, (_, i): AreaFeature => {
    const [x, y] = [121 + random(), 31 + random()];
    const rings = [squareAt(x, y, 0.1)];
    if (i % 2 === 0) rings.push(squareAt(x + 0.02, y + 0.02, 0.01).reverse());
    const one: Polygon = { type: 'Polygon', coordinates: rings };
    return {
      type: 'Feature',
      geometry:
        i % 3 === 0
          ? { type: 'MultiPolygon', coordinates: [rings, [squareAt(x + 1, y, 0.2)]] }
          : one,
      properties: {
        zone: i % 5 === 0 ? null : `空白区-${i}`,
        area_m2: random() * 1e6,
        points: i % 7 === 0 ? null : Math.floor(random() * 1e6),
      },
    };
  });
  return { type: 'FeatureCollection', features };
}

async function readAgain(bytes: Uint8Array) {
  const issues = new IssueLog();
  const sheet = await readParquet('a.parquet', bytes, issues);
  return { sheet, issues: issues.list() };
}

describe('areas as GeoParquet', () => {
  it('are read back by the importer as they were written', async () => {
    const seed = 20260131;
    console.log(`seed ${seed}`);
    for (const count of [1, 7, 1500]) {
      const written = areas(count, numbers(seed + count));
      const { sheet, issues } = await readAgain(geoParquet(written, COLUMNS));
      expect(issues).toEqual([]);
      expect(sheet.headers).toEqual(Object.keys(COLUMNS));
      expect(sheet.crs).toBeNull();
      expect(sheet.geometry).toEqual(written.features.map(({ geometry }) => geometry));
      for (const [c, name] of sheet.headers.entries())
        expect(Array.from({ length: count }, (_, i) => sheet.columns[c].at(i))).toEqual(
          written.features.map(({ properties }) => (properties?.[name] as unknown) ?? null),
        );
    }
  });

  it('carry the metadata of GeoParquet 1.1: column, encoding, kinds and box', () => {
    const written = areas(4, numbers(7));
    const xs = written.features.flatMap(({ geometry }) =>
      (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat(2),
    );
    const bytes = geoParquet(written, COLUMNS);
    const metadata = parquetMetadata(bytes.buffer as ArrayBuffer, { geoparquet: false });
    const geo: unknown = JSON.parse(
      metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value ?? '',
    );
    expect(geo).toEqual({
      version: '1.1.0',
      primary_column: 'geometry',
      columns: {
        geometry: {
          encoding: 'WKB',
          geometry_types: ['MultiPolygon', 'Polygon'],
          bbox: [
            Math.min(...xs.map(([x]) => x)),
            Math.min(...xs.map(([, y]) => y)),
            Math.max(...xs.map(([x]) => x)),
            Math.max(...xs.map(([, y]) => y)),
          ],
        },
      },
    });
    const element = metadata.schema.find(({ name }) => name === 'geometry');
    expect(element).toMatchObject({ type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' });
    expect(element?.logical_type).toBeUndefined();
  });

  it('may be none', async () => {
    const { sheet, issues } = await readAgain(
      geoParquet({ type: 'FeatureCollection', features: [] }, COLUMNS),
    );
    expect(issues).toEqual([]);
    expect(sheet.count).toBe(0);
    expect(sheet.headers).toEqual(Object.keys(COLUMNS));
  });
});
