import { SHAPE_POLYGON, type Shapes } from '#lib/core/model.ts';

/**
 * Polygons picked out of shapes for drawing. Polygon `i` belongs to subject `subject[i]` (whatever
 * the caller counts: a unit, a division) and is part `part[i]` of the shapes.
 */
export interface Polygons {
  shapes: Shapes;
  part: Uint32Array;
  subject: Uint32Array;
}

/** Rings as paths, in the flat form deck.gl's PathLayer reads; path `i` belongs to `subject[i]`. */
export interface Paths {
  length: number;
  startIndices: Uint32Array;
  /** Longitude and latitude of each vertex. */
  xy: Float64Array;
  subject: Uint32Array;
}

/**
 * The polygons of the given records. `record[i]` is a record of `shapes` and `subject[i]` what it
 * stands for; a record of several parts gives several polygons, one without a polygon gives none.
 */
export function polygonsOf(
  shapes: Shapes,
  record: ArrayLike<number>,
  subject: ArrayLike<number>,
): Polygons {
  const part: number[] = [];
  const owner: number[] = [];
  for (let i = 0; i < record.length; i++) {
    const r = record[i];
    if (shapes.type[r] !== SHAPE_POLYGON) continue;
    for (let p = shapes.partStart[r]; p < shapes.partStart[r + 1]; p++) {
      part.push(p);
      owner.push(subject[i]);
    }
  }
  return { shapes, part: Uint32Array.from(part), subject: Uint32Array.from(owner) };
}

/** The polygons whose subject passes the test. */
export function onlyPolygons(polygons: Polygons, keep: (subject: number) => boolean): Polygons {
  const at: number[] = [];
  polygons.subject.forEach((subject, i) => {
    if (keep(subject)) at.push(i);
  });
  return {
    shapes: polygons.shapes,
    part: Uint32Array.from(at, (i) => polygons.part[i]),
    subject: Uint32Array.from(at, (i) => polygons.subject[i]),
  };
}

/** Polygon `i` as a flat ring list with the positions where its holes begin; views, no copies. */
export function positionsOf(
  { shapes, part }: Polygons,
  i: number,
): { positions: Float64Array; holeIndices: number[] | null } {
  const first = shapes.ringStart[part[i]];
  const end = shapes.ringStart[part[i] + 1];
  const from = shapes.vertexStart[first];
  const holes: number[] = [];
  for (let r = first + 1; r < end; r++) holes.push(2 * (shapes.vertexStart[r] - from));
  return {
    positions: shapes.xy.subarray(2 * from, 2 * shapes.vertexStart[end]),
    holeIndices: holes.length > 0 ? holes : null,
  };
}

/** All rings of the polygons as closed paths. */
export function ringsOf({ shapes, part, subject }: Polygons): Paths {
  const starts: number[] = [];
  const owner: number[] = [];
  let vertices = 0;
  for (let i = 0; i < part.length; i++) {
    for (let r = shapes.ringStart[part[i]]; r < shapes.ringStart[part[i] + 1]; r++) {
      starts.push(vertices);
      owner.push(subject[i]);
      vertices += shapes.vertexStart[r + 1] - shapes.vertexStart[r];
    }
  }
  starts.push(vertices);
  const xy = new Float64Array(2 * vertices);
  let at = 0;
  for (let i = 0; i < part.length; i++) {
    const from = shapes.vertexStart[shapes.ringStart[part[i]]];
    const to = shapes.vertexStart[shapes.ringStart[part[i] + 1]];
    xy.set(shapes.xy.subarray(2 * from, 2 * to), at);
    at += 2 * (to - from);
  }
  return {
    length: owner.length,
    startIndices: Uint32Array.from(starts),
    xy,
    subject: Uint32Array.from(owner),
  };
}

export type Bbox = [west: number, south: number, east: number, north: number];

/** Bounding box in degrees of one record, null where it has no vertex. */
export function bboxOf(shapes: Shapes, record: number): Bbox | null {
  const ring = shapes.ringStart[shapes.partStart[record]];
  const ringEnd = shapes.ringStart[shapes.partStart[record + 1]];
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = shapes.vertexStart[ring]; v < shapes.vertexStart[ringEnd]; v++) {
    const x = shapes.xy[2 * v];
    const y = shapes.xy[2 * v + 1];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box[0] <= box[2] ? box : null;
}
