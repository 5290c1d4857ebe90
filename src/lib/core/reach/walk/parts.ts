import { SHAPE_LINE, type Walk } from '#lib/core/model.ts';
import type { RefusedLines } from '#lib/core/reach/walk/network.ts';
import { refusalOf } from '#lib/core/reach/walk/permission.ts';
import { PointNumbers } from '#lib/core/reach/walk/points.ts';

/**
 * The lines one may walk on, as runs of numbered points: line `l` is part of `record[l]` and visits
 * points `point[start[l]] .. point[start[l + 1]]`, none twice in a row.
 */
export interface WalkableLines {
  count: number;
  record: Uint32Array;
  start: Uint32Array;
  point: Uint32Array;
  points: PointNumbers;
  refused: RefusedLines;
}

/** The walkable parts of line features; a part that shrinks to a point is none. */
export function walkableLines(walk: Walk): WalkableLines {
  const { type, partStart, ringStart, vertexStart, xy } = walk.shapes;
  const parts = ringStart.length - 1;
  const record = new Uint32Array(parts);
  const start = new Uint32Array(parts + 1);
  const point = new Uint32Array(xy.length / 2);
  const points = new PointNumbers(xy.length / 2);
  const refused: RefusedLines = { foot: 0, tunnel: 0, motorway: 0 };
  let count = 0;
  let end = 0;
  for (let i = 0; i < type.length; i++) {
    if (type[i] !== SHAPE_LINE) continue;
    const refusal = refusalOf(walk, i);
    if (refusal !== null) {
      refused[refusal]++;
      continue;
    }
    for (let part = partStart[i]; part < partStart[i + 1]; part++) {
      const ring = ringStart[part];
      const from = end;
      for (let v = vertexStart[ring]; v < vertexStart[ring + 1]; v++) {
        const at = points.numberOf(xy[2 * v], xy[2 * v + 1]);
        if (end === from || point[end - 1] !== at) point[end++] = at;
      }
      if (end - from < 2) {
        end = from;
        continue;
      }
      record[count] = i;
      start[++count] = end;
    }
  }
  return {
    count,
    record: record.slice(0, count),
    start: start.slice(0, count + 1),
    point: point.slice(0, end),
    points,
    refused,
  };
}
