import { DIVISION_LEVELS, FACILITY_LEVELS, ORGANISATION_TYPES, UNIT_KINDS, YES } from '#lib/core/model.ts'; // prettier-ignore
import type { DivisionLevel, FacilityLevel, Project, UnitKind } from '#lib/core/model.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';

/** One's own figure: n, of N where it is a share or a mean. */
export interface OwnFigure {
  n: number;
  of: number | null;
}

/** Computes a figure; null where the data hold no such column or nothing to divide by. */
type Compute = (project: Project, audit: Audit) => OwnFigure | null;

const CLUSTERS: UnitKind[] = ['building', 'park', 'business_district', 'market'];
const LARGE_PREMISES_M2 = 1000;

const has = (project: Project, table: 'units' | 'organisations' | 'facilities', column: string) =>
  (project.columns[table] ?? []).includes(column);
const count = (n: number): OwnFigure => ({ n, of: null });
const share = (n: number, of: number): OwnFigure | null => (of > 0 ? { n, of } : null);

function dueOf({ units }: Project, { due }: Audit, kind: UnitKind): number[] {
  const code = UNIT_KINDS.indexOf(kind);
  return [...due.keys()].filter((unit) => due[unit] === 1 && units.kind[unit] === code);
}

const unitsOf =
  (kind: UnitKind): Compute =>
  (project, audit) =>
    has(project, 'units', 'kind') ? count(dueOf(project, audit, kind).length) : null;

/** Due units of a kind that an organisation covers, of all that are due. */
const coverageOf =
  (kind: UnitKind): Compute =>
  (project, audit) => {
    if (!has(project, 'units', 'kind') || !linked(project)) return null;
    const due = dueOf(project, audit, kind);
    return share(due.filter((unit) => audit.organisation.state[unit] === YES).length, due.length);
  };

const linked = ({ present }: Project): boolean =>
  present.includes('organisations') && present.includes('links');

/** Organisations (all, or committees alone) linked to at least one unit of some kinds. */
const organisationsOver =
  (kinds: readonly UnitKind[], committees = false): Compute =>
  (project) => {
    if (!linked(project) || !has(project, 'units', 'kind')) return null;
    if (committees && !has(project, 'organisations', 'type')) return null;
    const { links, units, organisations } = project;
    const found = new Set<number>();
    for (let link = 0; link < links.count; link++) {
      const [organisation, unit] = [links.organisation[link], links.unit[link]];
      if (organisation < 0 || unit < 0 || !kinds.includes(UNIT_KINDS[units.kind[unit]])) continue;
      const type = ORGANISATION_TYPES[organisations.type[organisation]];
      if (!committees || type === 'committee') found.add(organisation);
    }
    return count(found.size);
  };

const dispatched: Compute = (project) => {
  if (!linked(project)) return null;
  const { organisation, mode, unit } = project.links;
  const DISPATCHED = 3;
  const found = new Set<number>();
  organisation.forEach((o, link) => {
    if (o >= 0 && unit[link] >= 0 && mode[link] === DISPATCHED) found.add(o);
  });
  return count(found.size);
};

function divisionsAt({ divisions }: Project, level: DivisionLevel): number[] {
  const code = DIVISION_LEVELS.indexOf(level);
  return [...divisions.level.keys()].filter((d) => divisions.level[d] === code);
}

const divisionsOf =
  (level: DivisionLevel): Compute =>
  (project) => {
    const found = divisionsAt(project, level).length;
    return found > 0 ? count(found) : null;
  };

/** Divisions of a level in which a facility of that level stands. */
const withCentre =
  (level: DivisionLevel & FacilityLevel): Compute =>
  (project) => {
    if (!has(project, 'facilities', 'level')) return null;
    const { facilities, divisions } = project;
    const above = ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf(level));
    const found = new Set<number>();
    for (let f = 0; f < facilities.count; f++) {
      if (FACILITY_LEVELS[facilities.level[f]] !== level) continue;
      const at = above[facilities.division[f]] ?? -1;
      if (at >= 0) found.add(at);
    }
    return share(found.size, divisionsAt(project, level).length);
  };

/** Divisions of a level whose own organisation has part-time members. */
const partTimeAt =
  (level: DivisionLevel): Compute =>
  (project) => {
    if (!has(project, 'organisations', 'part_time')) return null;
    const { organisations, divisions } = project;
    const code = DIVISION_LEVELS.indexOf(level);
    const found = new Set<number>();
    for (let o = 0; o < organisations.count; o++) {
      const division = organisations.division[o];
      if (division >= 0 && divisions.level[division] === code && organisations.partTime[o] > 0)
        found.add(division);
    }
    return share(found.size, divisionsAt(project, level).length);
  };

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
};

/** Full-time staff of the streets' own organisations, of the streets where it is known. */
const streetStaff: Compute = (project) => {
  if (!has(project, 'organisations', 'full_time')) return null;
  const { organisations, divisions } = project;
  const street = DIVISION_LEVELS.indexOf('street');
  const staff = new Map<number, number>();
  for (let o = 0; o < organisations.count; o++) {
    const division = organisations.division[o];
    const known = organisations.fullTime[o];
    if (division < 0 || divisions.level[division] !== street || Number.isNaN(known)) continue;
    staff.set(division, (staff.get(division) ?? 0) + known);
  }
  return share(sumOf(staff.values()), staff.size);
};

/** Community facilities larger than 1,000 m2, of those whose area is known. */
const largePremises: Compute = ({ facilities, columns }) => {
  if (!columns.facilities?.includes('area_m2')) return null;
  const community = FACILITY_LEVELS.indexOf('community');
  const known = [...facilities.level.keys()].filter(
    (f) => facilities.level[f] === community && !Number.isNaN(facilities.areaM2[f]),
  );
  return share(known.filter((f) => facilities.areaM2[f] > LARGE_PREMISES_M2).length, known.length);
};

/** What of one's own a published figure can stand beside. */
export const PRACTICE_MEASURES = {
  'units.building': unitsOf('building'),
  'units.park': unitsOf('park'),
  'units.business_district': unitsOf('business_district'),
  'units.market': unitsOf('market'),
  'units.grid': unitsOf('grid'),
  'coverage.building': coverageOf('building'),
  'coverage.park': coverageOf('park'),
  'coverage.business_district': coverageOf('business_district'),
  'coverage.market': coverageOf('market'),
  'coverage.grid': coverageOf('grid'),
  'organisations.internet': organisationsOver(['internet']),
  'organisations.park': organisationsOver(['park']),
  'organisations.business_district': organisationsOver(['business_district']),
  'organisations.grid': organisationsOver(['grid']),
  'organisations.clusters': organisationsOver(CLUSTERS),
  'committees.clusters': organisationsOver(CLUSTERS, true),
  'committees.buildings_parks': organisationsOver(['building', 'park'], true),
  'organisations.dispatched': dispatched,
  'resident_units.linked': (project) => {
    if (!linked(project) || !has(project, 'units', 'kind')) return null;
    const { links, units } = project;
    const code = UNIT_KINDS.indexOf('resident_unit');
    const found = new Set(links.unit.filter((u, i) => u >= 0 && units.kind[u] === code && links.organisation[i] >= 0)); // prettier-ignore
    return count(found.size);
  },
  'facilities.all': ({ present, facilities }) =>
    present.includes('facilities') ? count(facilities.count) : null,
  'divisions.street': divisionsOf('street'),
  'divisions.community': divisionsOf('community'),
  'streets.with_centre': withCentre('street'),
  'communities.with_centre': withCentre('community'),
  'streets.part_time': partTimeAt('street'),
  'communities.part_time': partTimeAt('community'),
  'part_time.members': (project) =>
    has(project, 'organisations', 'part_time')
      ? count(sumOf(project.organisations.partTime))
      : null,
  'streets.full_time_mean': streetStaff,
  'communities.premises_1000': largePremises,
  'units.instructors': (project, { due }) =>
    has(project, 'units', 'instructors')
      ? count(sumOf(project.units.instructors.filter((_, unit) => due[unit] === 1)))
      : null,
  'enterprises.business_district': (project, audit) =>
    has(project, 'units', 'enterprises')
      ? count(sumOf(dueOf(project, audit, 'business_district').map((u) => project.units.enterprises[u]))) // prettier-ignore
      : null,
} satisfies Record<string, Compute>;
export type PracticeMeasure = keyof typeof PRACTICE_MEASURES;

/**
 * One's own figure beside a published one: due units, links that name an existing unit and
 * organisation, facilities and divisions as they stand in the project. Null where it is not known.
 */
export const ownFigure = (
  measure: PracticeMeasure | 'none',
  project: Project,
  audit: Audit,
): OwnFigure | null => (measure === 'none' ? null : PRACTICE_MEASURES[measure](project, audit));
