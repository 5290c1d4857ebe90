import type { DistrictRules, PackIssue, RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import { LIST_PLACES, listAt } from '#lib/core/coverage/pack/check-rules.ts';
import { mergeRules } from '#lib/core/coverage/pack/merge.ts';
import type { ChangedBy } from '#lib/core/coverage/pack/merge.ts';
import { notebook } from '#lib/core/coverage/pack/pack-file.ts';
import type { DistrictChanges, Note, PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { SECTION_NAMES } from '#lib/core/coverage/pack/rule-spec.ts';
import { PROGRAM_RULES } from '#lib/core/coverage/rules.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';

/** Packs by id, of which others can be built. */
export type PackFiles = ReadonlyMap<string, PackFile>;

/** The files a pack is made of, the root first; null where one is missing or they go in a circle. */
function chainOf(file: PackFile, parents: PackFiles, note: Note): PackFile[] | null {
  const chain = [file];
  for (let at = file; at.extends !== undefined; at = chain[0]) {
    const ids = chain.map(({ id }) => id);
    if (ids.includes(at.extends)) {
      const circle = [...ids.reverse(), at.extends].join(' > ');
      note('/extends', 'pack_circular', circle, null);
      return null;
    }
    const parent = parents.get(at.extends);
    if (!parent) {
      note('/extends', 'pack_unknown_parent', at.extends, [...parents.keys()].join(' | '));
      return null;
    }
    chain.unshift(parent);
  }
  return chain;
}

/** A rule set without any rule: what the root's file fills. */
const NOTHING = {
  due: [],
  service: { reach: [] },
  nextSteps: [],
  norms: [],
} as unknown as RuleSet;

/** Notes ids that stand for two rules of one set, or for one of the program's; each once, where the file gives it. */
function checkIds(note: Note, rules: RuleSet, file: DistrictChanges['rules'], place: string): void {
  const taken = new Set<string>(PROGRAM_RULES);
  const check = (id: string, at: string | null): void => {
    if (taken.has(id))
      note(at === null ? '/extends' : `${place}${at}/id`, 'pack_duplicate_id', id, null);
    taken.add(id);
  };
  // What the pack itself gives comes last, so that the issue stands where it can be mended.
  const ids: [string, string | null][] = [];
  for (const name of SECTION_NAMES)
    ids.push([rules[name].id, file[name]?.id === undefined ? null : `/${name}`]);
  for (const list of LIST_PLACES)
    for (const { id } of listAt(rules, list)) {
      const own = listAt(file, list).findIndex((rule) => rule.id === id);
      ids.push([id, own < 0 ? null : `${list}/${own}`]);
    }
  for (const [id, at] of ids) if (at === null) check(id, at);
  for (const [id, at] of ids) if (at !== null) check(id, at);
}

const keyOf = (divisions: readonly string[]): string =>
  divisions.map(normaliseCode).sort().join(' ');

/** What each district changes, down the chain: the rules of a district that two files name change twice. */
function districtsOf(chain: readonly PackFile[], note: Note) {
  const found = new Map<
    string,
    { from: DistrictChanges; changes: [DistrictChanges, PackFile, number][] }
  >();
  for (const file of chain)
    file.districts?.forEach((district, d) => {
      const key = keyOf(district.divisions);
      for (const [other, { from }] of found) {
        if (other === key) continue;
        const both = district.divisions.filter((code) =>
          from.divisions.some((own) => normaliseCode(own) === normaliseCode(code)),
        );
        if (both.length > 0)
          note(`/districts/${d}/divisions`, 'pack_duplicate_id', both[0], from.divisions.join(' '));
      }
      const changes = found.get(key)?.changes ?? [];
      found.set(key, { from: district, changes: [...changes, [district, file, d]] });
    });
  return [...found.values()];
}

/**
 * Makes a pack complete: the rules of the packs it is built on with its own changes, and those of
 * its districts with theirs on top. `parents` are the packs that can be built on, by id. A pack that
 * does not fit what it is built on is refused with every place.
 */
export function resolvePack(
  file: PackFile,
  parents: PackFiles,
): { pack: RulePack } | { issues: PackIssue[] } {
  const { issues, note } = notebook();
  const chain = chainOf(file, parents, note);
  if (!chain) return { issues };
  const origin: Record<string, string> = {};
  const by = ({ id, effective }: PackFile): ChangedBy => ({ pack: id, effective });
  /** What is wrong in a file further up stands at the one place of this file that leads there. */
  const noteIn = (own: PackFile): Note =>
    own === file ? note : (place, code, found) => note('/extends', code, found, own.id + place);
  let rules = NOTHING;
  for (const one of chain) rules = mergeRules(rules, one, by(one), origin, '', noteIn(one));
  checkIds(note, rules, file, '');
  const districts: DistrictRules[] = [];
  for (const { from, changes } of districtsOf(chain, note)) {
    let own = rules;
    for (const [district, one, d] of changes)
      own = mergeRules(own, district.rules, by(one), {}, `/districts/${d}/rules`, noteIn(one));
    const [last, one, d] = changes[changes.length - 1];
    const place = `/districts/${d}/rules`;
    checkIds(noteIn(one), own, last.rules, place);
    own.due.forEach(({ id, reason }) => {
      const same = rules.due.find((rule) => rule.id === id);
      if (same && same.reason !== reason)
        noteIn(one)(`${place}/due`, 'pack_contradiction', reason, same.reason);
    });
    districts.push({ divisions: from.divisions, name: from.name, rules: own });
  }
  if (issues.length > 0) return { issues };
  const ids = new Set([
    ...SECTION_NAMES.map((name) => rules[name].id),
    ...LIST_PLACES.flatMap((list) => listAt(rules, list).map(({ id }) => id)),
  ]);
  const { format, formatVersion, id, version, name, effective } = file;
  const pack: RulePack = {
    ...{ format, formatVersion, id, version, name, effective },
    ...rules,
    lineage: chain
      .slice(0, -1)
      .reverse()
      .map((one) => one.id),
    origin: Object.fromEntries(Object.entries(origin).filter(([rule]) => ids.has(rule))),
    districts,
  };
  return { pack };
}

/** A pack that is known to be sound, made complete; throws where it is not. */
export function packOfFile(file: PackFile, parents: PackFiles): RulePack {
  const resolved = resolvePack(file, parents);
  if ('pack' in resolved) return resolved.pack;
  throw new Error(resolved.issues.map(({ place, code }) => `${place} ${code}`).join(', '));
}
