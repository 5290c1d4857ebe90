import { FACILITY_LEVELS, NONE, type Facilities } from '#lib/core/model.ts';
import { symbolsOf, type Symbols } from '#lib/map/layers/units.ts';
import { rgba } from '#lib/map/palette.ts';
import { facilityShape, FACILITY_RADIUS_PX, type Scale } from '#lib/map/scale.ts';

/** Level code of a facility; one without a level counts as the lowest. */
export const facilityLevel = (facilities: Facilities, i: number): number =>
  facilities.level[i] === NONE ? FACILITY_LEVELS.length - 1 : facilities.level[i];

/** Symbols of the facilities at or above `lowest` (position in FACILITY_LEVELS), the highest level last. */
export function facilitySymbols(facilities: Facilities, lowest: number, scale: Scale): Symbols {
  const record: number[] = [];
  for (let level = lowest; level >= 0; level--) {
    for (let i = 0; i < facilities.count; i++) {
      if (facilityLevel(facilities, i) !== level) continue;
      if (!Number.isNaN(facilities.lng[i] + facilities.lat[i])) record.push(i);
    }
  }
  const fill = rgba(scale.palette.facility);
  return symbolsOf(record.length, (i) => {
    const level = facilityLevel(facilities, record[i]);
    return {
      record: record[i],
      lng: facilities.lng[record[i]],
      lat: facilities.lat[record[i]],
      mark: {
        fill,
        line: fill,
        linePx: 0,
        radiusPx: FACILITY_RADIUS_PX[FACILITY_LEVELS[level]],
        hatched: 0,
      },
      shape: facilityShape(level),
    };
  });
}
