import type { Point } from './warp.ts';

/** Plane geometry in metres on rings that are not closed (the last point does not repeat the first). */

export function ringArea(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
  }
  return sum / 2;
}

export function ringCentre(ring: readonly Point[]): Point {
  let area = 0;
  let x = 0;
  let y = 0;
  const o = ring[0];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const cross = (ring[j].x - o.x) * (ring[i].y - o.y) - (ring[i].x - o.x) * (ring[j].y - o.y);
    area += cross;
    x += (ring[j].x + ring[i].x - 2 * o.x) * cross;
    y += (ring[j].y + ring[i].y - 2 * o.y) * cross;
  }
  return { x: o.x + x / (3 * area), y: o.y + y / (3 * area) };
}

export function inRing(ring: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i], ring[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Distance from a point to the nearest edge of a ring. */
export function edgeDistance(ring: readonly Point[], x: number, y: number): number {
  let best = Infinity;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[j], ring[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = dx * dx + dy * dy;
    const t = along === 0 ? 0 : ((x - a.x) * dx + (y - a.y) * dy) / along;
    const s = t < 0 ? 0 : t > 1 ? 1 : t;
    best = Math.min(best, Math.hypot(a.x + s * dx - x, a.y + s * dy - y));
  }
  return best;
}

/** The ring drawn towards a point inside it by `share` of the way. */
export function shrink(ring: readonly Point[], centre: Point, share: number): Point[] {
  return ring.map((p) => ({
    x: p.x + (centre.x - p.x) * share,
    y: p.y + (centre.y - p.y) * share,
  }));
}
