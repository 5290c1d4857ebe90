import type { Position } from 'geojson';

interface Ring {
  positions: Position[];
  /** Twice the area, positive where the ring runs counter-clockwise. */
  area2: number;
  box: [number, number, number, number];
  /** Rings around this one, the smallest first. */
  around: Ring[];
  holes: Ring[];
}

function ringOf(positions: Position[]): Ring {
  const box: Ring['box'] = [Infinity, Infinity, -Infinity, -Infinity];
  const [x0, y0] = positions[0];
  let area2 = 0;
  for (let i = 0; i < positions.length; i++) {
    const [x, y] = positions[i];
    if (i > 0) {
      const [px, py] = positions[i - 1];
      area2 += (px - x0) * (y - y0) - (x - x0) * (py - y0);
    }
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return { positions, area2, box, around: [], holes: [] };
}

/** 1 where a point lies inside a ring, 0 on its edge, -1 outside (even-odd rule). */
function sideOf(x: number, y: number, ring: Position[]): -1 | 0 | 1 {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    const turn = (xj - xi) * (y - yi) - (yj - yi) * (x - xi);
    const between = Math.min(xi, xj) <= x && x <= Math.max(xi, xj);
    if (turn === 0 && between && Math.min(yi, yj) <= y && y <= Math.max(yi, yj)) return 0;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** True where the whole of `inner` lies in `outer`; rings may touch, they do not cross. */
function contains(outer: Ring, inner: Ring): boolean {
  const [a, b] = [outer.box, inner.box];
  if (a[0] > b[0] || a[1] > b[1] || a[2] < b[2] || a[3] < b[3]) return false;
  for (const [x, y] of inner.positions) {
    const side = sideOf(x, y, outer.positions);
    if (side !== 0) return side > 0;
  }
  for (let i = 1; i < inner.positions.length; i++) {
    const [p, q] = [inner.positions[i - 1], inner.positions[i]];
    const side = sideOf((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, outer.positions);
    if (side !== 0) return side > 0;
  }
  return true;
}

function turned({ positions, area2 }: Ring, counterClockwise: boolean): Position[] {
  return area2 > 0 === counterClockwise ? positions : positions.slice().reverse();
}

function closed(positions: Position[]): Position[] {
  const [first, last] = [positions[0], positions[positions.length - 1]];
  return first[0] === last[0] && first[1] === last[1]
    ? positions
    : [...positions, [first[0], first[1]]];
}

/**
 * Groups the rings of one record into polygons, each a shell and its holes.
 *
 * A ring that lies inside an odd number of others is a hole of the smallest of them, whatever way
 * it runs: many programs write the wrong direction. Shells come back counter-clockwise, holes
 * clockwise, in the order of the shells. Rings without area are left out.
 */
export function polygonsOfRings(lines: Position[][]): Position[][][] {
  const rings = lines
    .filter((line) => line.length >= 3)
    .map((line) => ringOf(closed(line)))
    .filter((ring) => ring.positions.length >= 4 && ring.area2 !== 0);
  if (rings.length === 1) return [[turned(rings[0], true)]];
  const bySize = rings.slice().sort((a, b) => Math.abs(a.area2) - Math.abs(b.area2));
  for (let i = 0; i < bySize.length; i++)
    for (let j = i + 1; j < bySize.length; j++)
      if (contains(bySize[j], bySize[i])) bySize[i].around.push(bySize[j]);
  const isHole = (ring: Ring): boolean => ring.around.length % 2 === 1;
  for (const ring of rings) if (isHole(ring)) ring.around[0].holes.push(ring);
  return rings
    .filter((ring) => !isHole(ring))
    .map((shell) => [turned(shell, true), ...shell.holes.map((hole) => turned(hole, false))]);
}
