import type { Geometry } from 'geojson';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { FEATURE_ID } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

type Json = Record<string, unknown>;

const GEOMETRY_TYPES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);
/** Spellings of WGS 84 with longitude first: RFC 7946's own system and what GDAL writes for it. */
const WGS84 = /(CRS:?:?84|EPSG:{1,2}4326|EPSG:{1,2}4979|WGS\s?84)$/i;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of a `crs` member that is not WGS 84, else null. */
function foreignCrs(root: Json): string | null {
  const crs = root.crs;
  if (crs === undefined || crs === null) return null;
  const properties = isObject(crs) && isObject(crs.properties) ? crs.properties : {};
  const name = properties.name ?? properties.href ?? properties.code;
  const spelled = typeof name === 'string' ? name : JSON.stringify(crs);
  return WGS84.test(spelled.trim()) ? null : spelled;
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return JSON.stringify(value);
}

/** The features of a GeoJSON value, null where it is none; a bare geometry is one feature. */
function featuresOf(root: unknown): unknown[] | null {
  if (!isObject(root)) return null;
  if (root.type === 'FeatureCollection') return Array.isArray(root.features) ? root.features : null;
  if (root.type === 'Feature') return [root];
  if (typeof root.type === 'string' && GEOMETRY_TYPES.has(root.type))
    return [{ type: 'Feature', properties: null, geometry: root }];
  return null;
}

/**
 * Turns a parsed GeoJSON value (FeatureCollection, Feature, or a bare geometry) into columns. The
 * properties of all features together are the headers; a feature's `id` fills gaps in a property
 * `id`, and without such a property is a column `FEATURE_ID`. Geometry stays unchecked. Null, with an issue, where the value is no GeoJSON
 * or says that it holds another coordinate system than WGS 84.
 */
export function readGeoJson(file: string, root: unknown, issues: IssueLog): Sheet | null {
  const features = featuresOf(root);
  if (!features) {
    const found = isObject(root) && typeof root.type === 'string' ? root.type : typeof root;
    issues.add('geojson_invalid', file, { found, expected: 'FeatureCollection' });
    return null;
  }
  const crs = foreignCrs(root as Json);
  if (crs !== null) {
    issues.add('crs_not_supported', file, { column: 'crs', found: crs, expected: 'CRS84' });
    return null;
  }
  const columnOf = new Map<string, Cell[]>();
  const column = (name: string): Cell[] => {
    let cells = columnOf.get(name);
    if (!cells) columnOf.set(name, (cells = new Array<Cell>(features.length).fill(null)));
    return cells;
  };
  const rows: number[] = [];
  const geometry: (Geometry | null)[] = [];
  const featureIds: Cell[] = [];
  features.forEach((feature, i) => {
    if (!isObject(feature) || feature.type !== 'Feature') {
      const found = isObject(feature) ? feature.type : feature;
      issues.add('feature_invalid', file, { row: i + 1, found, expected: 'Feature' });
      return;
    }
    const at = rows.length;
    const { properties } = feature;
    if (isObject(properties))
      for (const name of Object.keys(properties)) column(name)[at] = cellOf(properties[name]);
    else if (properties !== null && properties !== undefined)
      issues.add('feature_invalid', file, { row: i + 1, column: 'properties', expected: '{}' });
    featureIds.push(cellOf(feature.id));
    rows.push(i + 1);
    geometry.push(isObject(feature.geometry) ? (feature.geometry as unknown as Geometry) : null);
  });
  if (featureIds.some((id) => id !== null)) {
    const named = [...columnOf.keys()].find((name) => headerKey(name) === 'id');
    const ids = column(named ?? FEATURE_ID);
    featureIds.forEach((id, at) => (ids[at] ??= id));
  }
  const columns = [...columnOf.values()];
  for (const cells of columns) cells.length = rows.length;
  return {
    file,
    format: 'geojson',
    headers: [...columnOf.keys()],
    columns,
    count: rows.length,
    row: Uint32Array.from(rows),
    geometry,
  };
}
