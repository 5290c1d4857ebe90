import type { RuleSet } from '#lib/core/coverage/pack.ts';
import { LIST_PLACES, listAt } from '#lib/core/coverage/pack/check-rules.ts';
import type { AnyRule, ListChange, Note, RuleChanges } from '#lib/core/coverage/pack/pack-file.ts';
import { SECTION_NAMES } from '#lib/core/coverage/pack/rule-spec.ts';
import type { SectionName } from '#lib/core/coverage/pack/rule-spec.ts';

/** Whose changes they are, for the rules that they touch. */
export interface ChangedBy {
  pack: string;
  /** The day its rules apply from where they say no other. */
  effective: string;
}

const isRemoved = (change: ListChange<AnyRule>): boolean => 'removed' in change && !!change.removed;

/**
 * A list of rules with changes made: a rule of a known id takes its place, a new one comes last, or
 * before the one it names; moves are made last, so that they may name new rules.
 */
function mergedList(
  list: readonly AnyRule[],
  changes: readonly ListChange<AnyRule>[],
  place: string,
  note: Note,
  touch: (rule: AnyRule) => AnyRule,
): AnyRule[] {
  const rules = [...list];
  const at = (id: string): number => rules.findIndex((rule) => rule.id === id);
  changes.forEach((change, i) => {
    const found = at(change.id);
    if (isRemoved(change)) {
      if (found < 0) note(`${place}/${i}/id`, 'pack_unknown_rule', change.id, null);
      else rules.splice(found, 1);
      return;
    }
    const {
      before: _before,
      removed: _removed,
      ...rule
    } = change as AnyRule & {
      before?: string;
      removed?: undefined;
    };
    rules.splice(found < 0 ? rules.length : found, found < 0 ? 0 : 1, touch(rule));
  });
  changes.forEach((change, i) => {
    if (!('before' in change) || change.before === undefined) return;
    const [rule] = rules.splice(at(change.id), 1);
    const next = at(change.before);
    if (next < 0) note(`${place}/${i}/before`, 'pack_unknown_rule', change.before, null);
    rules.splice(next < 0 ? rules.length : next, 0, rule);
  });
  return rules;
}

/**
 * A rule set with changes made; `origin` is told of every rule that the changes touch. What cannot
 * be made is noted under `place`.
 */
export function mergeRules(
  base: RuleSet,
  changes: RuleChanges,
  by: ChangedBy,
  origin: Record<string, string>,
  place: string,
  note: Note,
): RuleSet {
  const touch = <R extends AnyRule>(rule: R): R => {
    origin[rule.id] = by.pack;
    return { ...rule, effective: rule.effective ?? by.effective };
  };
  const lists = LIST_PLACES.map((list) =>
    mergedList(
      listAt(base, list) as AnyRule[],
      listAt(changes, list),
      `${place}${list}`,
      note,
      touch,
    ),
  );
  const sections: Partial<Record<SectionName, AnyRule>> = {};
  for (const name of SECTION_NAMES) {
    const { reach: _reach, ...change } = (changes[name] ?? {}) as Partial<RuleSet['service']>;
    const own = base[name] as AnyRule;
    sections[name] =
      Object.keys(change).length === 0
        ? own
        : touch({ ...own, ...change, effective: change.effective ?? by.effective });
  }
  const [due, reach, nextSteps, norms] = lists;
  const service = { ...sections.service, reach };
  return { ...sections, due, service, nextSteps, norms } as unknown as RuleSet;
}
