import type { Position } from 'geojson';

/** True where a point lies inside a ring or on its edge (even-odd rule). */
export function pointInRing([x, y]: Position, ring: Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    const side = (xj - xi) * (y - yi) - (yj - yi) * (x - xi);
    const between = Math.min(xi, xj) <= x && x <= Math.max(xi, xj);
    if (side === 0 && between && Math.min(yi, yj) <= y && y <= Math.max(yi, yj)) return true;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function side(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/**
 * True where two edges of a ring cross each other at a point inside both; edges that only touch do
 * not count. A sweep over the edges sorted by their western end, so that long rings stay cheap.
 */
export function ringCrossesItself(ring: Position[]): boolean {
  const n = ring.length - 1;
  if (n < 4) return false;
  const west = new Float64Array(n);
  for (let i = 0; i < n; i++) west[i] = Math.min(ring[i][0], ring[i + 1][0]);
  const order = Uint32Array.from(west.keys()).sort((a, b) => west[a] - west[b]);
  let active: number[] = [];
  for (const i of order) {
    const [a, b] = [ring[i], ring[i + 1]];
    const south = Math.min(a[1], b[1]);
    const north = Math.max(a[1], b[1]);
    const still: number[] = [];
    for (const j of active) {
      const [c, d] = [ring[j], ring[j + 1]];
      if (Math.max(c[0], d[0]) < west[i]) continue;
      still.push(j);
      if (Math.max(c[1], d[1]) < south || Math.min(c[1], d[1]) > north) continue;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
    still.push(i);
    active = still;
  }
  return false;
}
