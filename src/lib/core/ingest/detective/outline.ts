import type { Shapes } from '#lib/core/model.ts';
import type { Bands, Edges } from '#lib/core/geo/edge-bands.ts';
import { bandsOf, edgesOf } from '#lib/core/geo/edge-bands.ts';

const EDGES_PER_BAND = 6;
const MOST_BANDS = 1024;
/** Questions after which it pays to sort the edges. */
const FEW_QUESTIONS = 100;

/**
 * One record's polygon, for the exact question whether a point lies in it.
 *
 * Half-open parity, so that a point on a border that two outlines share is in one of them. The
 * first questions walk along the rings; where many are asked the edges are sorted into bands.
 */
export class Outline {
  readonly #shapes: Shapes;
  readonly #record: number;
  #questions = 0;
  #sorted: Sorted | null = null;

  constructor(shapes: Shapes, record: number) {
    this.#shapes = shapes;
    this.#record = record;
  }

  holds(lng: number, lat: number): boolean {
    if (this.#questions++ < FEW_QUESTIONS) return this.#walk(lng, lat);
    this.#sorted ??= sort(this.#shapes, this.#record);
    return holdsSorted(this.#sorted, lng, lat);
  }

  #walk(lng: number, lat: number): boolean {
    const { partStart, ringStart, vertexStart, xy } = this.#shapes;
    for (let part = partStart[this.#record]; part < partStart[this.#record + 1]; part++) {
      let inside = false;
      for (let ring = ringStart[part]; ring < ringStart[part + 1]; ring++) {
        const last = 2 * (vertexStart[ring + 1] - 1);
        for (let at = 2 * vertexStart[ring]; at < last; at += 2) {
          const fromAbove = xy[at + 1] > lat;
          if (fromAbove === xy[at + 3] > lat) continue;
          const low = fromAbove ? at + 2 : at;
          const high = fromAbove ? at : at + 2;
          if (isLeft(xy[low], xy[low + 1], xy[high], xy[high + 1], lng, lat)) inside = !inside;
        }
      }
      if (inside) return true;
    }
    return false;
  }
}

/** Edges that run upwards, in bands of latitude. */
interface Sorted {
  edges: Edges;
  bands: Bands;
  rowOf: (lat: number) => number;
}

function sort(shapes: Shapes, record: number): Sorted {
  const edges = edgesOf(shapes, [record]);
  const { south, north } = edges;
  const wanted = Math.ceil(edges.xy.length / 4 / EDGES_PER_BAND);
  const rows = Math.max(1, Math.min(MOST_BANDS, wanted));
  const perDegree = north > south ? rows / (north - south) : 0;
  const rowOf = (lat: number) => Math.floor((lat - south) * perDegree);
  return { edges, bands: bandsOf(edges, rowOf), rowOf };
}

function holdsSorted({ edges, bands, rowOf }: Sorted, lng: number, lat: number): boolean {
  const { west, south, east, north, xy, record } = edges;
  if (!(lng >= west && lng <= east && lat >= south && lat <= north)) return false;
  const { first, row, start, edge } = bands;
  const at = rowOf(lat);
  for (let unit = 0; unit < record.length; unit++) {
    const band = first[unit] + at - row[unit];
    if (band < first[unit] || band >= first[unit + 1]) continue;
    let inside = false;
    for (let k = start[band]; k < start[band + 1]; k++) {
      const e = 4 * edge[k];
      if (xy[e + 1] > lat || xy[e + 3] <= lat) continue;
      if (isLeft(xy[e], xy[e + 1], xy[e + 2], xy[e + 3], lng, lat)) inside = !inside;
    }
    if (inside) return true;
  }
  return false;
}

/** True for a point left of an edge that runs upwards. */
function isLeft(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  return (bx - ax) * (y - ay) > (by - ay) * (x - ax);
}
