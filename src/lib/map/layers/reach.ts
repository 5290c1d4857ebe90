import type { Layer } from '@deck.gl/core';
import { serviceRings } from '#lib/core/geo/ring.ts';
import { FACILITY_LEVELS, type Facilities } from '#lib/core/model.ts';
import { facilityLevel } from '#lib/map/layers/facilities.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Bbox, Paths } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

/** At 180 sides the chord stays within 0.016 % of the radius: 8 cm at 500 m. */
const SIDES = 180;

/**
 * Geodesic rings of the facilities in view whose level has a radius, level by level; subject =
 * facility. `radiiM[level]` is in metres, NaN or 0 for a level without a ring. `lowest` leaves out
 * the levels below it.
 */
export function reachRings(
  facilities: Facilities,
  radiiM: ArrayLike<number>,
  lowest: number,
  view: Bbox,
): Paths {
  const subject: number[] = [];
  const rings: Float64Array[] = [];
  for (let level = 0; level < FACILITY_LEVELS.length; level++) {
    const radiusM = radiiM[level];
    if (level > lowest || !(radiusM > 0)) continue;
    const chosen = inView(facilities, level, radiusM, view);
    const lng = Float64Array.from(chosen, (i) => facilities.lng[i]);
    const lat = Float64Array.from(chosen, (i) => facilities.lat[i]);
    rings.push(serviceRings(lng, lat, radiusM, SIDES));
    for (const i of chosen) subject.push(i);
  }
  const xy = new Float64Array(2 * (SIDES + 1) * subject.length);
  let at = 0;
  for (const ring of rings) {
    xy.set(ring, at);
    at += ring.length;
  }
  const startIndices = Uint32Array.from({ length: subject.length + 1 }, (_, i) => i * (SIDES + 1));
  return { length: subject.length, startIndices, xy, subject: Uint32Array.from(subject) };
}

function inView(facilities: Facilities, level: number, radiusM: number, view: Bbox): number[] {
  const chosen: number[] = [];
  const marginY = radiusM / 110_000;
  for (let i = 0; i < facilities.count; i++) {
    if (facilityLevel(facilities, i) !== level) continue;
    const lng = facilities.lng[i];
    const lat = facilities.lat[i];
    if (Number.isNaN(lng + lat)) continue;
    const marginX = marginY / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    if (lng < view[0] - marginX || lng > view[2] + marginX) continue;
    if (lat < view[1] - marginY || lat > view[3] + marginY) continue;
    chosen.push(i);
  }
  return chosen;
}

export function reachLayer(paths: Paths, scale: Scale, zoom: number): Layer | null {
  return lineLayer({
    id: 'reach',
    paths,
    color: rgba(scale.palette.reach, zoom < 12 ? 180 : 210),
    widthPx: zoom < 12 ? 1 : 1.4,
  });
}
