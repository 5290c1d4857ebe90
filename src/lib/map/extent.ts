import { DIVISION_LEVELS, type Divisions, type Project } from '#lib/core/model.ts';
import { bboxOf, type Bbox } from '#lib/map/polygons.ts';

/** Pixels of the whole world at zoom 0 (MapLibre's tiles of 512). */
const WORLD_PX = 512;

const mercatorY = (lat: number): number => {
  const sin = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
};

/** Side in pixels at zoom 0 of the square as large as the box. */
const sizePx = ([west, south, east, north]: Bbox): number =>
  WORLD_PX * Math.sqrt(((east - west) / 360) * (mercatorY(south) - mercatorY(north)));

const widen = (box: Bbox, [w, s, e, n]: Bbox): Bbox => [
  Math.min(box[0], w),
  Math.min(box[1], s),
  Math.max(box[2], e),
  Math.max(box[3], n),
];

/** Points looked at to find where most of them are. */
const SAMPLE = 20_000;
/** A side is cut where it is this many times as long as what holds all but 1 % of the points at each end. */
const FAR = 3;

/** The ends of an axis that holds the points; a few that lie far away do not stretch it. */
function axisOf(columns: readonly Float64Array[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  const sample: number[] = [];
  for (const values of columns) {
    const step = Math.max(1, Math.floor(values.length / SAMPLE));
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < low) low = value;
      if (value > high) high = value;
      if (i % step === 0 && value === value) sample.push(value);
    }
  }
  if (sample.length < 10) return [low, high];
  const sorted = Float64Array.from(sample).sort();
  const cut = Math.max(1, Math.floor(sorted.length / 100));
  const [from, to] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  const length = to - from;
  if (length <= 0 || high - low <= FAR * length) return [low, high];
  return [Math.max(low, from - length / 4), Math.min(high, to + length / 4)];
}

/**
 * Box of what a project draws: its divisions, else its units, facilities, demand and candidate sites without those that lie
 * far from all others; null if none.
 */
export function projectBbox(project: Project): Bbox | null {
  let box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  const { divisions, units, facilities, demand, candidates } = project;
  for (let i = 0; i < divisions.count; i++) {
    const own = bboxOf(divisions.shapes, i);
    if (own) box = widen(box, own);
  }
  if (box[0] > box[2]) {
    const drawn = [units, facilities, demand, candidates];
    const [west, east] = axisOf(drawn.map(({ lng }) => lng));
    const [south, north] = axisOf(drawn.map(({ lat }) => lat));
    box = [west, south, east, north];
  }
  return box[0] <= box[2] ? box : null;
}

/**
 * For each level the zoom at which its median division measures one pixel across, NaN where the
 * level has no polygon. At zoom z such a division measures `2 ** (z - levelZooms[level])` pixels.
 */
export function levelZooms(divisions: Divisions): Float64Array {
  return Float64Array.from(DIVISION_LEVELS, (_, level) => {
    const sizes: number[] = [];
    for (let i = 0; i < divisions.count; i++) {
      if (divisions.level[i] !== level) continue;
      const box = bboxOf(divisions.shapes, i);
      const size = box ? sizePx(box) : 0;
      if (size > 0) sizes.push(size);
    }
    sizes.sort((a, b) => a - b);
    return sizes.length > 0 ? -Math.log2(sizes[sizes.length >> 1]) : NaN;
  });
}

/** Zoom at which the median division of a level measures `px` pixels; NaN where it has no polygon. */
export const zoomAtSize = (zooms: Float64Array, level: number, px: number): number =>
  zooms[level] + Math.log2(px);
