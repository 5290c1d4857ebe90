import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { tidyText } from '#lib/core/ingest/cell.ts';
import { editDistance } from '#lib/core/ingest/check/edit-distance.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import { NameForms } from '#lib/core/ingest/check/name-forms.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import type { CellColumn } from '#lib/core/ingest/sheet.ts';

/** The divisions among which names are sought; entries by division. */
export interface NamedDivisions {
  code: readonly string[];
  name: readonly string[];
  /** Index of the parent, -1 for a root. */
  parent: ArrayLike<number>;
}

/** What a name led to; the indices are those of divisions. */
export type NameMatch =
  | { kind: 'match'; division: number }
  /** Several have the name, or could be meant by it. */
  | { kind: 'ambiguous'; candidates: number[] }
  /** None has it; these are the nearest in spelling, the nearest first, or of another class. */
  | { kind: 'near'; candidates: number[] }
  | { kind: 'none' };

interface Entry {
  division: number;
  class: string | null;
}

const MOST_CANDIDATES = 3;
const NO_MATCH: NameMatch = { kind: 'none' };

/** Finds divisions by their names, as they are written in ledgers. */
export class DivisionNames {
  readonly #divisions: NamedDivisions;
  readonly #forms: NameForms;
  readonly #keys: string[];
  readonly #stems = new Map<string, Entry[]>();
  readonly #met = new Map<string, NameMatch>();

  constructor(
    divisions: NamedDivisions,
    words: Pick<CellWords, 'divisions' | 'numerals' | 'tens' | 'hundreds' | 'ordinal'>,
  ) {
    this.#divisions = divisions;
    this.#forms = new NameForms(words);
    this.#keys = divisions.name.map((name) => this.#forms.key(name));
    divisions.name.forEach((name, division) => {
      for (const form of this.#forms.of(name)) {
        const entries = this.#stems.get(form.stem);
        if (entries) entries.push({ division, class: form.class });
        else this.#stems.set(form.stem, [{ division, class: form.class }]);
      }
    });
  }

  /**
   * The division of a name below `within` at any depth (-1: anywhere): one whose name is the same,
   * else one whose name is the same without its end where the ends may name the same division. A
   * name that several have is ambiguous. Names of two characters have no near ones, those of up to
   * five may differ by one edit, longer ones by two.
   */
  find(name: string, within = -1): NameMatch {
    const key = `${within} ${name}`;
    let match = this.#met.get(key);
    if (!match) this.#met.set(key, (match = this.#seek(name, within)));
    return match;
  }

  #seek(name: string, within: number): NameMatch {
    const forms = this.#forms.of(name);
    const [{ stem: whole }] = forms;
    if (whole === '') return NO_MATCH;
    const unlike = new Set<number>();
    for (const form of forms) {
      const entries = (this.#stems.get(form.stem) ?? []).filter(({ division }) =>
        this.#isBelow(division, within),
      );
      const same = entries.filter(({ division }) => this.#keys[division] === whole);
      const alike = entries.filter((entry) => this.#forms.areAlike(form.class, entry.class));
      const found = new Set((same.length > 0 ? same : alike).map(({ division }) => division));
      if (found.size === 1) return { kind: 'match', division: [...found][0] };
      if (found.size > 1) return { kind: 'ambiguous', candidates: [...found] };
      for (const { division } of entries) unlike.add(division);
    }
    if (unlike.size > 0) return { kind: 'near', candidates: [...unlike].slice(0, MOST_CANDIDATES) };
    return this.#near(whole, within);
  }

  #near(whole: string, within: number): NameMatch {
    const limit = whole.length <= 2 ? 0 : whole.length <= 5 ? 1 : 2;
    const near: { division: number; distance: number }[] = [];
    if (limit > 0)
      this.#keys.forEach((key, division) => {
        if (Math.abs(key.length - whole.length) > limit || !this.#isBelow(division, within)) return;
        const distance = editDistance(whole, key, limit);
        if (distance <= limit) near.push({ division, distance });
      });
    if (near.length === 0) return NO_MATCH;
    near.sort((a, b) => a.distance - b.distance);
    const candidates = near.slice(0, MOST_CANDIDATES).map(({ division }) => division);
    return { kind: 'near', candidates };
  }

  #isBelow(division: number, within: number): boolean {
    if (within < 0) return true;
    const { parent } = this.#divisions;
    for (let at = parent[division]; at >= 0; at = parent[at]) if (at === within) return true;
    return false;
  }
}

/**
 * What a name leads to below the division named `above`, and how an issue names what was found: names
 * and codes, parted by bars. A name above that the tree does not know narrows nothing.
 */
export function matchText(
  name: string,
  above: string | null,
  divisions: NamedDivisions,
  names: DivisionNames,
): { match: NameMatch; expected: string } {
  const parent = above === null ? null : names.find(above);
  const match = names.find(name, parent?.kind === 'match' ? parent.division : -1);
  const found =
    match.kind === 'match' ? [match.division] : match.kind === 'none' ? [] : match.candidates;
  const expected = found
    .slice(0, MOST_CANDIDATES)
    .map((i) => `${divisions.name[i]} ${divisions.code[i]}`)
    .join(' | ');
  return { match, expected };
}

/** A column that names divisions, and the one that names their districts. */
export interface NameColumns {
  name: CellColumn;
  header: string;
  /** Names of a division above, such as the district; null where there is no such column. */
  within: CellColumn | null;
}

/**
 * Places records by the names of their divisions and districts: the division of each (-1 where none
 * is certain), and findings for those that were ambiguous or only near, with candidates as
 * `expected` (name and code) and as `repair` the name of a single near one.
 */
export function matchByName(
  columns: NameColumns,
  divisions: NamedDivisions,
  names: DivisionNames,
): { division: Int32Array; findings: Finding[] } {
  const { name, header, within } = columns;
  const division = new Int32Array(name.length).fill(-1);
  const findings: Finding[] = [];
  for (let row = 0; row < name.length; row++) {
    const found = tidyText(cellText(cellAt(name, row)) ?? '');
    if (found === '') continue;
    const above = within === null ? '' : tidyText(cellText(cellAt(within, row)) ?? '');
    const { match, expected } = matchText(found, above || null, divisions, names);
    if (match.kind === 'match') division[row] = match.division;
    if (match.kind !== 'ambiguous' && match.kind !== 'near') continue;
    const { candidates, kind } = match;
    const code = kind === 'near' ? 'division_name_near' : 'division_name_ambiguous';
    const repair =
      kind === 'near' && candidates.length === 1 ? divisions.name[candidates[0]] : null;
    findings.push(finding(code, row, header, { found, expected, repair }));
  }
  return { division, findings };
}
