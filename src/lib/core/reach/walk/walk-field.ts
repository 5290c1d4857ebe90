import type { NearestField, TwoNearest } from '#lib/core/reach/field.ts';
import { EdgePlaces } from '#lib/core/reach/walk/edge-places.ts';
import { EdgeStations } from '#lib/core/reach/walk/edge-stations.ts';
import { allOnGrain, onGrain } from '#lib/core/reach/walk/grain.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import { NodeField } from '#lib/core/reach/walk/node-field.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';

/** Where one place joins the network, as in `Snapped`. */
export interface SnappedPlace {
  edge: number;
  alongM: number;
  offsetM: number;
}

/**
 * The two nearest stations of every place on foot: from the place straight to its edge, over the
 * network, and straight to the station; or along the edge where both stand on the same one.
 *
 * Lengths are taken on a grain just under a micrometre, and sums of them are exact: a field that
 * followed its stations is the field made anew to the bit, stations of equal distance included.
 */
export class WalkField implements NearestField {
  readonly nearest: TwoNearest;
  private readonly graph: WalkGraph;
  private readonly standing: EdgeStations;
  private readonly places: EdgePlaces;
  private readonly nodeField: NodeField;
  /** Edges looked at in the current change. */
  private readonly seenIn: Uint32Array;
  private round = 0;

  /** `snap` says where a station joins that is put somewhere else later. */
  constructor(
    network: WalkGraph,
    places: Snapped,
    stations: Snapped,
    private readonly snap: (lng: number, lat: number) => SnappedPlace,
  ) {
    this.graph = { ...network, lengthM: allOnGrain(network.lengthM), arcM: allOnGrain(network.arcM) }; // prettier-ignore
    this.standing = new EdgeStations(network.edges);
    for (let s = 0; s < stations.edge.length; s++)
      this.standing.put(s, stations.edge[s], onGrain(stations.alongM[s]), onGrain(stations.offsetM[s])); // prettier-ignore
    this.nodeField = new NodeField(this.graph, this.standing);
    this.places = new EdgePlaces(this.graph, this.standing, this.nodeField, places);
    this.nearest = this.places.nearest;
    this.seenIn = new Uint32Array(network.edges);
    for (let edge = 0; edge < network.edges; edge++) this.places.update(edge, null);
  }

  get stations(): number {
    return this.standing.count;
  }

  /** Metres from every node to its two nearest stations, and which those are: `2 i` and `2 i + 1`. */
  get nodes(): { station: Int32Array; distM: Float64Array } {
    return this.nodeField;
  }

  set(station: number, lng: number, lat: number): Uint32Array {
    const { standing, nodeField } = this;
    if (!Number.isInteger(station) || station < 0 || station > standing.count)
      throw new RangeError(`Expected a station from 0 to ${standing.count}, got ${station}.`);
    const left = station < standing.count ? standing.edge[station] : -1;
    const to = Number.isNaN(lng) || Number.isNaN(lat) ? null : this.snap(lng, lat);
    nodeField.begin();
    if (left >= 0) {
      standing.take(station);
      nodeField.remove(station, left);
    }
    standing.put(station, to?.edge ?? -1, onGrain(to?.alongM ?? NaN), onGrain(to?.offsetM ?? NaN));
    if (to !== null && to.edge >= 0) nodeField.add(station);
    return this.follow([left, to?.edge ?? -1]);
  }

  /** Brings the places up to date whose edge a station came to or left, or has a node that changed. */
  private follow(edges: number[]): Uint32Array {
    const { arcStart, arcEdge } = this.graph;
    const changed: number[] = [];
    this.round++;
    for (const edge of edges) if (edge >= 0) this.look(edge, changed);
    for (const node of this.nodeField.changed)
      for (let a = arcStart[node]; a < arcStart[node + 1]; a++) this.look(arcEdge[a], changed);
    return Uint32Array.from(changed).sort();
  }

  private look(edge: number, changed: number[]): void {
    if (this.seenIn[edge] === this.round) return;
    this.seenIn[edge] = this.round;
    this.places.update(edge, changed);
  }
}
