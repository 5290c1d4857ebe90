import type { Position } from 'geojson';
import type { Arrangement } from '#lib/core/geo/arrangement.ts';
import { startOf } from '#lib/core/geo/arrangement.ts';

interface Loop {
  vertices: number[];
  /** Twice the area in square grid steps, positive for shells. */
  twice: number;
}

/** A loop narrower than this many grid steps (0.2 mm) on the mean is rounding and left out. */
const THINNEST_STEPS = 2;

/**
 * The polygons that the kept faces of an arrangement make together, borders between kept faces
 * dissolved. Shells run counter-clockwise, holes clockwise; no ring passes a vertex twice.
 */
export function outlineOf(arrangement: Arrangement, keep: readonly boolean[]): Position[][][] {
  const loops = loopsOf(arrangement, keep);
  const shells = loops.filter((loop) => loop.twice > 0);
  const polygons = shells.map((shell) => [positionsOf(arrangement, shell)]);
  for (const hole of loops) {
    if (hole.twice > 0) continue;
    let owner = -1;
    shells.forEach((shell, s) => {
      if (owner >= 0 && shell.twice >= shells[owner].twice) return;
      if (shell.twice > -hole.twice && holdsEdge(arrangement, shell, hole)) owner = s;
    });
    if (owner >= 0) polygons[owner].push(positionsOf(arrangement, hole));
  }
  return polygons;
}

function loopsOf({ edges, next, cycle }: Arrangement, keep: readonly boolean[]): Loop[] {
  const isBorder = (half: number) => keep[cycle[half]] && !keep[cycle[half ^ 1]];
  const done = new Uint8Array(next.length);
  const { x, y } = edges.vertices;
  const loops: Loop[] = [];
  for (let start = 0; start < next.length; start++) {
    if (done[start] || !isBorder(start)) continue;
    const path: number[] = [];
    const place = new Map<number, number>();
    let half = start;
    while (true) {
      const vertex = startOf(edges, half);
      const seen = place.get(vertex);
      if (seen === undefined) {
        place.set(vertex, path.length);
        path.push(vertex);
      } else {
        const loop = measured(path.slice(seen), x, y);
        if (loop) loops.push(loop);
        for (const left of path.splice(seen + 1)) place.delete(left);
      }
      if (done[half]) break;
      done[half] = 1;
      half = next[half];
      while (!isBorder(half)) half = next[half ^ 1];
    }
  }
  return loops;
}

function measured(vertices: number[], x: Float64Array, y: Float64Array): Loop | null {
  const [origin] = vertices;
  let twice = 0;
  let length = 0;
  vertices.forEach((p, i) => {
    const q = vertices[(i + 1) % vertices.length];
    twice += (x[p] - x[origin]) * (y[q] - y[origin]) - (y[p] - y[origin]) * (x[q] - x[origin]);
    length += Math.hypot(x[q] - x[p], y[q] - y[p]);
  });
  return Math.abs(twice) > THINNEST_STEPS * length ? { vertices, twice } : null;
}

function positionsOf({ edges }: Arrangement, { vertices }: Loop): Position[] {
  const ring = vertices.map((v) => [edges.vertices.lng(v), edges.vertices.lat(v)]);
  ring.push([...ring[0]]);
  return ring;
}

/** True where the middle of a hole's first edge lies in a shell; loops share no edges. */
function holdsEdge({ edges }: Arrangement, shell: Loop, hole: Loop): boolean {
  const { x, y } = edges.vertices;
  const [a, b] = hole.vertices;
  const [px, py] = [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
  let inside = false;
  shell.vertices.forEach((p, i) => {
    const q = shell.vertices[(i + 1) % shell.vertices.length];
    if (y[p] > py === y[q] > py) return;
    if (px - x[p] < ((x[q] - x[p]) * (py - y[p])) / (y[q] - y[p])) inside = !inside;
  });
  return inside;
}
