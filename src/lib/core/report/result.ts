import { DIVISION_LEVELS, LEDGERS, STATES, UNIT_KINDS } from '#lib/core/model.ts';
import type { DivisionLevel, Issue, Ledger, Project, State, UnitKind } from '#lib/core/model.ts';
import type { DemandCounts, DemandReach } from '#lib/core/coverage/demand-reach.ts';
import { evidenceOf } from '#lib/core/coverage/evidence.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { countsAt } from '#lib/core/report/counts.ts';
import type {
  Counts,
  DivisionCounts,
  DivisionKindCounts,
  KindCounts,
} from '#lib/core/report/counts.ts';
import { linedJson } from '#lib/core/report/lined-json.ts';
import { groupOfUnit, resultAssessment, resultStep } from '#lib/core/report/result-assessment.ts';
import type { ResultAssessment, ResultStep } from '#lib/core/report/result-assessment.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { wordAt } from '#lib/core/texts.ts';

/** `rate = yes / (yes + no + unknown)`, null where there is nothing to divide by. */
export interface LedgerCounts {
  yes: number;
  no: number;
  unknown: number;
  rate: number | null;
}

export interface CountBlock {
  units: number;
  due: number;
  exempt: number;
  organisation: LedgerCounts & { standalone: number; joint: number };
  work: LedgerCounts & { without_organisation: LedgerCounts };
  service: LedgerCounts;
}

/** Counts by kind; a unit whose kind is not known counts under `none`. */
export type KindBlocks = Partial<Record<UnitKind | 'none', CountBlock>>;

export interface ResultDivision extends CountBlock {
  code: string;
  level: DivisionLevel;
  name: string;
  parent: string | null;
  /** Units that stand in the division and in none of its children. */
  own: number;
  kinds: KindBlocks;
  demand: DemandCounts | null;
}

export interface ResultUnit {
  id: string;
  kind: UnitKind | null;
  division: string | null;
  due: boolean;
  exempt_reason: string | null;
  organisation: State;
  work: State;
  service: State;
  rule: Record<Ledger | 'due', string | null>;
  /** The rows that decided each ledger, as `file:row`. */
  evidence: Record<Ledger, string[]>;
  nearest_facility: string | null;
  distance_m: number | null;
  next_step: ResultStep | null;
  joint_group: string | null;
  grid_group: string | null;
}

/** The contract's `result.json`. */
export interface Result extends ResultAssessment {
  format: 'lacuna-result';
  version: 1;
  project: { name: string | null; fictional: boolean; attribution: string | null };
  rules: { id: string; version: string };
  radius_m: number | null;
  as_of: string | null;
  totals: CountBlock & { kinds: KindBlocks };
  unplaced: CountBlock;
  demand: DemandCounts | null;
  divisions: ResultDivision[];
  units: ResultUnit[];
  issues: Issue[];
}

export interface ResultInput {
  project: Project;
  pack: RulePack;
  audit: Audit;
  assessment: Assessment;
  radiusM: number | null;
  totals: Counts;
  kinds: KindCounts[];
  unplaced: Counts;
  divisions: DivisionCounts;
  divisionKinds: DivisionKindCounts;
  /** Null where no demand was handed in. */
  demand: DemandReach | null;
}

function ledgerCounts(yes: number, no: number, unknown: number): LedgerCounts {
  const all = yes + no + unknown;
  return { yes, no, unknown, rate: all === 0 ? null : yes / all };
}

/** Counts as a result has them. */
export function countBlock(c: Counts): CountBlock {
  const organisation = ledgerCounts(c.organisation_yes, c.organisation_no, c.organisation_unknown);
  const alone = ledgerCounts(c.work_alone_yes, c.work_alone_no, c.work_alone_unknown);
  return {
    units: c.units,
    due: c.due,
    exempt: c.exempt,
    organisation: { ...organisation, standalone: c.standalone, joint: c.joint },
    work: { ...ledgerCounts(c.work_yes, c.work_no, c.work_unknown), without_organisation: alone },
    service: ledgerCounts(c.service_yes, c.service_no, c.service_unknown),
  };
}

function kindName(kind: number): UnitKind | 'none' {
  return UNIT_KINDS[kind] ?? 'none';
}

function resultDivisions(input: ResultInput): ResultDivision[] {
  const { project, divisionKinds } = input;
  const { divisions } = project;
  const kinds: KindBlocks[] = Array.from({ length: divisions.count }, () => ({}));
  for (let i = 0; i < divisionKinds.count; i++)
    kinds[divisionKinds.division[i]][kindName(divisionKinds.kind[i])] = countBlock(
      countsAt(divisionKinds, i),
    );
  return kinds.map((byKind, d) => ({
    code: divisions.code[d],
    level: DIVISION_LEVELS[divisions.level[d]],
    name: divisions.name[d],
    parent: divisions.parent[d] < 0 ? null : divisions.code[divisions.parent[d]],
    own: input.divisions.own[d],
    ...countBlock(countsAt(input.divisions, d)),
    kinds: byKind,
    demand: input.demand === null ? null : input.demand.divisions[d],
  }));
}

function resultUnits({ project, audit, assessment }: ResultInput): ResultUnit[] {
  const { units, divisions, facilities } = project;
  return Array.from({ length: units.count }, (_, i) => {
    const evidence = {} as Record<Ledger, string[]>;
    for (const ledger of LEDGERS)
      evidence[ledger] = evidenceOf(audit[ledger], i).map(({ table, record }) =>
        sourceRow(project, table, record),
      );
    const facility = audit.service.facility[i];
    const distance = audit.service.distanceM[i];
    const exempt = audit.exemptRule[i];
    return {
      id: wordAt(units.id, i),
      kind: UNIT_KINDS[units.kind[i]] ?? null,
      division: units.division[i] < 0 ? null : divisions.code[units.division[i]],
      due: audit.due[i] === 1,
      exempt_reason: audit.reasons[exempt],
      organisation: STATES[audit.organisation.state[i]],
      work: STATES[audit.work.state[i]],
      service: STATES[audit.service.state[i]],
      rule: {
        due: exempt === 0 ? null : audit.rules[exempt],
        organisation: audit.rules[audit.organisation.rule[i]],
        work: audit.rules[audit.work.rule[i]],
        service: audit.rules[audit.service.rule[i]],
      },
      evidence,
      nearest_facility: facility < 0 ? null : wordAt(facilities.id, facility),
      distance_m: Number.isNaN(distance) ? null : Math.round(distance * 100) / 100,
      next_step: resultStep(project, audit, assessment, i),
      joint_group: groupOfUnit(assessment.joint, 'joint_group', i),
      grid_group: groupOfUnit(assessment.grids, 'grid_group', i),
    };
  });
}

/**
 * The audit as the contract's `result.json`, from the counting views' answers and the verdicts. The
 * same in the browser and on the command line.
 */
export function buildResult(input: ResultInput): Result {
  const { project, pack } = input;
  const { name, fictional, attribution, asOf } = project.info;
  const kinds: KindBlocks = {};
  for (const counts of input.kinds) kinds[kindName(counts.kind)] = countBlock(counts);
  return {
    format: 'lacuna-result',
    version: 1,
    project: { name, fictional, attribution },
    rules: { id: pack.id, version: pack.version },
    radius_m: input.radiusM,
    as_of: asOf,
    totals: { ...countBlock(input.totals), kinds },
    unplaced: countBlock(input.unplaced),
    demand: input.demand === null ? null : input.demand.total,
    divisions: resultDivisions(input),
    units: resultUnits(input),
    ...resultAssessment(project, input.assessment),
    issues: project.issues,
  };
}

/** The result as JSON text with one division, unit, finding or issue a line, so that two results can be compared line by line. */
export const resultText = (result: Result): string => linedJson(result);
