import type { Geometry, Position } from 'geojson';
import type { PlainKind } from '#lib/core/ingest/geometry-check.ts';

/** Why a geometry cannot be read. */
export type PartFault = 'unknown_type' | 'bad_position';

/** The parts of a geometry by kind, collections taken apart; arrays are the geometry's own. */
export interface GeometryParts {
  point: Position[];
  line: Position[][];
  polygon: Position[][][];
}

/** Takes a geometry apart, or says why it cannot be: every position must be two finite numbers or more. */
export function partsOf(geometry: Geometry): GeometryParts | PartFault {
  const parts: GeometryParts = { point: [], line: [], polygon: [] };
  return collect(geometry, parts, 0) ?? parts;
}

const DEEPEST = 64;

function collect(geometry: Geometry | null, into: GeometryParts, depth: number): PartFault | null {
  if (geometry === null) return null;
  if (typeof geometry !== 'object' || depth > DEEPEST) return 'unknown_type';
  if (geometry.type === 'GeometryCollection') {
    if (!Array.isArray(geometry.geometries)) return 'bad_position';
    for (const member of geometry.geometries) {
      const fault = collect(member, into, depth + 1);
      if (fault) return fault;
    }
    return null;
  }
  const known = KIND_AND_DEPTH.get(geometry.type);
  if (!known) return 'unknown_type';
  const [kind, lists, single] = known;
  const { coordinates } = geometry;
  if (isEmpty(coordinates)) return null;
  if (!isTree(coordinates, lists)) return 'bad_position';
  const members = (single ? [coordinates] : coordinates) as never[];
  for (const member of members) if (!isEmpty(member)) (into[kind] as never[]).push(member);
  return null;
}

/** Kind, lists around a position, and whether the type has one part. */
const KIND_AND_DEPTH = new Map<unknown, [PlainKind, number, boolean]>([
  ['Point', ['point', 0, true]],
  ['MultiPoint', ['point', 1, false]],
  ['LineString', ['line', 1, true]],
  ['MultiLineString', ['line', 2, false]],
  ['Polygon', ['polygon', 2, true]],
  ['MultiPolygon', ['polygon', 3, false]],
]);

function isEmpty(member: unknown): boolean {
  return Array.isArray(member) && member.every((inner) => isEmpty(inner));
}

/** True where a value is lists within lists down to positions; an empty list of them will do. */
function isTree(value: unknown, lists: number): boolean {
  if (!Array.isArray(value)) return false;
  if (lists > 0) {
    for (const inner of value) if (!isTree(inner, lists - 1)) return false;
    return true;
  }
  return Number.isFinite(value[0]) && Number.isFinite(value[1]);
}
