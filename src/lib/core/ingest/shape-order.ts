import type { Shapes } from '#lib/core/model.ts';

/** Shapes of the records `order[0], order[1], ...`, copied into that order. */
export function reorderShapes(shapes: Shapes, order: Int32Array): Shapes {
  const { partStart, ringStart, vertexStart } = shapes;
  const type = Uint8Array.from(order, (i) => shapes.type[i]);
  const parts = new Uint32Array(order.length + 1);
  const rings = new Uint32Array(ringStart.length);
  const vertices = new Uint32Array(vertexStart.length);
  const xy = new Float64Array(shapes.xy.length);
  let part = 0;
  let ring = 0;
  let vertex = 0;
  order.forEach((from, at) => {
    for (let p = partStart[from]; p < partStart[from + 1]; p++) {
      for (let r = ringStart[p]; r < ringStart[p + 1]; r++) {
        xy.set(shapes.xy.subarray(2 * vertexStart[r], 2 * vertexStart[r + 1]), 2 * vertex);
        vertex += vertexStart[r + 1] - vertexStart[r];
        vertices[++ring] = vertex;
      }
      rings[++part] = ring;
    }
    parts[at + 1] = part;
  });
  return { type, partStart: parts, ringStart: rings, vertexStart: vertices, xy };
}
