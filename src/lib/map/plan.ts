import {
  DIVISION_LEVELS,
  SHAPE_NONE,
  SHAPE_POLYGON,
  UNIT_KINDS,
  type Project,
} from '#lib/core/model.ts';
import { levelZooms, zoomAtSize } from '#lib/map/extent.ts';
import { labelPoint } from '#lib/map/features.ts';
import { isRest, type Steps } from '#lib/map/steps.ts';
import { polygonsOf, ringsOf, type Paths, type Polygons } from '#lib/map/polygons.ts';

const GRID_KIND = UNIT_KINDS.indexOf('grid');
const BUILDING_KIND = UNIT_KINDS.indexOf('building');
const GRID_LEVEL = DIVISION_LEVELS.indexOf('grid');

/** A set of polygons with their rings, drawn as fill and as line. */
export interface Surface {
  polygons: Polygons;
  rings: Paths;
}

/** What of a project is drawn as what; made once a project, free of theme, verdict and camera. */
export interface Plan {
  project: Project;
  /** See `levelZooms`. */
  zooms: Float64Array;
  /** Units of kind grid, over the polygon of their division or their own; subject = unit. */
  cells: Surface[];
  /** Parks, business districts and whatever else came as a polygon; subject = unit. */
  areas: Surface;
  /** Building footprints; subject = unit. */
  footprints: Surface;
  /** Units drawn as symbols. */
  points: Uint32Array;
  /** Position of each unit, two a unit, from its polygon where the table gives none. */
  xy: Float64Array;
  /** 1 where the unit has a footprint, so that its symbol can give way to it. */
  hasFootprint: Uint8Array;
  /** Divisions with a polygon, by level; subject = division. */
  levels: Surface[];
  /** Below this zoom the divisions carry the ink, above it the grid cells do; -Infinity without divisions. */
  cellsFromZoom: number;
  /** From this zoom on every symbol is drawn, below it the blank ones alone. */
  symbolsFromZoom: number;
}

const surface = (polygons: Polygons): Surface => ({ polygons, rings: ringsOf(polygons) });

/** Decides how each record of a project is drawn, a stretch of the units at a time. */
export function* planSteps(project: Project): Steps<Plan> {
  const { units, divisions } = project;
  const xy = new Float64Array(2 * units.count);
  const hasFootprint = new Uint8Array(units.count);
  const ownCells: number[] = [];
  const divisionCells: [division: number[], unit: number[]] = [[], []];
  const areas: number[] = [];
  const footprints: number[] = [];
  const points = new Uint32Array(units.count);
  let marks = 0;
  const mark = (i: number) => (points[marks++] = i);
  for (let i = 0; i < units.count; i++) {
    if (isRest(i)) yield;
    const polygonal = units.shapes.type[i] === SHAPE_POLYGON;
    const division = units.division[i];
    let lng = units.lng[i];
    let lat = units.lat[i];
    if (Number.isNaN(lng + lat) && polygonal)
      [lng, lat] = labelPoint(units.shapes, i) ?? [lng, lat];
    if (units.kind[i] === GRID_KIND) {
      const inGrid =
        division >= 0 &&
        divisions.level[division] === GRID_LEVEL &&
        divisions.shapes.type[division] === SHAPE_POLYGON;
      if (polygonal) ownCells.push(i);
      else if (inGrid) {
        divisionCells[0].push(division);
        divisionCells[1].push(i);
        if (Number.isNaN(lng + lat))
          [lng, lat] = labelPoint(divisions.shapes, division) ?? [lng, lat];
      } else mark(i);
    } else {
      if (polygonal) (units.kind[i] === BUILDING_KIND ? footprints : areas).push(i);
      if (polygonal && units.kind[i] === BUILDING_KIND) hasFootprint[i] = 1;
      mark(i);
    }
    xy[2 * i] = lng;
    xy[2 * i + 1] = lat;
    // A mark without a position is none.
    if (marks > 0 && points[marks - 1] === i && Number.isNaN(lng + lat)) marks--;
  }
  const zooms = levelZooms(divisions);
  const cells = [
    surface(polygonsOf(divisions.shapes, ...divisionCells)),
    surface(polygonsOf(units.shapes, ownCells, ownCells)),
  ].filter(({ polygons }) => polygons.part.length > 0);
  const cellsFromZoom = cells.length > 0 ? zoomAtSize(zooms, GRID_LEVEL, 5) || -Infinity : Infinity;
  return {
    project,
    zooms,
    cells,
    areas: surface(polygonsOf(units.shapes, areas, areas)),
    footprints: surface(polygonsOf(units.shapes, footprints, footprints)),
    points: points.subarray(0, marks),
    xy,
    hasFootprint,
    levels: DIVISION_LEVELS.map((_, level) => {
      const records: number[] = [];
      for (let i = 0; i < divisions.count; i++) {
        if (divisions.level[i] === level && divisions.shapes.type[i] !== SHAPE_NONE)
          records.push(i);
      }
      return surface(polygonsOf(divisions.shapes, records, records));
    }),
    cellsFromZoom,
    symbolsFromZoom:
      cells.length > 0 && Number.isFinite(cellsFromZoom) ? cellsFromZoom + 2 : -Infinity,
  };
}
