import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { geojsonToWkb } from 'hyparquet-writer/src/wkb.js';
import { parquetWriteBuffer } from 'hyparquet-writer/src/write.js';

/** What stands in a column of a file of areas. */
export type AreaColumn = 'text' | 'number' | 'count';

export type AreaFeature = Feature<Polygon | MultiPolygon>;
export type AreaFeatures = FeatureCollection<Polygon | MultiPolygon>;

const TYPES = { text: 'STRING', number: 'DOUBLE', count: 'INT64' } as const;
const GEOMETRY = 'geometry';

type Box = [west: number, south: number, east: number, north: number];

function grow(box: Box, ring: readonly Position[]): void {
  for (const [lng, lat] of ring) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
}

/** `geo` of a file's metadata: the geometry column, its encoding, kinds and box; WGS 84 by default. */
function geoMetadata(features: readonly AreaFeature[]): string {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features)
    for (const rings of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
      for (const ring of rings) grow(box, ring);
  const kinds = [...new Set(features.map(({ geometry }) => geometry.type))].sort();
  const column = {
    encoding: 'WKB',
    geometry_types: kinds,
    ...(features.length > 0 && { bbox: box }),
  };
  return JSON.stringify({
    version: '1.1.0',
    primary_column: GEOMETRY,
    columns: { [GEOMETRY]: column },
  });
}

/**
 * Areas as a GeoParquet file: a column of each property that `columns` names, then `geometry` as WKB.
 *
 * GeoParquet 1.1.0.
 */
export function geoParquet(
  { features }: AreaFeatures,
  columns: Readonly<Record<string, AreaColumn>>,
): Uint8Array {
  const cell = (feature: AreaFeature, name: string): unknown => {
    const value: unknown = feature.properties?.[name] ?? null;
    if (value === null) return null;
    if (columns[name] === 'count') return BigInt(value as number);
    return columns[name] === 'text' ? String(value) : value;
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        ...Object.entries(columns).map(([name, kind]) => ({
          name,
          data: features.map((feature) => cell(feature, name)),
          type: TYPES[kind],
          nullable: true,
        })),
        {
          name: GEOMETRY,
          data: features.map(({ geometry }) => geojsonToWkb(geometry)),
          type: 'BYTE_ARRAY' as const,
          nullable: false,
          statistics: false,
        },
      ],
      kvMetadata: [{ key: 'geo', value: geoMetadata(features) }],
      createdBy: 'lacuna',
    }),
  );
}
