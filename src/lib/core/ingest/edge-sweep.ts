import type { Position } from 'geojson';
import Flatbush from 'flatbush';

/** What two edges do that are not neighbours along a ring. */
export const APART = 0;
export const TOUCHES = 1;
export const CROSSES = 2;
export type Contact = typeof APART | typeof TOUCHES | typeof CROSSES;

/** Edges that come this close (0.1 mm) are not told apart. */
const NEAR_DEG = 0.75e-9;
const LONG = 4096;

/** The edges of the rings of one geometry, zero lengths left out; grown and used again. */
export class EdgeSweep {
  count = 0;
  private xy = new Float64Array(4 * 256);
  private ring = new Int32Array(256);
  private order = new Int32Array(256);
  private active = new Int32Array(256);
  private ringStart: number[] = [];

  clear(): void {
    this.count = 0;
    this.ringStart = [];
  }

  /** Adds a ring, closed if it is not; gives the number of its edges that have a length; fewer than three are not kept. */
  add(ring: readonly Position[]): number {
    const before = this.count;
    const name = this.ringStart.length;
    this.ringStart.push(before);
    if (this.count + ring.length >= this.ring.length) this.grow(this.count + ring.length + 1);
    let [x, y] = ring[ring.length - 1];
    for (const [lng, lat] of ring) {
      if (lng === x && lat === y) continue;
      this.xy[4 * this.count] = x;
      this.xy[4 * this.count + 1] = y;
      this.xy[4 * this.count + 2] = x = lng;
      this.xy[4 * this.count + 3] = y = lat;
      this.ring[this.count++] = name;
    }
    const edges = this.count - before;
    if (edges < 3) this.count = before;
    return edges;
  }

  /** True where an edge runs back along the one before it (0.1 mm apart at most); edges as short as that have no direction. */
  hasSpike(): boolean {
    const { xy } = this;
    for (let e = 0; e < this.count; e++) {
      const p = 4 * this.before(e);
      const q = 4 * e;
      const ux = xy[p + 2] - xy[p];
      const uy = xy[p + 3] - xy[p + 1];
      const vx = xy[q + 2] - xy[q];
      const vy = xy[q + 3] - xy[q + 1];
      if (ux * vx + uy * vy >= 0) continue;
      const cross = ux * vy - uy * vx;
      const u2 = ux * ux + uy * uy;
      const v2 = vx * vx + vy * vy;
      if (Math.min(u2, v2) < 4 * NEAR_DEG * NEAR_DEG) continue;
      const longest2 = Math.max(u2, v2);
      if (cross * cross <= NEAR_DEG * NEAR_DEG * longest2) return true;
    }
    return false;
  }

  /** What the worst pair of edges does, neighbours along a ring left aside. */
  worstContact(): Contact {
    if (this.count > LONG) return this.worstByTree();
    const { xy, order, active, count } = this;
    this.sortByWest();
    let worst: Contact = APART;
    let open = 0;
    for (let k = 0; k < count; k++) {
      const e = order[k];
      const at = 4 * e;
      const west = Math.min(xy[at], xy[at + 2]);
      const south = Math.min(xy[at + 1], xy[at + 3]);
      const north = Math.max(xy[at + 1], xy[at + 3]);
      let still = 0;
      for (let j = 0; j < open; j++) {
        const f = active[j];
        const other = 4 * f;
        if (xy[other] < west && xy[other + 2] < west) continue;
        active[still++] = f;
        const [low, high] = [xy[other + 1], xy[other + 3]];
        if ((low < south && high < south) || (low > north && high > north)) continue;
        if (this.before(e) === f || this.before(f) === e) continue;
        const contact = contactOf(xy, at, other);
        if (contact === CROSSES && this.ring[e] === this.ring[f]) return CROSSES;
        if (contact !== APART) worst = TOUCHES;
      }
      active[still++] = e;
      open = still;
    }
    return worst;
  }

  /** The same for many edges, of which a sweep would hold too many open. */
  private worstByTree(): Contact {
    const { xy, count } = this;
    const boxes = new Flatbush(count);
    const boxOf = (at: number): [number, number, number, number] => [
      Math.min(xy[at], xy[at + 2]),
      Math.min(xy[at + 1], xy[at + 3]),
      Math.max(xy[at], xy[at + 2]),
      Math.max(xy[at + 1], xy[at + 3]),
    ];
    for (let e = 0; e < count; e++) boxes.add(...boxOf(4 * e));
    boxes.finish();
    let worst: Contact = APART;
    for (let e = 0; e < count; e++) {
      boxes.search(...boxOf(4 * e), (f) => {
        if (f >= e || this.before(e) === f || this.before(f) === e) return false;
        const contact = contactOf(xy, 4 * e, 4 * f);
        if (contact === CROSSES && this.ring[e] === this.ring[f]) worst = CROSSES;
        else if (contact !== APART && worst === APART) worst = TOUCHES;
        return false;
      });
    }
    return worst;
  }

  /** The edge before `e` in its ring. */
  private before(e: number): number {
    const name = this.ring[e];
    if (e > this.ringStart[name]) return e - 1;
    return (name + 1 < this.ringStart.length ? this.ringStart[name + 1] : this.count) - 1;
  }

  private sortByWest(): void {
    const { xy, order, count } = this;
    for (let e = 0; e < count; e++) order[e] = e;
    const west = (e: number) => Math.min(xy[4 * e], xy[4 * e + 2]);
    if (count > 64) {
      order.subarray(0, count).sort((a, b) => west(a) - west(b));
      return;
    }
    for (let k = 1; k < count; k++) {
      const e = order[k];
      const lng = west(e);
      let at = k - 1;
      for (; at >= 0 && west(order[at]) > lng; at--) order[at + 1] = order[at];
      order[at + 1] = e;
    }
  }

  private grow(atLeast: number): void {
    const size = Math.max(atLeast, 2 * this.ring.length);
    const xy = new Float64Array(4 * size);
    xy.set(this.xy);
    const ring = new Int32Array(size);
    ring.set(this.ring);
    this.xy = xy;
    this.ring = ring;
    this.order = new Int32Array(size);
    this.active = new Int32Array(size);
  }
}

/**
 * How edges at `p` and `q` of `xy` meet. A crossing whose ends are all within 0.1 mm of the other
 * edge is a touch: it is as likely the rounding of the file.
 */
function contactOf(xy: Float64Array, p: number, q: number): Contact {
  const abx = xy[p + 2] - xy[p];
  const aby = xy[p + 3] - xy[p + 1];
  const cdx = xy[q + 2] - xy[q];
  const cdy = xy[q + 3] - xy[q + 1];
  const acx = xy[q] - xy[p];
  const acy = xy[q + 1] - xy[p + 1];
  const c = abx * acy - aby * acx;
  const d = c + abx * cdy - aby * cdx;
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return APART;
  const a = cdy * acx - cdx * acy;
  const b = a + cdx * aby - cdy * abx;
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return APART;
  const nearAb = NEAR_DEG * Math.hypot(abx, aby);
  const nearCd = NEAR_DEG * Math.hypot(cdx, cdy);
  const deep =
    Math.min(Math.abs(c), Math.abs(d)) > nearAb && Math.min(Math.abs(a), Math.abs(b)) > nearCd;
  return deep ? CROSSES : TOUCHES;
}
