/**
 * Directed pieces of a border in a plane, metres: straight, or an arc of a circle about
 * `(cx, cy)` from the angle `from` to the angle `to` (clockwise where `to` is the lesser); `r` is 0
 * for a straight one. A piece starts at `(ax, ay)` and ends at `(bx, by)`.
 */
export class Pieces {
  readonly ax: number[] = [];
  readonly ay: number[] = [];
  readonly bx: number[] = [];
  readonly by: number[] = [];
  readonly cx: number[] = [];
  readonly cy: number[] = [];
  readonly r: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];

  get count(): number {
    return this.r.length;
  }

  line(ax: number, ay: number, bx: number, by: number): void {
    this.push(ax, ay, bx, by, 0, 0, 0, 0, 0);
  }

  arc(cx: number, cy: number, r: number, from: number, to: number): void {
    const at = (angle: number): [number, number] => [
      cx + r * Math.cos(angle),
      cy + r * Math.sin(angle),
    ];
    this.push(...at(from), ...at(to), cx, cy, r, from, to);
  }

  lengthM(p: number): number {
    if (this.r[p] > 0) return this.r[p] * Math.abs(this.to[p] - this.from[p]);
    return Math.hypot(this.bx[p] - this.ax[p], this.by[p] - this.ay[p]);
  }

  /** The point at a share of the way along a piece. */
  along(p: number, share: number): [number, number] {
    if (this.r[p] === 0) {
      return [
        this.ax[p] + share * (this.bx[p] - this.ax[p]),
        this.ay[p] + share * (this.by[p] - this.ay[p]),
      ];
    }
    const angle = this.from[p] + share * (this.to[p] - this.from[p]);
    return [this.cx[p] + this.r[p] * Math.cos(angle), this.cy[p] + this.r[p] * Math.sin(angle)];
  }

  private push(
    ...values: [number, number, number, number, number, number, number, number, number]
  ) {
    this.ax.push(values[0]);
    this.ay.push(values[1]);
    this.bx.push(values[2]);
    this.by.push(values[3]);
    this.cx.push(values[4]);
    this.cy.push(values[5]);
    this.r.push(values[6]);
    this.from.push(values[7]);
    this.to.push(values[8]);
  }
}

/**
 * Signed area inside a ring of pieces, arcs and all; positive where it runs counter-clockwise. Gaps
 * between pieces are closed by straight lines.
 */
export function ringArea(pieces: Pieces, ring: readonly number[]): number {
  const [ox, oy] = [pieces.ax[ring[0]], pieces.ay[ring[0]]];
  let twice = 0;
  let [px, py] = [0, 0];
  for (const p of ring) {
    const [ax, ay] = [pieces.ax[p] - ox, pieces.ay[p] - oy];
    const [bx, by] = [pieces.bx[p] - ox, pieces.by[p] - oy];
    twice += px * ay - py * ax + ax * by - ay * bx;
    [px, py] = [bx, by];
    const r = pieces.r[p];
    // The segment between the arc and its chord.
    const turn = pieces.to[p] - pieces.from[p];
    if (r > 0) twice += r * r * (turn - Math.sin(turn));
  }
  return twice / 2;
}

/** A ring as a closed polyline `x, y, ...` no farther than `toleranceM` from its arcs. */
export function polyline(
  pieces: Pieces,
  ring: readonly number[],
  toleranceM: number,
): Float64Array {
  const xy: number[] = [];
  for (const p of ring) {
    const steps = stepsOf(pieces, p, toleranceM);
    for (let k = 0; k < steps; k++) xy.push(...pieces.along(p, k / steps));
  }
  // A single circle keeps its shape however coarse the tolerance.
  xy.push(xy[0], xy[1]);
  return Float64Array.from(xy);
}

function stepsOf(pieces: Pieces, p: number, toleranceM: number): number {
  const r = pieces.r[p];
  if (r === 0) return 1;
  const turn = Math.abs(pieces.to[p] - pieces.from[p]);
  const widest = 2 * Math.acos(Math.max(0.5, 1 - toleranceM / r));
  return Math.max(1, Math.ceil(turn / widest));
}
