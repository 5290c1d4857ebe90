import type { Polygon } from 'geojson';
import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Project, Shapes } from '#lib/core/model.ts';
import { arrange } from '#lib/core/geo/arrangement.ts';
import { nodeEdges } from '#lib/core/geo/noding.ts';
import { outlineOf } from '#lib/core/geo/outline.ts';
import { ShapesBuilder, areaM2, bboxOf } from '#lib/core/geo/shapes.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import { countZones, zoneDivisions } from '#lib/core/reach/blank-zones.ts';
import type { DrawnZone, ZonePeople } from '#lib/core/reach/blank-zones.ts';
import { clipRing } from '#lib/core/reach/clip-ring.ts';
import type { Box } from '#lib/core/reach/clip-ring.ts';

/** The rectangle around a division is this much wider, degrees, so that what is cut off stays outside it. */
const MARGIN_DEG = 1e-4;
const [DIVISION, AREA] = [0, 1];

/** A ring of an area, and the rectangle around it. */
interface Ring {
  xy: Float64Array;
  box: Box;
}

function ringsOf(shapes: Shapes): Ring[] {
  const rings: Ring[] = [];
  for (let r = 0; r + 1 < shapes.vertexStart.length; r++) {
    const xy = shapes.xy.subarray(2 * shapes.vertexStart[r], 2 * shapes.vertexStart[r + 1]);
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < xy.length; k += 2) {
      box[0] = Math.min(box[0], xy[k]);
      box[1] = Math.min(box[1], xy[k + 1]);
      box[2] = Math.max(box[2], xy[k]);
      box[3] = Math.max(box[3], xy[k + 1]);
    }
    rings.push({ xy, box });
  }
  return rings;
}

const meet = (a: Box, b: Box): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** The parts of a division that are not in the area; null where the edges cannot be told apart. */
function partsOutside(shapes: Shapes, division: number, area: readonly Ring[]): Polygon[] | null {
  const own = bboxOf(shapes, division);
  if (own === null) return [];
  const [west, south, east, north] = own;
  const box: Box = [west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG];
  const near = area.filter((ring) => meet(ring.box, box)).map(({ xy }) => clipRing(xy, box));
  const edges = nodeEdges((segments) => {
    const add = (xy: ArrayLike<number>, from: number, to: number, layer: number): void => {
      let last = -1;
      for (let v = from; v < to; v++) {
        const vertex = segments.vertices.ofDegrees(xy[2 * v], xy[2 * v + 1]);
        if (last >= 0) segments.add(last, vertex, layer);
        last = vertex;
      }
    };
    const [first, last] = [shapes.partStart[division], shapes.partStart[division + 1]];
    for (let r = shapes.ringStart[first]; r < shapes.ringStart[last]; r++)
      add(shapes.xy, shapes.vertexStart[r], shapes.vertexStart[r + 1], DIVISION);
    for (const xy of near) add(xy, 0, xy.length / 2, AREA);
  });
  if (edges === null) return null;
  const arrangement = arrange(edges);
  const keep = arrangement.cover.map((cover) => cover.includes(DIVISION) && !cover.includes(AREA));
  return outlineOf(arrangement, keep).map((coordinates) => ({ type: 'Polygon', coordinates }));
}

/**
 * Blank areas outside an area that is drawn, such as an isochrone: what is left of each community when
 * it is taken away, each connected part a zone. Vertices move by a tenth of a millimetre at most; a
 * community whose border cannot be told apart from the area's is left whole.
 *
 * @param area polygons, all records together, by the even-odd rule
 */
export function zonesOutside(project: Project, area: Shapes, people: ZonePeople): BlankZones {
  const { divisions } = project;
  const { shapes } = divisions;
  const rings = ringsOf(area);
  const builder = new ShapesBuilder();
  const drawn: Omit<DrawnZone, 'areaM2'>[] = [];
  for (const division of zoneDivisions(divisions)) {
    if (shapes.type[division] !== SHAPE_POLYGON) continue;
    const parts = partsOutside(shapes, division, rings) ?? partsOutside(shapes, division, []) ?? [];
    for (const polygon of parts) {
      builder.append(polygon);
      drawn.push({ division, polygon });
    }
  }
  const zones = builder.build();
  return countZones(
    project,
    people,
    drawn.map((zone, z) => ({ ...zone, areaM2: areaM2(zones, z) })),
  );
}
