import type { Snapped } from '#lib/core/reach/walk/network.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';

/** Mean distance of neighbouring corners. */
const BLOCK_M = 70;

/**
 * Streets: corners of a jittered grid joined to their neighbours, some with no street between them,
 * and diagonals up to 2.5 edges a node; lengths are those of straight lines, up to 30 % longer.
 */
export function streets(nodes: number, edges: number, random: () => number): WalkGraph {
  const columns = Math.ceil(Math.sqrt(nodes));
  const x = new Float64Array(nodes);
  const y = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    x[i] = ((i % columns) + 0.6 * random()) * BLOCK_M;
    y[i] = (Math.floor(i / columns) + 0.6 * random()) * BLOCK_M;
  }
  const pairs = new Set<number>();
  const join = (a: number, b: number): void => {
    if (pairs.size < edges && b < nodes) pairs.add(a * nodes + b);
  };
  for (let i = 0; i < nodes; i++) {
    if ((i + 1) % columns > 0 && random() < 0.95) join(i, i + 1);
    if (random() < 0.95) join(i, i + columns);
  }
  while (pairs.size < edges) {
    const i = Math.floor(random() * nodes);
    const side = random() < 0.5 ? 1 : -1;
    const column = (i % columns) + side;
    if (column >= 0 && column < columns) join(i, i + columns + side);
  }
  const from = new Uint32Array(edges);
  const to = new Uint32Array(edges);
  const lengthM = new Float64Array(edges);
  const arcStart = new Uint32Array(nodes + 1);
  let e = 0;
  for (const pair of pairs) {
    from[e] = Math.floor(pair / nodes);
    to[e] = pair % nodes;
    lengthM[e] = Math.hypot(x[from[e]] - x[to[e]], y[from[e]] - y[to[e]]) * (1 + 0.3 * random());
    arcStart[from[e] + 1]++;
    arcStart[to[e] + 1]++;
    e++;
  }
  for (let i = 0; i < nodes; i++) arcStart[i + 1] += arcStart[i];
  const arcTo = new Uint32Array(2 * edges);
  const arcEdge = new Uint32Array(2 * edges);
  const arcM = new Float64Array(2 * edges);
  const end = arcStart.slice();
  for (e = 0; e < edges; e++) {
    for (const [here, there] of [
      [from[e], to[e]],
      [to[e], from[e]],
    ]) {
      const arc = end[here]++;
      arcTo[arc] = there;
      arcEdge[arc] = e;
      arcM[arc] = lengthM[e];
    }
  }
  return { nodes, edges, from, to, lengthM, arcStart, arcTo, arcEdge, arcM };
}

/** Places at random along random streets, up to 40 m from them. */
export function alongStreets(graph: WalkGraph, count: number, random: () => number): Snapped {
  const edge = Int32Array.from({ length: count }, () => Math.floor(random() * graph.edges));
  return {
    edge,
    alongM: Float64Array.from(edge, (e) => graph.lengthM[e] * random()),
    offsetM: Float64Array.from(edge, () => 40 * random()),
  };
}
