import type { RuleDifference } from '#lib/core/coverage/compare-packs.ts';
import type { Band, Measure, Norm, NormSubject, Threshold } from '#lib/core/norms/norm.ts';
import { numbersOf, type Numbers } from '#lib/i18n/numbers.ts';
import { translator, type Locale, type Translate } from '#lib/i18n/words.ts';

/** What words need to say a value: those of a language, and its numbers. */
export interface Speaker {
  t: Translate;
  numbers: Numbers;
  locale: Locale;
}

export const speakerOf = (locale: Locale): Speaker => ({
  t: translator(locale),
  numbers: numbersOf(locale),
  locale,
});

/** Under which words the values of an enumeration stand. */
const PREFIX: Record<string, string> = {
  kinds: 'kind',
  modes: 'mode',
  status: 'status',
  types: 'type',
  within: 'level',
  level: 'facility',
  table: 'table',
  reason: 'reason',
};
const UNIT_WORDS: Record<string, string> = { days: 'unitDays', households: 'householdsUnit' };
/** Columns of the contract under their words; any other is shown by its header. */
const COLUMN_WORDS: Record<string, string> = {
  members: 'membersColumn',
  households: 'household_count',
};
const COLUMNS = [
  ...['members', 'households', 'residents', 'staff', 'funds', 'premises_m2', 'area_m2'],
  ...['full_time', 'part_time', 'term_end'],
];

/** The words of one value of an enumeration. */
export function choiceWords(field: string, value: string, { t }: Speaker, table?: string): string {
  if (field === 'levels') return t(`${table === 'divisions' ? 'level' : 'facility'}.${value}`);
  if (field === 'unit') return t(`ruleValue.${UNIT_WORDS[value] ?? value}`);
  if (field === 'needs' && value === 'host') return t('ruleValue.hostNamed');
  return t(`${PREFIX[field] ?? 'ruleValue'}.${value}`);
}

/** The name of a field, the last part of its path. */
export const fieldWords = (field: string, { t }: Speaker): string =>
  t(`ruleField.${field.slice(field.lastIndexOf('/') + 1)}`);

const joined = (words: string[], { t }: Speaker): string =>
  words.length === 0 ? t('ruleValue.nothing') : words.join(t('ruleValue.and'));

function conditionWords(when: Record<string, unknown>, speaker: Speaker): string {
  const { t, numbers } = speaker;
  const parts = Object.entries(when).flatMap(([name, value]) => {
    if (value === true) return [fieldWords(name, speaker)];
    if (name !== 'below')
      return [`${fieldWords(name, speaker)} ${valueWords(name, value, speaker)}`];
    return Object.entries(value as Record<string, number>).map(([field, n]) =>
      t('ruleValue.less', { field: fieldWords(field, speaker), n: numbers.count(n) }),
    );
  });
  return parts.join(t('ruleValue.also'));
}

/** A measure in words. */
export function measureWords(measure: Measure, speaker: Speaker): string {
  const { t } = speaker;
  const listed = (field: string, values?: readonly string[]): string =>
    values ? t('ruleValue.of', { list: valueWords(field, values, speaker) }) : '';
  const column = (name = ''): string => t(`ruleValue.${COLUMN_WORDS[name] ?? name}`);
  switch (measure.of) {
    case 'column':
      return COLUMNS.includes(measure.column)
        ? column(measure.column)
        : t('ruleValue.column', { column: measure.column });
    case 'days_over':
      return t('ruleValue.days_over', { column: column(measure.column) });
    case 'links':
      return t('ruleValue.links') + listed('modes', measure.modes);
    case 'distance':
      return t('ruleValue.distance', { levels: listed('levels', measure.levels) });
    case 'facilities':
      return t(`ruleValue.facilities.${measure.fold}`, {
        column: column(measure.column),
        levels: listed('levels', measure.levels),
      });
    default:
      return t(`ruleValue.organisations.${measure.fold}`, {
        column: column(measure.column),
        types: listed('types', measure.types),
      });
  }
}

function thresholdWords(threshold: Threshold, { t, numbers, ...rest }: Speaker): string {
  if (typeof threshold === 'number') return numbers.count(threshold);
  const { base, amount, per } = threshold;
  return t('ruleValue.per', {
    base: numbers.count(base),
    amount: numbers.count(amount),
    per: measureWords(per, { t, numbers, ...rest }),
  });
}

function bandWords({ from, to, threshold }: Band, speaker: Speaker): string {
  const { t, numbers } = speaker;
  const open = from === undefined ? (to === undefined ? 'all' : 'below') : 'from';
  const range = t(`ruleValue.band.${from !== undefined && to !== undefined ? 'between' : open}`, {
    from: numbers.count(from ?? NaN),
    to: numbers.count(to ?? NaN),
  });
  return t('ruleValue.band', { range, threshold: thresholdWords(threshold, speaker) });
}

function subjectWords(subject: NormSubject, speaker: Speaker): string {
  const { table, levels, types, kinds } = subject;
  const lists = [
    levels?.map((level) => choiceWords('levels', level, speaker, table)),
    types?.map((type) => choiceWords('types', type, speaker)),
    kinds?.map((kind) => choiceWords('kinds', kind, speaker)),
  ].flatMap((list) => (list ? [joined(list, speaker)] : []));
  const name = choiceWords('table', table, speaker);
  return lists.length === 0
    ? name
    : name + speaker.t('ruleValue.of', { list: lists.join(speaker.t('ruleValue.semicolon')) });
}

/** What a norm asks for, in one line. */
export function normWords(norm: Norm, speaker: Speaker): string {
  const { t } = speaker;
  const bands = norm.bands?.map((band) => bandWords(band, speaker));
  const asked = bands
    ? bands.join(t('ruleValue.semicolon'))
    : thresholdWords(norm.threshold ?? NaN, speaker);
  const unit = choiceWords('unit', norm.unit, speaker);
  return `${measureWords(norm.measure, speaker)} ${t(`ruleValue.${norm.require}`)} ${asked} ${unit}`.trim();
}

function listWords(field: string, values: readonly unknown[], speaker: Speaker): string {
  if (field === 'bands')
    return (values as Band[])
      .map((band) => bandWords(band, speaker))
      .join(speaker.t('ruleValue.semicolon'));
  return joined(
    values.map((value) =>
      typeof value === 'number'
        ? speaker.numbers.count(value)
        : choiceWords(field, String(value), speaker),
    ),
    speaker,
  );
}

function numberWords(field: string, value: number, { t, numbers }: Speaker): string {
  if (field.endsWith('M')) return `${numbers.count(value)} m`;
  if (field.endsWith('Days')) return t('ruleValue.days', { n: numbers.count(value) });
  if (field === 'targetShare' || field === 'confidence') return numbers.percent(value);
  return field === 'turn' ? t('ruleValue.turn', { n: value }) : numbers.count(value);
}

/** A value of a rule in words; nothing is said of what is absent. */
export function valueWords(field: string, value: unknown, speaker: Speaker): string {
  const { t, locale } = speaker;
  if (value === undefined || value === null) return t('rules.absentValue');
  if (typeof value === 'boolean') return t(value ? 'ruleValue.yes' : 'ruleValue.no');
  if (typeof value === 'number') return numberWords(field, value, speaker);
  if (Array.isArray(value)) return listWords(field, value, speaker);
  if (typeof value === 'string') {
    if (field === 'effective') return speaker.numbers.date(value);
    return field === 'id' ? value : choiceWords(field, value, speaker);
  }
  if (field === 'when') return conditionWords(value as Record<string, unknown>, speaker);
  if (field === 'subject') return subjectWords(value as NormSubject, speaker);
  if (field === 'measure' || field === 'by') return measureWords(value as Measure, speaker);
  if (field === 'threshold') return thresholdWords(value as Threshold, speaker);
  const words = value as Record<string, unknown>;
  return locale in words ? String(words[locale]) : JSON.stringify(value);
}

/** Name of a place in a pack. */
export const placeWords = (place: string, { t }: Speaker): string =>
  t(`ruleSection.${place.slice(place.lastIndexOf('/') + 1)}`);

/** Members that say where a rule comes from, not what it asks. */
const ASIDE = new Set(['id', 'name', 'source', 'clause', 'effective', 'turn']);

/** A difference in words: the rule, and a line for each member that was changed, or what it asks where it is new or gone. */
export function differenceLines(difference: RuleDifference, speaker: Speaker): string[] {
  const { t } = speaker;
  const { place, id, change, fields } = difference;
  const head = `${placeWords(place, speaker)} ${id}: ${t(`rules.difference.${change}`)}`;
  if (change === 'changed' || change === 'moved')
    return [
      head,
      ...fields.map(({ field, from, to }) => {
        const values = {
          from: valueWords(field, from, speaker),
          to: valueWords(field, to, speaker),
        };
        return `  ${fieldWords(field, speaker)}: ${t('rules.change', values)}`;
      }),
    ];
  const members = fields.map(({ field, from, to }): [string, unknown] => [field, to ?? from]);
  if (place === '/norms')
    return [head, `  ${normWords(Object.fromEntries(members) as unknown as Norm, speaker)}`];
  const said = members.filter(([field]) => !ASIDE.has(field));
  return [
    head,
    ...said.map(
      ([field, value]) => `  ${fieldWords(field, speaker)}: ${valueWords(field, value, speaker)}`,
    ),
  ];
}
