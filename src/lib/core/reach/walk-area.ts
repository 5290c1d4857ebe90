import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Divisions, Project } from '#lib/core/model.ts';
import { ShapesBuilder, bboxOf } from '#lib/core/geo/shapes.ts';
import type { AreaNote, ReachArea } from '#lib/core/reach/answer.ts';
import { appendParts, contourParts, ringMeasure } from '#lib/core/reach/isochrones.ts';
import { LevelLines } from '#lib/core/reach/level-lines.ts';
import { PlanePolygon } from '#lib/core/reach/plane-polygon.ts';
import { walkRaster } from '#lib/core/reach/walk/walk-raster.ts';
import type { WalkDistances } from '#lib/core/reach/walk/edge-walk.ts';
import type { DegreeBox, WalkRaster } from '#lib/core/reach/walk/walk-raster.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

/** Level lines to a cell of the raster. */
const LINES_PER_CELL = 8;
/** What an area is off by at most along its border, as a share of a cell (measured, `tests/unit/reach-isochrones.test.ts`). */
const BORDER_ERROR = 0.15;

/**
 * The area within a walking distance of stations, metres, by the method of `isochrones`, and the share
 * of each division in it; zones are not worked out.
 *
 * Shares are taken exactly along level lines an eighth of a cell (2.5 m) apart, so that they are those of the
 * contour to a line over the height of the division (0.025 for one of 100 m, 0.0025 for one of
 * 1 km). `error` is that of the area: perimeter times 0.15 of a cell, over the area.
 */
export function walkArea(
  project: Project,
  network: WalkNetwork,
  distances: WalkDistances,
  cutoffM: number,
  cellM?: number,
): ReachArea {
  const { divisions } = project;
  const raster =
    cutoffM > 0
      ? walkRaster(network, distances, cutoffM, cellM, (box) => withDivisions(divisions, box))
      : null;
  const parts = raster === null ? [] : contourParts(raster, cutoffM);
  const rings = parts.flat();
  let [unionM2, perimeterM] = [0, 0];
  for (const ring of rings) {
    const { areaM2, lengthM } = ringMeasure(ring);
    unionM2 += areaM2;
    perimeterM += lengthM;
  }
  const builder = new ShapesBuilder();
  appendParts(builder, raster, parts);
  return {
    unionM2,
    perimeterM,
    error: raster === null || unionM2 === 0 ? 0 : (BORDER_ERROR * raster.cellM * perimeterM) / unionM2, // prettier-ignore
    share: sharesOf(divisions, raster, rings),
    shapes: builder.build(),
    zones: null,
    notes: notesOf(distances, cutoffM),
  };
}

function notesOf({ starts }: WalkDistances, cutoffM: number): ReachArea['notes'] {
  const { edge, offsetM } = starts;
  let [joined, lost] = [0, 0];
  for (let i = 0; i < edge.length; i++) {
    if (edge[i] >= 0) joined++;
    else if (Number.isNaN(offsetM[i])) lost++;
  }
  const notes: ReachArea['notes'] = [];
  const note = (code: AreaNote, stations: number): void => {
    if (stations > 0) notes.push({ code, stations });
  };
  if (joined === 0) notes.push({ code: 'no_station', stations: 0 });
  if (!(cutoffM > 0)) note('no_radius', Math.max(1, joined));
  note('no_position', lost);
  note('off_network', edge.length - joined - lost);
  return notes;
}

/** Share of each division's area inside rings, NaN without a polygon. */
function sharesOf(
  { count, shapes }: Divisions,
  raster: WalkRaster | null,
  rings: Float64Array[],
): Float64Array {
  const share = new Float64Array(count);
  for (let d = 0; d < count; d++) if (shapes.type[d] !== SHAPE_POLYGON) share[d] = NaN;
  if (raster === null || rings.length === 0) return share;
  const { south, rows, cellM, plane } = raster;
  const area = new LevelLines(rings, south, south + rows * cellM, cellM / LINES_PER_CELL);
  for (let d = 0; d < count; d++) {
    const box = bboxOf(shapes, d);
    if (Number.isNaN(share[d]) || box === null || !(plane.holds(box[0], box[1]) && plane.holds(box[2], box[3]))) continue; // prettier-ignore
    const polygon = new PlanePolygon(shapes, d, plane);
    if (polygon.areaM2 > 0) share[d] = shareOf(polygon, area);
  }
  return share;
}

function shareOf({ edges, ax, ay, bx, by, south, north }: PlanePolygon, area: LevelLines): number {
  const first = area.lineFrom(south);
  const crossings: number[][] = Array.from({ length: area.lineFrom(north) - first }, () => []);
  for (let e = 0; e < edges; e++)
    area.cross(ax[e], ay[e], bx[e], by[e], (line, x) => crossings[line - first].push(x));
  let [whole, inside] = [0, 0];
  crossings.forEach((row, k) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      whole += row[i + 1] - row[i];
      inside += area.withinM(first + k, row[i], row[i + 1]);
    }
  });
  return whole > 0 ? Math.max(0, Math.min(1, inside / whole)) : 0;
}

/** A box with the divisions that meet it. */
function withDivisions(
  { count, shapes }: Divisions,
  [west, south, east, north]: DegreeBox,
): DegreeBox {
  const held: DegreeBox = [west, south, east, north];
  for (let d = 0; d < count; d++) {
    const box = shapes.type[d] === SHAPE_POLYGON ? bboxOf(shapes, d) : null;
    if (box === null || box[0] > east || box[2] < west || box[1] > north || box[3] < south)
      continue;
    held[0] = Math.min(held[0], box[0]);
    held[1] = Math.min(held[1], box[1]);
    held[2] = Math.max(held[2], box[2]);
    held[3] = Math.max(held[3], box[3]);
  }
  return held;
}
