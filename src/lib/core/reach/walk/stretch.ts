import { shortestM } from '#lib/core/reach/walk/lengths.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

/**
 * Adds the vertices of a stretch of an edge to `xy`, from `fromM` to `toM` metres along it, either
 * way round. A length that a file gave is spread evenly over the edge as it is drawn.
 */
export function drawStretch(
  { vertexStart, xy: vertices, lengthM }: Pick<WalkNetwork, 'vertexStart' | 'xy' | 'lengthM'>,
  edge: number,
  fromM: number,
  toM: number,
  xy: number[],
): void {
  const first = vertexStart[edge];
  const last = vertexStart[edge + 1] - 1;
  const drawn = [0];
  for (let v = first; v < last; v++)
    drawn.push(
      drawn[v - first] +
        shortestM(vertices[2 * v], vertices[2 * v + 1], vertices[2 * v + 2], vertices[2 * v + 3]),
    );
  const scale = lengthM[edge] > 0 ? drawn[last - first] / lengthM[edge] : 0;
  const [startM, endM] = [fromM * scale, toM * scale];
  const push = (atM: number): void => {
    let k = 0;
    while (k + 2 < drawn.length && drawn[k + 1] < atM) k++;
    const pieceM = drawn[k + 1] - drawn[k];
    const share = pieceM > 0 ? Math.max(0, Math.min(1, (atM - drawn[k]) / pieceM)) : 0;
    const v = 2 * (first + k);
    if (share === 1) xy.push(vertices[v + 2], vertices[v + 3]);
    else xy.push(vertices[v] + share * (vertices[v + 2] - vertices[v]), vertices[v + 1] + share * (vertices[v + 3] - vertices[v + 1])); // prettier-ignore
  };
  push(startM);
  const within = [...drawn.keys()].filter(
    (k) => drawn[k] > Math.min(startM, endM) && drawn[k] < Math.max(startM, endM),
  );
  for (const k of startM <= endM ? within : within.reverse())
    xy.push(vertices[2 * (first + k)], vertices[2 * (first + k) + 1]);
  push(endM);
}
