import { DIVISION_LEVELS, FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Note } from '#lib/core/coverage/pack/pack-file.ts';
import type { Measure, Norm, NormSubject, Threshold } from '#lib/core/norms/norm.ts';

/** The tables whose records each measure can be taken of. */
const TABLES_OF: Record<Measure['of'], readonly NormSubject['table'][]> = {
  column: ['divisions', 'facilities', 'organisations', 'units'],
  facilities: ['divisions'],
  organisations: ['divisions'],
  distance: ['units'],
  days_over: ['divisions', 'facilities', 'organisations', 'units'],
  links: ['organisations'],
};
const UNIT_OF: Partial<Record<Measure['of'], Norm['unit']>> = {
  distance: 'm',
  days_over: 'days',
  links: 'count',
};
const LEVELS: Partial<Record<NormSubject['table'], readonly string[]>> = {
  divisions: DIVISION_LEVELS,
  facilities: FACILITY_LEVELS,
};

function checkMeasure(
  note: Note,
  place: string,
  measure: Measure,
  table: NormSubject['table'],
): void {
  const tables = TABLES_OF[measure.of];
  if (!tables.includes(table))
    note(`${place}/of`, 'pack_contradiction', measure.of, tables.join(' | '));
  if (!('fold' in measure)) return;
  if (measure.fold === 'count' && measure.column !== undefined)
    note(`${place}/column`, 'pack_contradiction', measure.column, null);
  if (measure.fold !== 'count' && measure.column === undefined)
    note(`${place}/column`, 'pack_missing', undefined, 'text');
}

function checkThreshold(
  note: Note,
  place: string,
  threshold: Threshold | undefined,
  table: NormSubject['table'],
): void {
  if (typeof threshold === 'object') checkMeasure(note, `${place}/per`, threshold.per, table);
}

function checkSubject(note: Note, place: string, subject: NormSubject): void {
  const { table, levels, types, kinds } = subject;
  const known = LEVELS[table];
  levels?.forEach((level, i) => {
    if (!known?.includes(level))
      note(`${place}/levels/${i}`, 'pack_contradiction', level, known?.join(' | ') ?? null);
  });
  if (types && table !== 'organisations')
    note(`${place}/types`, 'pack_contradiction', table, 'organisations');
  if (kinds && table !== 'units') note(`${place}/kinds`, 'pack_contradiction', table, 'units');
}

function checkBands(note: Note, place: string, norm: Norm): void {
  const bands = norm.bands ?? [];
  bands.forEach(({ from = -Infinity, to = Infinity, threshold }, i) => {
    if (!(from < to)) note(`${place}/bands/${i}/to`, 'pack_bands_overlap', to, `> ${from}`);
    const before = i === 0 ? -Infinity : (bands[i - 1].to ?? Infinity);
    if (i > 0 && from < before)
      note(`${place}/bands/${i}/from`, 'pack_bands_overlap', from, `>= ${before}`);
    checkThreshold(note, `${place}/bands/${i}/threshold`, threshold, norm.subject.table);
  });
}

/**
 * Notes what contradicts itself in a norm whose members are each sound: a measure that its subject
 * does not have, bands that overlap or have nothing to go by, no threshold or two.
 */
export function checkNorm(note: Note, place: string, norm: Norm): void {
  const { subject, measure, threshold, by, bands } = norm;
  checkSubject(note, `${place}/subject`, subject);
  checkMeasure(note, `${place}/measure`, measure, subject.table);
  if (by) checkMeasure(note, `${place}/by`, by, subject.table);
  checkThreshold(note, `${place}/threshold`, threshold, subject.table);
  checkBands(note, place, norm);
  if (threshold === undefined && bands === undefined)
    note(`${place}/threshold`, 'pack_no_threshold', undefined, 'threshold | bands');
  if (threshold !== undefined && bands !== undefined)
    note(`${place}/bands`, 'pack_contradiction', 'bands', 'threshold | bands');
  if (bands && !by) note(`${place}/by`, 'pack_missing', undefined, 'object');
  if (by && !bands) note(`${place}/bands`, 'pack_missing', undefined, 'array');
  if (norm.targetShare !== undefined && norm.average)
    note(`${place}/average`, 'pack_contradiction', 'average', 'targetShare | average');
  const unit = UNIT_OF[measure.of];
  if (unit && norm.unit !== unit) note(`${place}/unit`, 'pack_contradiction', norm.unit, unit);
}
