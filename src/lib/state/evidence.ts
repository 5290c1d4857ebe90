import { LINK_MODES, ORGANISATION_TYPES, FACILITY_LEVELS, TABLES } from '#lib/core/model.ts';
import type { Project, Rows, TableName } from '#lib/core/model.ts';
import type { RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import type { Verdicts } from '#lib/core/coverage/verdict.ts';
import type { Say } from '#lib/state/say.ts';
import { nameAt, textAt, wordAt } from '#lib/core/texts.ts';

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
      text('fact.name', nameAt(organisations, record)),
      word('fact.type', ORGANISATION_TYPES[organisations.type[record]], 'type'),
      { key: 'fact.termEnd', value: textAt(organisations.termEnd, record), as: 'date' },
    ];
  if (table === 'links') {
    const organisation = links.organisation[record];
    return [
      word('fact.mode', LINK_MODES[links.mode[record]], 'mode'),
      organisation < 0
        ? { key: 'fact.organisation', value: 'fact.missing', as: 'key' }
        : text('fact.organisation', wordAt(organisations.id, organisation)),
    ];
  }
  if (table === 'facilities')
    return [
      text('fact.name', nameAt(facilities, record)),
      word('fact.level', FACILITY_LEVELS[facilities.level[record]], 'facility'),
    ];
  const id = text('fact.id', wordAt(units.id, record));
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

/** Whether a rule was decided by the radius set on the screen, and not by that of the rule pack. */
export const isRadiusSet = (rule: string, pack: RuleSource, radiusM: number | null): boolean =>
  radiusM !== null && (rule === 'service.beyond' || radiiOf(rule, pack).length > 0);

/** A pack with its districts, or the one rule set that a unit follows. */
export type RuleSource = RuleSet & Partial<Pick<RulePack, 'districts'>>;

/** The metres of a rule of reach, each once: its city's, and those of districts where they have others. */
function radiiOf(rule: string, pack: RuleSource): number[] {
  const sets = [pack, ...(pack.districts ?? []).map(({ rules }) => rules)];
  const all = sets.flatMap(({ service }) => service.reach.filter(({ id }) => id === rule));
  return [...new Set(all.map(({ radiusM }) => radiusM))];
}

/** A rule in words, with the metres that decided: those of the pack, or those set in their place. */
export function ruleWords(
  rule: string,
  pack: RuleSource,
  radiusM: number | null,
  { t, numbers }: { t: Say; numbers: { metres(value: number): string } },
): string {
  const words = t(`rule.${rule}`);
  if (radiusM !== null && isRadiusSet(rule, pack, radiusM))
    return t('figure.withinSet', { rule: words, radius: numbers.metres(radiusM) });
  const radii = radiiOf(rule, pack);
  if (radii.length === 0) return words;
  return t('figure.within', { rule: words, radius: radii.map(numbers.metres).join(' / ') });
}
