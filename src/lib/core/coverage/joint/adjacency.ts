import { DIVISION_LEVELS, SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Shapes } from '#lib/core/model.ts';
import type { GroupingInput } from '#lib/core/coverage/joint/candidates.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { nodeEdges } from '#lib/core/geo/noding.ts';
import type { LayeredSegments } from '#lib/core/geo/noding.ts';
import { pointOnSurface } from '#lib/core/geo/shapes.ts';

const GRID = DIVISION_LEVELS.indexOf('grid');
/** Grids that share less border than this, metres, meet at a corner. */
export const LEAST_BORDER_M = 1;

/** The polygon of a grid: of its division where that is a grid, else its own; null where there is none. */
function polygonOf(
  { units, divisions }: GroupingInput,
  unit: number,
): { shapes: Shapes; record: number } | null {
  const division = units.division[unit];
  const drawn =
    division >= 0 &&
    divisions.level[division] === GRID &&
    divisions.shapes.type[division] === SHAPE_POLYGON;
  if (drawn) return { shapes: divisions.shapes, record: division };
  return units.shapes.type[unit] === SHAPE_POLYGON ? { shapes: units.shapes, record: unit } : null;
}

/** Where a grid is: its position, else a point on its polygon; null where it has neither. */
export function placeOfGrid(input: GroupingInput, unit: number): [number, number] | null {
  const lng = input.units.lng[unit];
  const lat = input.units.lat[unit];
  if (lat >= -90 && lat <= 90 && lng - lng === 0) return [lng, lat];
  const polygon = polygonOf(input, unit);
  return polygon ? pointOnSurface(polygon.shapes, polygon.record) : null;
}

/**
 * Which of some grids are neighbours: pairs that share at least LEAST_BORDER_M metres of border,
 * as keys `a * units.count + b` with a < b. Borders are cut where they meet, so that one side may
 * have more vertices than the other; borders that do not touch share nothing.
 */
export function adjacentGrids(input: GroupingInput, units: readonly number[]): Set<number> {
  const polygons = units.map((unit) => polygonOf(input, unit));
  const edges = nodeEdges((segments) =>
    polygons.forEach((polygon, layer) => {
      if (polygon) addRings(segments, polygon.shapes, polygon.record, layer);
    }),
  );
  const adjacent = new Set<number>();
  if (!edges) return adjacent;
  const borderM = new Map<number, number>();
  const { vertices, from, to, layerStart, layer } = edges;
  for (let e = 0; e < from.length; e++) {
    const end = layerStart[e + 1];
    if (end - layerStart[e] < 2) continue;
    const lengthM = distanceM(
      vertices.lng(from[e]),
      vertices.lat(from[e]),
      vertices.lng(to[e]),
      vertices.lat(to[e]),
    );
    for (let p = layerStart[e]; p < end; p++)
      for (let q = p + 1; q < end; q++) {
        const [a, b] = [units[layer[p]], units[layer[q]]];
        const key = Math.min(a, b) * input.units.count + Math.max(a, b);
        const sum = (borderM.get(key) ?? 0) + lengthM;
        borderM.set(key, sum);
        if (sum >= LEAST_BORDER_M) adjacent.add(key);
      }
  }
  return adjacent;
}

function addRings(
  segments: LayeredSegments,
  { partStart, ringStart, vertexStart, xy }: Shapes,
  record: number,
  layer: number,
): void {
  for (let ring = ringStart[partStart[record]]; ring < ringStart[partStart[record + 1]]; ring++) {
    let last = -1;
    for (let v = vertexStart[ring]; v < vertexStart[ring + 1]; v++) {
      const vertex = segments.vertices.ofDegrees(xy[2 * v], xy[2 * v + 1]);
      if (last >= 0) segments.add(last, vertex, layer);
      last = vertex;
    }
  }
}
