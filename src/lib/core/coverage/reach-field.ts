import { FACILITY_LEVELS, NONE } from '#lib/core/model.ts';
import type { Facilities, Project } from '#lib/core/model.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';

const POINT_LEVEL = FACILITY_LEVELS.indexOf('point');

function recordsOfLevel(facilities: Facilities, level: number): Uint32Array {
  const records: number[] = [];
  for (let i = 0; i < facilities.count; i++) {
    const own = facilities.level[i] === NONE ? POINT_LEVEL : facilities.level[i];
    if (own !== level) continue;
    if (Number.isNaN(facilities.lng[i]) || Number.isNaN(facilities.lat[i])) continue;
    records.push(i);
  }
  return Uint32Array.from(records);
}

/**
 * The nearest facility of each level for a list of points. A facility whose level is not known is
 * taken to be of the level that reaches least.
 *
 * @param lng degrees, WGS 84; NaN where a point has no position
 * @param lat degrees
 */
export function reachFieldOf(
  facilities: Facilities,
  lng: Float64Array,
  lat: Float64Array,
): ReachField {
  const count = lng.length;
  const facility = new Int32Array(FACILITY_LEVELS.length * count).fill(-1);
  const distance = new Float64Array(facility.length).fill(Infinity);
  for (let level = 0; level < FACILITY_LEVELS.length; level++) {
    const records = recordsOfLevel(facilities, level);
    for (let i = 0; i < count; i++) {
      const entry = level * count + i;
      if (Number.isNaN(lng[i]) || Number.isNaN(lat[i])) {
        distance[entry] = NaN;
        continue;
      }
      for (const record of records) {
        const d = distanceM(lng[i], lat[i], facilities.lng[record], facilities.lat[record]);
        if (d >= distance[entry]) continue;
        distance[entry] = d;
        facility[entry] = record;
      }
    }
  }
  return { units: count, levels: FACILITY_LEVELS, facility, distanceM: distance };
}

/** The reach field of a project's units. */
export function reachField(project: Project): ReachField {
  return reachFieldOf(project.facilities, project.units.lng, project.units.lat);
}

/** The reach field of a project's demand points. */
export function demandField(project: Project): ReachField {
  return reachFieldOf(project.facilities, project.demand.lng, project.demand.lat);
}
