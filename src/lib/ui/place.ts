import type { Project } from '#lib/core/model.ts';
import { projectBbox } from '#lib/map/extent.ts';
import { bboxOf, type Bbox } from '#lib/map/polygons.ts';
import type { Selection } from '#lib/state/desk.svelte.ts';

/** Half the side of the box that a single point is shown in, degrees. */
const NEARBY = 0.006;

const around = (lng: number, lat: number): Bbox | null =>
  Number.isNaN(lng + lat) ? null : [lng - NEARBY, lat - NEARBY, lng + NEARBY, lat + NEARBY];

/** The box of the map that shows a selection, null where it has no place; everything for null. */
export function placeOf(project: Project, selection: Selection | null): Bbox | null {
  if (!selection) return projectBbox(project);
  const { index } = selection;
  const { divisions, units, facilities } = project;
  if (selection.type === 'facility') return around(facilities.lng[index], facilities.lat[index]);
  if (selection.type === 'division') {
    const own = bboxOf(divisions.shapes, index);
    return own && widenTo(own);
  }
  const own = bboxOf(units.shapes, index);
  const cell = units.division[index] >= 0 ? bboxOf(divisions.shapes, units.division[index]) : null;
  return around(units.lng[index], units.lat[index]) ?? own ?? cell;
}

/** A box no smaller than that of a point, about the same middle. */
function widenTo([w, s, e, n]: Bbox): Bbox {
  const [x, y] = [(w + e) / 2, (s + n) / 2];
  return [
    Math.min(w, x - NEARBY),
    Math.min(s, y - NEARBY),
    Math.max(e, x + NEARBY),
    Math.max(n, y + NEARBY),
  ];
}
