import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  ORGANISATION_TYPES,
  UNIT_KINDS,
} from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { areaOfDivisions } from '#lib/core/division/areas.ts';
import { exactly, rounded } from '#lib/core/norms/amount.ts';
import type { Amount } from '#lib/core/norms/amount.ts';
import { Measures } from '#lib/core/norms/measure.ts';
import type { NormTools } from '#lib/core/norms/measure.ts';
import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { Norm, NormFindings, NormSubject, Threshold } from '#lib/core/norms/norm.ts';

const MET = NORM_STATES.indexOf('met');
const LACKING = NORM_STATES.indexOf('lacking');
const UNSURE = NORM_STATES.indexOf('unknown');

/** The norms of a rule pack, and those of its districts. */
export interface NormSets {
  norms: Norm[];
  districts: readonly { divisions: readonly string[]; rules: { norms: Norm[] } }[];
}

/** Each norm once, with the numbers of the rule sets (0 the pack's own) that hold it. */
function distinctNorms({ norms, districts }: NormSets): { norm: Norm; sets: Set<number> }[] {
  const found = new Map<string, { norm: Norm; sets: Set<number> }>();
  [norms, ...districts.map(({ rules }) => rules.norms)].forEach((list, set) => {
    for (const norm of list) {
      const key = JSON.stringify(norm);
      const known = found.get(key);
      if (known) known.sets.add(set);
      else found.set(key, { norm, sets: new Set([set]) });
    }
  });
  return [...found.values()];
}

function isSubject(project: Project, subject: NormSubject, due: Uint8Array, i: number): boolean {
  const { table, levels, types, kinds } = subject;
  const within = (given: readonly string[] | undefined, words: readonly string[], code: number) =>
    given === undefined || given.includes(words[code]);
  switch (table) {
    case 'divisions':
      return within(levels, DIVISION_LEVELS, project.divisions.level[i]);
    case 'facilities':
      return within(levels, FACILITY_LEVELS, project.facilities.level[i]);
    case 'organisations':
      return within(types, ORGANISATION_TYPES, project.organisations.type[i]);
    case 'units':
      return due[i] === 1 && within(kinds, UNIT_KINDS, project.units.kind[i]);
  }
}

/** The threshold that a norm sets for each record: NaN where it cannot be known, null where it sets none. */
function thresholdsOf(norm: Norm, measures: Measures): (record: number) => number | null {
  const { table } = norm.subject;
  const plain = (set: Threshold): ((record: number) => number) => {
    if (typeof set === 'number') return () => set;
    const per = measures.of(set.per, table);
    return (record) => rounded(set.base + set.amount * exactly(per(record)));
  };
  const { by, bands } = norm;
  if (by === undefined || bands === undefined)
    return norm.threshold === undefined ? () => null : plain(norm.threshold);
  const place = measures.of(by, table);
  const steps = bands.map(({ from = -Infinity, to = Infinity, threshold }) => ({
    from,
    to,
    at: plain(threshold),
  }));
  return (record) => {
    const value = exactly(place(record));
    if (Number.isNaN(value)) return NaN;
    const band = steps.find(({ from, to }) => value >= from && value < to);
    return band === undefined ? null : band.at(record);
  };
}

/** How a measure stands to a threshold, the number that decided, and how much is missing. */
function judged(
  { low, high }: Amount,
  threshold: number,
  require: Norm['require'],
): { state: number; value: number; lacking: number } {
  const least = require === 'at_least';
  const met = least ? low >= threshold : high <= threshold;
  const failed = least ? high < threshold : low > threshold;
  if (!met && !failed) return { state: UNSURE, value: exactly({ low, high }), lacking: NaN };
  const value = met === least ? low : high;
  if (met) return { state: MET, value, lacking: 0 };
  const lacking = Math.abs(threshold - value);
  return { state: LACKING, value, lacking: Number.isFinite(lacking) ? rounded(lacking) : NaN };
}

/**
 * Holds every record to every norm that is about it: a district's own norms inside it, the pack's
 * elsewhere. A value that is missing makes a finding unknown, never lacking, unless what is there
 * decides already. Where no band holds a record the norm asks nothing of it. Levels do not nest: a
 * norm for one level looks at the facilities of that level alone.
 */
export function normFindings(project: Project, sets: NormSets, tools: NormTools): NormFindings {
  const districts = sets.districts ?? [];
  const areas = areaOfDivisions(project.divisions, districts);
  const measures = new Measures(project, tools);
  const norms = distinctNorms({ norms: sets.norms, districts });
  const found = emptyFindings(
    norms.map(({ norm }) => norm),
    norms.reduce((most, { norm }) => most + project[norm.subject.table].count, 0),
  );
  norms.forEach(({ norm, sets: holding }, n) => {
    const { table } = norm.subject;
    const home = table === 'divisions' ? null : project[table].division;
    const measure = measures.of(norm.measure, table);
    const thresholdAt = thresholdsOf(norm, measures);
    for (let record = 0; record < project[table].count; record++) {
      const division = home ? home[record] : record;
      if (!holding.has(division < 0 ? 0 : areas[division] + 1)) continue;
      if (!isSubject(project, norm.subject, tools.due, record)) continue;
      const threshold = thresholdAt(record);
      if (threshold === null) continue;
      const verdict = judged(measure(record), threshold, norm.require);
      const i = found.count++;
      found.norm[i] = n;
      found.record[i] = record;
      found.division[i] = division;
      found.threshold[i] = threshold;
      found.state[i] = verdict.state;
      found.value[i] = verdict.value;
      found.lacking[i] = verdict.lacking;
    }
  });
  return trimmed(found);
}

function emptyFindings(norms: Norm[], most: number): NormFindings {
  return {
    count: 0,
    norms,
    norm: new Uint16Array(most),
    record: new Uint32Array(most),
    state: new Uint8Array(most),
    value: new Float64Array(most),
    threshold: new Float64Array(most),
    lacking: new Float64Array(most),
    division: new Int32Array(most),
  };
}

function trimmed(found: NormFindings): NormFindings {
  const { count, norms } = found;
  return {
    count,
    norms,
    norm: found.norm.slice(0, count),
    record: found.record.slice(0, count),
    state: found.state.slice(0, count),
    value: found.value.slice(0, count),
    threshold: found.threshold.slice(0, count),
    lacking: found.lacking.slice(0, count),
    division: found.division.slice(0, count),
  };
}
