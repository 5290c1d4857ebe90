import type { Feature, FeatureCollection, LineString, Point, Polygon } from 'geojson';
import {
  BACKDROP_CLASSES,
  DIVISION_LEVELS,
  SHAPE_LINE,
  SHAPE_POLYGON,
  type Backdrop,
  type Divisions,
  type Shapes,
  type Units,
} from '#lib/core/model.ts';
import { bboxOf } from '#lib/map/polygons.ts';
import { textAt } from '#lib/core/texts.ts';

/** A label on the map: the name as it came, to be drawn as text and nothing else. */
export type LabelFeatures = FeatureCollection<Point, { name: string; level: string; rank: number }>;

const pairs = (shapes: Shapes, ring: number): [number, number][] => {
  const out: [number, number][] = [];
  for (let v = shapes.vertexStart[ring]; v < shapes.vertexStart[ring + 1]; v++) {
    out.push([shapes.xy[2 * v], shapes.xy[2 * v + 1]]);
  }
  return out;
};

/** Area centroid of the record's largest shell, in degrees; null where it has no polygon. */
export function labelPoint(shapes: Shapes, record: number): [number, number] | null {
  if (shapes.type[record] !== SHAPE_POLYGON) return null;
  let best = 0;
  let at: [number, number] | null = null;
  for (let p = shapes.partStart[record]; p < shapes.partStart[record + 1]; p++) {
    const ring = shapes.ringStart[p];
    const from = shapes.vertexStart[ring];
    const x0 = shapes.xy[2 * from];
    const y0 = shapes.xy[2 * from + 1];
    let area = 0;
    let cx = 0;
    let cy = 0;
    for (let v = from; v + 1 < shapes.vertexStart[ring + 1]; v++) {
      const ax = shapes.xy[2 * v] - x0;
      const ay = shapes.xy[2 * v + 1] - y0;
      const bx = shapes.xy[2 * v + 2] - x0;
      const by = shapes.xy[2 * v + 3] - y0;
      const cross = ax * by - bx * ay;
      area += cross;
      cx += (ax + bx) * cross;
      cy += (ay + by) * cross;
    }
    if (Math.abs(area) > best) {
      best = Math.abs(area);
      at = [x0 + cx / (3 * area), y0 + cy / (3 * area)];
    }
  }
  if (at) return at;
  const box = bboxOf(shapes, record);
  return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : null;
}

/** Names of the divisions that have a polygon; the larger the level the earlier it is placed. */
export function divisionLabels(divisions: Divisions): LabelFeatures {
  const features: LabelFeatures['features'] = [];
  for (let i = 0; i < divisions.count; i++) {
    const at = labelPoint(divisions.shapes, i);
    if (!at) continue;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: at },
      properties: {
        name: divisions.name[i],
        level: DIVISION_LEVELS[divisions.level[i]] ?? 'grid',
        rank: divisions.level[i],
      },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Names of the given units; `xy` holds the position of every unit. */
export function unitLabels(
  units: Units,
  xy: Float64Array,
  members: ArrayLike<number>,
): LabelFeatures {
  const features: LabelFeatures['features'] = [];
  for (let m = 0; m < members.length; m++) {
    const i = members[m];
    const name = textAt(units.name, i);
    if (!name || Number.isNaN(xy[2 * i] + xy[2 * i + 1])) continue;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [xy[2 * i], xy[2 * i + 1]] },
      properties: { name, level: 'unit', rank: 9 },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Names of places where stations are to go. */
export function siteLabels(
  named: readonly { name: string; lng: number; lat: number }[],
): LabelFeatures {
  return {
    type: 'FeatureCollection',
    features: named.map(({ name, lng, lat }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lng, lat] },
      properties: { name, level: 'site', rank: 0 },
    })),
  };
}

/** The backdrop as features with their class; records without a class or a line or polygon are left out. */
export function backdropFeatures(
  backdrop: Backdrop,
): FeatureCollection<Polygon | LineString, { class: string }> {
  const features: Feature<Polygon | LineString, { class: string }>[] = [];
  const { shapes } = backdrop;
  for (let i = 0; i < backdrop.count; i++) {
    const cls = BACKDROP_CLASSES[backdrop.class[i]];
    if (!cls) continue;
    for (let p = shapes.partStart[i]; p < shapes.partStart[i + 1]; p++) {
      const rings: [number, number][][] = [];
      for (let r = shapes.ringStart[p]; r < shapes.ringStart[p + 1]; r++)
        rings.push(pairs(shapes, r));
      if (shapes.type[i] === SHAPE_POLYGON) {
        features.push({
          type: 'Feature',
          geometry: { type: 'Polygon', coordinates: rings },
          properties: { class: cls },
        });
      } else if (shapes.type[i] === SHAPE_LINE) {
        features.push({
          type: 'Feature',
          geometry: { type: 'LineString', coordinates: rings[0] },
          properties: { class: cls },
        });
      }
    }
  }
  return { type: 'FeatureCollection', features };
}
