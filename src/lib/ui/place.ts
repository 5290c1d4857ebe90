import type { Project } from '#lib/core/model.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { ListRecord } from '#lib/core/report/lists/list.ts';
import { projectBbox } from '#lib/map/extent.ts';
import { bboxOf, type Bbox } from '#lib/map/polygons.ts';
import type { Selection } from '#lib/state/desk.svelte.ts';

/** Half the side of the box that a single point is shown in, degrees. */
const NEARBY = 0.006;

/** The box about a place, null where it has no position. */
export const around = (lng: number, lat: number): Bbox | null =>
  Number.isNaN(lng + lat) ? null : [lng - NEARBY, lat - NEARBY, lng + NEARBY, lat + NEARBY];

/** What a record of a list is selected as; the others are only shown. */
export const SELECTED: Partial<Record<ListRecord['table'], Selection['type']>> = {
  divisions: 'division',
  units: 'unit',
  facilities: 'facility',
  joint_group: 'joint_group',
  grid_group: 'grid_group',
  belt: 'belt',
  zone: 'zone',
};

/** The box round several units, null where none has a position. */
function roundUnits(project: Project, units: ArrayLike<number>): Bbox | null {
  const { lng, lat } = project.units;
  let box: Bbox | null = null;
  for (let i = 0; i < units.length; i++) {
    const [x, y] = [lng[units[i]], lat[units[i]]];
    if (Number.isNaN(x + y)) continue;
    box = box
      ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
      : [x, y, x, y];
  }
  return box && widenTo(box);
}

/** The box of the map that shows a belt, a zone or an organisation. */
export function boxOfRecord(
  project: Project,
  { belts, zones }: Assessment,
  { table, record }: ListRecord,
): Bbox | null {
  if (table === 'zone') {
    const own = record < zones.count ? bboxOf(zones.shapes, record) : null;
    return own && widenTo(own);
  }
  if (table === 'belt')
    return roundUnits(
      project,
      belts.member.subarray(belts.beltStart[record], belts.beltStart[record + 1]),
    );
  if (table === 'organisations') {
    const { lng, lat, division } = project.organisations;
    const own = around(lng[record], lat[record]);
    return (
      own ?? (division[record] < 0 ? null : bboxOf(project.divisions.shapes, division[record]))
    );
  }
  return null;
}

/** The box of the map that shows a selection, null where it has no place; everything for null. */
export function placeOf(
  project: Project,
  selection: Selection | null,
  assessment: Assessment | null,
): Bbox | null {
  if (!selection) return projectBbox(project);
  const { type, index } = selection;
  if (type === 'belt' || type === 'zone')
    return assessment && boxOfRecord(project, assessment, { table: type, record: index });
  if (type === 'joint_group' || type === 'grid_group') {
    const groups = type === 'joint_group' ? assessment?.joint : assessment?.grids;
    if (!groups) return null;
    const { groupStart, member } = groups;
    return roundUnits(project, member.subarray(groupStart[index], groupStart[index + 1]));
  }
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
