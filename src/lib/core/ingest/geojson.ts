import type { Geometry } from 'geojson';
import { GEOMETRY_TYPES, GeoJsonCheck, isObject } from '#lib/core/ingest/geojson-check.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { FEATURE_ID, sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Spellings of WGS 84 with longitude first: RFC 7946's own system and what GDAL writes for it. */
const WGS84 = /(CRS:?:?84|EPSG:{1,2}4326|EPSG:{1,2}4979|WGS\s?84)$/i;

/** The name that a `crs` member gives, its text where it gives none, null where there is none. */
function declaredCrs(object: Record<string, unknown>): string | null {
  const { crs } = object;
  if (crs === undefined || crs === null) return null;
  const properties = isObject(crs) && isObject(crs.properties) ? crs.properties : {};
  const name = properties.name ?? properties.href ?? properties.code;
  return (typeof name === 'string' ? name : JSON.stringify(crs)).trim();
}

/** True where two declarations mean one system; silence means WGS 84. */
function sameCrs(a: string | null, b: string | null): boolean {
  return a === b || ((a === null || WGS84.test(a)) && (b === null || WGS84.test(b)));
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return JSON.stringify(value);
}

/** What stands where a feature should, and the coordinate system declared around it. */
interface Candidate {
  feature: unknown;
  crs: string | null;
}

/** Gathers the candidates of a value of any nesting; false where the value itself is no GeoJSON. */
function gather(
  value: unknown,
  crs: string | null,
  check: GeoJsonCheck,
  into: Candidate[],
): boolean {
  if (Array.isArray(value)) {
    let any = false;
    for (const item of value as unknown[])
      if (gather(item, crs, check, into)) any = true;
      else into.push({ feature: item, crs });
    return any;
  }
  if (!isObject(value)) return false;
  const own = declaredCrs(value) ?? crs;
  if (value.type === 'FeatureCollection') {
    if (!Array.isArray(value.features)) return false;
    check.members(value, 'FeatureCollection', null);
    gather(value.features, own, check, into);
    return true;
  }
  if (value.type === 'Feature') into.push({ feature: value, crs: own });
  else if (GEOMETRY_TYPES.has(value.type))
    into.push({ feature: { type: 'Feature', properties: null, geometry: value }, crs: own });
  else return false;
  return true;
}

/** The features of a value of any nesting, as its rows count them; a bare geometry is one. */
export function featuresOf(root: unknown): unknown[] {
  const features: Candidate[] = [];
  gather(root, null, new GeoJsonCheck('', new IssueLog()), features);
  return features.map(({ feature }) => feature);
}

/** The name of a format that is JSON and not GeoJSON, null for another value. */
function otherJson(root: unknown): string | null {
  if (!isObject(root)) return null;
  if (root.type === 'Topology') return 'TopoJSON';
  const esri = typeof root.geometryType === 'string' && root.geometryType.startsWith('esri');
  return esri || isObject(root.spatialReference) ? 'Esri JSON' : null;
}

function refuse(file: string, root: unknown, issues: IssueLog): null {
  const other = otherJson(root);
  if (other !== null)
    issues.add('format_not_supported', file, { found: other, expected: 'GeoJSON' });
  else {
    const named = isObject(root) && typeof root.type === 'string';
    const found = named ? root.type : Array.isArray(root) ? 'list' : typeof root;
    issues.add('geojson_invalid', file, { found, expected: 'FeatureCollection' });
  }
  return null;
}

/**
 * Turns a parsed GeoJSON value (collections, features and bare geometries, in any nesting) into
 * columns. The properties of all features together are the headers; a feature's `id` fills gaps in
 * a property `id`, and without such a property is a column `FEATURE_ID`. Rows count the features
 * from 1. Geometry is checked and mended by `GeoJsonCheck`, in place. A `crs` that is declared
 * goes into `Sheet.crs`; features under another one than the first's are left out. Null, with an
 * issue, where the value is no GeoJSON.
 */
export function readGeoJson(file: string, root: unknown, issues: IssueLog): Sheet | null {
  const check = new GeoJsonCheck(file, issues);
  const features: Candidate[] = [];
  if (!gather(root, null, check, features)) return refuse(file, root, issues);
  const crs = features.find((candidate) => isObject(candidate.feature))?.crs ?? null;
  const columnOf = new Map<string, Cell[]>();
  const column = (name: string): Cell[] => {
    let cells = columnOf.get(name);
    if (!cells) columnOf.set(name, (cells = new Array<Cell>(features.length).fill(null)));
    return cells;
  };
  const rows: number[] = [];
  const geometry: (Geometry | null)[] = [];
  const featureIds: Cell[] = [];
  features.forEach(({ feature, crs: own }, i) => {
    const row = i + 1;
    if (!isObject(feature) || feature.type !== 'Feature') {
      const found = isObject(feature) ? feature.type : feature;
      issues.add('feature_invalid', file, { row, found, expected: 'Feature' });
      return;
    }
    if (!sameCrs(own, crs)) {
      const expected = crs ?? 'CRS84';
      issues.add('crs_not_supported', file, { row, column: 'crs', found: own, expected });
      return;
    }
    const at = rows.length;
    const { properties } = feature;
    check.members(feature, 'Feature', row);
    if (isObject(properties))
      for (const name of Object.keys(properties)) column(name)[at] = cellOf(properties[name]);
    else if (properties === undefined)
      issues.add('feature_no_properties', file, { row, column: 'properties', expected: '{}' });
    else if (properties !== null)
      issues.add('feature_invalid', file, { row, column: 'properties', expected: '{}' });
    featureIds.push(cellOf(check.id(feature.id, row)));
    rows.push(row);
    geometry.push(check.geometry(feature.geometry, row));
  });
  check.finish();
  if (featureIds.some((id) => id !== null)) {
    const named = [...columnOf.keys()].find((name) => headerKey(name) === 'id');
    const ids = column(named ?? FEATURE_ID);
    featureIds.forEach((id, at) => (ids[at] ??= id));
  }
  const columns = [...columnOf.values()];
  for (const cells of columns) cells.length = rows.length;
  return sheetOf({
    file,
    format: 'geojson',
    crs,
    headers: [...columnOf.keys()],
    columns,
    row: Uint32Array.from(rows),
    geometry,
  });
}
