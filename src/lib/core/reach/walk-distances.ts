import type { Snap } from '#lib/core/reach/field.ts';
import type { Ground, Stations } from '#lib/core/reach/ground.ts';
import type { WalkDistances } from '#lib/core/reach/walk/edge-walk.ts';
import { nodeDistances } from '#lib/core/reach/walk/node-distances.ts';

/** How far every node of the network is from the nearest of some stations: what areas on foot are drawn by. */
export function walkDistances(ground: Ground, stations: Stations, snap: Snap): WalkDistances {
  const starts = ground.snap(stations, snap);
  return { nodeM: nodeDistances(ground.network, starts), starts };
}
