import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import type { Snapped, WalkNetwork } from '#lib/core/reach/walk/network.ts';
import type { WalkDistances } from '#lib/core/reach/walk/edge-walk.ts';

export const HOME: [number, number] = [121.4, 31.2];

/** A place in metres east and north of HOME. */
export const placeAt = (x: number, y: number): [number, number] =>
  destination(...HOME, (Math.atan2(x, y) * 180) / Math.PI, Math.hypot(x, y));

/** A network of streets in metres about HOME; those that end at one place meet there. */
export function networkOf(streets: [number, number][][]): WalkNetwork {
  const nodes = new Map<string, number>();
  const [lng, lat, xy, from, to, lengthM]: number[][] = [[], [], [], [], [], []];
  const vertexStart = [0];
  const nodeAt = (place: [number, number]): number => {
    const key = place.join();
    if (!nodes.has(key)) {
      nodes.set(key, nodes.size);
      const [x, y] = placeAt(...place);
      lng.push(x);
      lat.push(y);
    }
    return nodes.get(key) ?? -1;
  };
  for (const street of streets) {
    from.push(nodeAt(street[0]));
    to.push(nodeAt(street[street.length - 1]));
    const places = street.map((place) => placeAt(...place));
    places.forEach((place) => xy.push(...place));
    vertexStart.push(xy.length / 2);
    lengthM.push(places.slice(1).reduce((sum, place, k) => sum + distanceM(...places[k], ...place), 0)); // prettier-ignore
  }
  return {
    nodes: nodes.size,
    lng: Float64Array.from(lng),
    lat: Float64Array.from(lat),
    edges: from.length,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    lengthM: Float64Array.from(lengthM),
    vertexStart: Uint32Array.from(vertexStart),
    xy: Float64Array.from(xy),
    record: new Uint32Array(from.length),
    arcStart: new Uint32Array(nodes.size + 1),
    arcTo: new Uint32Array(0),
    arcEdge: new Uint32Array(0),
    arcM: new Float64Array(0),
    component: new Uint32Array(nodes.size),
    components: 1,
    refused: { foot: 0, tunnel: 0, motorway: 0 },
  };
}

/** Distances from stations on edges, relaxed until nothing changes. */
export function distancesFrom(
  network: WalkNetwork,
  list: [edge: number, alongM: number, offsetM: number][],
): WalkDistances {
  const starts: Snapped = {
    edge: Int32Array.from(list, ([edge]) => edge),
    alongM: Float64Array.from(list, ([, alongM]) => alongM),
    offsetM: Float64Array.from(list, ([, , offsetM]) => offsetM),
  };
  const nodeM = new Float64Array(network.nodes).fill(Infinity);
  const { from, to, lengthM } = network;
  for (const [edge, alongM, offsetM] of list) {
    if (edge < 0) continue;
    nodeM[from[edge]] = Math.min(nodeM[from[edge]], offsetM + alongM);
    nodeM[to[edge]] = Math.min(nodeM[to[edge]], offsetM + lengthM[edge] - alongM);
  }
  for (let changed = true; changed;) {
    changed = false;
    for (let e = 0; e < network.edges; e++) {
      for (const [a, b] of [
        [from[e], to[e]],
        [to[e], from[e]],
      ]) {
        if (nodeM[a] + lengthM[e] >= nodeM[b]) continue;
        nodeM[b] = nodeM[a] + lengthM[e];
        changed = true;
      }
    }
  }
  return { nodeM, starts };
}
