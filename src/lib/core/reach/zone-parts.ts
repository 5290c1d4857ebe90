import type { Polygon, Position } from 'geojson';
import type { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { Pieces, polyline, ringArea } from '#lib/core/reach/pieces.ts';
import type { PlanePolygon } from '#lib/core/reach/plane-polygon.ts';
import type { PolygonCover } from '#lib/core/reach/polygon-cover.ts';
import { traceRings } from '#lib/core/reach/trace.ts';

/** A connected part of a polygon that no disc covers: its exact area in the plane, and its drawing in degrees. */
export interface UncoveredPart {
  areaM2: number;
  polygon: Polygon;
}

interface Ring {
  areaM2: number;
  /** Closed, in metres. */
  xy: Float64Array;
  /** A point on it between two corners. */
  on: [number, number];
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
  const rings = traceRings(pieces).map((ring): Ring => ({
    areaM2: ringArea(pieces, ring),
    xy: polyline(pieces, ring, toleranceM),
    on: pieces.along(ring[0], 0.5),
  }));
  const shells = rings.filter(({ areaM2 }) => areaM2 > 0);
  const parts = shells.map((shell) => ({ shell, holes: [] as Ring[] }));
  for (const hole of rings.filter(({ areaM2 }) => areaM2 < 0)) {
    let home: (typeof parts)[number] | null = null;
    for (const part of parts) {
      const smaller = home === null || part.shell.areaM2 < home.shell.areaM2;
      if (smaller && -hole.areaM2 < part.shell.areaM2 && holds(part.shell.xy, hole.on)) home = part;
    }
    home?.holes.push(hole);
  }
  return parts.map(({ shell, holes }) => ({
    areaM2: holes.reduce((sum, { areaM2 }) => sum + areaM2, shell.areaM2),
    polygon: {
      type: 'Polygon',
      coordinates: [shell, ...holes].map(({ xy }) => positions(xy, plane)),
    },
  }));
}

function positions(xy: Float64Array, plane: LocalPlane): Position[] {
  const ring: Position[] = [];
  for (let k = 0; k + 2 < xy.length; k += 2) ring.push(plane.back(xy[k], xy[k + 1]));
  ring.push([ring[0][0], ring[0][1]]);
  return ring;
}

function holds(xy: Float64Array, [x, y]: [number, number]): boolean {
  let inside = false;
  for (let k = 0; k + 3 < xy.length; k += 2) {
    const [ax, ay, bx, by] = [xy[k], xy[k + 1], xy[k + 2], xy[k + 3]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
