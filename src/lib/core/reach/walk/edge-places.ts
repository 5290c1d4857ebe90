import type { TwoNearest } from '#lib/core/reach/field.ts';
import type { EdgeStations } from '#lib/core/reach/walk/edge-stations.ts';
import { allOnGrain } from '#lib/core/reach/walk/grain.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import type { NodeField, WalkGraph } from '#lib/core/reach/walk/node-field.ts';

/** The places along every edge, and the two stations nearest to each of them. */
export class EdgePlaces {
  readonly nearest: TwoNearest;
  private readonly alongM: Float64Array;
  private readonly offsetM: Float64Array;
  /** Places `start[e] .. start[e + 1]` of `order` join at edge `e`. */
  private readonly start: Uint32Array;
  private readonly order: Uint32Array;
  /** The two best of the place looked at. */
  private first = -1;
  private firstM = Infinity;
  private second = -1;
  private secondM = Infinity;

  /** Lengths of the graph and the stations are on the grain; those of the places are put there. */
  constructor(
    private readonly graph: WalkGraph,
    private readonly stations: EdgeStations,
    private readonly nodes: NodeField,
    places: Snapped,
  ) {
    const { edge } = places;
    this.alongM = allOnGrain(places.alongM);
    this.offsetM = allOnGrain(places.offsetM);
    this.nearest = {
      first: new Int32Array(edge.length).fill(-1),
      // Without an edge: NaN for a place without a position, Infinity for one too far from the network.
      firstM: Float64Array.from(this.offsetM, (m) => (Number.isNaN(m) ? NaN : Infinity)),
      second: new Int32Array(edge.length).fill(-1),
      secondM: Float64Array.from(this.offsetM, (m) => (Number.isNaN(m) ? NaN : Infinity)),
    };
    const start = new Uint32Array(graph.edges + 1);
    for (const e of edge) if (e >= 0) start[e + 1]++;
    for (let e = 0; e < graph.edges; e++) start[e + 1] += start[e];
    this.order = new Uint32Array(start[graph.edges]);
    const end = start.slice();
    for (let i = 0; i < edge.length; i++) if (edge[i] >= 0) this.order[end[edge[i]]++] = i;
    this.start = start;
  }

  /** Brings the places on an edge up to date, and adds those whose entries changed to `changed`. */
  update(edge: number, changed: number[] | null): void {
    const { start, order, alongM, offsetM, graph, stations, nodes, nearest } = this;
    if (start[edge] === start[edge + 1]) return;
    const { station, distM } = nodes;
    const [from, to] = [2 * graph.from[edge], 2 * graph.to[edge]];
    const lengthM = graph.lengthM[edge];
    for (let k = start[edge]; k < start[edge + 1]; k++) {
      const place = order[k];
      const [along, offset] = [alongM[place], offsetM[place]];
      this.first = this.second = -1;
      this.firstM = this.secondM = Infinity;
      for (let end = 0; end < 2; end++) {
        if (station[from + end] >= 0) this.offer(station[from + end], offset + along + distM[from + end]); // prettier-ignore
        if (station[to + end] >= 0) this.offer(station[to + end], offset + (lengthM - along) + distM[to + end]); // prettier-ignore
      }
      for (let s = stations.on(edge); s >= 0; s = stations.after(s))
        this.offer(s, offset + Math.abs(along - stations.alongM[s]) + stations.offsetM[s]);
      if (
        nearest.first[place] === this.first &&
        nearest.firstM[place] === this.firstM &&
        nearest.second[place] === this.second &&
        nearest.secondM[place] === this.secondM
      )
        continue;
      nearest.first[place] = this.first;
      nearest.firstM[place] = this.firstM;
      nearest.second[place] = this.second;
      nearest.secondM[place] = this.secondM;
      changed?.push(place);
    }
  }

  private offer(station: number, overM: number): void {
    if (overM > this.secondM || (overM === this.secondM && station >= this.second)) return;
    if (station === this.first) {
      if (overM < this.firstM) this.firstM = overM;
    } else if (overM < this.firstM || (overM === this.firstM && station < this.first)) {
      this.second = this.first;
      this.secondM = this.firstM;
      this.first = station;
      this.firstM = overM;
    } else {
      this.second = station;
      this.secondM = overM;
    }
  }
}
