import {
  BANK,
  COMMUNITY_ROAD,
  DISTRICT_ROAD,
  GRID_ROAD,
  Mesh,
  OUTLINE,
  STREET_ROAD,
} from './mesh.ts';
import { allot, type Chance } from './random.ts';
import { ISLAND, NORTH, SOUTH, Warp } from './warp.ts';

/** One division of the plan. `faces` are its convex parts: the river and its island cut some in two. */
export interface Place {
  level: number;
  faces: number[][];
  children: Place[];
  parent: Place | null;
  /** Plan area, the measure by which children are allotted. */
  weight: number;
}

export interface Plan {
  mesh: Mesh;
  warp: Warp;
  city: Place;
  levels: Place[][];
  /** Bridge heads: a vertex on the north bank (or the island), one on the south (or the island). */
  bridges: [number, number][];
  /** Vertices along each bank, from u = -1 to u = 1, and around the island. */
  banks: { north: number[]; south: number[]; island: number[] };
  /** Pairs of streets that one last cut made, with the face they had in common. */
  twins: { face: number[]; parts: [number[], number[]] }[];
}

type Drawing = Pick<Plan, 'mesh' | 'warp' | 'twins'>;

/** Half plane of the city outline as a counter-clockwise ring, its river edge last. */
function half(
  mesh: Mesh,
  side: number,
  bridges: readonly number[],
): { face: number[]; heads: number[]; bank: number[] } {
  const steps = 18;
  const face: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const angle = (Math.PI * i) / steps + (side === NORTH ? 0 : Math.PI);
    const v = i === 0 || i === steps ? 0 : Math.sin(angle) * (side === NORTH ? 1.08 : 0.92);
    face.push(mesh.vertex(Math.cos(angle), v, side));
  }
  for (let i = 0; i < steps; i++) mesh.setRank(face[i], face[i + 1], OUTLINE);
  const heads: number[] = [];
  const along = side === NORTH ? bridges : [...bridges].reverse();
  const bank: number[] = [face[steps]];
  for (const u of along) {
    const v = mesh.vertex(u, 0, side);
    heads.push(v);
    bank.push(v);
    mesh.magnets.add(v);
  }
  bank.push(face[0]);
  for (let i = 0; i + 1 < bank.length; i++) mesh.setRank(bank[i], bank[i + 1], BANK);
  face.push(...bank.slice(1, -1));
  return side === NORTH
    ? { face, heads, bank }
    : { face, heads: heads.reverse(), bank: [...bank].reverse() };
}

/** The island: a convex lens on the river's axis. */
function island(mesh: Mesh, warp: Warp): number[] {
  const steps = 40;
  const ring: number[] = [];
  for (let i = 0; i < steps; i++) {
    const angle = (2 * Math.PI * i) / steps;
    const u = warp.islandU + 0.82 * warp.islandHalf * Math.cos(angle);
    ring.push(mesh.vertex(u, 0.03 * Math.sin(angle), ISLAND));
  }
  ring.forEach((v, i) => mesh.setRank(v, ring[(i + 1) % steps], BANK));
  return ring;
}

/** Cuts a face into `count` parts of about equal plan area, each time across its longer extent on the ground. */
function partition(
  plan: Drawing,
  face: number[],
  count: number,
  rank: number,
  chance: Chance,
): number[][] {
  if (count <= 1) return [face];
  const { mesh } = plan;
  const first =
    count === 3 ? chance.whole(1, 2) : Math.floor(count / 2 + (count % 2) * chance.next());
  const fraction = (first / count) * chance.range(0.9, 1.1);
  const ring = mesh.expand(face);
  const jacobian = slope(plan, ring);
  const ground = ring.map((v) => ({
    x: jacobian[0] * mesh.x[v] + jacobian[1] * mesh.y[v],
    y: jacobian[2] * mesh.x[v] + jacobian[3] * mesh.y[v],
  }));
  let best = { area: Infinity, nx: 1, ny: 0 };
  for (let i = 0; i < ring.length; i++) {
    const next = ground[(i + 1) % ring.length];
    const dx = next.x - ground[i].x;
    const dy = next.y - ground[i].y;
    const length = Math.hypot(dx, dy);
    if (length < 1e-6) continue;
    const [ux, uy] = [dx / length, dy / length];
    const box = extent(ground, ux, uy);
    const area = box.along * box.across;
    if (area >= best.area * 0.999) continue;
    best = box.along >= box.across ? { area, nx: ux, ny: uy } : { area, nx: -uy, ny: ux };
  }
  // Two districts on the north bank lie behind one another, so that the core has a district of its own.
  if (rank === DISTRICT_ROAD && count === 2 && mesh.side[ring[0]] === NORTH) {
    best = { area: 0, nx: -jacobian[2], ny: jacobian[0] };
  }
  const tilt = chance.range(-1, 1) * (rank === GRID_ROAD ? 0.09 : 0.14);
  const [c, s] = [Math.cos(tilt), Math.sin(tilt)];
  const gx = best.nx * c - best.ny * s;
  const gy = best.nx * s + best.ny * c;
  // A direction on the ground pulled back to the plan: blocks come out nearly right-angled on the ground.
  const px = jacobian[0] * gx + jacobian[2] * gy;
  const py = jacobian[1] * gx + jacobian[3] * gy;
  const norm = Math.hypot(px, py);
  const size = Math.sqrt(mesh.area(ring) / count);
  const [one, two] = mesh.cut(face, px / norm, py / norm, fraction, rank, size * 0.3);
  if (rank === STREET_ROAD && count === 2) plan.twins.push({ face: ring, parts: [one, two] });
  return [
    ...partition(plan, one, first, rank, chance),
    ...partition(plan, two, count - first, rank, chance),
  ];
}

/** Jacobian of the warp at the centre of a ring: [dx/du, dx/dv, dy/du, dy/dv]. */
function slope(plan: Drawing, ring: number[]): number[] {
  const { mesh, warp } = plan;
  const [u, v] = mesh.centre(ring);
  const side = mesh.side[ring[0]];
  const step = 1e-4;
  const at = warp.metres(u, v, side);
  const east = warp.metres(u + step, v, side);
  const north = warp.metres(u, v + step, side);
  return [
    (east.x - at.x) / step,
    (north.x - at.x) / step,
    (east.y - at.y) / step,
    (north.y - at.y) / step,
  ];
}

function extent(
  ground: readonly { x: number; y: number }[],
  ux: number,
  uy: number,
): { along: number; across: number } {
  let [a0, a1, b0, b1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const p of ground) {
    const a = p.x * ux + p.y * uy;
    const b = p.y * ux - p.x * uy;
    a0 = Math.min(a0, a);
    a1 = Math.max(a1, a);
    b0 = Math.min(b0, b);
    b1 = Math.max(b1, b);
  }
  return { along: a1 - a0, across: b1 - b0 };
}

/** Divides a place into `count` children; a part too small for a child of its own joins the nearest. */
function divide(plan: Drawing, place: Place, count: number, rank: number, chance: Chance): void {
  const { mesh } = plan;
  const areas = place.faces.map((f) => mesh.area(mesh.expand(f)));
  const counts = allot(count, areas);
  const children: { faces: number[][]; x: number; y: number }[] = [];
  place.faces.forEach((face, i) => {
    if (counts[i] === 0) return;
    for (const part of partition(plan, face, counts[i], rank, chance)) {
      const [u, v] = mesh.centre(part);
      children.push({ faces: [part], ...plan.warp.metres(u, v, mesh.side[part[0]]) });
    }
  });
  place.faces.forEach((face, i) => {
    if (counts[i] > 0) return;
    const [u, v] = mesh.centre(mesh.expand(face));
    const p = plan.warp.metres(u, v, mesh.side[face[0]]);
    children.sort((a, b) => Math.hypot(a.x - p.x, a.y - p.y) - Math.hypot(b.x - p.x, b.y - p.y));
    children[0].faces.push(face);
  });
  children.sort((a, b) => b.y - a.y || a.x - b.x);
  place.children = children.map((child) => ({
    level: place.level + 1,
    faces: child.faces,
    children: [],
    parent: place,
    weight: child.faces.reduce((sum, f) => sum + mesh.area(f), 0),
  }));
}

/** Puts vertices on edges that the warp bends, until every chord is true to it within `toleranceM`. */
function bend(plan: Drawing, faces: number[][], toleranceM: number): void {
  const { mesh, warp } = plan;
  const refine = (a: number, b: number, depth: number): void => {
    const side = mesh.side[a];
    const mx = (mesh.x[a] + mesh.x[b]) / 2;
    const my = (mesh.y[a] + mesh.y[b]) / 2;
    const pa = warp.metres(mesh.x[a], mesh.y[a], side);
    const pb = warp.metres(mesh.x[b], mesh.y[b], side);
    const pm = warp.metres(mx, my, side);
    const off = Math.hypot(pm.x - (pa.x + pb.x) / 2, pm.y - (pa.y + pb.y) / 2);
    if (off < toleranceM || depth === 0) return;
    const m = mesh.vertex(mx, my, side);
    mesh.divide(a, b, m);
    refine(a, m, depth - 1);
    refine(m, b, depth - 1);
  };
  for (const face of faces) {
    const ring = mesh.expand(face);
    ring.forEach((v, i) => refine(v, ring[(i + 1) % ring.length], 5));
  }
}

/** Draws the division tree of a city: about 6 districts, 60 streets, 600 communities, 5,000 grids at scale 1. */
export function drawPlan(scale: number, chance: Chance): Plan {
  const mesh = new Mesh();
  const warp = new Warp(scale, chance.fork('warp'));
  const districts = Math.max(1, Math.min(24, Math.round(6 * scale)));
  const streets = Math.max(districts * 2, Math.round(60 * scale) || 2);
  const communities = Math.max(streets * 2, Math.round(600 * scale));
  const grids = Math.max(communities * 2, Math.round(5000 * scale));

  const spans = Math.max(3, Math.round(7 * Math.sqrt(scale)));
  const places: number[] = [];
  for (let i = 0; i < spans; i++) {
    const u = -0.82 + (1.64 * (i + chance.range(0.25, 0.75))) / spans;
    if (Math.abs(u - warp.islandU) > warp.islandHalf * 1.15) places.push(u);
  }
  places.push(warp.islandU);
  places.sort((a, b) => a - b);
  const north = half(mesh, NORTH, places);
  const south = half(mesh, SOUTH, places);
  const isle = island(mesh, warp);
  const bridges: [number, number][] = [];
  places.forEach((u, i) => {
    if (u !== warp.islandU) bridges.push([north.heads[i], south.heads[i]]);
    else bridges.push([north.heads[i], isle[10]], [isle[30], south.heads[i]]);
  });
  mesh.magnets.add(isle[10]).add(isle[30]);

  const plan: Drawing = { mesh, warp, twins: [] };
  const city: Place = {
    level: 0,
    faces: [north.face, south.face, isle],
    children: [],
    parent: null,
    weight: 1,
  };
  const levels: Place[][] = [[city]];
  const totals = [districts, streets, communities, grids];
  const ranks = [DISTRICT_ROAD, STREET_ROAD, COMMUNITY_ROAD, GRID_ROAD];
  totals.forEach((total, k) => {
    const parents = levels[k];
    const jitter = chance.fork(`share ${k}`);
    const shares = allot(
      total,
      parents.map((p) => p.weight * jitter.range(0.8, 1.2)),
      2,
    );
    const cuts = chance.fork(`cuts ${k}`);
    parents.forEach((parent, i) =>
      divide(plan, parent, k === 0 ? total : shares[i], ranks[k], cuts),
    );
    levels.push(parents.flatMap((p) => p.children));
  });
  bend(
    plan,
    levels[4].flatMap((g) => g.faces),
    2.5,
  );
  const along = (chain: number[]): number[] =>
    chain.flatMap((v, i) => (i === 0 ? [v] : mesh.line(chain[i - 1], v).slice(1)));
  const banks = { north: along(north.bank), south: along(south.bank), island: mesh.expand(isle) };
  return { ...plan, city, levels, bridges, banks };
}
