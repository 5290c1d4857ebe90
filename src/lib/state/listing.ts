import { DIVISION_LEVELS, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import { countsAt } from '#lib/core/report/counts.ts';
import type { Counted } from '#lib/state/counting.svelte.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';
import { blankOf, rateOf } from '#lib/state/rates.ts';
import type { Sort } from '#lib/state/address.ts';

const BLANK = UNIT_LOOKS.indexOf('blank');

/** Sort keys of a list of records, by column: numbers, or texts. */
type Keys = Record<string, (record: number) => number | string | null>;

function sorted(records: number[], keys: Keys, sort: Sort, locale: string): number[] {
  const key = keys[sort.column];
  if (!key) return records;
  const words = new Intl.Collator(locale, { numeric: true });
  const sign = sort.descending ? -1 : 1;
  const values = new Map(records.map((record) => [record, key(record)]));
  const missing = (v: number | string | null | undefined) =>
    v === null || v === undefined || v === '' || (typeof v === 'number' && Number.isNaN(v));
  return records.sort((a, b) => {
    const [x, y] = [values.get(a), values.get(b)];
    // What is not known comes last, whichever way the column runs.
    if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y)) || a - b;
    const order = typeof x === 'number' ? x - (y as number) : words.compare(String(x), String(y));
    return sign * order || a - b;
  });
}

export const DIVISION_SORT: Sort = { column: 'rate', descending: false };
export const BLANK_SORT: Sort = { column: 'employees', descending: true };

/** Divisions of the chosen level inside the scope (all where the scope holds none), as the table shows them. */
export function divisionList(
  desk: Desk,
  counted: Counted,
  locale: string,
): { records: number[]; scoped: boolean } {
  const { divisions } = counted.of.project;
  const level = DIVISION_LEVELS.indexOf(desk.level);
  const inside: number[] = [];
  const all: number[] = [];
  for (let d = 0; d < divisions.count; d++) {
    if (divisions.level[d] !== level) continue;
    all.push(d);
    if (desk.inScope?.[d] && d !== desk.scope) inside.push(d);
  }
  const rate = (d: number) => rateOf(countsAt(counted.divisions, d), desk.ledger);
  const keys: Keys = {
    name: (d) => divisions.name[d],
    parent: (d) => (divisions.parent[d] < 0 ? null : divisions.name[divisions.parent[d]]),
    covered: (d) => rate(d).yes,
    no: (d) => rate(d).no,
    due: (d) => rate(d).due,
    rate: (d) => rate(d).rate,
    unknown: (d) => rate(d).unknown,
    blank: (d) => blankOf(countsAt(counted.divisions, d), desk.ledger),
  };
  const scoped = inside.length > 0;
  const records = sorted(scoped ? inside : all, keys, desk.sort ?? DIVISION_SORT, locale);
  return { records, scoped };
}

/** Blank units of the ledger inside the scope and the kind filter: the audit list. */
export function blankList(
  desk: Desk,
  locale: string,
  kindName: (kind: number) => string,
): number[] {
  const { project, looks, audit, inScope } = desk;
  if (!project || !looks || !audit) return [];
  const { units, divisions } = project;
  const records: number[] = [];
  for (let u = 0; u < units.count; u++) {
    if (looks[u] !== BLANK || !desk.kindShown(u)) continue;
    if (inScope && !(units.division[u] >= 0 && inScope[units.division[u]])) continue;
    records.push(u);
  }
  const keys: Keys = {
    name: (u) => units.name[u] ?? units.id[u],
    kind: (u) => kindName(units.kind[u]),
    division: (u) => (units.division[u] < 0 ? null : divisions.code[units.division[u]]),
    organisation: (u) => audit.organisation.state[u],
    work: (u) => audit.work.state[u],
    service: (u) => audit.service.state[u],
    enterprises: (u) => units.enterprises[u],
    employees: (u) => units.employees[u],
    members: (u) => units.members[u],
    distance: (u) => audit.service.distanceM[u],
  };
  return sorted(records, keys, desk.sort ?? BLANK_SORT, locale);
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
