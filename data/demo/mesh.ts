/** What an edge of the plan is: the smaller, the more important the road along it. */
export const OUTLINE = 0;
export const BANK = 1;
export const DISTRICT_ROAD = 2;
export const STREET_ROAD = 3;
export const COMMUNITY_ROAD = 4;
export const GRID_ROAD = 5;

/** A straight cut across a face: a road on the plan. */
export interface Chord {
  from: number;
  to: number;
  rank: number;
}

/**
 * A planar subdivision into convex faces that is refined by cutting faces in two. A vertex put on
 * an edge is put there for every face along that edge, so neighbours share their border vertex by
 * vertex at every level, and children tile their parent exactly: there is no gap and no sliver.
 */
export class Mesh {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly side: number[] = [];
  readonly chords: Chord[] = [];
  /** Vertices that attract the ends of cuts: bridge heads. */
  readonly magnets = new Set<number>();
  private readonly middle = new Map<number, number>();
  private readonly ranks = new Map<number, number>();

  vertex(x: number, y: number, side: number): number {
    this.x.push(x);
    this.y.push(y);
    this.side.push(side);
    return this.x.length - 1;
  }

  private key(a: number, b: number): number {
    return a < b ? a * 33554432 + b : b * 33554432 + a;
  }

  rank(a: number, b: number): number {
    return this.ranks.get(this.key(a, b)) ?? GRID_ROAD;
  }

  setRank(a: number, b: number, rank: number): void {
    this.ranks.set(this.key(a, b), rank);
  }

  /** Puts vertex `m` on the undivided edge a-b. */
  divide(a: number, b: number, m: number): void {
    const rank = this.rank(a, b);
    this.middle.set(this.key(a, b), m);
    this.setRank(a, m, rank);
    this.setRank(m, b, rank);
  }

  /** Appends `a` and everything that lies on the edge a-b, without `b`. */
  private walk(a: number, b: number, out: number[]): void {
    const m = this.middle.get(this.key(a, b));
    if (m === undefined) {
      out.push(a);
      return;
    }
    this.walk(a, m, out);
    this.walk(m, b, out);
  }

  /** The ring with every vertex that was put on its edges since. */
  expand(ring: readonly number[]): number[] {
    const out: number[] = [];
    for (let i = 0; i < ring.length; i++) this.walk(ring[i], ring[(i + 1) % ring.length], out);
    return out;
  }

  /** The line a-b with every vertex on it, both ends included. */
  line(a: number, b: number): number[] {
    const out: number[] = [];
    this.walk(a, b, out);
    out.push(b);
    return out;
  }

  area(ring: readonly number[]): number {
    let sum = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      sum += this.x[ring[j]] * this.y[ring[i]] - this.x[ring[i]] * this.y[ring[j]];
    }
    return sum / 2;
  }

  centre(ring: readonly number[]): [number, number] {
    let area = 0;
    let cx = 0;
    let cy = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xj, yj, xi, yi] = [this.x[ring[j]], this.y[ring[j]], this.x[ring[i]], this.y[ring[i]]];
      const cross = xj * yi - xi * yj;
      area += cross;
      cx += (xj + xi) * cross;
      cy += (yj + yi) * cross;
    }
    return [cx / (3 * area), cy / (3 * area)];
  }

  /** Area of the part of a convex ring where x nx + y ny < t. */
  private areaBelow(ring: readonly number[], nx: number, ny: number, t: number): number {
    let sum = 0;
    let fx = 0;
    let fy = 0;
    let px = 0;
    let py = 0;
    let started = false;
    const put = (x: number, y: number): void => {
      if (started) sum += px * y - x * py;
      else [fx, fy, started] = [x, y, true];
      [px, py] = [x, y];
    };
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i];
      const b = ring[(i + 1) % ring.length];
      const ta = this.x[a] * nx + this.y[a] * ny - t;
      const tb = this.x[b] * nx + this.y[b] * ny - t;
      if (ta < 0) put(this.x[a], this.y[a]);
      if (ta < 0 !== tb < 0) {
        const s = ta / (ta - tb);
        put(this.x[a] + s * (this.x[b] - this.x[a]), this.y[a] + s * (this.y[b] - this.y[a]));
      }
    }
    if (started) sum += px * fy - fx * py;
    return sum / 2;
  }

  /**
   * Cuts a convex ring (counter-clockwise) in two across the direction (nx, ny), the first part
   * holding `fraction` of the area. Ends within `snap` of a vertex move to it, so that roads meet
   * at crossings, unless a part would lose too much by it.
   */
  cut(
    face: readonly number[],
    nx: number,
    ny: number,
    fraction: number,
    rank: number,
    snap: number,
  ): [number[], number[]] {
    const [one, two] = this.cutAcross(face, nx, ny, fraction, rank, snap);
    const [ax, ay] = this.centre(one);
    const [bx, by] = this.centre(two);
    return ax * nx + ay * ny < bx * nx + by * ny ? [one, two] : [two, one];
  }

  private cutAcross(
    face: readonly number[],
    nx: number,
    ny: number,
    fraction: number,
    rank: number,
    snap: number,
  ): [number[], number[]] {
    const ring = this.expand(face);
    const total = this.area(ring);
    let low = Infinity;
    let high = -Infinity;
    for (const v of ring) {
      const t = this.x[v] * nx + this.y[v] * ny;
      low = Math.min(low, t);
      high = Math.max(high, t);
    }
    for (let step = 0; step < 30; step++) {
      const mid = (low + high) / 2;
      if (this.areaBelow(ring, nx, ny, mid) < fraction * total) low = mid;
      else high = mid;
    }
    const t = (low + high) / 2;
    const edges: number[] = [];
    for (let i = 0; i < ring.length; i++) {
      const ta = this.x[ring[i]] * nx + this.y[ring[i]] * ny - t;
      const next = ring[(i + 1) % ring.length];
      const tb = this.x[next] * nx + this.y[next] * ny - t;
      if (ta < 0 !== tb < 0) edges.push(i);
    }
    const cross = edges.map((i) => this.crossing(ring, i, nx, ny, t));
    const snapped = cross.map((c) => this.snap(ring, c.x, c.y, snap));
    for (const use of [
      [1, 1],
      [1, 0],
      [0, 1],
    ]) {
      const ends = [use[0] ? snapped[0] : -1, use[1] ? snapped[1] : -1];
      if (ends[0] < 0 && ends[1] < 0) continue;
      const parts = this.tryCut(ring, edges, cross, ends, fraction * total);
      if (parts) return this.commit(parts[0], parts[1], rank);
    }
    const ends = cross.map((c, k) => {
      const i = edges[k];
      const m = this.vertex(c.x, c.y, this.side[ring[i]]);
      this.divide(ring[i], ring[(i + 1) % ring.length], m);
      return m;
    });
    const full = this.expand(ring);
    return this.commit(this.arc(full, ends[0], ends[1]), this.arc(full, ends[1], ends[0]), rank);
  }

  private crossing(
    ring: readonly number[],
    i: number,
    nx: number,
    ny: number,
    t: number,
  ): { x: number; y: number } {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    const ta = this.x[a] * nx + this.y[a] * ny - t;
    const tb = this.x[b] * nx + this.y[b] * ny - t;
    const s = ta / (ta - tb);
    return {
      x: this.x[a] + s * (this.x[b] - this.x[a]),
      y: this.y[a] + s * (this.y[b] - this.y[a]),
    };
  }

  private snap(ring: readonly number[], x: number, y: number, within: number): number {
    let best = -1;
    let bestD = within;
    for (const v of ring) {
      const d = Math.hypot(this.x[v] - x, this.y[v] - y) * (this.magnets.has(v) ? 0.35 : 1);
      if (d < bestD) [best, bestD] = [v, d];
    }
    return best;
  }

  /** The two parts of a cut whose ends may be existing vertices, or null where a part is too small. */
  private tryCut(
    ring: readonly number[],
    edges: readonly number[],
    cross: readonly { x: number; y: number }[],
    ends: readonly number[],
    wanted: number,
  ): [number[], number[]] | null {
    if (ends[0] === ends[1]) return null;
    const place = (k: number): { x: number; y: number } =>
      ends[k] >= 0 ? { x: this.x[ends[k]], y: this.y[ends[k]] } : cross[k];
    const full: { v: number; x: number; y: number }[] = [];
    for (let i = 0; i < ring.length; i++) {
      full.push({ v: ring[i], x: this.x[ring[i]], y: this.y[ring[i]] });
      for (let k = 0; k < 2; k++) {
        if (ends[k] < 0 && edges[k] === i) full.push({ v: -1 - k, ...place(k) });
      }
    }
    const at = (k: number): number =>
      full.findIndex((p) => p.v === (ends[k] >= 0 ? ends[k] : -1 - k));
    const [i, j] = [at(0), at(1)];
    const arc = (from: number, to: number): typeof full => {
      const out = [];
      for (let p = from; p !== to; p = (p + 1) % full.length) out.push(full[p]);
      out.push(full[to]);
      return out;
    };
    const size = (part: typeof full): number => {
      let sum = 0;
      for (let a = part.length - 1, b = 0; b < part.length; a = b++) {
        sum += part[a].x * part[b].y - part[b].x * part[a].y;
      }
      return sum / 2;
    };
    const one = arc(i, j);
    const two = arc(j, i);
    const total = size(one) + size(two);
    const below = Math.min(size(one), size(two));
    if (below < 0.62 * Math.min(wanted, total - wanted)) return null;
    for (let k = 0; k < 2; k++) {
      if (ends[k] >= 0) continue;
      const c = cross[k];
      const m = this.vertex(c.x, c.y, this.side[ring[edges[k]]]);
      this.divide(ring[edges[k]], ring[(edges[k] + 1) % ring.length], m);
      for (const p of full) if (p.v === -1 - k) p.v = m;
    }
    return [one.map((p) => p.v), two.map((p) => p.v)];
  }

  private arc(ring: readonly number[], from: number, to: number): number[] {
    const i = ring.indexOf(from);
    const out: number[] = [];
    for (let p = i; ring[p] !== to; p = (p + 1) % ring.length) out.push(ring[p]);
    out.push(to);
    return out;
  }

  private commit(one: number[], two: number[], rank: number): [number[], number[]] {
    const from = one[0];
    const to = one[one.length - 1];
    this.setRank(from, to, rank);
    this.chords.push({ from, to, rank });
    return [one, two];
  }
}
