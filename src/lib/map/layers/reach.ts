import type { Layer } from '@deck.gl/core';
import type { Facilities } from '#lib/core/model.ts';
import { facilityLevel } from '#lib/map/layers/facilities.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Bbox, Paths } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

/** Vertices of a ring round a point, closed: flat longitudes and latitudes. */
export type RingAt = (lng: number, lat: number, radiusM: number) => ArrayLike<number>;

/**
 * Rings of the facilities in view whose level has a radius; subject = facility. `radiiM[level]` is
 * in metres, NaN or 0 for a level without a ring. `lowest` leaves out the levels below it.
 */
export function reachRings(
  facilities: Facilities,
  radiiM: ArrayLike<number>,
  lowest: number,
  view: Bbox,
  ringAt: RingAt,
): Paths {
  const parts: ArrayLike<number>[] = [];
  const subject: number[] = [];
  for (let i = 0; i < facilities.count; i++) {
    const level = facilityLevel(facilities, i);
    const radiusM = radiiM[level];
    const lng = facilities.lng[i];
    const lat = facilities.lat[i];
    if (level > lowest || !(radiusM > 0) || Number.isNaN(lng + lat)) continue;
    const marginY = radiusM / 110_000;
    const marginX = marginY / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    if (lng < view[0] - marginX || lng > view[2] + marginX) continue;
    if (lat < view[1] - marginY || lat > view[3] + marginY) continue;
    parts.push(ringAt(lng, lat, radiusM));
    subject.push(i);
  }
  const startIndices = new Uint32Array(parts.length + 1);
  parts.forEach((ring, i) => (startIndices[i + 1] = startIndices[i] + ring.length / 2));
  const xy = new Float64Array(2 * startIndices[parts.length]);
  parts.forEach((ring, i) => xy.set(ring, 2 * startIndices[i]));
  return { length: parts.length, startIndices, xy, subject: Uint32Array.from(subject) };
}

export function reachLayer(paths: Paths, scale: Scale, zoom: number): Layer | null {
  return lineLayer({
    id: 'reach',
    paths,
    color: rgba(scale.palette.reach, zoom < 12 ? 180 : 210),
    widthPx: zoom < 12 ? 1 : 1.4,
  });
}
