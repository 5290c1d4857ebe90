import type { Device, Texture } from '@luma.gl/core';

/** Texels in a row of the texture. */
export const TEXELS_A_ROW = 1024;
/** What stands for a place that no station can be come to from; still a finite number for the shader. */
const NEVER_M = 1e30;
const UNKNOWN_M = -1;

/** Metres from each place to its nearest station and the second nearest, now and under another scenario. */
export interface DistanceColumns {
  firstM: Float64Array;
  secondM: Float64Array | null;
  otherFirstM: Float64Array | null;
  otherSecondM?: Float64Array | null;
}

/** Writes one of the four numbers of the places drawn; the first and the last place that differ, -1 for none. */
function writeColumn(
  texels: Float32Array,
  record: Uint32Array,
  c: number,
  column: Float64Array | null,
): [first: number, last: number] {
  const absent = c % 2 === 0 ? UNKNOWN_M : NEVER_M;
  let [first, last] = [-1, -1];
  for (let k = 0, at = c; k < record.length; k++, at += 4) {
    const metres = column === null ? NaN : column[record[k]];
    const before = texels[at];
    texels[at] = Number.isNaN(metres) ? absent : metres > NEVER_M ? NEVER_M : metres;
    if (texels[at] === before) continue;
    if (first < 0) first = k;
    last = k;
  }
  return [first, last];
}

/**
 * Writes the distances of the places drawn, four numbers a place: -1 where unknown, 1e30 where no
 * station can be come to.
 *
 * @returns the range of places that differ from what was there, null where none does
 */
export function writeDistances(
  texels: Float32Array,
  record: Uint32Array,
  { firstM, secondM, otherFirstM, otherSecondM }: DistanceColumns,
): [from: number, to: number] | null {
  let [from, to] = [-1, -1];
  [firstM, secondM, otherFirstM, otherSecondM ?? null].forEach((column, c) => {
    const [first, last] = writeColumn(texels, record, c, column);
    if (first < 0) return;
    if (from < 0 || first < from) from = first;
    if (last > to) to = last;
  });
  return from < 0 ? null : [from, to + 1];
}

/** The distances of the places drawn, on the graphics card; a change uploads the rows it touches. */
export class PlaceDistances {
  #texels = new Float32Array(0);
  #record: Uint32Array | null = null;
  #from: unknown[] = [];
  #texture: Texture | null = null;
  #device: Device | null = null;
  /** Rows that have to be uploaded. */
  #stale: [from: number, to: number] = [0, 0];
  /** Changes whenever other distances are to be drawn. */
  version = 0;

  /** Rows of the texture that the next frame uploads. */
  get staleRows(): number {
    return this.#stale[1] - this.#stale[0];
  }

  /** Takes in the distances of the places drawn; `version` changes when the columns do in place. */
  set(record: Uint32Array, columns: DistanceColumns, version: number): void {
    const { firstM, secondM, otherFirstM, otherSecondM } = columns;
    const from = [record, firstM, secondM, otherFirstM, otherSecondM, version];
    if (from.every((value, i) => value === this.#from[i])) return;
    this.#from = from;
    const rows = Math.max(1, Math.ceil(record.length / TEXELS_A_ROW));
    if (this.#texels.length !== 4 * TEXELS_A_ROW * rows) {
      this.#texels = new Float32Array(4 * TEXELS_A_ROW * rows);
      this.#record = null;
    }
    const range = writeDistances(this.#texels, record, columns);
    if (this.#record === null) this.#stale = [0, rows];
    else if (range) {
      const [first, last] = [
        Math.floor(range[0] / TEXELS_A_ROW),
        Math.ceil(range[1] / TEXELS_A_ROW),
      ];
      const [a, b] = this.#stale;
      this.#stale = a === b ? [first, last] : [Math.min(a, first), Math.max(b, last)];
    } else return;
    this.#record = record;
    this.version++;
  }

  /** The texture on a device, brought up to date. */
  textureOn(device: Device): Texture {
    const height = Math.max(1, this.#texels.length / (4 * TEXELS_A_ROW));
    if (this.#device !== device || this.#texture?.height !== height) {
      this.#texture?.destroy();
      this.#texture = device.createTexture({
        format: 'rgba32float',
        width: TEXELS_A_ROW,
        height,
        sampler: { minFilter: 'nearest', magFilter: 'nearest' },
      });
      this.#device = device;
      this.#stale = [0, height];
    }
    const [from, to] = this.#stale;
    if (to > from && this.#texels.length > 0) {
      const rows = this.#texels.subarray(4 * TEXELS_A_ROW * from, 4 * TEXELS_A_ROW * to);
      this.#texture.writeData(rows, { y: from, width: TEXELS_A_ROW, height: to - from });
      this.#stale = [0, 0];
    }
    return this.#texture;
  }
}
