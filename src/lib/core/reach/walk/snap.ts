import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import type { NetworkSummary } from '#lib/core/reach/answer.ts';
import type { Places, Snap } from '#lib/core/reach/field.ts';
import { NearestEdge } from '#lib/core/reach/walk/nearest-edge.ts';
import type { Snapped, WalkNetwork } from '#lib/core/reach/walk/network.ts';

// A network is searched over and over while a station is dragged.
const nodeIndexes = new WeakMap<WalkNetwork, NearestIndex>();
const edgeIndexes = new WeakMap<WalkNetwork, NearestEdge>();

function kept<T>(
  indexes: WeakMap<WalkNetwork, T>,
  network: WalkNetwork,
  made: (network: WalkNetwork) => T,
): T {
  let index = indexes.get(network);
  if (!index) indexes.set(network, (index = made(network)));
  return index;
}

/**
 * Joins places to the network, at most `limitM` metres away.
 *
 * `node`: at the nearest node, the lowest of equal ones, told as the end of one of its edges.
 * `edge`: at the nearest point of any edge, the lowest of equal ones. Distances are geodesics.
 */
export function snapPlaces(
  network: WalkNetwork,
  places: Places,
  snap: Snap,
  limitM: number,
): Snapped {
  const snapped: Snapped = {
    edge: new Int32Array(places.count).fill(-1),
    alongM: new Float64Array(places.count).fill(NaN),
    offsetM: new Float64Array(places.count).fill(NaN),
  };
  if (network.edges > 0) {
    if (snap === 'node') snapToNodes(network, places, limitM, snapped);
    else snapToEdges(network, places, limitM, snapped);
  }
  const { edge, offsetM } = snapped;
  for (let i = 0; i < places.count; i++)
    if (edge[i] < 0 && hasPosition(places.lng[i], places.lat[i])) offsetM[i] = Infinity;
  return snapped;
}

function snapToNodes(
  network: WalkNetwork,
  { lng, lat, count }: Places,
  limitM: number,
  { edge, alongM, offsetM }: Snapped,
): void {
  const index = kept(nodeIndexes, network, (own) => new NearestIndex(own.lng, own.lat));
  const { arcStart, arcEdge, from, lengthM } = network;
  const nearest = preciseNearestAll(index, lng, lat);
  for (let i = 0; i < count; i++) {
    const node = nearest.index[i];
    if (node < 0 || !(nearest.distanceM[i] <= limitM)) continue;
    edge[i] = arcEdge[arcStart[node]];
    alongM[i] = from[edge[i]] === node ? 0 : lengthM[edge[i]];
    offsetM[i] = nearest.distanceM[i];
  }
}

function snapToEdges(
  network: WalkNetwork,
  { lng, lat, count }: Places,
  limitM: number,
  { edge, alongM, offsetM }: Snapped,
): void {
  const index = kept(edgeIndexes, network, (own) => new NearestEdge(own));
  for (let i = 0; i < count; i++) {
    if (!hasPosition(lng[i], lat[i])) continue;
    const found = index.nearest(lng[i], lat[i], limitM);
    edge[i] = found.edge;
    alongM[i] = found.alongM;
    offsetM[i] = found.offsetM;
  }
}

/** How many places with a position joined the network, how many were too far, and how far those came. */
export function snapSummary(
  sets: readonly { places: Places; snapped: Snapped }[],
): NetworkSummary['snapped'] {
  let [joined, tooFar, totalM, worstM] = [0, 0, 0, 0];
  for (const { places, snapped } of sets)
    for (let i = 0; i < places.count; i++) {
      if (!hasPosition(places.lng[i], places.lat[i])) continue;
      if (snapped.edge[i] < 0) {
        tooFar++;
        continue;
      }
      joined++;
      totalM += snapped.offsetM[i];
      worstM = Math.max(worstM, snapped.offsetM[i]);
    }
  if (joined === 0) return { places: 0, tooFar, meanM: NaN, worstM: NaN };
  return { places: joined, tooFar, meanM: totalM / joined, worstM };
}

/** The network in figures, and how these places joined it. */
export function networkSummary(
  network: WalkNetwork,
  sets: readonly { places: Places; snapped: Snapped }[],
): NetworkSummary {
  return {
    nodes: network.nodes,
    edges: network.edges,
    lengthM: network.lengthM.reduce((total, edgeM) => total + edgeM, 0),
    components: network.components,
    refused: network.refused,
    snapped: snapSummary(sets),
  };
}
