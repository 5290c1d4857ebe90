import type { Geometry } from 'geojson';

/** The kinds of geometry a record holds, a collection's members included. */
export type PlainKind = 'point' | 'line' | 'polygon';
const KINDS = new Map<unknown, PlainKind>([
  ['Point', 'point'],
  ['MultiPoint', 'point'],
  ['LineString', 'line'],
  ['MultiLineString', 'line'],
  ['Polygon', 'polygon'],
  ['MultiPolygon', 'polygon'],
]);

/** Every kind of a geometry into a set. */
export function kindsOf(geometry: Geometry | null, into: Set<PlainKind>): Set<PlainKind> {
  if (geometry === null || typeof geometry !== 'object') return into;
  if (geometry.type === 'GeometryCollection') {
    if (Array.isArray(geometry.geometries)) for (const g of geometry.geometries) kindsOf(g, into);
  }
  const kind = KINDS.get(geometry.type);
  if (kind) into.add(kind);
  return into;
}

/** What the coordinates of a geometry are as a whole: one bad vertex spoils it. */
export type CoordinateFault = 'coordinates_swapped' | 'out_of_range' | 'zero_coordinates';

/** Looks at one pair in degrees; null where it can be a place on Earth. */
export function pairFault(lng: number, lat: number): CoordinateFault | null {
  if (lng === 0 && lat === 0) return 'zero_coordinates';
  if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) return null;
  return Math.abs(lng) <= 90 && Math.abs(lat) <= 180 ? 'coordinates_swapped' : 'out_of_range';
}

/** The first pair of a coordinate tree that is no place on Earth, with its fault. */
export function coordinateFault(
  coordinates: unknown,
): { fault: CoordinateFault; pair: string } | null {
  if (!Array.isArray(coordinates)) return null;
  const [lng, lat] = coordinates as unknown[];
  if (typeof lng === 'number' && typeof lat === 'number') {
    const fault = pairFault(lng, lat);
    return fault && { fault, pair: `${lng}, ${lat}` };
  }
  for (const part of coordinates) {
    const found = coordinateFault(part);
    if (found) return found;
  }
  return null;
}
