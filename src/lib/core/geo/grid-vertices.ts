/** Grids to try in turn, in steps per degree: 0.1 mm, and where that does not do 1 mm and 1 cm. */
export const GRIDS = [1e9, 1e8, 1e7] as const;

/**
 * Positions on a grid, each with a number of its own: positions that differ by less than the noise
 * of arithmetic become one. Coordinates are whole grid steps, exact as floats.
 */
export class GridVertices {
  count = 0;
  x = new Float64Array(256);
  y = new Float64Array(256);
  private table = new Int32Array(1024).fill(-1);

  constructor(readonly stepsPerDegree: number) {}

  /** Number of the grid position nearest to a pair of degrees. */
  ofDegrees(lng: number, lat: number): number {
    const steps = this.stepsPerDegree;
    return this.of(Math.round(lng * steps), Math.round(lat * steps));
  }

  /** Number of a grid position, given to it where it is new. */
  of(x: number, y: number): number {
    const mask = this.table.length - 1;
    let at = hash(x, y) & mask;
    for (let found = this.table[at]; found >= 0; found = this.table[at]) {
      if (this.x[found] === x && this.y[found] === y) return found;
      at = (at + 1) & mask;
    }
    if (this.count === this.x.length) {
      this.x = grown(this.x);
      this.y = grown(this.y);
    }
    this.x[this.count] = x;
    this.y[this.count] = y;
    this.table[at] = this.count++;
    if (2 * this.count > this.table.length) this.rehash();
    return this.count - 1;
  }

  lng(vertex: number): number {
    return this.x[vertex] / this.stepsPerDegree;
  }

  lat(vertex: number): number {
    return this.y[vertex] / this.stepsPerDegree;
  }

  private rehash(): void {
    this.table = new Int32Array(2 * this.table.length).fill(-1);
    const mask = this.table.length - 1;
    for (let vertex = 0; vertex < this.count; vertex++) {
      let at = hash(this.x[vertex], this.y[vertex]) & mask;
      while (this.table[at] >= 0) at = (at + 1) & mask;
      this.table[at] = vertex;
    }
  }
}

function hash(x: number, y: number): number {
  const mixed = Math.imul(x | 0, 0x9e3779b1) ^ Math.imul((y | 0) + 0x7f4a7c15, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
