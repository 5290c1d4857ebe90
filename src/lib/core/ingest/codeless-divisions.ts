import { DIVISION_LEVELS, NONE } from '#lib/core/model.ts';
import { buildTree } from '#lib/core/division/tree.ts';
import { NameForms } from '#lib/core/ingest/check/name-forms.ts';
import { DivisionNames, matchText } from '#lib/core/ingest/check/names.ts';
import { districtLikeColumn } from '#lib/core/ingest/ledger-columns.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import type { CellColumn } from '#lib/core/ingest/sheet.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';
import { listOfTexts } from '#lib/core/texts.ts';

/** The level of each class of ends that division names have. */
const LEVEL_OF_CLASS: Record<string, (typeof DIVISION_LEVELS)[number]> = {
  district: 'district',
  street: 'street',
  area: 'street',
  town: 'street',
  township: 'street',
  sumu: 'street',
  residents: 'community',
  villagers: 'community',
  grid: 'grid',
};

/** Divisions whose codes a spreadsheet has destroyed, so that their names have to do. */
export class CodelessDivisions {
  readonly #reader: TableReader;
  readonly #forms: NameForms;
  #usual: number | null = null;
  readonly #districts = new Map<Part, CellColumn | null>();

  constructor(reader: TableReader) {
    this.#reader = reader;
    this.#forms = new NameForms(reader.lexicon.cells);
  }

  /** Leaves out those that other rows have with a code, found by district and name; with a note each. */
  leaveOutKnown(): void {
    const reader = this.#reader;
    const rows = [...reader.kept.keys()];
    const sound = rows.filter((i) => !reader.isCodeless(i));
    if (sound.length === 0 || sound.length === rows.length) return;
    const given = {
      code: listOfTexts(reader.ids()),
      name: listOfTexts(reader.texts('name')),
      parent: reader.identifiers('parent'),
    };
    const code = sound.map((i) => given.code[i] ?? '');
    const name = sound.map((i) => given.name[i]);
    const parent = sound.map((i) => given.parent[i]);
    const level = new Uint8Array(sound.length).fill(NONE);
    const tree = buildTree({ code, name, level, parent }, () => undefined);
    const divisions = {
      code: Array.from(tree.order, (i) => code[i]),
      name: Array.from(tree.order, (i) => name[i] ?? code[i]),
      parent: tree.parent,
    };
    const names = new DivisionNames(divisions, reader.lexicon.cells);
    const known = new Set<number>();
    for (const i of rows) {
      const own = given.name[i];
      if (!reader.isCodeless(i) || own === null) continue;
      const { match, expected } = matchText(own, this.districtOf(i), divisions, names);
      if (match.kind === 'none') continue;
      if (match.kind === 'match') {
        known.add(i);
        reader.issue('division_by_name', i, 'name', own, expected);
      } else
        reader.issue(
          match.kind === 'near' ? 'division_name_near' : 'division_name_ambiguous',
          i,
          'name',
          own,
          expected,
        );
    }
    reader.leaveOut(known);
  }

  /** The position in DIVISION_LEVELS that the end of a name tells; NONE where it tells none. */
  levelOf(name: string | null): number {
    const kind = name === null ? null : (this.#forms.of(name)[1]?.class ?? null);
    return kind === null ? NONE : DIVISION_LEVELS.indexOf(LEVEL_OF_CLASS[kind]);
  }

  /** The level that most of them have by their names, all being `name`; NONE where no name tells one. */
  usualLevel(name: readonly (string | null)[]): number {
    if (this.#usual === null) {
      const times = new Uint32Array(NONE + 1);
      for (let i = 0; i < name.length; i++)
        if (this.#reader.isCodeless(i)) times[this.levelOf(name[i])]++;
      times[NONE] = 0;
      const most = times.indexOf(Math.max(...times));
      this.#usual = times[most] > 0 ? most : NONE;
    }
    return this.#usual;
  }

  /** The district that a row names; null for none. */
  districtOf(i: number): string | null {
    const { part, record } = this.#reader.placeOf(i);
    let column = this.#districts.get(part);
    if (column === undefined) {
      column = districtLikeColumn(part, this.#forms);
      this.#districts.set(part, column);
    }
    const text = column === null ? null : cellText(cellAt(column, record));
    return text === null ? null : plainText(text) || null;
  }
}
