import { shippedFiles } from '#data/rules/shipped.ts';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import { comparePacks } from '#lib/core/coverage/compare-packs.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { auditRates, verdictChanges } from '#lib/core/coverage/verdict-changes.ts';
import type { LedgerChanges, LedgerRate } from '#lib/core/coverage/verdict-changes.ts';
import { LEDGERS, STATES } from '#lib/core/model.ts';
import type { Ledger, Project } from '#lib/core/model.ts';
import { differenceLines, speakerOf } from '#lib/i18n/rule-words.ts';
import { ArgumentFault, rulesArguments } from '#cli/arguments.ts';
import type { RulesArguments } from '#cli/arguments.ts';
import { readProject } from '#cli/audit.ts';
import type { Console } from '#cli/console.ts';
import { faultLines, packNamed, readPack } from '#cli/rule-pack.ts';

function list({ out, say, locale }: Console): number {
  out(say('rules.list'));
  for (const { id, version, effective, name, ...file } of shippedFiles.values())
    out([id, version, effective, file.extends ?? '-', name[locale]].join('\t'));
  return 0;
}

/** Exit code 0 where all are sound, 1 where one is not, 2 where one cannot be read. */
async function check(files: readonly string[], console: Console): Promise<number> {
  const { words, out, error } = console;
  let code = 0;
  for (const found of files) {
    const read = await readPack(found);
    if (read === null) {
      error(words('packUnreadable', { found }));
      code = 2;
    } else if ('pack' in read) out(words('packSound', { found }));
    else {
      out(words('packFaulty', { found }));
      for (const line of faultLines(read.issues, console)) out(line);
      code = Math.max(code, 1);
    }
  }
  return code;
}

function differences(a: RulePack, b: RulePack, { out, words, locale }: Console): void {
  const speaker = speakerOf(locale);
  const { rules, districts } = comparePacks(a, b);
  if (rules.length + districts.length === 0) out(words('rulesSame'));
  for (const rule of rules) for (const line of differenceLines(rule, speaker)) out(line);
  for (const { divisions, name, rules: own } of districts) {
    out(words('rulesOfDistrict', { divisions: divisions.join(' '), name: name[locale] }));
    for (const rule of own) for (const line of differenceLines(rule, speaker)) out(line);
  }
}

function rateText({ yes, due, rate }: LedgerRate, { locale }: Console): string {
  const { numbers } = speakerOf(locale);
  return `${numbers.count(yes)} / ${numbers.count(due)} (${numbers.percent(rate)})`;
}

function changeLines(
  { changes }: LedgerChanges,
  ledger: Ledger | 'due',
  { out, words, say }: Console,
): void {
  const state = (code: number): string =>
    say(ledger === 'due' ? `rules.due.${STATES[code]}` : `state.${ledger}.${STATES[code]}`);
  for (const { from, to, ruleFrom, ruleTo, units } of changes)
    out(
      words('verdictLine', {
        n: units.length,
        from: state(from),
        to: state(to),
        ruleFrom: ruleFrom || '-',
        ruleTo: ruleTo || '-',
      }),
    );
}

function weigh(project: Project, [a, b]: readonly RulePack[], console: Console): void {
  const { out, words, say } = console;
  const field = reachField(project);
  const [before, after] = [a, b].map((pack) => decide(project, pack, field, { radiusM: null }));
  const changes = verdictChanges(before, after);
  const dueOf = ({ due }: typeof before): number => due.reduce((sum, one) => sum + one, 0);
  const counts = { n: changes.due.count, before: dueOf(before), after: dueOf(after) };
  out(words('verdictsOfDue', counts));
  changeLines(changes.due, 'due', console);
  const [old, now] = [auditRates(before), auditRates(after)];
  for (const ledger of LEDGERS) {
    const rates = {
      before: rateText(old[ledger], console),
      after: rateText(now[ledger], console),
    };
    const n = changes[ledger].count;
    out(words('verdictsOf', { ledger: say(`rate.${ledger}`), n, ...rates }));
    changeLines(changes[ledger], ledger, console);
  }
}

/**
 * Lists the shipped rule packs, checks files of packs, or compares two packs and, with a project,
 * counts the verdicts that change between them.
 *
 * Exit code 0; 1 where a checked pack is faulty; 2 where something could not be read or the
 * arguments are no good.
 */
export async function rules(args: readonly string[], console: Console): Promise<number> {
  const { words, error } = console;
  let given: RulesArguments;
  try {
    given = rulesArguments(args);
  } catch (fault) {
    if (!(fault instanceof ArgumentFault)) throw fault;
    error(words(fault.key, fault.params));
    return 2;
  }
  if (given.check) return check(given.packs, console);
  if (given.packs.length === 0) return list(console);
  const packs: RulePack[] = [];
  for (const found of given.packs) {
    const pack = await packNamed(found, console);
    if (pack === null) return 2;
    packs.push(pack);
  }
  const { folder } = given;
  const read = folder === null ? null : await readProject({ ...given, folder }, console);
  if (folder !== null && read === null) return 2;
  differences(packs[0], packs[1], console);
  if (read !== null) weigh(read.project, packs, console);
  return 0;
}
