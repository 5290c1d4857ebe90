import type { FeatureCollection, Point } from 'geojson';
import { NO, STATES, UNIT_KINDS, YES } from '#lib/core/model.ts';
import type { Ledger, Project, State } from '#lib/core/model.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import type { NextStep } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { csvText } from '#lib/core/report/csv.ts';
import { groupOfUnit, stepTarget } from '#lib/core/report/result-assessment.ts';
import { divisionPath } from '#lib/core/report/source-row.ts';
import { textAt, wordAt } from '#lib/core/texts.ts';

/** A due unit with a blank in some ledger. */
export interface BlankRow {
  id: string;
  kind: string | null;
  name: string | null;
  division: string | null;
  /** Names from the root of the tree down, joined by ` / `. */
  division_path: string;
  /** The ledgers in which it is blank, joined by `;`. */
  blank: string;
  organisation: State;
  work: State;
  service: State;
  organisation_rule: string;
  work_rule: string;
  service_rule: string;
  nearest_facility: string | null;
  distance_m: string | null;
  /** What is to be done, the rule that says so, and what with: an organisation, a group or a division. */
  next_step: NextStep | null;
  step_rule: string | null;
  step_target: string | null;
  joint_group: string | null;
  grid_group: string | null;
  lng: number | null;
  lat: number | null;
}

const HEADER = [
  'id',
  'kind',
  'name',
  'division',
  'division_path',
  'blank',
  'organisation',
  'work',
  'service',
  'organisation_rule',
  'work_rule',
  'service_rule',
  'nearest_facility',
  'distance_m',
  'next_step',
  'step_rule',
  'step_target',
  'joint_group',
  'grid_group',
  'lng',
  'lat',
] as const satisfies readonly (keyof BlankRow)[];

/** The ledgers in which a unit is blank; work is a blank only where no organisation covers. */
export function blankLedgers(audit: Audit, unit: number): Ledger[] {
  if (audit.due[unit] === 0) return [];
  const blank: Ledger[] = [];
  if (audit.organisation.state[unit] === NO) blank.push('organisation');
  if (audit.work.state[unit] === NO && audit.organisation.state[unit] !== YES) blank.push('work');
  if (audit.service.state[unit] === NO) blank.push('service');
  return blank;
}

function blankRow(
  project: Project,
  audit: Audit,
  assessment: Assessment,
  unit: number,
  blank: Ledger[],
): BlankRow {
  const { units, divisions, facilities } = project;
  const facility = audit.service.facility[unit];
  const distance = audit.service.distanceM[unit];
  const step = stepAt(assessment.steps, unit);
  const known = !Number.isNaN(units.lng[unit]) && !Number.isNaN(units.lat[unit]);
  return {
    id: wordAt(units.id, unit),
    kind: UNIT_KINDS[units.kind[unit]] ?? null,
    name: textAt(units.name, unit),
    division: units.division[unit] < 0 ? null : divisions.code[units.division[unit]],
    division_path: divisionPath(project, units.division[unit]).join(' / '),
    blank: blank.join(';'),
    organisation: STATES[audit.organisation.state[unit]],
    work: STATES[audit.work.state[unit]],
    service: STATES[audit.service.state[unit]],
    organisation_rule: audit.rules[audit.organisation.rule[unit]],
    work_rule: audit.rules[audit.work.rule[unit]],
    service_rule: audit.rules[audit.service.rule[unit]],
    nearest_facility: facility < 0 ? null : wordAt(facilities.id, facility),
    distance_m: Number.isNaN(distance) ? null : distance.toFixed(2),
    next_step: step?.step ?? null,
    step_rule: step?.rule ?? null,
    step_target: stepTarget(project, assessment, unit),
    joint_group: groupOfUnit(assessment.joint, 'joint_group', unit),
    grid_group: groupOfUnit(assessment.grids, 'grid_group', unit),
    lng: known ? units.lng[unit] : null,
    lat: known ? units.lat[unit] : null,
  };
}

/** Every due unit with a blank in some ledger, in the project's order. */
export function blankRows(project: Project, audit: Audit, assessment: Assessment): BlankRow[] {
  const rows: BlankRow[] = [];
  for (let unit = 0; unit < project.units.count; unit++) {
    const blank = blankLedgers(audit, unit);
    if (blank.length > 0) rows.push(blankRow(project, audit, assessment, unit, blank));
  }
  return rows;
}

/** The blank list as CSV text. */
export function blanksCsv(rows: readonly BlankRow[]): string {
  return csvText(
    [...HEADER],
    rows.map((row) => HEADER.map((name) => row[name])),
  );
}

/** The blank list as points; a unit without a position has a null geometry. */
export function blanksGeoJson(rows: readonly BlankRow[]): FeatureCollection<Point | null> {
  return {
    type: 'FeatureCollection',
    features: rows.map(({ lng, lat, ...properties }) => ({
      type: 'Feature',
      geometry: lng === null || lat === null ? null : { type: 'Point', coordinates: [lng, lat] },
      properties: {
        ...properties,
        distance_m: properties.distance_m === null ? null : Number(properties.distance_m),
      },
    })),
  } as FeatureCollection<Point | null>;
}
