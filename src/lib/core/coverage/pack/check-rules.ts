import type { StepRule } from '#lib/core/coverage/pack.ts';
import { checkNorm } from '#lib/core/coverage/pack/check-norm.ts';
import type { ListChange, Note, RuleChanges } from '#lib/core/coverage/pack/pack-file.ts';
import { LISTS, SECTION_NAMES } from '#lib/core/coverage/pack/rule-spec.ts';
import type { ListPlace } from '#lib/core/coverage/pack/rule-spec.ts';
import type { Norm } from '#lib/core/norms/norm.ts';

/** The list of rules at a place. */
export function listAt(rules: RuleChanges, place: ListPlace): ListChange<{ id: string }>[] {
  if (place === '/service/reach') return rules.service?.reach ?? [];
  return rules[place.slice(1) as 'due' | 'nextSteps' | 'norms'] ?? [];
}
export const LIST_PLACES = Object.keys(LISTS) as ListPlace[];

function checkStep(note: Note, place: string, rule: StepRule): void {
  const { membersAtLeast: least, membersAtMost: most, needs = [] } = rule;
  if (least !== undefined && most !== undefined && least > most)
    note(`${place}/membersAtMost`, 'pack_contradiction', most, `>= ${least}`);
  if (rule.withinM !== undefined && rule.step !== 'affiliate')
    note(`${place}/withinM`, 'pack_contradiction', rule.step, 'affiliate');
  if (needs.includes('presence') && needs.includes('no_presence'))
    note(`${place}/needs`, 'pack_contradiction', needs, 'presence | no_presence');
}

/** What changes a section stands on a source of its own: that of the city it was taken from says something else. */
function checkSources(note: Note, place: string, rules: RuleChanges): void {
  for (const name of SECTION_NAMES) {
    const section = rules[name] as Record<string, unknown> | undefined;
    if (!section) continue;
    const { source, clause, id: _id, effective: _effective, reach: _reach, ...values } = section;
    if (Object.keys(values).length === 0) continue;
    if (!source) note(`${place}/${name}/source`, 'pack_missing', undefined, 'object');
    if (!clause) note(`${place}/${name}/clause`, 'pack_missing', undefined, 'object');
  }
}

/** Notes what contradicts itself in rules whose members are each sound; `place` is where they stand. */
export function checkRules(note: Note, place: string, rules: RuleChanges): void {
  checkSources(note, place, rules);
  for (const list of LIST_PLACES) {
    const seen = new Set<string>();
    listAt(rules, list).forEach((rule, i) => {
      if (seen.has(rule.id)) note(`${place}${list}/${i}/id`, 'pack_duplicate_id', rule.id, null);
      seen.add(rule.id);
      if ('removed' in rule && rule.removed) return;
      if (list === '/nextSteps') checkStep(note, `${place}${list}/${i}`, rule as StepRule);
      if (list === '/norms') checkNorm(note, `${place}${list}/${i}`, rule as Norm);
    });
  }
  const sizes = rules.ranking?.peerSizes ?? [];
  sizes.forEach((size, i) => {
    if (i > 0 && size <= sizes[i - 1])
      note(`${place}/ranking/peerSizes/${i}`, 'pack_contradiction', size, `> ${sizes[i - 1]}`);
  });
}
