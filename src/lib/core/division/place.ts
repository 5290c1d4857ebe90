import type { Divisions } from '#lib/core/model.ts';
import { PLACED_GIVEN, PLACED_LOCATED, PLACED_NOT, SHAPE_POLYGON } from '#lib/core/model.ts';
import { DivisionIndex } from '#lib/core/division/tree.ts';
import { bboxOf } from '#lib/core/geo/shapes.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';

/** Where records came to stand in the division tree. */
export interface Placement {
  division: Int32Array;
  /** PLACED_NOT, PLACED_GIVEN or PLACED_LOCATED. */
  placed: Uint8Array;
}

/** The texts that records give, each different one once. */
export interface GivenTexts {
  texts: readonly string[];
  /** For each record the position of its text; -1 where it gives none. */
  at: Int32Array;
}

/** The texts of a list, null for none. */
export function givenTexts(list: readonly (string | null)[]): GivenTexts {
  const positions = new Map<string, number>();
  const at = Int32Array.from(list, (text) => {
    if (text === null) return -1;
    const known = positions.get(text);
    if (known === undefined) positions.set(text, positions.size);
    return known ?? positions.size - 1;
  });
  return { texts: [...positions.keys()], at };
}

/** Called for a division that a record names and that is unknown, or is a name that several have. */
export type ReportDivision = (
  fault: 'unknown_division' | 'ambiguous_division',
  record: number,
) => void;

/** Places records among divisions: by the code or name they give, else by where they stand. */
export class Placer {
  /** `[west, south, east, north]` of all division polygons in degrees, null where there are none. */
  readonly bbox: [number, number, number, number] | null;
  readonly #count: number;
  readonly #index: DivisionIndex;
  readonly #layers: Uint32Array[];
  readonly #polygons = new Map<Uint32Array, PolygonIndex>();
  readonly #divisions: Divisions;

  constructor(divisions: Divisions) {
    this.#divisions = divisions;
    this.#count = divisions.count;
    this.#index = new DivisionIndex(divisions.code, divisions.name);
    this.#layers = layersOf(divisions);
    this.bbox = boundsOf(divisions);
  }

  get count(): number {
    return this.#count;
  }

  /** True where records can be located by position. */
  get hasPolygons(): boolean {
    return this.#layers.length > 0;
  }

  /** Positions of the divisions that the texts name; -1 for none given, unknown or ambiguous. */
  find(given: readonly (string | null)[], report: ReportDivision): Int32Array {
    const division = new Int32Array(given.length).fill(-1);
    given.forEach((text, i) => {
      if (text === null) return;
      const found = this.#index.find(text);
      if (found >= 0) division[i] = found;
      else report(found === -2 ? 'ambiguous_division' : 'unknown_division', i);
    });
    return division;
  }

  /**
   * Places records by `find`, then the rest by position (degrees, NaN unknown) in the polygons of
   * the deepest level, then of the next level up, and so on.
   */
  place(
    { texts, at }: GivenTexts,
    lng: Float64Array,
    lat: Float64Array,
    report: ReportDivision,
  ): Placement {
    const division = new Int32Array(lng.length).fill(-1);
    const placed = new Uint8Array(lng.length).fill(PLACED_NOT);
    const faults = new Map<number, Parameters<ReportDivision>[0]>();
    const found = this.#count === 0 ? null : this.find(texts, (fault, t) => faults.set(t, fault));
    const left = new Uint32Array(lng.length);
    let n = 0;
    for (let i = 0; i < division.length; i++) {
      const own = at[i] < 0 || found === null ? -1 : found[at[i]];
      if (own >= 0) {
        division[i] = own;
        placed[i] = PLACED_GIVEN;
        continue;
      }
      const fault = at[i] < 0 ? undefined : faults.get(at[i]);
      if (fault) report(fault, i);
      if (!Number.isNaN(lng[i])) left[n++] = i;
    }
    let open = left.subarray(0, n);
    for (const layer of this.#layers) {
      if (open.length === 0) break;
      const found = this.#indexOf(layer).locateAll(
        Float64Array.from(open, (i) => lng[i]),
        Float64Array.from(open, (i) => lat[i]),
      );
      open.forEach((i, at) => {
        if (found[at] < 0) return;
        division[i] = found[at];
        placed[i] = PLACED_LOCATED;
      });
      open = open.filter((i) => placed[i] === PLACED_NOT);
    }
    return { division, placed };
  }

  #indexOf(layer: Uint32Array): PolygonIndex {
    let index = this.#polygons.get(layer);
    if (!index) {
      index = new PolygonIndex(this.#divisions.shapes, layer);
      this.#polygons.set(layer, index);
    }
    return index;
  }
}

/** Divisions that have polygons, a list for each level (grids inside grids apart), deepest first. */
function layersOf({ count, level, parent, shapes }: Divisions): Uint32Array[] {
  const nesting = new Uint8Array(count);
  const layers = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const up = parent[i];
    nesting[i] = up >= 0 && level[up] === level[i] ? Math.min(nesting[up] + 1, 200) : 0;
    if (shapes.type[i] !== SHAPE_POLYGON) continue;
    const key = level[i] * 256 + nesting[i];
    const layer = layers.get(key);
    if (layer) layer.push(i);
    else layers.set(key, [i]);
  }
  return [...layers].sort((a, b) => b[0] - a[0]).map(([, layer]) => Uint32Array.from(layer));
}

function boundsOf({ count, shapes }: Divisions): [number, number, number, number] | null {
  let bounds: [number, number, number, number] | null = null;
  for (let i = 0; i < count; i++) {
    const box = shapes.type[i] === SHAPE_POLYGON ? bboxOf(shapes, i) : null;
    if (!box) continue;
    bounds = bounds
      ? [
          Math.min(bounds[0], box[0]),
          Math.min(bounds[1], box[1]),
          Math.max(bounds[2], box[2]),
          Math.max(bounds[3], box[3]),
        ]
      : box;
  }
  return bounds;
}
