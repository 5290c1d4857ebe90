/**
 * An area as its stretches along level lines: line `k` lies at `south + (k + 1/2) stepM`, and the area
 * on it from `x[start[k]]` to the next entry, and so on by pairs.
 */
export class LevelLines {
  private readonly start: Uint32Array;
  private readonly x: Float64Array;
  readonly lines: number;

  /** `rings` are closed polylines in metres, shells and holes alike: what an odd number of them holds is inside. */
  constructor(
    rings: readonly Float64Array[],
    readonly south: number,
    north: number,
    readonly stepM: number,
  ) {
    this.lines = Math.max(0, Math.ceil((north - south) / stepM));
    const rows: number[][] = Array.from({ length: this.lines }, () => []);
    for (const xy of rings)
      for (let k = 0; k + 3 < xy.length; k += 2)
        this.cross(xy[k], xy[k + 1], xy[k + 2], xy[k + 3], (line, x) => rows[line].push(x));
    this.start = new Uint32Array(this.lines + 1);
    rows.forEach((row, line) => (this.start[line + 1] = this.start[line] + row.length));
    this.x = new Float64Array(this.start[this.lines]);
    rows.forEach((row, line) =>
      this.x.set(
        row.sort((a, b) => a - b),
        this.start[line],
      ),
    );
  }

  /** Calls for every line that an edge crosses. */
  cross(
    ax: number,
    ay: number,
    bx: number,
    by: number,
    visit: (line: number, x: number) => void,
  ): void {
    const low = this.lineFrom(Math.min(ay, by));
    const high = this.lineFrom(Math.max(ay, by));
    for (let line = low; line < high; line++) {
      const y = this.south + (line + 0.5) * this.stepM;
      visit(line, ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }

  /** How much of a stretch of a line is inside. */
  withinM(line: number, from: number, to: number): number {
    const { start, x, lines } = this;
    if (line < 0 || line >= lines) return 0;
    const [low, high] = [start[line], start[line + 1]];
    // The first pair that ends after `from`.
    let [first, last] = [0, (high - low) / 2];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (x[low + 2 * middle + 1] <= from) first = middle + 1;
      else last = middle;
    }
    let sum = 0;
    for (let at = low + 2 * first; at < high && x[at] < to; at += 2)
      sum += Math.min(to, x[at + 1]) - Math.max(from, x[at]);
    return sum;
  }

  /** The first line at or above a height; lines go on beyond the area. */
  lineFrom(y: number): number {
    return Math.ceil((y - this.south) / this.stepM - 0.5);
  }
}
