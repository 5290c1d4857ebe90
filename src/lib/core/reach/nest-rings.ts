import type { Position } from 'geojson';
import type { LocalPlane } from '#lib/core/geo/local-plane.ts';

/** A closed ring in a plane, metres, its inside on the left: `areaM2` is negative for a hole. */
export interface PlaneRing {
  areaM2: number;
  xy: Float64Array;
  /** A point on it between two corners. */
  on: [number, number];
}

/** A shell with the holes in it. */
export interface NestedRing {
  shell: PlaneRing;
  holes: PlaneRing[];
}

type Box = [west: number, south: number, east: number, north: number];

/** Gives each hole to the smallest shell that holds it; one that lies in none is dust and left out. */
export function nestRings(rings: readonly PlaneRing[]): NestedRing[] {
  const parts = rings
    .filter(({ areaM2 }) => areaM2 > 0)
    .sort((a, b) => a.areaM2 - b.areaM2)
    .map((shell) => ({ shell, box: boxOf(shell.xy), holes: [] as PlaneRing[] }));
  for (const hole of rings) {
    if (!(hole.areaM2 < 0)) continue;
    parts
      .find(
        ({ shell, box }) =>
          -hole.areaM2 < shell.areaM2 && boxHolds(box, hole.on) && holds(shell.xy, hole.on),
      )
      ?.holes.push(hole);
  }
  return parts.map(({ shell, holes }) => ({ shell, holes }));
}

/** The rings of a nested one in degrees, as a GeoJSON polygon has them. */
export function polygonRings({ shell, holes }: NestedRing, plane: LocalPlane): Position[][] {
  return [shell, ...holes].map(({ xy }) => {
    const ring: Position[] = [];
    for (let k = 0; k + 2 < xy.length; k += 2) ring.push(plane.back(xy[k], xy[k + 1]));
    ring.push([ring[0][0], ring[0][1]]);
    return ring;
  });
}

function boxOf(xy: Float64Array): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < xy.length; k += 2) {
    box[0] = Math.min(box[0], xy[k]);
    box[1] = Math.min(box[1], xy[k + 1]);
    box[2] = Math.max(box[2], xy[k]);
    box[3] = Math.max(box[3], xy[k + 1]);
  }
  return box;
}

function boxHolds([west, south, east, north]: Box, [x, y]: [number, number]): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

function holds(xy: Float64Array, [x, y]: [number, number]): boolean {
  let inside = false;
  for (let k = 0; k + 3 < xy.length; k += 2) {
    const [ax, ay, bx, by] = [xy[k], xy[k + 1], xy[k + 2], xy[k + 3]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
