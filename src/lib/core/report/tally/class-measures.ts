import { NO, UNKNOWN, YES } from '#lib/core/model.ts';
import { MEASURES, countsAt } from '#lib/core/report/counts.ts';
import type { Counts, Measure } from '#lib/core/report/counts.ts';
import {
  CASES,
  CLASSES,
  EXEMPT_CLASS,
  NO_BARE,
  NO_TIED,
  STATES_A_LEDGER,
  UNKNOWN_BARE,
  UNKNOWN_TIED,
  YES_JOINT,
  YES_STANDALONE,
} from '#lib/core/report/tally/unit-classes.ts';

type MeasureColumns = Record<Measure, Int32Array>;

function measureColumns(count: number): MeasureColumns {
  const columns = {} as MeasureColumns;
  for (const measure of MEASURES) columns[measure] = new Int32Array(count);
  return columns;
}

const ofCase = (pair: Int32Array, c: number): number =>
  pair[3 * c] + pair[3 * c + 1] + pair[3 * c + 2];
/** Units in one state of work that no organisation covers, and those that one covers. */
const alone = (pair: Int32Array, work: number): number =>
  pair[work] + pair[3 + work] + pair[6 + work] + pair[9 + work];
const covered = (pair: Int32Array, work: number): number =>
  pair[12 + work] + pair[15 + work] + pair[18 + work];

/**
 * Measures of `count` sets from how many units each has of every class: those of set i stand in
 * `n[i * CLASSES .. (i + 1) * CLASSES]`. The same sums as `counts_own.sql`.
 */
export function measuresOf(n: Int32Array, count: number): MeasureColumns {
  const columns = measureColumns(count);
  const { units, due, exempt, standalone, joint, partial, blank, unsure } = columns;
  const { organisation_yes, organisation_no, organisation_unknown } = columns;
  const { work_yes, work_no, work_unknown } = columns;
  const { work_alone_yes, work_alone_no, work_alone_unknown } = columns;
  const { service_yes, service_no, service_unknown } = columns;
  /** Units by case of the organisation ledger and state of work: entry `case * 3 + work`. */
  const pair = new Int32Array(CASES * STATES_A_LEDGER);
  for (let i = 0, at = 0; i < count; i++, at += CLASSES) {
    const left = n[at + EXEMPT_CLASS];
    let reached = 0;
    let beyond = 0;
    let unsaid = 0;
    for (let p = 0, from = at; p < pair.length; p++, from += STATES_A_LEDGER) {
      const no = n[from + NO];
      const yes = n[from + YES];
      const unknown = n[from + UNKNOWN];
      pair[p] = no + yes + unknown;
      beyond += no;
      reached += yes;
      unsaid += unknown;
    }
    const all = reached + beyond + unsaid;
    units[i] = all + left;
    exempt[i] = left;
    if (all === 0) continue;
    due[i] = all;
    service_yes[i] = reached;
    service_no[i] = beyond;
    service_unknown[i] = unsaid;

    const no = ofCase(pair, NO_BARE) + ofCase(pair, NO_TIED);
    const unknown = ofCase(pair, UNKNOWN_BARE) + ofCase(pair, UNKNOWN_TIED);
    organisation_no[i] = no;
    organisation_unknown[i] = unknown;
    organisation_yes[i] = all - no - unknown;
    standalone[i] = ofCase(pair, YES_STANDALONE);
    joint[i] = ofCase(pair, YES_JOINT);
    work_alone_yes[i] = alone(pair, YES);
    work_alone_no[i] = alone(pair, NO);
    work_alone_unknown[i] = alone(pair, UNKNOWN);
    work_yes[i] = work_alone_yes[i] + covered(pair, YES);
    work_no[i] = work_alone_no[i] + covered(pair, NO);
    work_unknown[i] = work_alone_unknown[i] + covered(pair, UNKNOWN);
    blank[i] = pair[3 * NO_BARE + NO];
    unsure[i] =
      pair[3 * NO_BARE + UNKNOWN] + pair[3 * UNKNOWN_BARE + NO] + pair[3 * UNKNOWN_BARE + UNKNOWN];
    partial[i] = no + unknown - blank[i] - unsure[i];
  }
  return columns;
}

/** The measures of one set, whose classes stand from `at` on. */
export const countsOfClasses = (n: Int32Array, at = 0): Counts =>
  countsAt(measuresOf(n.subarray(at, at + CLASSES), 1), 0);
