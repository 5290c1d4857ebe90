import type { Bbox } from '#lib/map/polygons.ts';
import { isRest, type Steps } from '#lib/map/steps.ts';

/** Up to this many marks all are drawn; of more, one for each spot of the screen. */
export const DRAWN_AT_MOST = 60_000;
/** Side in CSS pixels of the spot that takes one mark: less than the smallest mark measures. */
const SPOT_PX = 5;
const WORLD_PX = 512;

const mercatorY = (lat: number): number =>
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** The spots of a view: how many, and the one that a place falls into, -1 outside the view. */
interface Spots {
  count: number;
  at(lng: number, lat: number): number;
}

function spotsOf(view: Bbox, zoom: number): Spots {
  const [west, , east] = view;
  const south = Math.max(-85, view[1]);
  const north = Math.min(85, view[3]);
  const perSpot = (WORLD_PX * 2 ** zoom) / SPOT_PX;
  const top = mercatorY(north);
  const columns = Math.ceil(((east - west) / 360) * perSpot) + 1;
  const rows = Math.ceil((mercatorY(south) - top) * perSpot) + 1;
  // Within a view latitude is near enough to linear in rows only in short bands.
  const BANDS = 256;
  const bandOf = BANDS / (north - south);
  const rowAt = Float64Array.from(
    { length: BANDS + 1 },
    (_, b) => (mercatorY(north - b / bandOf) - top) * perSpot,
  );
  return {
    count: columns * rows,
    at(lng, lat) {
      if (!(lng >= west && lng <= east && lat >= south && lat <= north)) return -1;
      const at = (north - lat) * bandOf;
      const band = Math.min(BANDS - 1, Math.floor(at));
      const row = Math.floor(rowAt[band] + (at - band) * (rowAt[band + 1] - rowAt[band]));
      return row * columns + Math.floor(((lng - west) / 360) * perSpot);
    },
  };
}

/**
 * Thins marks that would lie on top of each other: of those whose place falls into one spot of the
 * screen only the one that comes last in `order` stays, which is the one that would be seen. Marks
 * outside the view are left out.
 *
 * `order` lists positions of `xy` (longitude, latitude) from the first painted to the last; the
 * answer keeps its order. `view` is in degrees; `mask` is 1 for each position that is drawn, null = all.
 */
export function* thinned(
  order: Uint32Array,
  xy: Float64Array,
  view: Bbox,
  zoom: number,
  mask: Uint8Array | null = null,
): Steps<Uint32Array> {
  const spots = spotsOf(view, zoom);
  const taken = new Uint8Array(spots.count);
  const kept: Uint32Array = new Uint32Array(Math.min(order.length, spots.count));
  let n = 0;
  for (let k = order.length - 1; k >= 0; k--) {
    if (isRest(k)) yield;
    const i = order[k];
    if (mask !== null && mask[i] === 0) continue;
    const spot = spots.at(xy[2 * i], xy[2 * i + 1]);
    if (spot < 0 || taken[spot] === 1) continue;
    taken[spot] = 1;
    kept[n++] = i;
  }
  return kept.slice(0, n).reverse();
}

/**
 * Thins places so that of those in one spot of the screen the one of the highest score stays, of
 * equals the last; ascending. Places outside the view are left out. `view` is in degrees.
 */
export function* foremost(
  lng: Float64Array,
  lat: Float64Array,
  score: (place: number) => number,
  view: Bbox,
  zoom: number,
): Steps<Uint32Array> {
  const spots = spotsOf(view, zoom);
  const best = new Int32Array(spots.count).fill(-1);
  let n = 0;
  for (let i = 0; i < lng.length; i++) {
    if (isRest(i)) yield;
    const spot = spots.at(lng[i], lat[i]);
    if (spot < 0) continue;
    const known = best[spot];
    if (known >= 0 && score(known) > score(i)) continue;
    if (known < 0) n++;
    best[spot] = i;
  }
  const kept = new Uint32Array(n);
  for (const place of best) if (place >= 0) kept[--n] = place;
  return kept.sort();
}
