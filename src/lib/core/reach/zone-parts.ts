import type { Polygon } from 'geojson';
import type { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { nestRings, polygonRings } from '#lib/core/reach/nest-rings.ts';
import { Pieces, polyline, ringArea } from '#lib/core/reach/pieces.ts';
import type { PlanePolygon } from '#lib/core/reach/plane-polygon.ts';
import type { PolygonCover } from '#lib/core/reach/polygon-cover.ts';
import { traceRings } from '#lib/core/reach/trace.ts';

/** A connected part of a polygon that no disc covers: its exact area in the plane, and its drawing in degrees. */
export interface UncoveredPart {
  areaM2: number;
  polygon: Polygon;
}

/**
 * The parts of a polygon that no disc covers. Areas are those of the arcs; drawings keep to
 * `toleranceM` of them, on the side of the discs, so that every point of a part is in its drawing.
 */
export function uncoveredParts(
  cover: PolygonCover,
  polygon: PlanePolygon,
  plane: LocalPlane,
  toleranceM: number,
): UncoveredPart[] {
  const pieces = new Pieces();
  if (!cover.uncovered(polygon, pieces)) return [];
  const rings = traceRings(pieces).map((ring) => ({
    areaM2: ringArea(pieces, ring),
    xy: polyline(pieces, ring, toleranceM),
    on: pieces.along(ring[0], 0.5),
  }));
  return nestRings(rings).map((part) => ({
    areaM2: part.holes.reduce((sum, { areaM2 }) => sum + areaM2, part.shell.areaM2),
    polygon: { type: 'Polygon', coordinates: polygonRings(part, plane) },
  }));
}
