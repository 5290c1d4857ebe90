import type { Position } from 'geojson';
import Flatbush from 'flatbush';
import { CROSSES, EdgeSweep, TOUCHES } from '#lib/core/ingest/edge-sweep.ts';
import { pointInRing } from '#lib/core/ingest/ring-check.ts';

/** What is wrong with the polygons of a geometry, as bits. */
export const FAULT_HEIGHT = 1;
export const FAULT_OPEN = 2;
export const FAULT_REPEATED = 4;
export const FAULT_SHORT = 8;
export const FAULT_WINDING = 16;
/** An edge runs back along the one before it. */
export const FAULT_SPIKE = 32;
/** Two edges of one ring cross. */
export const FAULT_CROSSES = 64;
/** Edges touch or rings cross: only the faces between them can tell what is inside. */
export const FAULT_TANGLED = 128;

/** Faults that cannot be mended ring by ring. */
export const FAULTS_OF_FACES = FAULT_SPIKE | FAULT_CROSSES | FAULT_TANGLED;

const sweep = new EdgeSweep();

/**
 * The faults of polygons whose positions are numbers, 0 for none. Longitudes must be continuous.
 *
 * Cheap for what is clean: one sweep over all edges, points in rings only where there are holes
 * or several parts.
 */
export function polygonFaults(polygons: readonly Position[][][]): number {
  let faults = 0;
  sweep.clear();
  for (const polygon of polygons) {
    polygon.forEach((ring, r) => {
      faults |= ringFaults(ring, r === 0);
    });
  }
  if (sweep.hasSpike()) faults |= FAULT_SPIKE;
  const contact = sweep.worstContact();
  if (contact === CROSSES) faults |= FAULT_CROSSES;
  if (contact === TOUCHES) faults |= FAULT_TANGLED;
  if ((faults & FAULTS_OF_FACES) === 0 && isNested(polygons)) faults |= FAULT_TANGLED;
  return faults;
}

function ringFaults(ring: readonly Position[], shell: boolean): number {
  if (ring.length === 0) return FAULT_SHORT;
  let faults = 0;
  const [first, last] = [ring[0], ring[ring.length - 1]];
  const closed = first[0] === last[0] && first[1] === last[1];
  if (!closed) faults |= FAULT_OPEN;
  const edges = sweep.add(ring);
  if (edges < 3) faults |= FAULT_SHORT;
  if (edges !== ring.length - (closed ? 1 : 0)) faults |= FAULT_REPEATED;
  for (const position of ring) if (position.length > 2) faults |= FAULT_HEIGHT;
  if (twiceArea(ring) > 0 !== shell) faults |= FAULT_WINDING;
  return faults;
}

/** Twice the area of a ring in square degrees, positive where it runs counter-clockwise. */
export function twiceArea(ring: readonly Position[]): number {
  const [x, y] = ring[0];
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const p = ring[i];
    const q = ring[i + 1 < ring.length ? i + 1 : 0];
    twice += (p[0] - x) * (q[1] - y) - (p[1] - y) * (q[0] - x);
  }
  return twice;
}

/** True where a hole is not in its shell, holes are in each other, or parts are: no edges touch here. */
function isNested(polygons: readonly Position[][][]): boolean {
  const parts = polygons.filter((rings) => rings.length > 0 && rings[0].length > 0);
  for (const [shell, ...holes] of parts) {
    for (const hole of holes) {
      if (hole.length === 0) continue;
      if (!pointInRing(hole[0], shell)) return true;
      if (holes.some((other) => other !== hole && pointInRing(hole[0], other))) return true;
    }
  }
  if (parts.length < 2) return false;
  const boxes = new Flatbush(parts.length);
  for (const [shell] of parts) boxes.add(...boxOf(shell));
  boxes.finish();
  return parts.some(([[point]], i) =>
    boxes.search(point[0], point[1], point[0], point[1]).some((j) => {
      const [shell, ...holes] = parts[j];
      if (i === j || !pointInRing(point, shell)) return false;
      return !holes.some((hole) => pointInRing(point, hole));
    }),
  );
}

function boxOf(ring: Position[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}
