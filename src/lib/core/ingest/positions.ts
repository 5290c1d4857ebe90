import type { Geometry } from 'geojson';
import { SHAPE_NONE } from '#lib/core/model.ts';
import type { Shapes } from '#lib/core/model.ts';
import { ShapesBuilder, emptyShapes } from '#lib/core/geo/shapes.ts';
import { pointOnSurface } from '#lib/core/geo/surface.ts';
import {
  checkRings,
  coordinateFault,
  kindsOf,
  pairFault,
} from '#lib/core/ingest/geometry-check.ts';
import type { CoordinateFault, PlainKind } from '#lib/core/ingest/geometry-check.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

type Box = readonly [number, number, number, number] | null;

const EXPECTED: Record<CoordinateFault, string> = {
  coordinates_swapped: 'lng, lat',
  out_of_range: '-180..180, -90..90',
  zero_coordinates: 'lng, lat',
};

function coordinatesOf(geometry: Geometry): unknown {
  return geometry.type === 'GeometryCollection'
    ? Array.isArray(geometry.geometries)
      ? geometry.geometries.map((g) => (g ? coordinatesOf(g) : null))
      : null
    : geometry.coordinates;
}

function within(lng: number, lat: number, box: NonNullable<Box>): boolean {
  return lng >= box[0] && lng <= box[2] && lat >= box[1] && lat <= box[3];
}

/** True where a pair lies outside the divisions as given and inside them with its ends swapped. */
function swappedInto(lng: number, lat: number, box: Box): boolean {
  return box !== null && !within(lng, lat, box) && within(lat, lng, box);
}

/**
 * The shapes of the kept rows; a geometry with an impossible position, of a kind that the table
 * does not take, or broken beyond reading becomes SHAPE_NONE with an issue.
 */
export function readShapes(reader: TableReader, takes: readonly PlainKind[], box: Box): Shapes {
  const { geometry } = reader.sheet;
  if (geometry === null) return emptyShapes(reader.count);
  const builder = new ShapesBuilder();
  for (let i = 0; i < reader.count; i++) {
    const record = geometry[reader.kept[i]];
    const usable = record !== null && isUsable(reader, i, record, takes, box);
    const fault = appendTo(builder, usable ? record : null);
    if (usable && fault !== null) reader.issue('geometry_invalid', i, null, fault, record.type);
  }
  return builder.build();
}

/** Appends a geometry; one that is not even made of lists and objects takes an empty record. */
function appendTo(builder: ShapesBuilder, geometry: Geometry | null): string | null {
  try {
    return builder.append(geometry);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    builder.append(null);
    return 'bad_position';
  }
}

function isUsable(
  reader: TableReader,
  i: number,
  geometry: Geometry,
  takes: readonly PlainKind[],
  box: Box,
): boolean {
  const bad = coordinateFault(coordinatesOf(geometry));
  if (bad) {
    reader.issue(bad.fault, i, null, bad.pair, EXPECTED[bad.fault]);
    return false;
  }
  const kinds = kindsOf(geometry, new Set());
  if (kinds.size > 0 && ![...kinds].some((kind) => takes.includes(kind))) {
    reader.issue('geometry_not_expected', i, null, geometry.type, takes.join(' | '));
    return false;
  }
  if (kinds.size > 1) reader.issue('geometry_mixed', i, null, [...kinds].join(', '));
  if (geometry.type === 'Point') {
    const [lng, lat] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
    if (!swappedInto(lng, lat, box)) return true;
    reader.issue('coordinates_swapped', i, null, `${lng}, ${lat}`, 'lng, lat');
    return false;
  }
  if (!kinds.has('polygon')) return true;
  try {
    const { open, crosses, holeOutside } = checkRings(geometry);
    if (open) reader.issue('ring_not_closed', i, null);
    if (crosses) reader.issue('ring_self_intersects', i, null);
    if (holeOutside) reader.issue('hole_outside_shell', i, null);
  } catch (error) {
    // Rings that are not lists of positions: the builder names the fault.
    if (!(error instanceof TypeError)) throw error;
  }
  return true;
}

/** Positions and shapes of a table's kept rows; NaN where a position is unknown. */
export interface Positions {
  lng: Float64Array;
  lat: Float64Array;
  shapes: Shapes;
}

/**
 * Positions in degrees: from the columns `lng` and `lat`, else a point on the surface of the
 * row's geometry. A pair that is (0, 0), out of range or swapped is an issue and not a position.
 * Rows that end without one are issues too, unless `optional` says of a row that it may.
 */
export function readPositions(
  reader: TableReader,
  takes: readonly PlainKind[],
  box: Box,
  optional: (i: number) => boolean = () => false,
): Positions {
  const n = reader.count;
  const shapes = readShapes(reader, takes, box);
  const lng = new Float64Array(n).fill(NaN);
  const lat = new Float64Array(n).fill(NaN);
  const columns = reader.has('lng') && reader.has('lat');
  const anywhere = columns || reader.sheet.geometry !== null;
  if (!anywhere && n > 0) {
    const lacking = ['lng', 'lat'].filter((name) => !reader.has(name));
    reader.fileIssue('missing_column', lacking.join(', '), null, 'lng, lat | GeoJSON');
  }
  for (let i = 0; i < n; i++) {
    const given = columns ? readPair(reader, i, box) : 'empty';
    if (typeof given === 'object') {
      [lng[i], lat[i]] = given;
      continue;
    }
    const point = shapes.type[i] === SHAPE_NONE ? null : pointOnSurface(shapes, i);
    if (point) [lng[i], lat[i]] = point;
    else if (given === 'empty' && !optional(i) && anywhere) {
      const record = reader.sheet.geometry?.[reader.kept[i]];
      if (record === undefined) reader.issue('position_missing', i, columns ? 'lng' : null);
      else if (record === null) reader.issue('geometry_missing', i, null);
    }
  }
  return { lng, lat, shapes };
}

function readPair(reader: TableReader, i: number, box: Box): [number, number] | 'empty' | 'bad' {
  const lng = reader.coordinate('lng', i);
  const lat = reader.coordinate('lat', i);
  if (lng === null && lat === null) return 'empty';
  if (lng === null || lat === null) {
    reader.issue('position_missing', i, lng === null ? 'lng' : 'lat');
    return 'bad';
  }
  if (Number.isNaN(lng) || Number.isNaN(lat)) return 'bad';
  const fault = swappedInto(lng, lat, box) ? 'coordinates_swapped' : pairFault(lng, lat);
  if (fault === null) return [lng, lat];
  const column = fault === 'out_of_range' && Math.abs(lng) <= 180 ? 'lat' : 'lng';
  reader.issue(fault, i, column, `${lng}, ${lat}`, EXPECTED[fault]);
  return 'bad';
}
