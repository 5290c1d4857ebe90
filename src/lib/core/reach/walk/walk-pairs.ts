import { PairList } from '#lib/core/reach/pairs.ts';
import type { ReachPairs } from '#lib/core/reach/pairs.ts';
import { BucketQueue } from '#lib/core/reach/walk/bucket-queue.ts';
import { allOnGrain, onGrain } from '#lib/core/reach/walk/grain.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';

const BUCKET_M = 30;

/**
 * All pairs at most `cutoffM` metres apart on foot: from the place straight to its edge, over the
 * network, and straight to the station, or along the edge where both stand on the same one. Lengths
 * are on the grain, so that distances are those of `WalkField` to the bit.
 *
 * A place or station too far from the network (offset Infinity) is in no pair; one without a
 * position (offset NaN) is not known. Dijkstra's search from every station, ended at the cutoff.
 */
export function walkPairs(
  network: WalkGraph,
  places: Snapped,
  stations: Snapped,
  cutoffM: number,
): ReachPairs {
  const search = new BoundedSearch(network, cutoffM);
  const placesOn = byEdge(network.edges, places.edge);
  const alongM = allOnGrain(places.alongM);
  const offsetM = allOnGrain(places.offsetM);
  const list = new PairList();
  for (let s = 0; s < stations.edge.length; s++) {
    const home = stations.edge[s];
    if (home >= 0) {
      const [atM, ownM] = [onGrain(stations.alongM[s]), onGrain(stations.offsetM[s])];
      search.from(home, atM, ownM);
      const found: { place: number; distM: number }[] = [];
      for (const edge of search.edges) {
        const fromM = search.distM(network.from[edge]);
        const toM = search.distM(network.to[edge]);
        const lengthM = search.lengthM[edge];
        for (let k = placesOn.start[edge]; k < placesOn.start[edge + 1]; k++) {
          const place = placesOn.place[k];
          const along = alongM[place];
          let nearM = Math.min(fromM + along, toM + (lengthM - along));
          if (edge === home) nearM = Math.min(nearM, Math.abs(along - atM) + ownM);
          const distM = offsetM[place] + nearM;
          if (distM <= cutoffM) found.push({ place, distM });
        }
      }
      found.sort((a, b) => a.place - b.place);
      for (const { place, distM } of found) list.add(place, distM);
    }
    list.close();
  }
  return list.pairs(knownOf(places), knownOf(stations));
}

const knownOf = ({ offsetM }: Snapped): Uint8Array =>
  Uint8Array.from(offsetM, (m) => (Number.isNaN(m) ? 0 : 1));

/** Places `place[start[e] .. start[e + 1]]` join at edge `e`. */
function byEdge(edges: number, edge: Int32Array): { start: Uint32Array; place: Uint32Array } {
  const start = new Uint32Array(edges + 1);
  for (const e of edge) if (e >= 0) start[e + 1]++;
  for (let e = 0; e < edges; e++) start[e + 1] += start[e];
  const place = new Uint32Array(start[edges]);
  const fill = start.slice();
  edge.forEach((e, i) => {
    if (e >= 0) place[fill[e]++] = i;
  });
  return { start, place };
}

/** Distances over the network from one place on an edge, as far as the cutoff. */
class BoundedSearch {
  readonly lengthM: Float64Array;
  /** Edges that the last search came to, its own among them. */
  readonly edges: number[] = [];
  private readonly arcM: Float64Array;
  private readonly dist: Float64Array;
  private readonly touched: number[] = [];
  private readonly isSeen: Uint8Array;
  private readonly queue = new BucketQueue(BUCKET_M);

  constructor(
    private readonly network: WalkGraph,
    private readonly cutoffM: number,
  ) {
    this.lengthM = allOnGrain(network.lengthM);
    this.arcM = allOnGrain(network.arcM);
    this.dist = new Float64Array(network.nodes).fill(Infinity);
    this.isSeen = new Uint8Array(network.edges);
  }

  /** Infinity for a node beyond the cutoff. */
  distM(node: number): number {
    return this.dist[node];
  }

  from(edge: number, alongM: number, offsetM: number): void {
    const { network, arcM, dist, touched, queue, edges, isSeen } = this;
    for (const node of touched) dist[node] = Infinity;
    for (const seen of edges) isSeen[seen] = 0;
    touched.length = edges.length = 0;
    this.see(edge);
    this.reach(network.from[edge], offsetM + alongM);
    this.reach(network.to[edge], offsetM + (this.lengthM[edge] - alongM));
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      const { arcStart, arcTo, arcEdge } = network;
      for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc++) {
        this.see(arcEdge[arc]);
        this.reach(arcTo[arc], dist[node] + arcM[arc]);
      }
    }
  }

  private see(edge: number): void {
    if (this.isSeen[edge] === 1) return;
    this.isSeen[edge] = 1;
    this.edges.push(edge);
  }

  private reach(node: number, distM: number): void {
    if (distM > this.cutoffM || distM >= this.dist[node]) return;
    if (this.dist[node] === Infinity) this.touched.push(node);
    this.dist[node] = distM;
    this.queue.push(node, distM);
  }
}
