import { BucketQueue } from '#lib/core/reach/walk/bucket-queue.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import { bucketWidthM } from '#lib/core/reach/walk/node-field.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';

/**
 * Metres on foot from every node to the nearest station, Infinity where none can be come to. The
 * distances of Dijkstra's algorithm to the bit; for stations that move, and the second nearest, see
 * `NodeField`.
 */
export function nodeDistances(graph: WalkGraph, stations: Snapped): Float64Array {
  const { nodes, from, to, lengthM, arcStart, arcTo, arcM } = graph;
  const { edge, alongM, offsetM } = stations;
  const distM = new Float64Array(nodes).fill(Infinity);
  const unheard = new Uint8Array(nodes);
  const queue = new BucketQueue(bucketWidthM(graph));
  const enter = (node: number, overM: number): void => {
    if (!(overM < distM[node])) return;
    distM[node] = overM;
    unheard[node] = 1;
    queue.push(node, overM);
  };
  for (let s = 0; s < edge.length; s++) {
    const on = edge[s];
    if (on < 0) continue;
    enter(from[on], offsetM[s] + alongM[s]);
    enter(to[on], offsetM[s] + (lengthM[on] - alongM[s]));
  }
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    if (unheard[node] === 0) continue;
    unheard[node] = 0;
    const passM = distM[node];
    const end = arcStart[node + 1];
    for (let a = arcStart[node]; a < end; a++) {
      const overM = passM + arcM[a];
      if (overM < distM[arcTo[a]]) enter(arcTo[a], overM);
    }
  }
  return distM;
}
