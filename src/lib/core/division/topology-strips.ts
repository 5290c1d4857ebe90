import Flatbush from 'flatbush';
import type { Arrangement } from '#lib/core/geo/arrangement.ts';
import { startOf } from '#lib/core/geo/arrangement.ts';
import { metresPerStep } from '#lib/core/division/topology-measure.ts';
import type { TopologyFinding, TopologyTolerance } from '#lib/core/division/topology-finding.ts';

/** Divisions farther apart than this have something between them that is meant. */
const WIDEST_M = 50;
/** A strip is so many times longer than wide; what is shorter is the notch where two borders part. */
const LEAST_ELONGATION = 5;
/** Cosine beyond which two edges face each other. */
const FACING = -0.8;
const PIECE_M = 10;

/** Edges whose right side is outside of everything, in grid steps. */
interface Shore {
  owner: number[];
  /** Metres in a step at each edge, eastwards and northwards. */
  scale: [number, number][];
  ax: number[];
  ay: number[];
  bx: number[];
  by: number[];
}

interface Strip {
  areaM2: number;
  lengthM: number;
}

/**
 * Gaps between two divisions that are open at their ends, and so enclosed by no face: stretches
 * of two outer borders that face each other across at most 50 m.
 */
export function openStrips(
  arrangement: Arrangement,
  tolerance: TopologyTolerance,
): TopologyFinding[] {
  const shore = shoreOf(arrangement);
  const count = shore.owner.length;
  if (count === 0) return [];
  const { owner, scale, ax, ay, bx, by } = shore;
  const boxes = new Flatbush(count);
  for (let e = 0; e < count; e++) {
    boxes.add(
      Math.min(ax[e], bx[e]),
      Math.min(ay[e], by[e]),
      Math.max(ax[e], bx[e]),
      Math.max(ay[e], by[e]),
    );
  }
  boxes.finish();
  const strips = new Map<string, Strip>();
  for (let e = 0; e < count; e++) {
    const [east, north] = scale[e].map((metres) => WIDEST_M / metres);
    const near = boxes.search(
      Math.min(ax[e], bx[e]) - east,
      Math.min(ay[e], by[e]) - north,
      Math.max(ax[e], bx[e]) + east,
      Math.max(ay[e], by[e]) + north,
    );
    if (near.some((f) => owner[f] !== owner[e])) lookAcross(shore, e, near, strips);
  }
  const findings: TopologyFinding[] = [];
  for (const [key, { areaM2, lengthM }] of strips) {
    const [a, b] = key.split(' ').map(Number);
    const widthM = areaM2 / lengthM;
    if (areaM2 <= tolerance.areaM2 || widthM <= tolerance.widthM) continue;
    if (lengthM >= LEAST_ELONGATION * widthM) findings.push({ kind: 'gap', a, b, areaM2, widthM });
  }
  return findings;
}

function shoreOf({ edges, cycle, cover, area, around }: Arrangement): Shore {
  const { x, y, count } = edges.vertices;
  const shore: Shore = { owner: [], scale: [], ax: [], ay: [], bx: [], by: [] };
  if (count === 0) return shore;
  for (let half = 0; half < cycle.length; half++) {
    const beyond = cycle[half ^ 1];
    if (area[beyond] > 0 || around[beyond] >= 0 || cover[cycle[half]].length === 0) continue;
    const [p, q] = [startOf(edges, half), startOf(edges, half ^ 1)];
    shore.owner.push(cover[cycle[half]][0]);
    shore.scale.push(metresPerStep(edges.vertices, p));
    shore.ax.push(x[p]);
    shore.ay.push(y[p]);
    shore.bx.push(x[q]);
    shore.by.push(y[q]);
  }
  return shore;
}

/** Measures from the pieces of one edge to what faces them; each side of a strip gives half of it. */
function lookAcross(
  { owner, scale, ax, ay, bx, by }: Shore,
  e: number,
  near: readonly number[],
  strips: Map<string, Strip>,
): void {
  const [east, north] = scale[e];
  const [ex, ey] = [(bx[e] - ax[e]) * east, (by[e] - ay[e]) * north];
  const lengthM = Math.hypot(ex, ey);
  const [dx, dy] = [ex / lengthM, ey / lengthM];
  const pieces = Math.ceil(lengthM / PIECE_M);
  for (let k = 0; k < pieces; k++) {
    const along = ((k + 0.5) / pieces) * lengthM;
    // Metres about the start of the edge.
    const [px, py] = [along * dx, along * dy];
    let nearest = WIDEST_M;
    let across = -1;
    let facing = 0;
    for (const f of near) {
      if (f === e) continue;
      const [fx, fy] = [(bx[f] - ax[f]) * east, (by[f] - ay[f]) * north];
      // The ray leaves to the right: (dy, -dx).
      const slope = dy * fy + dx * fx;
      if (slope === 0) continue;
      const [gx, gy] = [(ax[f] - ax[e]) * east - px, (ay[f] - ay[e]) * north - py];
      const reach = (gx * fy - gy * fx) / slope;
      const at = -(gx * dx + gy * dy) / slope;
      if (reach <= 0 || reach >= nearest || at < 0 || at > 1) continue;
      nearest = reach;
      across = f;
      facing = slope / Math.hypot(fx, fy);
    }
    if (across < 0 || owner[across] === owner[e] || facing > FACING) continue;
    const [a, b] = [Math.min(owner[e], owner[across]), Math.max(owner[e], owner[across])];
    const strip = strips.get(`${a} ${b}`) ?? { areaM2: 0, lengthM: 0 };
    strip.areaM2 += (nearest * lengthM) / pieces / 2;
    strip.lengthM += lengthM / pieces / 2;
    strips.set(`${a} ${b}`, strip);
  }
}
