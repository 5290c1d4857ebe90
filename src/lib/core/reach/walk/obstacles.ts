import { BACKDROP_CLASSES, NONE, SHAPE_LINE, SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Backdrop, BackdropClass, Shapes } from '#lib/core/model.ts';
import { shortestM } from '#lib/core/reach/walk/lengths.ts';
import { textAt } from '#lib/core/texts.ts';

/** Something of the backdrop that the straight way between two places meets. */
export interface Obstacle {
  /** Record of the backdrop; of several with one class and name the first met. */
  record: number;
  class: BackdropClass | null;
  name: string | null;
  /** Metres from the start of the straight way; 0 where it starts inside. */
  atM: number;
}

/**
 * What of the backdrop the straight line between two places crosses, the nearest to the start
 * first: lines that it meets, polygons that it enters, leaves or lies in. Degrees WGS 84; the line
 * is straight in longitude and latitude, as lines of the backdrop are.
 */
export function obstacles(
  backdrop: Backdrop,
  from: readonly [lng: number, lat: number],
  to: readonly [lng: number, lat: number],
): Obstacle[] {
  const lengthM = shortestM(...from, ...to);
  if (!(lengthM > 0)) return [];
  const found: Obstacle[] = [];
  for (let record = 0; record < backdrop.count; record++) {
    const share = metAt(backdrop.shapes, record, from, to);
    if (share === null) continue;
    const code = backdrop.class[record];
    found.push({
      record,
      class: code === NONE ? null : BACKDROP_CLASSES[code],
      name: textAt(backdrop.name, record),
      atM: share * lengthM,
    });
  }
  found.sort((a, b) => a.atM - b.atM || a.record - b.record);
  const known = new Set<string>();
  return found.filter(({ class: kind, name }) => {
    const key = `${kind} ${name}`;
    return name === null || (!known.has(key) && known.add(key));
  });
}

/** Share of the way at which it first meets a record, null where it does not. */
function metAt(
  { type, partStart, ringStart, vertexStart, xy }: Shapes,
  record: number,
  [lng, lat]: readonly [number, number],
  [toLng, toLat]: readonly [number, number],
): number | null {
  if (type[record] !== SHAPE_LINE && type[record] !== SHAPE_POLYGON) return null;
  const [dx, dy] = [toLng - lng, toLat - lat];
  let first = Infinity;
  for (let part = partStart[record]; part < partStart[record + 1]; part++) {
    let behind = 0;
    for (let ring = ringStart[part]; ring < ringStart[part + 1]; ring++) {
      for (let v = vertexStart[ring]; v + 1 < vertexStart[ring + 1]; v++) {
        const [ax, ay] = [xy[2 * v] - lng, xy[2 * v + 1] - lat];
        const [bx, by] = [xy[2 * v + 2] - lng, xy[2 * v + 3] - lat];
        const a = dx * ay - dy * ax;
        const b = dx * by - dy * bx;
        if (a >= 0 === b >= 0) continue;
        const s = a / (a - b);
        const t = ((ax + s * (bx - ax)) * dx + (ay + s * (by - ay)) * dy) / (dx * dx + dy * dy);
        if (t < 0) behind++;
        else if (t <= 1) first = Math.min(first, t);
      }
    }
    // An odd number of borders behind the start: it stands inside.
    if (type[record] === SHAPE_POLYGON && behind % 2 === 1) return 0;
  }
  return first === Infinity ? null : first;
}
