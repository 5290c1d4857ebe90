import { FACILITY_LEVELS, NONE } from '#lib/core/model.ts';
import type { Facilities, Project } from '#lib/core/model.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';
import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';

const POINT_LEVEL = FACILITY_LEVELS.indexOf('point');

/** The facilities of one level, to be searched: `records[i]` is the record of the index's point i. */
export interface FacilityLevelIndex {
  records: Uint32Array;
  index: NearestIndex;
}

/**
 * An index of the facilities of each level, in the order of FACILITY_LEVELS. A facility whose level
 * is not known is taken to be of the level that reaches least; one without a position is in none.
 */
export function facilityIndexes(facilities: Facilities): FacilityLevelIndex[] {
  return FACILITY_LEVELS.map((_, level) => {
    const found: number[] = [];
    for (let i = 0; i < facilities.count; i++) {
      const own = facilities.level[i] === NONE ? POINT_LEVEL : facilities.level[i];
      if (own !== level) continue;
      if (!Number.isNaN(facilities.lng[i]) && !Number.isNaN(facilities.lat[i])) found.push(i);
    }
    const records = Uint32Array.from(found);
    const lng = Float64Array.from(records, (record) => facilities.lng[record]);
    const lat = Float64Array.from(records, (record) => facilities.lat[record]);
    return { records, index: new NearestIndex(lng, lat) };
  });
}

/**
 * The nearest facility of each level for every unit of a project. Distances in metres on the WGS 84
 * ellipsoid as `preciseNearestAll` has them, so that a radius is a plain threshold on them.
 */
export function reachField(project: Project): ReachField {
  const { count, lng, lat } = project.units;
  const facility = new Int32Array(FACILITY_LEVELS.length * count);
  const distanceM = new Float64Array(facility.length);
  facilityIndexes(project.facilities).forEach(({ records, index }, level) => {
    const own = [level * count, (level + 1) * count] as const;
    preciseNearestAll(index, lng, lat, {
      index: facility.subarray(...own),
      distanceM: distanceM.subarray(...own),
    });
    for (let i = own[0]; i < own[1]; i++) if (facility[i] >= 0) facility[i] = records[facility[i]];
  });
  return { units: count, levels: FACILITY_LEVELS, facility, distanceM };
}
