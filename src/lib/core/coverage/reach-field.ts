import { FACILITY_LEVELS, NONE } from '#lib/core/model.ts';
import type { Facilities, Project } from '#lib/core/model.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';
import { NearestIndex, exactNearestAll } from '#lib/core/geo/nearest.ts';

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
 * ellipsoid, each from the geodesic library, so that a radius is a plain threshold on them.
 */
export function reachField(project: Project): ReachField {
  const { count, lng, lat } = project.units;
  const facility = new Int32Array(FACILITY_LEVELS.length * count);
  const distanceM = new Float64Array(facility.length);
  facilityIndexes(project.facilities).forEach(({ records, index }, level) => {
    const nearest = exactNearestAll(index, lng, lat);
    const offset = level * count;
    for (let i = 0; i < count; i++) {
      const found = nearest.index[i];
      facility[offset + i] = found < 0 ? -1 : records[found];
      distanceM[offset + i] = nearest.distanceM[i];
    }
  });
  return { units: count, levels: FACILITY_LEVELS, facility, distanceM };
}
