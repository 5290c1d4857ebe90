import { edgeDistance, inRing, ringCentre } from './ground.ts';
import type { Chance } from './random.ts';
import type { Point } from './warp.ts';

export interface Footprint {
  ring: Point[];
  /** A point well inside the footprint. */
  at: Point;
  /** Radius of the circle around `at` that holds the footprint. */
  reachM: number;
}

interface Size {
  width: [number, number];
  depth: [number, number];
  setback: [number, number];
  /** Share of L-shaped footprints. */
  ell: number;
}

export const TOWER: Size = { width: [24, 46], depth: [20, 34], setback: [9, 22], ell: 0.25 };
export const SLAB: Size = { width: [30, 64], depth: [14, 22], setback: [8, 18], ell: 0.35 };
export const HALL: Size = { width: [44, 90], depth: [30, 55], setback: [12, 20], ell: 0.15 };

/**
 * Stands a rectangular or L-shaped building along one side of a block, set back from the street,
 * clear of the block's borders and of the buildings already there; null where no room is left.
 */
export function standBuilding(
  block: readonly Point[],
  taken: readonly Footprint[],
  size: Size,
  chance: Chance,
): Footprint | null {
  const lengths = block.map((p, i) => {
    const q = block[(i + 1) % block.length];
    return Math.hypot(q.x - p.x, q.y - p.y);
  });
  const total = lengths.reduce((a, b) => a + b, 0);
  for (let attempt = 0; attempt < 14; attempt++) {
    const ease = attempt < 8 ? 1 : 0.7;
    const width = chance.range(...size.width) * ease;
    const depth = chance.range(...size.depth) * ease;
    let along = chance.next() * total;
    let edge = 0;
    while (along > lengths[edge] && edge < block.length - 1) along -= lengths[edge++];
    const a = block[edge];
    const b = block[(edge + 1) % block.length];
    const length = lengths[edge] || 1;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    const inward = chance.range(...size.setback) + (attempt > 4 ? chance.range(0, 30) : 0);
    const corner = (s: number, t: number): Point => ({
      x: a.x + ux * (along + s) - uy * (inward + t),
      y: a.y + uy * (along + s) + ux * (inward + t),
    });
    const w = width / 2;
    const ell = chance.hit(size.ell);
    const [cw, cd] = [width * chance.range(0.35, 0.55), depth * chance.range(0.4, 0.6)];
    const ring = ell
      ? [
          corner(-w, 0),
          corner(w, 0),
          corner(w, cd),
          corner(w - cw, cd),
          corner(w - cw, depth),
          corner(-w, depth),
        ]
      : [corner(-w, 0), corner(w, 0), corner(w, depth), corner(-w, depth)];
    const at = ell ? corner(-cw / 2, cd / 2) : corner(0, depth / 2);
    const reachM = Math.max(...ring.map((p) => Math.hypot(p.x - at.x, p.y - at.y)));
    if (ring.some((p) => !inRing(block, p.x, p.y) || edgeDistance(block, p.x, p.y) < 5)) continue;
    if (taken.some((t) => clash(t, { ring, at, reachM }))) continue;
    return { ring, at, reachM };
  }
  return null;
}

/** True where two footprints are closer than about 6 m: separating axes of the two rings' edges. */
function clash(one: Footprint, two: Footprint): boolean {
  if (Math.hypot(one.at.x - two.at.x, one.at.y - two.at.y) > one.reachM + two.reachM + 6)
    return false;
  for (const ring of [one.ring, two.ring]) {
    for (let i = 0; i < 2; i++) {
      const dx = ring[i + 1].x - ring[i].x;
      const dy = ring[i + 1].y - ring[i].y;
      const length = Math.hypot(dx, dy);
      const [nx, ny] = [-dy / length, dx / length];
      const spans = [one.ring, two.ring].map((r) => {
        const t = r.map((p) => p.x * nx + p.y * ny);
        return [Math.min(...t), Math.max(...t)];
      });
      if (spans[0][1] + 6 < spans[1][0] || spans[1][1] + 6 < spans[0][0]) return false;
    }
  }
  return true;
}

/** A rounded quarter of shops around a point, turned to the block's longest side. */
export function roundedQuarter(
  block: readonly Point[],
  halfLengthM: number,
  halfWidthM: number,
): Point[] {
  const centre = ringCentre(block);
  let longest = 0;
  let angle = 0;
  block.forEach((p, i) => {
    const q = block[(i + 1) % block.length];
    const length = Math.hypot(q.x - p.x, q.y - p.y);
    if (length > longest) [longest, angle] = [length, Math.atan2(q.y - p.y, q.x - p.x)];
  });
  const ring: Point[] = [];
  for (let i = 0; i < 20; i++) {
    const t = (2 * Math.PI * i) / 20;
    const bend = (v: number): number => Math.sign(v) * Math.pow(Math.abs(v), 0.55);
    const s = halfLengthM * bend(Math.cos(t));
    const d = halfWidthM * bend(Math.sin(t));
    ring.push({
      x: centre.x + s * Math.cos(angle) - d * Math.sin(angle),
      y: centre.y + s * Math.sin(angle) + d * Math.cos(angle),
    });
  }
  return ring;
}
