import { LINK_MODES, ORGANISATION_TYPES, FACILITY_LEVELS, TABLES } from '#lib/core/model.ts';
import type { Project, Rows, TableName } from '#lib/core/model.ts';
import type { Verdicts } from '#lib/core/coverage/verdict.ts';

/** A fact of a record: the key of its name, and a value that is a number, a text, a date or the key of words. */
export interface Fact {
  key: string;
  value: number | string | null;
  as: 'number' | 'text' | 'key' | 'date' | 'areaM2';
}

/** A row that decided something: where it stands in which file, and its telling fields. */
export interface EvidenceRow {
  table: TableName;
  record: number;
  file: string;
  row: number;
  facts: Fact[];
}

const text = (key: string, value: string | null): Fact => ({ key, value, as: 'text' });
const number = (key: string, value: number): Fact => ({ key, value, as: 'number' });
const word = (key: string, value: string | undefined, prefix: string): Fact => ({
  key,
  value: value ? `${prefix}.${value}` : null,
  as: 'key',
});

const WORK_FIELDS = ['instructors', 'liaisons', 'league'] as const;

function factsOf(project: Project, table: TableName, record: number, ledger: string): Fact[] {
  const { organisations, links, facilities, units } = project;
  if (table === 'organisations')
    return [
      text('fact.name', organisations.name[record] ?? organisations.id[record]),
      word('fact.type', ORGANISATION_TYPES[organisations.type[record]], 'type'),
      { key: 'fact.termEnd', value: organisations.termEnd[record], as: 'date' },
    ];
  if (table === 'links') {
    const organisation = links.organisation[record];
    return [
      word('fact.mode', LINK_MODES[links.mode[record]], 'mode'),
      organisation < 0
        ? { key: 'fact.organisation', value: 'fact.missing', as: 'key' }
        : text('fact.organisation', organisations.id[organisation]),
    ];
  }
  if (table === 'facilities')
    return [
      text('fact.name', facilities.name[record] ?? facilities.id[record]),
      word('fact.level', FACILITY_LEVELS[facilities.level[record]], 'facility'),
    ];
  const id = text('fact.id', units.id[record]);
  if (table !== 'units' || ledger !== 'work') return table === 'units' ? [id] : [];
  const present = WORK_FIELDS.filter((field) => project.columns.units?.includes(field));
  return [id, ...present.map((field) => number(`fact.${field}`, units[field][record]))];
}

/** The rows behind one verdict, each once. */
export function evidenceOf(
  project: Project,
  verdicts: Verdicts,
  unit: number,
  ledger: string,
): EvidenceRow[] {
  const rows: EvidenceRow[] = [];
  for (let e = verdicts.evidenceStart[unit]; e < verdicts.evidenceStart[unit + 1]; e++) {
    const table = TABLES[verdicts.evidenceTable[e]];
    const record = verdicts.evidenceRecord[e];
    if (rows.some((row) => row.table === table && row.record === record)) continue;
    const source: Rows = project[table];
    rows.push({
      table,
      record,
      file: project.files[source.file[record]]?.name ?? table,
      row: source.row[record],
      facts: factsOf(project, table, record, ledger).filter(
        ({ value }) => value !== null && !Number.isNaN(value),
      ),
    });
  }
  return rows;
}
