import { BucketQueue } from '#lib/core/reach/walk/bucket-queue.ts';
import type { EdgeStations } from '#lib/core/reach/walk/edge-stations.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

/** What of a network distances are made from. */
export type WalkGraph = Pick<
  WalkNetwork,
  'nodes' | 'edges' | 'from' | 'to' | 'lengthM' | 'arcStart' | 'arcTo' | 'arcEdge' | 'arcM'
>;

/** Bits of a label that its neighbours have not heard of yet. */
const NEAR = 1;
const FAR = 2;

/**
 * The two nearest different stations of every node of a walking network, kept up to date as
 * stations come and go. A station enters at both ends of the edge it stands on.
 *
 * Labels are corrected until they rest, nearest buckets first; distances are those of Dijkstra's
 * algorithm to the bit, because a sum never gets smaller by a longer addend. With lengths on the
 * grain (`onGrain`) stations are too: of equal distances the lower number comes first.
 */
export class NodeField {
  /** Entry `2 i` is the nearest station of node `i`, entry `2 i + 1` the second; -1 for none. */
  readonly station: Int32Array;
  /** Metres to them; Infinity for none. */
  readonly distM: Float64Array;
  private readonly unheard: Uint8Array;
  private readonly queue: BucketQueue;
  /** Nodes touched since `begin`, each once. */
  private readonly touched: Uint32Array;
  private touchedCount = 0;
  private readonly touchedIn: Uint32Array;
  private round = 1;

  /** Fills the field from the stations there are. */
  constructor(
    private readonly graph: WalkGraph,
    private readonly stations: EdgeStations,
    widthM: number = bucketWidthM(graph),
  ) {
    const { nodes } = graph;
    this.station = new Int32Array(2 * nodes).fill(-1);
    this.distM = new Float64Array(2 * nodes).fill(Infinity);
    this.unheard = new Uint8Array(nodes);
    this.touched = new Uint32Array(nodes);
    this.touchedIn = new Uint32Array(nodes);
    this.queue = new BucketQueue(widthM);
    for (let s = 0; s < stations.count; s++) this.enter(s);
    this.settle();
  }

  /** Forgets which nodes were touched. */
  begin(): void {
    this.touchedCount = 0;
    this.round++;
  }

  /** Nodes whose entries may have changed since `begin`, valid until the next. */
  get changed(): Uint32Array {
    return this.touched.subarray(0, this.touchedCount);
  }

  /** Takes in a station that was put on its edge. */
  add(station: number): void {
    this.enter(station);
    this.settle();
  }

  /** Forgets a station that stood on `edge` and was taken from there. */
  remove(station: number, edge: number): void {
    const { from, to, arcStart, arcTo } = this.graph;
    const first = this.touchedCount;
    this.drop(from[edge], station);
    this.drop(to[edge], station);
    // A node that knew the station heard of it from a neighbour that still knows it, or from the edge.
    for (let k = first; k < this.touchedCount; k++) {
      const node = this.touched[k];
      for (let a = arcStart[node]; a < arcStart[node + 1]; a++) this.drop(arcTo[a], station);
    }
    const last = this.touchedCount;
    for (let k = first; k < last; k++) this.hear(this.touched[k]);
    this.settle();
  }

  private enter(station: number): void {
    const { edge, alongM, offsetM } = this.stations;
    const on = edge[station];
    if (on < 0) return;
    const { from, to, lengthM } = this.graph;
    this.offer(from[on], station, offsetM[station] + alongM[station]);
    this.offer(to[on], station, offsetM[station] + (lengthM[on] - alongM[station]));
  }

  private drop(node: number, station: number): void {
    const near = 2 * node;
    if (this.station[near] === station) {
      this.station[near] = this.station[near + 1];
      this.distM[near] = this.distM[near + 1];
    } else if (this.station[near + 1] !== station) return;
    this.station[near + 1] = -1;
    this.distM[near + 1] = Infinity;
    this.touch(node);
  }

  /** Asks all neighbours, and the stations on the edges of a node, anew. */
  private hear(node: number): void {
    const { arcStart, arcTo, arcEdge, arcM, from, to, lengthM } = this.graph;
    const { alongM, offsetM } = this.stations;
    for (let a = arcStart[node]; a < arcStart[node + 1]; a++) {
      const label = 2 * arcTo[a];
      for (let k = label; k < label + 2; k++)
        if (this.station[k] >= 0) this.offer(node, this.station[k], this.distM[k] + arcM[a]);
      const edge = arcEdge[a];
      for (let s = this.stations.on(edge); s >= 0; s = this.stations.after(s)) {
        if (from[edge] === node) this.offer(node, s, offsetM[s] + alongM[s]);
        if (to[edge] === node) this.offer(node, s, offsetM[s] + (lengthM[edge] - alongM[s]));
      }
    }
  }

  private touch(node: number): void {
    if (this.touchedIn[node] === this.round) return;
    this.touchedIn[node] = this.round;
    this.touched[this.touchedCount++] = node;
  }

  /** Passes labels on until every neighbour has heard of them. */
  private settle(): void {
    const { queue, unheard, station, distM } = this;
    const { arcStart, arcTo, arcM } = this.graph;
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      for (let bit = NEAR; bit <= FAR; bit++) {
        const label = 2 * node + bit - 1;
        const passM = distM[label];
        if ((unheard[node] & bit) === 0 || !queue.isDue(passM)) continue;
        unheard[node] ^= bit;
        const passed = station[label];
        const end = arcStart[node + 1];
        for (let a = arcStart[node]; a < end; a++) {
          const next = arcTo[a];
          const near = 2 * next;
          const overM = passM + arcM[a];
          // Most neighbours know better; the rest is looked at closely.
          if (overM > distM[near + 1] || (overM >= distM[near] && station[near] === passed))
            continue;
          this.offer(next, passed, overM);
        }
      }
    }
  }

  /** Takes a label where it is better than the two there are. */
  private offer(node: number, station: number, overM: number): void {
    const { distM, station: stations, unheard } = this;
    const near = 2 * node;
    const far = near + 1;
    if (!(overM <= distM[far]) || (overM === distM[far] && station >= stations[far])) return;
    if (stations[near] === station) {
      if (overM >= distM[near]) return;
      distM[near] = overM;
      unheard[node] |= NEAR;
    } else if (overM < distM[near] || (overM === distM[near] && station < stations[near])) {
      distM[far] = distM[near];
      stations[far] = stations[near];
      distM[near] = overM;
      stations[near] = station;
      unheard[node] = (unheard[node] << 1) & FAR | NEAR; // prettier-ignore
    } else {
      distM[far] = overM;
      stations[far] = station;
      unheard[node] |= FAR;
    }
    this.touch(node);
    this.queue.push(node, overM);
  }
}

/** Half of the mean length of an edge: few labels are corrected twice, few buckets are empty. */
export function bucketWidthM({ edges, lengthM }: WalkGraph): number {
  let sum = 0;
  for (let e = 0; e < edges; e++) sum += lengthM[e];
  const widthM = sum / edges / 2;
  return widthM > 0 && widthM < Infinity ? widthM : 1;
}
