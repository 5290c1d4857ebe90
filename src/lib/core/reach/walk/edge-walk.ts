import type { Snapped, WalkNetwork } from '#lib/core/reach/walk/network.ts';

/** Distances from stations at the nodes of a network (metres, Infinity unreachable), and the stations that stand on its edges. */
export interface WalkDistances {
  nodeM: Float64Array;
  starts: Snapped;
}

/** How far points of edges are from the nearest station: over either end, or from one on the edge itself. */
export class EdgeWalk {
  private readonly startsOf = new Map<number, number[]>();

  constructor(
    private readonly network: WalkNetwork,
    private readonly distances: WalkDistances,
  ) {
    const { edge } = distances.starts;
    for (let i = 0; i < edge.length; i++) {
      if (edge[i] < 0) continue;
      const list = this.startsOf.get(edge[i]);
      if (list) list.push(i);
      else this.startsOf.set(edge[i], [i]);
    }
  }

  /** Metres from a station to the point at a share of an edge's length; Infinity where none comes there. */
  walkedM(edge: number, share: number): number {
    const { lengthM, from, to } = this.network;
    const { nodeM, starts } = this.distances;
    const alongM = share * lengthM[edge];
    let least = Math.min(nodeM[from[edge]] + alongM, nodeM[to[edge]] + lengthM[edge] - alongM);
    const own = this.startsOf.get(edge);
    if (own)
      for (const i of own)
        least = Math.min(least, starts.offsetM[i] + Math.abs(alongM - starts.alongM[i]));
    return least;
  }

  /** Metres from a station to the nearest point of an edge. */
  leastM(edge: number): number {
    const { from, to } = this.network;
    const { nodeM, starts } = this.distances;
    let least = Math.min(nodeM[from[edge]], nodeM[to[edge]]);
    for (const i of this.startsOf.get(edge) ?? []) least = Math.min(least, starts.offsetM[i]);
    return least;
  }
}
