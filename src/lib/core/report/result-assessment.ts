import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { NormFindings, NormState, NormSubject, NormUnit } from '#lib/core/norms/norm.ts';
import { normSummary } from '#lib/core/norms/summary.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import type { NextStep } from '#lib/core/coverage/pack.ts';
import { stepEvidence } from '#lib/core/coverage/step-evidence.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import type { ZoneBasis } from '#lib/core/reach/blank-zone.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import type { GroupKind } from '#lib/core/report/group-id.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { wordAt } from '#lib/core/texts.ts';

/** What is to be done with a unit. `target`: an organisation's id, a group's, or a division's code. */
export interface ResultStep {
  step: NextStep;
  rule: string;
  target: string | null;
  /** Metres to the organisation, two decimals. */
  distance_m: number | null;
  /** The rows it rests on, as `file:row`. */
  evidence: string[];
}

export interface ResultGroup {
  id: string;
  units: string[];
  rows: string[];
  members: number;
  span_m: number;
}

/** How good a grouping is: `served` of `candidates` units are in a group, and no grouping serves more than `bound`. */
export interface ResultGrouping {
  groups: number;
  candidates: number;
  served: number;
  bound: number;
  proof: Grouping['proof'];
}

export interface ResultNormSummary {
  norm: string;
  subjects: number;
  met: number;
  lacking: number;
  unknown: number;
  lacking_sum: number;
  unit: NormUnit;
  share: number | null;
  target_share: number | null;
  average: number | null;
  target: NormState | null;
}

export interface ResultFinding {
  norm: string;
  table: NormSubject['table'];
  id: string;
  row: string;
  division: string | null;
  state: NormState;
  value: number | null;
  threshold: number | null;
  lacking: number | null;
}

export interface ResultBelt {
  id: string;
  street: string | null;
  community: string | null;
  units: string[];
  rows: string[];
  employees: number;
  households: number;
}

export interface ResultZone {
  id: string;
  division: string | null;
  street: string | null;
  area_m2: number;
  points: number;
  /** The people inside, by demand, households or employees. */
  weight: number;
  basis: ZoneBasis;
  units: number;
}

/** What an assessment adds to `result.json`. */
export interface ResultAssessment {
  grouping: { joint: ResultGrouping; grids: ResultGrouping };
  joint_groups: ResultGroup[];
  grid_groups: ResultGroup[];
  norms: { summary: ResultNormSummary[]; findings: ResultFinding[] };
  belts: ResultBelt[];
  zones: ResultZone[];
}

/** Two decimals; null for what is no number. */
const decimals = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 100) / 100 : null;

const codeOf = ({ divisions }: Project, division: number): string | null =>
  division < 0 ? null : divisions.code[division];

function groups(project: Project, grouping: Grouping, kind: GroupKind): ResultGroup[] {
  return Array.from({ length: grouping.groups }, (_, g) => {
    const units = [...grouping.member.subarray(grouping.groupStart[g], grouping.groupStart[g + 1])];
    return {
      id: groupId(kind, g),
      units: units.map((unit) => wordAt(project.units.id, unit)),
      rows: units.map((unit) => sourceRow(project, 'units', unit)),
      members: grouping.members[g],
      span_m: decimals(grouping.spanM[g]) ?? 0,
    };
  });
}

const figures = ({ groups, candidates, served, bound, proof }: Grouping): ResultGrouping => ({
  groups,
  candidates,
  served,
  bound,
  proof,
});

/** The id that the ledger gives a norm's subject; a division's is its code. */
const subjectId = (project: Project, table: NormSubject['table'], record: number): string =>
  table === 'divisions' ? project.divisions.code[record] : wordAt(project[table].id, record);

function findings(project: Project, norms: NormFindings): ResultFinding[] {
  return Array.from({ length: norms.count }, (_, i) => {
    const norm = norms.norms[norms.norm[i]];
    const { table } = norm.subject;
    return {
      norm: norm.id,
      table,
      id: subjectId(project, table, norms.record[i]),
      row: sourceRow(project, table, norms.record[i]),
      division: codeOf(project, norms.division[i]),
      state: NORM_STATES[norms.state[i]],
      value: decimals(norms.value[i]),
      threshold: decimals(norms.threshold[i]),
      lacking: decimals(norms.lacking[i]),
    };
  });
}

function summary(norms: NormFindings): ResultNormSummary[] {
  return normSummary(norms).map((row) => ({
    norm: norms.norms[row.norm].id,
    subjects: row.subjects,
    met: row.met,
    lacking: row.lacking,
    unknown: row.unknown,
    lacking_sum: decimals(row.lackingSum) ?? 0,
    unit: norms.norms[row.norm].unit,
    share: row.share,
    target_share: row.targetShare,
    average: row.average,
    target: row.target,
  }));
}

function belts(project: Project, { belts }: Assessment): ResultBelt[] {
  return Array.from({ length: belts.count }, (_, b) => {
    const units = [...belts.member.subarray(belts.beltStart[b], belts.beltStart[b + 1])];
    return {
      id: groupId('belt', b),
      street: codeOf(project, belts.street[b]),
      community: codeOf(project, belts.community[b]),
      units: units.map((unit) => wordAt(project.units.id, unit)),
      rows: units.map((unit) => sourceRow(project, 'units', unit)),
      employees: belts.employees[b],
      households: belts.households[b],
    };
  });
}

function zones(project: Project, { zones }: Assessment): ResultZone[] {
  return Array.from({ length: zones.count }, (_, z) => ({
    id: groupId('zone', z),
    division: codeOf(project, zones.division[z]),
    street: codeOf(project, zones.street[z]),
    area_m2: decimals(zones.areaM2[z]) ?? 0,
    points: zones.points[z],
    weight: decimals(zones.weight[z]) ?? 0,
    basis: zones.basis,
    units: zones.units[z],
  }));
}

/** An assessment as `result.json` has it, geometry left out. */
export function resultAssessment(project: Project, assessment: Assessment): ResultAssessment {
  const { joint, grids, norms } = assessment;
  return {
    grouping: { joint: figures(joint), grids: figures(grids) },
    joint_groups: groups(project, joint, 'joint_group'),
    grid_groups: groups(project, grids, 'grid_group'),
    norms: { summary: summary(norms), findings: findings(project, norms) },
    belts: belts(project, assessment),
    zones: zones(project, assessment),
  };
}

/** The id of the group of a unit, null where it is in none. */
export const groupOfUnit = ({ groupOf }: Grouping, kind: GroupKind, unit: number): string | null =>
  groupOf[unit] < 0 ? null : groupId(kind, groupOf[unit]);

/** The name of what a unit's next step is about, null where it is about nothing else. */
export function stepTarget(project: Project, assessment: Assessment, unit: number): string | null {
  const target = stepAt(assessment.steps, unit)?.target;
  if (!target) return null;
  if (target.table === 'division') return project.divisions.code[target.record];
  if (target.table === 'organisation') return wordAt(project.organisations.id, target.record);
  return target.table === 'none' ? null : groupId(target.table, target.record);
}

/** What is to be done with a unit, as `result.json` has it; null where nothing is. */
export function resultStep(
  project: Project,
  audit: Audit,
  assessment: Assessment,
  unit: number,
): ResultStep | null {
  const found = stepAt(assessment.steps, unit);
  if (found === null) return null;
  const rows = stepEvidence(project, audit, assessment.steps, assessment, unit);
  return {
    step: found.step,
    rule: found.rule,
    target: stepTarget(project, assessment, unit),
    distance_m: decimals(found.distanceM),
    evidence: [...new Set(rows.map(({ table, record }) => sourceRow(project, table, record)))],
  };
}
