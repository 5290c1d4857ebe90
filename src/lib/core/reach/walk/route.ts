import { BucketQueue } from '#lib/core/reach/walk/bucket-queue.ts';
import { onGrain } from '#lib/core/reach/walk/grain.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { drawStretch } from '#lib/core/reach/walk/stretch.ts';
import type { SnappedPlace } from '#lib/core/reach/walk/walk-field.ts';

/** A place (WGS 84 degrees), and where it joins the network. */
export interface WalkEnd extends SnappedPlace {
  lng: number;
  lat: number;
}

/** A way on foot from one place to another, the straight ways to and from the network included. */
export interface WalkRoute {
  /** Metres: of the network's own lengths, as in `WalkField`. */
  lengthM: number;
  /** Metres of that which are straight ways to and from the network. */
  offNetworkM: number;
  /** Longitude and latitude of each vertex, from place to place. */
  xy: Float64Array;
  /** Edges walked on, in order; the first and the last perhaps in part. */
  edges: Uint32Array;
}

/** A stretch of an edge, from and to so many metres from its `from` node. */
interface Stretch {
  edge: number;
  fromM: number;
  toM: number;
}

const WIDTH_M = 30;

/**
 * The shortest way on foot between two places, null where there is none. Its length is the distance
 * of `WalkField` to the bit. Dijkstra's algorithm from `a` until nothing nearer than `b` is left.
 */
export function walkRoute(network: WalkNetwork, a: WalkEnd, b: WalkEnd): WalkRoute | null {
  if (a.edge < 0 || b.edge < 0) return null;
  const stretches = shortest(network, a, b);
  if (stretches === null) return null;
  const onM = stretches.reduce((sum, { fromM, toM }) => sum + Math.abs(toM - fromM), 0);
  const offNetworkM = onGrain(a.offsetM) + onGrain(b.offsetM);
  const xy: number[] = [a.lng, a.lat];
  for (const { edge, fromM, toM } of stretches) drawStretch(network, edge, fromM, toM, xy);
  xy.push(b.lng, b.lat);
  return {
    lengthM: offNetworkM + onM,
    offNetworkM,
    xy: distinct(xy),
    edges: Uint32Array.from(stretches, ({ edge }) => edge),
  };
}

function shortest(network: WalkNetwork, a: WalkEnd, b: WalkEnd): Stretch[] | null {
  const { from, to, arcStart, arcTo, arcEdge } = network;
  const lengthM = (edge: number): number => onGrain(network.lengthM[edge]);
  const [startM, endM] = [onGrain(a.alongM), onGrain(b.alongM)];
  const distM = new Float64Array(network.nodes).fill(Infinity);
  const heardM = new Float64Array(network.nodes).fill(Infinity);
  /** The arc each node was come to by, -1 for the edge of `a`, and the node before it. */
  const by = new Int32Array(network.nodes).fill(-1);
  const before = new Int32Array(network.nodes).fill(-1);
  const queue = new BucketQueue(WIDTH_M);
  const offer = (node: number, overM: number, arc: number, last: number): void => {
    if (!(overM < distM[node])) return;
    distM[node] = overM;
    by[node] = arc;
    before[node] = last;
    queue.push(node, overM);
  };
  let bestM = a.edge === b.edge ? Math.abs(endM - startM) : Infinity;
  let lastNode = -1;
  const arrive = (node: number, overM: number): void => {
    if (distM[node] + overM >= bestM) return;
    bestM = distM[node] + overM;
    lastNode = node;
  };
  offer(from[a.edge], startM, -1, -1);
  offer(to[a.edge], lengthM(a.edge) - startM, -1, -1);
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    if (distM[node] >= bestM || distM[node] === heardM[node]) continue;
    heardM[node] = distM[node];
    if (node === from[b.edge]) arrive(node, endM);
    if (node === to[b.edge]) arrive(node, lengthM(b.edge) - endM);
    for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc++)
      offer(arcTo[arc], distM[node] + lengthM(arcEdge[arc]), arc, node);
  }
  if (bestM === Infinity) return null;
  if (lastNode < 0) return [{ edge: a.edge, fromM: startM, toM: endM }];
  const backM = (edge: number, node: number, alongM: number): number =>
    bestEnd(from[edge] === node, to[edge] === node, alongM, lengthM(edge));
  const stretches: Stretch[] = [{ edge: b.edge, fromM: backM(b.edge, lastNode, endM), toM: endM }];
  let node = lastNode;
  for (; by[node] >= 0; node = before[node]) {
    const edge = arcEdge[by[node]];
    const forth = to[edge] === node && from[edge] === before[node];
    stretches.push({ edge, fromM: forth ? 0 : lengthM(edge), toM: forth ? lengthM(edge) : 0 });
  }
  stretches.push({ edge: a.edge, fromM: startM, toM: backM(a.edge, node, startM) });
  return stretches.reverse();
}

/** Where on an edge its end is that leads to a node: of a loop's two ends the nearer one. */
function bestEnd(starts: boolean, ends: boolean, alongM: number, lengthM: number): number {
  if (starts && ends) return alongM <= lengthM - alongM ? 0 : lengthM;
  return starts ? 0 : lengthM;
}

/** Vertices without those that repeat the one before. */
function distinct(xy: number[]): Float64Array {
  const kept = [xy[0], xy[1]];
  for (let k = 2; k < xy.length; k += 2) {
    const same = xy[k] === kept[kept.length - 2] && xy[k + 1] === kept[kept.length - 1];
    if (!same) kept.push(xy[k], xy[k + 1]);
  }
  return Float64Array.from(kept);
}
