import type { DistrictRules, RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import { LIST_PLACES, listAt } from '#lib/core/coverage/pack/check-rules.ts';
import type { AnyRule } from '#lib/core/coverage/pack/pack-file.ts';
import { SECTION_NAMES } from '#lib/core/coverage/pack/rule-spec.ts';
import type { ListPlace, SectionName } from '#lib/core/coverage/pack/rule-spec.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';

/** A member of a rule that differs, as a whole; a value that is absent is undefined. */
export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

/** Where a rule stands: a section, or a list by the place of it. */
export type RulePlace = SectionName | ListPlace;

/** A rule that two packs do not have alike. `moved`: only its turn in the list is another. */
export interface RuleDifference {
  place: RulePlace;
  id: string;
  change: 'added' | 'removed' | 'changed' | 'moved';
  fields: FieldChange[];
}

/** The differences of a district beyond those of its city; each pack's rules there, its own where it has none for it. */
export interface DistrictDifference {
  divisions: string[];
  name: DistrictRules['name'];
  rules: RuleDifference[];
}

export interface PackDifferences {
  rules: RuleDifference[];
  districts: DistrictDifference[];
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
/** JSON with members in the order of their names, so that equal values have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function fieldsOf(a: object, b: object): FieldChange[] {
  const [from, to] = [a, b] as Record<string, unknown>[];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => !same(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

/** Ids of the longest run of common rules that stand in one order in both lists; the others were moved. */
function kept(from: readonly string[], to: readonly string[]): Set<string> {
  const turn = new Map(to.map((id, i) => [id, i]));
  const common = from.filter((id) => turn.has(id));
  const length: number[] = [];
  const before: number[] = [];
  let last = -1;
  common.forEach((id, i) => {
    length[i] = 1;
    before[i] = -1;
    for (let k = 0; k < i; k++)
      if (turn.get(common[k])! < turn.get(id)! && length[k] + 1 > length[i]) {
        length[i] = length[k] + 1;
        before[i] = k;
      }
    if (last < 0 || length[i] > length[last]) last = i;
  });
  const ids = new Set<string>();
  for (let i = last; i >= 0; i = before[i]) ids.add(common[i]);
  return ids;
}

function differencesOfList(place: ListPlace, a: RuleSet, b: RuleSet): RuleDifference[] {
  const [from, to] = [a, b].map((set) => listAt(set, place) as AnyRule[]);
  const found: RuleDifference[] = [];
  const stay = kept(
    from.map(({ id }) => id),
    to.map(({ id }) => id),
  );
  for (const rule of from) {
    const { id } = rule;
    const other = to.find((one) => one.id === id);
    if (!other) {
      found.push({ place, id, change: 'removed', fields: fieldsOf(rule, {}) });
      continue;
    }
    const fields = fieldsOf(rule, other);
    if (fields.length > 0) found.push({ place, id, change: 'changed', fields });
    else if (!stay.has(id)) {
      const turn = { field: 'turn', from: from.indexOf(rule) + 1, to: to.indexOf(other) + 1 };
      found.push({ place, id, change: 'moved', fields: [turn] });
    }
  }
  for (const rule of to)
    if (!from.some(({ id }) => id === rule.id))
      found.push({ place, id: rule.id, change: 'added', fields: fieldsOf({}, rule) });
  return found;
}

/** The rules that two sets do not have alike, section by section and list by list. */
export function compareRules(a: RuleSet, b: RuleSet): RuleDifference[] {
  const sections = SECTION_NAMES.flatMap((place): RuleDifference[] => {
    const bare = ({ reach: _reach, ...section }: Partial<RuleSet['service']>) => section;
    const [from, to] = [a, b].map((set) => bare(set[place] as RuleSet['service']));
    const fields = fieldsOf(from, to);
    return fields.length === 0 ? [] : [{ place, id: b[place].id, change: 'changed', fields }];
  });
  return [...sections, ...LIST_PLACES.flatMap((place) => differencesOfList(place, a, b))];
}

const keyOf = ({ divisions }: DistrictRules): string =>
  divisions.map(normaliseCode).sort().join(' ');

/** Differences of two packs: of their own rules, and of each district what differs beyond them. */
export function comparePacks(a: RulePack, b: RulePack): PackDifferences {
  const rules = compareRules(a, b);
  const known = new Set(rules.map(canonical));
  const districts = new Map(
    [...a.districts, ...b.districts].map((district) => [keyOf(district), district]),
  );
  const own = (pack: RulePack, key: string): RuleSet =>
    pack.districts.find((district) => keyOf(district) === key)?.rules ?? pack;
  const differing = [...districts].map(([key, { divisions, name }]) => ({
    divisions,
    name,
    rules: compareRules(own(a, key), own(b, key)).filter((rule) => !known.has(canonical(rule))),
  }));
  return { rules, districts: differing.filter((district) => district.rules.length > 0) };
}
