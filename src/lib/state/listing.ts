import { DIVISION_LEVELS, NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import type { Counted } from '#lib/state/counting.svelte.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';
import { blanksOf, rateAt } from '#lib/state/rates.ts';
import type { Sort } from '#lib/state/address.ts';
import { orderOfNumbers, sortByBytes } from '#lib/state/ordering.ts';
import { nameAt, type Texts } from '#lib/core/texts.ts';

const BLANK = UNIT_LOOKS.indexOf('blank');

/** More texts than these are not compared by the rules of a language, which takes a microsecond each. */
export const COLLATED = 20_000;

/** What a column is sorted by. */
type Key =
  | { number: (record: number) => number }
  | { text: (record: number) => string }
  | { names: { name: Texts; id: Texts } };

const collatorOf = (locale: string) => new Intl.Collator(locale, { numeric: true });

/** Ranks of words in the order of a language; the empty and the missing are NaN. */
export function ranksOf(words: readonly string[], locale: string): Float64Array {
  const { compare } = collatorOf(locale);
  const few = words.length <= COLLATED;
  const order = (a: string, b: string) => (few ? compare(a, b) : Number(a > b) - Number(a < b));
  const ranks = new Map<string, number>();
  let rank = 0;
  let before = '';
  for (const word of [...words].sort(order)) {
    if (word !== '' && (before === '' || order(before, word) !== 0)) rank++;
    ranks.set(word, word === '' ? NaN : rank);
    before = word;
  }
  return Float64Array.from(words, (word) => ranks.get(word)!);
}

/** Records, ascending as given, in the order of a column; what is not known comes last either way. */
function sorted(
  records: Uint32Array,
  key: Key | undefined,
  { descending }: Sort,
  locale: string,
): Uint32Array {
  if (!key) return records;
  if ('names' in key && records.length > COLLATED) {
    sortByBytes(records, key.names, descending);
    return records;
  }
  const keys = new Float64Array(records.length);
  if ('number' in key) for (let i = 0; i < keys.length; i++) keys[i] = key.number(records[i]);
  else {
    const text = 'text' in key ? key.text : (record: number) => nameAt(key.names, record);
    keys.set(ranksOf(Array.from(records, text), locale));
  }
  return orderOfNumbers(keys, descending).map((at) => records[at]);
}

export const DIVISION_SORT: Sort = { column: 'rate', descending: false };
export const BLANK_SORT: Sort = { column: 'employees', descending: true };

/** Divisions of the chosen level inside the scope (all where the scope holds none), as the table shows them. */
export function divisionList(
  desk: Desk,
  counted: Counted,
  locale: string,
): { records: Uint32Array; scoped: boolean } {
  const { divisions } = counted.of.project;
  const level = DIVISION_LEVELS.indexOf(desk.level);
  const inside: number[] = [];
  const all: number[] = [];
  for (let d = 0; d < divisions.count; d++) {
    if (divisions.level[d] !== level) continue;
    all.push(d);
    if (desk.inScope?.[d] && d !== desk.scope) inside.push(d);
  }
  const blanks = blanksOf(counted.divisions, desk.ledger);
  const rate = (d: number) => rateAt(counted.divisions, d, desk.ledger);
  const keys: Record<string, Key> = {
    name: { text: (d) => divisions.name[d] },
    parent: { text: (d) => divisions.name[divisions.parent[d]] ?? '' },
    covered: { number: (d) => rate(d).yes },
    no: { number: (d) => rate(d).no },
    due: { number: (d) => rate(d).due },
    rate: { number: (d) => rate(d).rate ?? NaN },
    unknown: { number: (d) => rate(d).unknown },
    blank: { number: (d) => blanks[d] },
  };
  const scoped = inside.length > 0;
  const sort = desk.sort ?? DIVISION_SORT;
  const records = Uint32Array.from(scoped ? inside : all);
  return { records: sorted(records, keys[sort.column], sort, locale), scoped };
}

/** Blank units of the ledger inside the scope and the filter: the audit list. */
export function blankList(
  desk: Desk,
  locale: string,
  kindName: (kind: number) => string,
  steps: Uint8Array | null = null,
): Uint32Array {
  const { project, looks, audit, inScope } = desk;
  const { mask } = desk.filtering;
  if (!project || !looks || !audit) return new Uint32Array(0);
  const { units, divisions } = project;
  const all = new Uint32Array(units.count);
  let n = 0;
  for (let u = 0; u < units.count; u++) {
    if (looks[u] !== BLANK || mask?.[u] === 0) continue;
    if (inScope && !(units.division[u] >= 0 && inScope[units.division[u]])) continue;
    all[n++] = u;
  }
  const sort = desk.sort ?? BLANK_SORT;
  return sorted(all.slice(0, n), unitKey(sort.column), sort, locale);

  function unitKey(column: string): Key | undefined {
    switch (column) {
      case 'name':
        return { names: units };
      case 'kind': {
        const ranks = ranksOf([...UNIT_KINDS.keys(), NONE].map(kindName), locale);
        return { number: (u) => ranks[Math.min(units.kind[u], UNIT_KINDS.length)] };
      }
      case 'division': {
        const ranks = ranksOf(divisions.code, locale);
        return { number: (u) => ranks[units.division[u]] ?? NaN };
      }
      case 'organisation':
      case 'work':
      case 'service': {
        const { state } = audit![column];
        return { number: (u) => state[u] };
      }
      case 'enterprises':
      case 'employees':
      case 'members':
        return { number: (u) => units[column][u] };
      case 'step':
        return { number: (u) => (steps && steps[u] !== NONE ? steps[u] : NaN) };
      case 'distance':
        return { number: (u) => audit!.service.distanceM[u] };
    }
    return undefined;
  }
}

/** Divisions from the root down to one. */
export function pathOf(project: Project, division: number): number[] {
  const path: number[] = [];
  for (let d = division; d >= 0 && path.length < 32; d = project.divisions.parent[d])
    path.unshift(d);
  return path;
}

/** Key of the words for a kind code. */
export const kindKey = (kind: number): string => `kind.${UNIT_KINDS[kind] ?? 'none'}`;
