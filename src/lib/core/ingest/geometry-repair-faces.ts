import type { Position } from 'geojson';
import { arrange, faceAreas } from '#lib/core/geo/arrangement.ts';
import type { LayeredSegments } from '#lib/core/geo/noding.ts';
import { nodeEdges } from '#lib/core/geo/noding.ts';
import { outlineOf } from '#lib/core/geo/outline.ts';

/** Faces smaller than this (about 1 cm2) are the rounding of a file. */
const ROUNDING_DEG2 = 1e-14;

/** Polygons made anew from the faces between their edges, and what was found on the way. */
export interface Remade {
  polygons: Position[][][];
  /** Rings that cross themselves or run over themselves. */
  crossing: number;
  holesOutside: number;
  holesCrossing: number;
  partsOverlap: boolean;
  /** Shells without an area. */
  flat: number;
}

interface Ring {
  part: number;
  shell: boolean;
  /** By the formula that takes a ring for simple, in square grid steps. */
  simpleArea: number;
  /** By the even-odd rule. */
  area: number;
  inShell: boolean;
  outOfShell: boolean;
}

/**
 * Makes valid polygons of any rings: each ring is read by the even-odd rule (both halves of a
 * figure of eight stay), a part is its shell without its holes, and parts that overlap become one.
 * Null where the edges cannot be cut into ones that only meet at their ends.
 */
export function remakePolygons(polygons: readonly Position[][][]): Remade | null {
  let rings: Ring[] = [];
  const edges = nodeEdges((segments) => {
    rings = [];
    polygons.forEach((polygon, part) => {
      polygon.forEach((ring, r) =>
        rings.push(addRing(segments, ring, rings.length, part, r === 0)),
      );
    });
  });
  if (edges === null) return null;
  const rounding = ROUNDING_DEG2 * edges.vertices.stepsPerDegree ** 2;
  const arrangement = arrange(edges);
  const area = faceAreas(arrangement);
  let partsOverlap = false;
  const keep = arrangement.cover.map((cover, face) => {
    const shells = cover.filter((layer) => rings[layer].shell);
    for (const layer of cover) {
      const ring = rings[layer];
      ring.area += area[face];
      if (area[face] < rounding) continue;
      if (shells.some((shell) => rings[shell].part === ring.part)) ring.inShell = true;
      else ring.outOfShell = true;
    }
    const parts = shells.filter(
      (shell) => !cover.some((l) => !rings[l].shell && rings[l].part === rings[shell].part),
    );
    if (parts.length > 1 && area[face] >= rounding) partsOverlap = true;
    return parts.length > 0;
  });
  const holes = rings.filter((ring) => !ring.shell);
  return {
    polygons: outlineOf(arrangement, keep),
    crossing: rings.filter((r) => Math.abs(r.area - r.simpleArea) > 100 * rounding).length,
    holesOutside: holes.filter((ring) => ring.outOfShell && !ring.inShell).length,
    holesCrossing: holes.filter((ring) => ring.outOfShell && ring.inShell).length,
    partsOverlap,
    flat: rings.filter((ring) => ring.shell && ring.area < 1).length,
  };
}

function addRing(
  segments: LayeredSegments,
  ring: readonly Position[],
  layer: number,
  part: number,
  shell: boolean,
): Ring {
  const ids = ring.map(([lng, lat]) => segments.vertices.ofDegrees(lng, lat));
  const { x, y } = segments.vertices;
  let twice = 0;
  ids.forEach((p, i) => {
    const q = ids[(i + 1) % ids.length];
    segments.add(p, q, layer);
    twice += (x[p] - x[ids[0]]) * (y[q] - y[ids[0]]) - (y[p] - y[ids[0]]) * (x[q] - x[ids[0]]);
  });
  const simpleArea = Math.abs(twice) / 2;
  return { part, shell, simpleArea, area: 0, inShell: false, outOfShell: false };
}
