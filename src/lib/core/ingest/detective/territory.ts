import type { Divisions } from '#lib/core/model.ts';
import { SHAPE_POLYGON } from '#lib/core/model.ts';
import { bboxOf } from '#lib/core/geo/shapes.ts';
import { BoxGrid } from '#lib/core/ingest/detective/box-grid.ts';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import { Outline } from '#lib/core/ingest/detective/outline.ts';

/** The ground of a project, as far as polygons of its divisions draw it; positions in WGS 84 degrees. */
export interface Territory {
  /** Around all polygons, null where there are none. */
  bbox: Box | null;
  /** True where a position can be tested against a division. */
  isDrawn(division: number): boolean;
  /** True where a position lies in a division. */
  holds(division: number, lng: number, lat: number): boolean;
  /** True where a position lies in any division. */
  covers(lng: number, lat: number): boolean;
}

/** Inside out: it holds nothing and widens nothing. */
const NOWHERE: Box = [Infinity, Infinity, -Infinity, -Infinity];

/**
 * The territory of a division tree.
 *
 * A division without a polygon is tested by the nearest one above it that has one, else by those
 * below it. Outlines are made when they are first asked for.
 */
export function territoryOf({ count, parent, shapes }: Divisions): Territory {
  const isPolygon = (i: number) => shapes.type[i] === SHAPE_POLYGON;
  const outer = new Int32Array(count).fill(-1);
  const drawnBelow = new Uint8Array(count);
  const top: number[] = [];
  for (let i = 0; i < count; i++) {
    const above = parent[i] >= 0 ? outer[parent[i]] : -1;
    if (isPolygon(i) && above < 0) top.push(i);
    outer[i] = isPolygon(i) ? i : above;
  }
  for (let i = count - 1; i >= 0; i--) {
    if (parent[i] >= 0 && (isPolygon(i) || drawnBelow[i])) drawnBelow[parent[i]] = 1;
  }
  const outlines = new Map<number, Outline>();
  const outlineOf = (record: number): Outline => {
    const known = outlines.get(record);
    if (known) return known;
    const made = new Outline(shapes, record);
    outlines.set(record, made);
    return made;
  };
  const boxes = top.map((i) => bboxOf(shapes, i) ?? NOWHERE);
  const bbox = boxAround(boxes);
  const grid = bbox && new BoxGrid(boxes, bbox);
  const topAt = (lng: number, lat: number): number => {
    const found = grid?.find(lng, lat, (k) => {
      const [west, south, east, north] = boxes[k];
      const near = lng >= west && lng <= east && lat >= south && lat <= north;
      return near && outlineOf(top[k]).holds(lng, lat);
    });
    return top[found ?? -1] ?? -1;
  };

  return {
    bbox,
    isDrawn: (division) => outer[division] >= 0 || drawnBelow[division] === 1,
    holds(division, lng, lat) {
      if (outer[division] >= 0) return outlineOf(outer[division]).holds(lng, lat);
      let at = topAt(lng, lat);
      while (at >= 0 && at !== division) at = parent[at];
      return at >= 0;
    },
    covers: (lng, lat) => topAt(lng, lat) >= 0,
  };
}

function boxAround(boxes: Box[]): Box | null {
  if (boxes.length === 0) return null;
  return boxes.reduce((all, box) => [
    Math.min(all[0], box[0]),
    Math.min(all[1], box[1]),
    Math.max(all[2], box[2]),
    Math.max(all[3], box[3]),
  ]);
}
