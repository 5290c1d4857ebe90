import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { widestGapEnd } from '#lib/core/geo/places.ts';

const DEGREE = Math.PI / 180;
/** Smallest radius of curvature of WGS 84, at the equator along the meridian. */
const LEAST_RADIUS_M = 6_335_439;
/** Discs farther apart than this times their diameter certainly do not meet. */
const SAFETY = 1.01;
/** Narrower gaps part nothing: a plane holds a city, and costs a millisecond. */
const LEAST_GAP_M = 20_000;

/** Stations whose discs may meet, and a plane that holds them. */
export interface StationCluster {
  /** Positions in the columns that were handed in. */
  stations: number[];
  plane: LocalPlane;
}

/**
 * Parts stations wherever a wide belt along a parallel or a meridian runs free of their discs, so
 * that those far from one another (another city, a place typed wrongly) get planes of their own.
 *
 * @param records the stations to part, with positions within 85 degrees of latitude
 */
export function stationClusters(
  lng: Float64Array,
  lat: Float64Array,
  records: Int32Array,
  radiusM: number,
): StationCluster[] {
  if (records.length === 0) return [];
  const seam = widestGapEnd(lng, records);
  const east = new Float64Array(lng.length);
  // Whole turns alone are taken away, so that places a hair apart stay so.
  for (const i of records) east[i] = lng[i] - 360 * Math.floor((lng[i] - seam) / 360);
  return parted([...records], east, lat, Math.max(radiusM, LEAST_GAP_M / 2))
    .map((stations) => ({ stations, plane: planeOf(stations, east, lat, radiusM) }))
    .sort((a, b) => a.stations[0] - b.stations[0]);
}

/** Parts stations along one axis and every part again, until neither axis parts them. */
function parted(
  stations: number[],
  east: Float64Array,
  lat: Float64Array,
  radiusM: number,
): number[][] {
  for (const across of [null, lat]) {
    const parts = partedAlong(stations, across === null ? lat : east, across, radiusM);
    if (parts.length > 1) return parts.flatMap((part) => parted(part, east, lat, radiusM));
  }
  return [stations];
}

/** `across` is the latitude where parts are sought along a parallel, null along the meridian. */
function partedAlong(
  stations: number[],
  along: Float64Array,
  across: Float64Array | null,
  radiusM: number,
): number[][] {
  const farLat =
    across === null ? 0 : stations.reduce((most, i) => Math.max(most, Math.abs(across[i])), 0);
  const apart = (degrees: number): boolean =>
    2 * LEAST_RADIUS_M * Math.asin(Math.cos(farLat * DEGREE) * Math.sin((degrees * DEGREE) / 2)) >
    2 * radiusM * SAFETY;
  const sorted = Int32Array.from(stations).sort((a, b) => along[a] - along[b]);
  const parts: number[][] = [[]];
  sorted.forEach((i, k) => {
    if (k > 0 && apart(along[i] - along[sorted[k - 1]])) parts.push([]);
    parts[parts.length - 1].push(i);
  });
  return parts;
}

function planeOf(
  stations: number[],
  east: Float64Array,
  lat: Float64Array,
  radiusM: number,
): LocalPlane {
  let [west, south, right, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const i of stations) {
    west = Math.min(west, east[i]);
    right = Math.max(right, east[i]);
    south = Math.min(south, lat[i]);
    north = Math.max(north, lat[i]);
  }
  const marginLat = (SAFETY * radiusM) / LEAST_RADIUS_M / DEGREE;
  const farLat = Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + marginLat);
  const marginLng = marginLat / Math.cos(farLat * DEGREE);
  const lng = (west + right) / 2;
  return new LocalPlane(
    lng - 360 * Math.round(lng / 360),
    (south + north) / 2,
    (right - west) / 2 + marginLng + 1e-3,
    (north - south) / 2 + marginLat + 1e-3,
  );
}
