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
