import { expect, test } from 'vitest';
import { PROOFS } from '#lib/core/coverage/joint/grouping.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import { RULE_CODES } from '#lib/core/coverage/rules.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LEDGERS,
  LINK_MODES,
  ORGANISATION_TYPES,
  STATES,
  TABLES,
  UNIT_KINDS,
  UNIT_STATUSES,
} from '#lib/core/model.ts';
import { BALANCES, LOADS } from '#lib/core/reach/balance.ts';
import { REACH_MEASURES } from '#lib/core/reach/compare.ts';
import { FIRMNESSES, MARGINAL_REASONS } from '#lib/core/reach/firmness.ts';
import { ASSESS_STAGES } from '#lib/core/report/assess.ts';
import { numbersOf } from '#lib/i18n/numbers.ts';
import { LOCALES, WORDS, translator } from '#lib/i18n/words.ts';
import { SITING_FAULTS } from '#lib/ui/siting-words.ts';

const zh: Record<string, string> = WORDS['zh-CN'];
const en: Record<string, string> = WORDS.en;
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test('both languages have the same keys, none empty', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const words of [zh, en])
    for (const [key, text] of Object.entries(words)) expect(text.trim(), key).not.toBe('');
});

test('no placeholder differs between the languages', () => {
  for (const key of Object.keys(zh))
    expect(placeholders(en[key]), key).toEqual(placeholders(zh[key]));
});

test('English has no Chinese left in it, and nobody shouts', () => {
  for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/[\u3400-\u9fff]/);
  for (const words of [zh, en])
    for (const [key, text] of Object.entries(words)) expect(text, key).not.toMatch(/[!！]/);
});

test('every code of the domain has words', () => {
  const keys = [
    ...Object.keys(ISSUE_CODES).map((code) => `issue.${code}`),
    ...RULE_CODES.map((code) => `rule.${code}`),
    ...UNIT_LOOKS.map((look) => `look.${look}`),
    ...UNIT_KINDS.map((kind) => `kind.${kind}`),
    ...DIVISION_LEVELS.map((level) => `level.${level}`),
    ...FACILITY_LEVELS.map((level) => `facility.${level}`),
    ...LEDGERS.flatMap((ledger) => [`ledger.${ledger}`, `rate.${ledger}`]),
    ...LEDGERS.flatMap((ledger) => STATES.map((state) => `state.${ledger}.${state}`)),
    ...LINK_MODES.map((mode) => `mode.${mode}`),
    ...ORGANISATION_TYPES.map((type) => `type.${type}`),
    ...UNIT_STATUSES.map((status) => `status.${status}`),
    ...TABLES.map((table) => `table.${table}`),
    ...NEXT_STEPS.flatMap((step) => [`step.${step}`, `step.${step}.what`]),
    ...PROOFS.map((proof) => `step.proof.${proof}`),
    ...ASSESS_STAGES.map((stage) => `assess.${stage}`),
    ...FIRMNESSES.flatMap((verdict) => [`firmness.${verdict}`, `firmness.${verdict}.what`]),
    ...MARGINAL_REASONS.map((reason) => `marginal.${reason}`),
    ...BALANCES.map((balance) => `balance.${balance}`),
    ...LOADS.map((load) => `load.${load}`),
    ...REACH_MEASURES.map((measure) => `reach_measure.${measure}`),
    ...SITING_FAULTS.map((fault) => `siting.fault.${fault}`),
  ];
  expect(keys.filter((key) => !(key in zh))).toEqual([]);
});

test('an issue says what to do next: two sentences at least, but for what needs nothing done', () => {
  const nothing = ['issue.blank_row_skipped', 'issue.total_row_skipped', 'issue.file_ignored'];
  for (const key of Object.keys(en).filter((k) => k.startsWith('issue.') && !nothing.includes(k)))
    expect(en[key].split(/[.:;] /).length, key).toBeGreaterThan(1);
});

test('parameters are filled in; a key without words shows its last part', () => {
  expect(translator('en')('tree.unknown', { n: 3 })).toBe('3 unknown');
  expect(translator('zh-CN')('tree.unknown', { n: 3 })).toBe('不明 3');
  expect(translator('en')('rule.city.special')).toBe('city.special');
  expect(translator('en')('toString')).toBe('toString');
});

test('numbers: one decimal in percentages, a dash for the unknown, dates free of the time zone', () => {
  for (const locale of LOCALES) {
    const numbers = numbersOf(locale);
    expect(numbers.percent(0.5)).toBe('50.0%');
    expect(numbers.percent(null)).toBe('—');
    expect(numbers.count(12345)).toBe('12,345');
    expect(numbers.count(NaN)).toBe('—');
    expect(numbers.metres(999.4)).toBe('999 m');
    expect(numbers.metres(1250)).toMatch(/^1\.3 km$/);
  }
  expect(numbersOf('en').date('2026-12-31')).toBe('Dec 31, 2026');
  expect(numbersOf('zh-CN').date('2026-12-31')).toContain('2026');
});
