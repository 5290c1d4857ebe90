import type { Box } from '#lib/core/ingest/detective/digits.ts';

/** Finds the boxes around a position, by a uniform grid of about as many cells as boxes. */
export class BoxGrid {
  readonly #around: Box;
  readonly #side: number;
  /** Cell `c` meets boxes `#box[#start[c]] .. #box[#start[c + 1] - 1]`, ascending. */
  readonly #start: Uint32Array;
  readonly #box: Uint32Array;

  /** `around` encloses all boxes. */
  constructor(boxes: readonly Box[], around: Box) {
    this.#around = around;
    this.#side = Math.max(1, Math.ceil(Math.sqrt(boxes.length)));
    const start = new Uint32Array(this.#side ** 2 + 1);
    boxes.forEach((box) => this.#eachCell(box, (cell) => start[cell + 1]++));
    for (let c = 1; c < start.length; c++) start[c] += start[c - 1];
    const next = start.slice();
    this.#box = new Uint32Array(start[start.length - 1]);
    boxes.forEach((box, i) => this.#eachCell(box, (cell) => (this.#box[next[cell]++] = i)));
    this.#start = start;
  }

  /** The first of the boxes near a position that passes the test, -1 for none. */
  find(lng: number, lat: number, test: (box: number) => boolean): number {
    const [west, south, east, north] = this.#around;
    if (!(lng >= west && lng <= east && lat >= south && lat <= north)) return -1;
    const cell = this.#rowOf(lat) * this.#side + this.#colOf(lng);
    for (let k = this.#start[cell]; k < this.#start[cell + 1]; k++) {
      if (test(this.#box[k])) return this.#box[k];
    }
    return -1;
  }

  #eachCell([west, south, east, north]: Box, take: (cell: number) => void): void {
    for (let row = this.#rowOf(south); row <= this.#rowOf(north); row++)
      for (let col = this.#colOf(west); col <= this.#colOf(east); col++)
        take(row * this.#side + col);
  }

  #colOf(lng: number): number {
    return cellOf(lng, this.#around[0], this.#around[2], this.#side);
  }

  #rowOf(lat: number): number {
    return cellOf(lat, this.#around[1], this.#around[3], this.#side);
  }
}

function cellOf(at: number, low: number, high: number, cells: number): number {
  return high > low ? Math.min(cells - 1, Math.floor(((at - low) / (high - low)) * cells)) : 0;
}
