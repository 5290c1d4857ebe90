import { UNIT_KINDS } from '#lib/core/model.ts';
import type { DueRule, ReachRule, RulePack, RuleSet, Words } from '#lib/core/coverage/pack.ts';

/** Rules of the program itself, not of a pack: how a verdict was reached where no rule said yes. */
export const PROGRAM_RULES = [
  'organisation.none',
  'organisation.stale',
  'organisation.dangling',
  'organisation.unreadable',
  'organisation.no-table',
  'work.none',
  'work.unknown',
  'work.no-column',
  'service.beyond',
  'service.no-position',
  'service.no-area',
  'service.no-facility',
  'service.no-table',
] as const;
export type ProgramRule = (typeof PROGRAM_RULES)[number];

/** Every rule id that the program or the national pack can put beside a verdict; other packs may add ids, with their own source text. */
export const RULE_CODES = [
  ...PROGRAM_RULES,
  'due.closed',
  'due.shell',
  'due.duplicate',
  'due.declared',
  'organisation.mode',
  'work.presence',
  'service.point',
  'service.community',
  'service.street',
  'service.district',
  'service.city',
] as const;

/** The numbering of rule ids in one audit: position 0 is the empty rule. */
export interface RuleIndex {
  ids: string[];
  reasons: (string | null)[];
  of(id: string): number;
}

/** The rule sets of a pack: its own and those of its districts. */
const setsOf = (pack: RulePack): RuleSet[] => [pack, ...(pack.districts ?? []).map((d) => d.rules)];

/** Numbers every rule that can decide a verdict under a pack or in one of its districts, always in the same order. */
export function ruleIndex(pack: RulePack): RuleIndex {
  const ids: string[] = [''];
  const reasons: (string | null)[] = [null];
  const numbers = new Map<string, number>();
  const add = (id: string, reason: string | null): void => {
    if (numbers.has(id)) return;
    numbers.set(id, ids.length);
    ids.push(id);
    reasons.push(reason);
  };
  for (const set of setsOf(pack)) {
    for (const rule of set.due) add(rule.id, rule.reason);
    add(set.organisation.id, null);
    add(set.work.id, null);
    for (const rule of set.service.reach) add(rule.id, null);
  }
  for (const id of PROGRAM_RULES) add(id, null);
  return { ids, reasons, of: (id) => numbers.get(id) ?? 0 };
}

/** The source that a pack names for a rule id, null for the program's own rules. */
export function ruleSource(
  pack: RuleSet & Partial<Pick<RulePack, 'districts'>>,
  id: string,
): Words | null {
  const due: DueRule | undefined = pack.due.find((rule) => rule.id === id);
  if (due) return due.source;
  if (pack.organisation.id === id) return pack.organisation.source;
  if (pack.work.id === id) return pack.work.source;
  if (pack.staleness.id === id || id === 'organisation.stale') return pack.staleness.source;
  const reach: ReachRule | undefined = pack.service.reach.find((rule) => rule.id === id);
  if (reach?.source) return reach.source;
  if (reach || id === 'service.beyond') return pack.service.source;
  for (const { rules } of pack.districts ?? []) {
    const source = ruleSource(rules, id);
    if (source) return source;
  }
  return null;
}

/** Whether a list of kinds (all where absent) holds a kind code; NONE is in no list. */
export function appliesToKind(kinds: readonly string[] | undefined, kind: number): boolean {
  return kinds === undefined || (kind < UNIT_KINDS.length && kinds.includes(UNIT_KINDS[kind]));
}
