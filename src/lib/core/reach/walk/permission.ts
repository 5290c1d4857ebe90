import type { Walk } from '#lib/core/model.ts';
import type { RefusedLines } from '#lib/core/reach/walk/network.ts';
import { FOR_WALKERS } from '#lib/core/road-class.ts';
import { textAt } from '#lib/core/texts.ts';

/** Classes that nobody walks on unless `foot` says so. */
const FOR_MOTORS = new Set([
  'motorway',
  'motorway_link',
  'bus_guideway',
  'busway',
  'raceway',
  'escape',
  'construction',
  'proposed',
  'planned',
  'abandoned',
  'razed',
]);

/**
 * Why nobody may walk on a line of the table, null where one may. `foot` decides where it says anything; else
 * tunnels are for vehicles unless their class is for walkers, and motorways are not walked on.
 *
 * OpenStreetMap wiki, OSM tags for routing / Access restrictions, default of `foot` by class.
 */
export function refusalOf(walk: Walk, record: number): keyof RefusedLines | null {
  const foot = walk.foot[record];
  if (foot === 0) return 'foot';
  if (foot === 1) return null;
  const highway = textAt(walk.highway, record);
  if (walk.tunnel[record] === 1 && !(highway !== null && FOR_WALKERS.has(highway))) return 'tunnel';
  return highway !== null && FOR_MOTORS.has(highway) ? 'motorway' : null;
}
