import { parseShp } from 'shpjs';
import type { Geometry, Position } from 'geojson';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { polygonsOfRings } from '#lib/core/ingest/format/shapefile-rings.ts';

const HEADER_BYTES = 100;
const FILE_CODE = 9994;
const TYPES = '1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28';

type Kind = 'point' | 'line' | 'polygon' | 'points';
/** What a code of the specification is; Z has 10 added, M 20. */
const KINDS = new Map<number, Kind>([
  [1, 'point'],
  [3, 'line'],
  [5, 'polygon'],
  [8, 'points'],
]);
/** The code of a plain shape that starts as each kind does. Polygons are read as their rings. */
const READ_AS: Record<Kind, number> = { point: 1, line: 3, polygon: 3, points: 8 };

/** The geometries of a .shp, a record each. */
export interface ShapeRecords {
  geometry: (Geometry | null)[];
  /** Records, from 0, whose content contradicts itself; their geometry is null. */
  broken: number[];
  /** Bytes that the header promises and the file lacks. */
  missingBytes: number;
  /** True where heights or measures were left out. */
  flattened: boolean;
}

/** True where the counts and offsets of a record fit into its `size` bytes at `at`. */
function isSound(view: DataView, at: number, size: number, kind: Kind): boolean {
  if (kind === 'point') return size >= 20;
  if (size < (kind === 'points' ? 40 : 44)) return false;
  if (kind === 'points') {
    const points = view.getInt32(at + 36, true);
    return points >= 0 && 40 + 16 * points <= size;
  }
  const parts = view.getInt32(at + 36, true);
  const points = view.getInt32(at + 40, true);
  if (parts < 0 || points < 0 || 44 + 4 * parts + 16 * points > size) return false;
  for (let part = 0, before = 0; part < parts; part++) {
    const start = view.getInt32(at + 44 + 4 * part, true);
    if (part === 0 ? start !== 0 : start < before || start > points) return false;
    before = start;
  }
  return true;
}

/** Walks the records: what is whole, what is broken (made a null shape in `copy`). */
function walk(copy: Uint8Array, kind: Kind, code: number): { end: number; broken: number[] } {
  const view = new DataView(copy.buffer, copy.byteOffset, copy.byteLength);
  const broken: number[] = [];
  let at = HEADER_BYTES;
  for (let record = 0; at + 8 <= copy.length; record++) {
    const size = 2 * view.getInt32(at + 4);
    if (size < 0 || (size > 0 && size < 4) || at + 8 + size > copy.length) break;
    const type = size === 0 ? 0 : view.getInt32(at + 8, true);
    if (type !== 0 && (type !== code || !isSound(view, at + 8, size, kind))) {
      broken.push(record);
      view.setInt32(at + 8, 0, true);
    }
    at += 8 + size;
  }
  return { end: at, broken };
}

function asPolygon(geometry: Geometry | null): Geometry | null {
  if (geometry?.type !== 'LineString' && geometry?.type !== 'MultiLineString') return null;
  const rings: Position[][] =
    geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  const polygons = polygonsOfRings(rings);
  if (polygons.length === 0) return null;
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/**
 * Reads a .shp. Heights and measures are left out: the plain types are prefixes of those with Z
 * and M, and are read in their place. Throws `FormatFault` for what is no .shp or holds solids.
 *
 * ESRI Shapefile Technical Description, July 1998.
 */
export function readShapeRecords(shp: Uint8Array): ShapeRecords {
  const copy = shp.slice();
  const view = new DataView(copy.buffer);
  if (copy.length < HEADER_BYTES || view.getInt32(0) !== FILE_CODE)
    throw new FormatFault('shapefile_invalid', `${copy.length} bytes`, `file code ${FILE_CODE}`);
  const code = view.getInt32(32, true);
  if (code === 0) return { geometry: [], broken: [], missingBytes: 0, flattened: false };
  const kind = code <= 28 ? KINDS.get(code % 10) : undefined;
  if (kind === undefined) throw new FormatFault('shapefile_invalid', `type ${code}`, TYPES);
  const promised = 2 * view.getInt32(24);
  const { end, broken } = walk(copy, kind, code);
  view.setInt32(32, READ_AS[kind], true);
  const plain = parseShp(copy.subarray(0, end));
  return {
    geometry: kind === 'polygon' ? plain.map(asPolygon) : plain.map(withoutBox),
    broken,
    missingBytes: Math.max(promised, copy.length) - end,
    flattened: code > 10,
  };
}

function withoutBox(geometry: Geometry | null): Geometry | null {
  if (geometry !== null) delete geometry.bbox;
  return geometry;
}
