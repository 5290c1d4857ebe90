import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import type { Places, Snap } from '#lib/core/reach/field.ts';
import type { FirmDistances } from '#lib/core/reach/firmness.ts';
import type { Ground } from '#lib/core/reach/ground.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';

/**
 * The distances that firm verdicts are made from, for all places of a project (demand points, then
 * units) and these stations: by straight line, and on foot on either snap where there is a network.
 */
export function firmDistances(ground: Ground, stations: Places): FirmDistances {
  const { lng, lat } = ground.places;
  const index = new NearestIndex(stations.lng, stations.lat);
  const straightM = preciseNearestAll(index, lng, lat).distanceM;
  try {
    return {
      straightM,
      edgeM: onFoot(ground, stations, 'edge'),
      nodeM: onFoot(ground, stations, 'node'),
    };
  } catch (error) {
    if (!(error instanceof ReachFault)) throw error;
    return { straightM, edgeM: null, nodeM: null };
  }
}

/** NaN where a place has not joined the network: nobody knows whether one can walk there. */
function onFoot(ground: Ground, stations: Places, snap: Snap): Float64Array {
  const places = ground.snappedPlaces(snap);
  const field = new WalkField(ground.network, places, ground.snap(stations, snap), () => {
    throw new Error('These stations are not moved.');
  });
  return field.nearest.firstM.map((m, i) => (places.edge[i] < 0 ? NaN : m));
}
