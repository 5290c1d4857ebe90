import type { Ground } from '#lib/core/reach/ground.ts';
import { stationsUnder } from '#lib/core/reach/extent.ts';
import type { SideAsk } from '#lib/core/reach/side.ts';
import { shortestM } from '#lib/core/reach/walk/lengths.ts';
import { wayBetween } from '#lib/core/reach/way.ts';
import type { Way } from '#lib/core/reach/way.ts';

/** Asks how one comes from a place (WGS 84 degrees) to its station. */
export interface WayAsk {
  side: SideAsk;
  from: readonly [lng: number, lat: number];
  /** Number of the station, -1 for the nearest as the crow flies. */
  station: number;
}

/** How one comes from a place to a station. */
export interface PlaceWay extends Way {
  station: number;
}

/** The way from a place to a station of a setting, null where it has none that counts. */
export function placeWay(ground: Ground, { side, from, station }: WayAsk): PlaceWay | null {
  const { count, records, lng, lat } = stationsUnder(ground, side);
  let [nearest, nearestM] = [station < 0 ? -1 : records.indexOf(station), Infinity];
  if (nearest < 0)
    for (let s = 0; s < count; s++) {
      const farM = shortestM(...from, lng[s], lat[s]);
      if (farM < nearestM) [nearest, nearestM] = [s, farM];
    }
  if (nearest < 0) return null;
  const to = [lng[nearest], lat[nearest]] as const;
  return { ...wayBetween(ground, from, to, side.snap), station: records[nearest] };
}
