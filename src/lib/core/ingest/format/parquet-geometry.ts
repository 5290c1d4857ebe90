import type { FileMetaData, SchemaTree } from 'hyparquet';
import type { Geometry, Position } from 'geojson';

/** GeoParquet's native encodings and the GeoJSON types that they are. */
const NATIVE: Record<string, Exclude<Geometry['type'], 'GeometryCollection'>> = {
  point: 'Point',
  linestring: 'LineString',
  polygon: 'Polygon',
  multipoint: 'MultiPoint',
  multilinestring: 'MultiLineString',
  multipolygon: 'MultiPolygon',
};
const LNG = ['lng', 'lon', 'longitude'];
const LAT = ['lat', 'latitude'];
/** Names under which programs write WKB without saying that it is. */
const UNSAID = /^(?:geometry|geom|the_geom|wkb_geometry|wkb|shape)$/i;
const WGS84 = /^(?:OGC:(?:1\.3:)?CRS84|EPSG:4326|WGS\s?84(?: \(CRS84\))?)$/i;

/** How the geometry of a file is stored. */
export interface GeometryPlan {
  /** The column that is the geometry of each row, null where there is none. */
  column: string | null;
  /** Makes a geometry of what stands in that column; null where it is empty. */
  read: (value: unknown) => Geometry | null;
  /** The coordinate system where it is not WGS 84. */
  crs: string | null;
  /** Columns that are no attributes: boxes around the geometries, and geometries beyond the first. */
  skipped: Set<string>;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `EPSG:4549`, else the name of a PROJJSON object or text, else the text; null for WGS 84. */
function crsText(crs: unknown): string | null {
  if (typeof crs === 'string' && crs.trim().startsWith('{'))
    try {
      return crsText(JSON.parse(crs));
    } catch {
      return crs;
    }
  let text: unknown = crs;
  if (isObject(crs)) {
    const id = isObject(crs.id) ? crs.id : Array.isArray(crs.ids) ? (crs.ids[0] as unknown) : null;
    text =
      isObject(id) && id.authority !== undefined && id.code !== undefined
        ? `${String(id.authority)}:${String(id.code)}`
        : (crs.name ?? JSON.stringify(crs));
  }
  if (typeof text !== 'string' || text === '') return null;
  return WGS84.test(text) ? null : text;
}

function positionsOf(value: unknown): Position | Position[] | Position[][] | Position[][][] {
  if (Array.isArray(value)) return value.map((part) => positionsOf(part) as Position);
  const { x, y } = value as { x: number; y: number };
  return [x, y];
}

function nativeReader(encoding: string): GeometryPlan['read'] {
  const type = NATIVE[encoding];
  return (value) =>
    value === null || value === undefined
      ? null
      : ({ type, coordinates: positionsOf(value) } as Geometry);
}

function asGeometry(value: unknown): Geometry | null {
  return isObject(value) ? (value as unknown as Geometry) : null;
}

function geoMetadata(metadata: FileMetaData): { primary: unknown; columns: Json } {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value;
  const geo: unknown = text === undefined ? null : JSON.parse(text);
  const columns = isObject(geo) && isObject(geo.columns) ? geo.columns : {};
  return { primary: isObject(geo) ? geo.primary_column : null, columns };
}

/**
 * Finds the geometry of a file: by GeoParquet's metadata (WKB or native encodings), by Parquet's
 * own types, by the usual names of binary columns, or as a column of `{lng, lat}`. Marks binary
 * columns of the usual names in `metadata`, so that they are decoded. Throws for broken metadata.
 *
 * GeoParquet 1.1.0; Parquet's GEOMETRY and GEOGRAPHY types.
 */
export function planGeometry(metadata: FileMetaData, root: SchemaTree): GeometryPlan {
  const { primary, columns } = geoMetadata(metadata);
  const skipped = new Set<string>();
  const found: { column: string; read: GeometryPlan['read']; crs: string | null }[] = [];
  for (const child of root.children) {
    const { name, type, logical_type: logical, converted_type: converted } = child.element;
    const column = columns[name];
    const encoding = isObject(column) ? String(column.encoding) : null;
    if (type === 'BYTE_ARRAY' && !logical && !converted && UNSAID.test(name))
      child.element.logical_type = { type: 'GEOMETRY' };
    const own = child.element.logical_type;
    if (encoding !== null && encoding in NATIVE && child.children.length > 0)
      found.push({
        column: name,
        read: nativeReader(encoding),
        crs: crsText((column as Json).crs),
      });
    else if (own?.type === 'GEOMETRY' || own?.type === 'GEOGRAPHY')
      found.push({
        column: name,
        read: asGeometry,
        crs: crsText(isObject(column) ? column.crs : own.crs),
      });
    const box = isObject(column) && isObject(column.covering) ? column.covering.bbox : null;
    if (isObject(box) && Array.isArray(box.xmin)) skipped.add(String(box.xmin[0]));
  }
  const first = found.find(({ column }) => column === primary) ?? found[0];
  for (const { column } of found) if (column !== first.column) skipped.add(column);
  if (first) return { ...first, skipped };
  return { ...lngLatColumn(root), crs: null, skipped };
}

function lngLatColumn(root: SchemaTree): Pick<GeometryPlan, 'column' | 'read'> {
  for (const { element, children } of root.children) {
    const names = children.map((child) => child.element.name);
    const lng = names.find((name) => LNG.includes(name.toLowerCase()));
    const lat = names.find((name) => LAT.includes(name.toLowerCase()));
    if (lng === undefined || lat === undefined || element.repetition_type === 'REPEATED') continue;
    const read = (value: unknown): Geometry | null => {
      if (!isObject(value)) return null;
      const position = [value[lng], value[lat]];
      return position.every((part) => typeof part === 'number')
        ? { type: 'Point', coordinates: position as number[] }
        : null;
    };
    return { column: element.name, read };
  }
  return { column: null, read: () => null };
}
