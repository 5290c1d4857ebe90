import type { FieldChange, RuleDifference, RulePlace } from '#lib/core/coverage/compare-packs.ts';
import type { RuleSet } from '#lib/core/coverage/pack.ts';
import { LIST_PLACES, listAt } from '#lib/core/coverage/pack/check-rules.ts';
import { SECTION_NAMES } from '#lib/core/coverage/pack/rule-spec.ts';

/** A rule as a card shows it. */
export interface Card {
  place: RulePlace;
  id: string;
  rule: Record<string, unknown>;
  /** How it differs from the pack that is compared with; null where it does not. */
  difference: RuleDifference | null;
}
export interface Section {
  place: RulePlace;
  cards: Card[];
}

/** The sections of a pack in the order in which a verdict meets them. */
const ORDER: RulePlace[] = [
  '/due',
  'organisation',
  'staleness',
  'work',
  'service',
  '/service/reach',
  '/nextSteps',
  'joint',
  'gridBranch',
  '/norms',
  'belts',
  'ranking',
];

/** What a removed rule was, from what the difference says of it. */
const former = (fields: readonly FieldChange[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ field, from }) => [field, from]));

/** The cards of a rule set, with what differs from another; rules that only the other has stand last in their section. */
export function cardsOf(rules: RuleSet, differences: readonly RuleDifference[]): Section[] {
  return ORDER.map((place) => {
    const differing = differences.filter((one) => one.place === place);
    const list = LIST_PLACES.find((one) => one === place);
    const section = SECTION_NAMES.find((one) => one === place);
    const found = list ? listAt(rules, list) : section ? [rules[section]] : [];
    const cards = found.map((rule): Card => {
      const { reach: _reach, ...own } = rule as unknown as Record<string, unknown>;
      // A rule of reach stands on its section's source where it has none.
      const { source, clause } = rules.service;
      const members = place === '/service/reach' ? { source, clause, ...own } : own;
      const difference = differing.find(({ id }) => id === rule.id) ?? null;
      return { place, id: rule.id, rule: members, difference };
    });
    const gone = differing
      .filter(({ change }) => change === 'removed')
      .map((difference): Card => ({
        ...{ place, id: difference.id, difference },
        rule: former(difference.fields),
      }));
    return { place, cards: [...cards, ...gone] };
  }).filter(({ cards }) => cards.length > 0);
}
