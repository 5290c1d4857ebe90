import { words } from '#lib/core/coverage/pack/norm-spec.ts';
import { LISTS, SECTIONS, SECTION_NAMES, heading } from '#lib/core/coverage/pack/rule-spec.ts';
import { id, listOf, object, partly, text } from '#lib/core/coverage/pack/spec.ts';
import type { ObjectSpec, Spec } from '#lib/core/coverage/pack/spec.ts';

const change = (rule: ObjectSpec): Spec => listOf({ is: 'change', rule }, 1);

function completeRules(): Record<string, Spec> {
  const { service, ...others } = SECTIONS;
  const reach = listOf(LISTS['/service/reach']);
  return {
    due: listOf(LISTS['/due']),
    ...others,
    service: { ...service, members: { ...service.members, reach } },
    nextSteps: listOf(LISTS['/nextSteps']),
    norms: listOf(LISTS['/norms']),
  };
}

function changedRules(): Record<string, Spec> {
  const sections = SECTION_NAMES.map((name): [string, Spec] => [
    `${name}?`,
    partly(SECTIONS[name]),
  ]);
  const { service } = SECTIONS;
  const reach = change(LISTS['/service/reach']);
  return {
    'due?': change(LISTS['/due']),
    ...Object.fromEntries(sections),
    'service?': partly({ ...service, members: { ...service.members, reach } }),
    'nextSteps?': change(LISTS['/nextSteps']),
    'norms?': change(LISTS['/norms']),
  };
}

const districts = listOf(
  object({
    divisions: listOf(text, 1, true),
    name: words,
    rules: object(changedRules(), { name: 'changes', least: 1 }),
  }),
);

/** A pack that stands for itself: every rule is in it. */
export const COMPLETE_FILE: ObjectSpec = object({
  ...heading,
  ...completeRules(),
  'districts?': districts,
});

/** A pack that is built on another: it holds what differs. */
export const EXTENDING_FILE: ObjectSpec = object({
  ...heading,
  extends: id,
  ...changedRules(),
  'districts?': districts,
});
