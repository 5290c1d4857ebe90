import type { Geometry } from 'geojson';
import { SHAPE_NONE } from '#lib/core/model.ts';
import type { Shapes } from '#lib/core/model.ts';
import { ShapesBuilder, emptyShapes } from '#lib/core/geo/shapes.ts';
import { pointOnSurface } from '#lib/core/geo/surface.ts';
import { coordinateFault, pairFault } from '#lib/core/ingest/geometry-check.ts';
import { repairGeometry } from '#lib/core/ingest/geometry-repair.ts';
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
 * The shapes of the kept rows, mended where they can be; a geometry with an impossible position, of
 * a kind that the table does not take, or broken beyond mending becomes SHAPE_NONE with an issue.
 */
export function readShapes(reader: TableReader, takes: readonly PlainKind[], box: Box): Shapes {
  if (!reader.hasGeometry) return emptyShapes(reader.count);
  const builder = new ShapesBuilder();
  const once = new Set<string>();
  for (let i = 0; i < reader.count; i++) {
    const record = reader.placedGeometry(i);
    if (reader.trusted) {
      builder.append(record);
      continue;
    }
    const usable = record !== null && isUsable(reader, i, record, box);
    builder.append(usable ? mended(reader, i, record, takes, once) : null);
  }
  return builder.build();
}

/** Notes that say the same of every row are made once a table. */
const ONCE = new Set(['height_dropped']);

function mended(
  reader: TableReader,
  i: number,
  record: Geometry,
  takes: readonly PlainKind[],
  once: Set<string>,
): Geometry | null {
  const { geometry, notes } = repairGeometry(record, takes);
  for (const { code, found } of notes) {
    if (ONCE.has(code) && once.has(code)) continue;
    once.add(code);
    const expected =
      code === 'geometry_not_expected'
        ? takes.join(' | ')
        : code === 'geometry_invalid'
          ? record.type
          : undefined;
    reader.issue(code, i, null, found, expected);
  }
  return geometry;
}

function isUsable(reader: TableReader, i: number, geometry: Geometry, box: Box): boolean {
  const bad = coordinateFault(coordinatesOf(geometry));
  if (bad) {
    reader.issue(bad.fault, i, null, bad.pair, EXPECTED[bad.fault]);
    return false;
  }
  if (geometry.type !== 'Point') return true;
  const [lng, lat] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  if (!swappedInto(lng, lat, box)) return true;
  reader.issue('coordinates_swapped', i, null, `${lng}, ${lat}`, 'lng, lat');
  return false;
}

/** Positions and shapes of a table's kept rows; NaN where a position is unknown. */
export interface Positions {
  lng: Float64Array;
  lat: Float64Array;
  shapes: Shapes;
}

/**
 * Positions in degrees: from the columns `lng` and `lat`, else a point on the surface of the
 * row's geometry. A pair with a zero, out of range or swapped is an issue and not a position.
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
  const anywhere = columns || reader.hasGeometry;
  if (!anywhere && n > 0) {
    const lacking = ['lng', 'lat'].filter((name) => !reader.has(name));
    reader.fileIssue('missing_column', lacking.join(', '), null, 'lng, lat | GeoJSON');
  }
  const pairs = columns ? readPairs(reader, box) : null;
  for (let i = 0; i < n; i++) {
    const given = pairs ? pairs.state[i] : EMPTY;
    if (given === GOOD) {
      lng[i] = pairs!.lng[i];
      lat[i] = pairs!.lat[i];
      continue;
    }
    const point = shapes.type[i] === SHAPE_NONE ? null : pointOnSurface(shapes, i);
    if (point) [lng[i], lat[i]] = point;
    else if (given === EMPTY && !optional(i) && anywhere) {
      const record = reader.geometry(i);
      if (record === undefined) reader.issue('position_missing', i, columns ? 'lng' : null);
      else if (record === null) reader.issue('geometry_missing', i, null);
    }
  }
  return { lng, lat, shapes };
}

const EMPTY = 0;
const BAD = 1;
const GOOD = 2;

/** The pairs of all rows, read as their part is read; `state` is EMPTY, BAD (with an issue) or GOOD. */
function readPairs(reader: TableReader, box: Box) {
  const n = reader.count;
  const state = new Uint8Array(n);
  const x = reader.coordinates('lng');
  const y = reader.coordinates('lat');
  for (let i = 0; i < n; i++) {
    const [a, b] = [x.state[i], y.state[i]];
    if (a === EMPTY && b === EMPTY) continue;
    state[i] = a === GOOD && b === GOOD ? GOOD : BAD;
    if (a === EMPTY || b === EMPTY)
      reader.issue('position_missing', i, a === EMPTY ? 'lng' : 'lat');
  }
  const { lng, lat } = reader.positions(x.values, y.values);
  const given = (i: number): string => `${x.values[i]}, ${y.values[i]}`;
  for (let i = 0; i < n; i++) {
    if (state[i] !== GOOD) continue;
    if (Number.isNaN(lng[i])) {
      state[i] = BAD;
      reader.issue('out_of_range', i, 'lng', given(i), EXPECTED.out_of_range);
      continue;
    }
    const swapped = swappedInto(lng[i], lat[i], box);
    // A single zero is a cell that was filled in for want of a value.
    const zero = lng[i] === 0 || lat[i] === 0 ? 'zero_coordinates' : null;
    const fault = swapped ? 'coordinates_swapped' : (zero ?? pairFault(lng[i], lat[i]));
    if (fault === null) continue;
    state[i] = BAD;
    const inLat = fault === 'out_of_range' ? Math.abs(lng[i]) <= 180 : zero && lng[i] !== 0;
    const column = inLat ? 'lat' : 'lng';
    reader.issue(fault, i, column, given(i), EXPECTED[fault]);
  }
  return { state, lng, lat };
}
