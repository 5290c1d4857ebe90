import { FACILITY_LEVELS, NO, YES } from '#lib/core/model.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';

/**
 * Tells of any position (WGS 84 degrees) whether some facility reaches it, each by the widest
 * radius that the pack gives its level: YES or NO of STATES.
 */
export function reachTest(
  pack: RulePack,
  level: Uint8Array,
  lng: Float64Array,
  lat: Float64Array,
): (lng: number, lat: number) => number {
  const byLevel = FACILITY_LEVELS.map((name, code) => {
    const radii = pack.service.reach.filter((rule) => rule.level === name).map((r) => r.radiusM);
    const own = [...level.keys()].filter(
      (i) => level[i] === code && !Number.isNaN(lng[i] + lat[i]),
    );
    const at = (values: Float64Array) => Float64Array.from(own, (i) => values[i]);
    return { radiusM: Math.max(0, ...radii), index: new NearestIndex(at(lng), at(lat)), own };
  }).filter(({ radiusM, own }) => radiusM > 0 && own.length > 0);
  return (x, y) =>
    byLevel.some(({ index, radiusM }) => index.nearest(x, y).distanceM <= radiusM) ? YES : NO;
}
