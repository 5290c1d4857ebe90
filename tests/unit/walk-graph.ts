import type { Snapped } from '#lib/core/reach/walk/network.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';

/** A graph from its edges: `[from, to, metres]`. */
export function graphOf(
  nodes: number,
  list: readonly (readonly [number, number, number])[],
): WalkGraph {
  const from = Uint32Array.from(list, ([a]) => a);
  const to = Uint32Array.from(list, ([, b]) => b);
  const lengthM = Float64Array.from(list, ([, , m]) => m);
  const arcStart = new Uint32Array(nodes + 1);
  for (const [a, b] of list) {
    arcStart[a + 1]++;
    arcStart[b + 1]++;
  }
  for (let i = 0; i < nodes; i++) arcStart[i + 1] += arcStart[i];
  const arcTo = new Uint32Array(2 * list.length);
  const arcEdge = new Uint32Array(2 * list.length);
  const arcM = new Float64Array(2 * list.length);
  const end = arcStart.slice();
  list.forEach(([a, b, m], e) => {
    for (const [here, there] of [
      [a, b],
      [b, a],
    ]) {
      const arc = end[here]++;
      arcTo[arc] = there;
      arcEdge[arc] = e;
      arcM[arc] = m;
    }
  });
  return { nodes, edges: list.length, from, to, lengthM, arcStart, arcTo, arcEdge, arcM };
}

/** Where places join, as columns. */
export const snappedOf = (
  list: readonly (readonly [edge: number, alongM: number, offsetM: number])[],
): Snapped => ({
  edge: Int32Array.from(list, ([edge]) => edge),
  alongM: Float64Array.from(list, ([, alongM]) => alongM),
  offsetM: Float64Array.from(list, ([, , offsetM]) => offsetM),
});

/** A random graph with parts apart, parallel edges, loops, edges of no length, and many equal lengths. */
export function randomGraph(random: () => number): WalkGraph {
  const nodes = 1 + Math.floor(random() * 24);
  const edges = 1 + Math.floor(random() * 2 * nodes);
  const pick = (): number => Math.floor(random() * nodes);
  const whole = random() < 0.5;
  const list: [number, number, number][] = [];
  for (let e = 0; e < edges; e++) {
    const lengthM =
      random() < 0.1 ? 0 : whole ? 10 * (1 + Math.floor(random() * 5)) : random() * 300;
    const [a, b] = list.length > 0 && random() < 0.1 ? list[list.length - 1] : [pick(), pick()];
    list.push([a, b, lengthM]);
  }
  return graphOf(nodes, list);
}

/** A random place on a random edge, now and then at its end, nowhere, or too far away. */
export function randomPlace(graph: WalkGraph, random: () => number): [number, number, number] {
  if (random() < 0.05) return [-1, NaN, NaN];
  if (random() < 0.05) return [-1, NaN, Infinity];
  const edge = Math.floor(random() * graph.edges);
  const share = [0, 1, 0.5, random()][Math.floor(random() * 4)];
  return [edge, graph.lengthM[edge] * share, random() < 0.3 ? 0 : Math.floor(random() * 6) * 5];
}
