import type { Divisions } from '#lib/core/model.ts';
import { ancestorsOfCode, normaliseCode } from '#lib/core/division/codes.ts';
import type { GivenTexts, Placer } from '#lib/core/division/place.ts';
import { isRounded } from '#lib/core/ingest/cell.ts';
import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import {
  FEWEST_DAMAGED,
  codeFault,
  codesDestroyed,
  isStatistical,
} from '#lib/core/ingest/check/division-codes.ts';
import { DivisionNames, matchText } from '#lib/core/ingest/check/names.ts';
import { districtColumn, divisionColumn } from '#lib/core/ingest/ledger-columns.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import type { CellColumn } from '#lib/core/ingest/sheet.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import { identifier, plainText } from '#lib/core/ingest/spelling.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

/** What rows say of their divisions. */
export interface GivenDivisions {
  /** Code or name for the placer to find; none where none is given, or none that can be used. */
  given: GivenTexts;
  /** Rows of which it was said that their division cannot be used. */
  said: Set<number>;
}

/** Names beside the column of divisions, in a part. */
interface Beside {
  district: CellColumn | null;
  name: CellColumn | null;
}

const FOUND = 0;
const UNKNOWN = 1;
const AMBIGUOUS = 2;
const DAMAGED = 3;
const LOST = 4;

/** Finds out which divisions the rows of ledgers mean: by code, by name, by name within a district. */
export class LedgerPlaces {
  readonly #divisions: Divisions;
  readonly #placer: Placer;
  readonly #words: CellWords;
  readonly #known: ReadonlySet<string>;
  readonly #statistical: boolean;
  readonly #beside = new Map<Part, Beside>();
  #names: DivisionNames | null = null;

  constructor(divisions: Divisions, placer: Placer, words: CellWords) {
    this.#divisions = divisions;
    this.#placer = placer;
    this.#words = words;
    this.#known = new Set(divisions.code.map(normaliseCode));
    this.#statistical = isStatistical([...this.#known]);
  }

  /**
   * The divisions that the rows of a table give. A text that the tree does not know is sought among
   * its names, within the district that the row names; where a spreadsheet has destroyed the codes
   * of the column they are told once, and the names beside them are taken.
   */
  given(reader: TableReader): GivenDivisions {
    const said = new Set<number>();
    const { cells, counts, at } = reader.words('division');
    const texts = cells.map((cell) => identifier(String(cell)));
    const state = this.#stateOf(reader, cells, counts, texts);
    if (state.every((one) => one === FOUND)) return { given: { texts, at }, said };
    const sought = new Map<string, number>();
    const given = at.map((word, i) => {
      if (word < 0 || state[word] === FOUND) return word;
      if (state[word] === DAMAGED) {
        reader.issue('code_damaged', i, 'division', texts[word], '123456789012');
        return -1;
      }
      const text = this.#sought(reader, i, texts[word], state[word], said);
      if (text === null) return -1;
      if (!sought.has(text)) sought.set(text, texts.length + sought.size);
      return sought.get(text)!;
    });
    return { given: { texts: [...texts, ...sought.keys()], at: given }, said };
  }

  /** What each different cell is: known to the tree, unknown, shared by several, or damaged. */
  #stateOf(
    reader: TableReader,
    cells: readonly (string | number | boolean)[],
    counts: readonly number[],
    texts: readonly string[],
  ): Uint8Array {
    const state = new Uint8Array(cells.length);
    if (this.#divisions.count > 0)
      this.#placer.find(texts, (fault, word) => {
        state[word] = fault === 'ambiguous_division' ? AMBIGUOUS : UNKNOWN;
      });
    const known = this.#divisions.count > 0 ? this.#known : undefined;
    const { destroyed, share, rows } = codesDestroyed(cells, { known, weights: counts });
    cells.forEach((cell, word) => {
      if (state[word] !== FOUND || this.#divisions.count === 0)
        if (isRounded(cell, texts[word])) state[word] = DAMAGED;
    });
    const damaged = rows.reduce((sum, word) => sum + counts[word], 0);
    if (!destroyed || damaged < FEWEST_DAMAGED) return state;
    for (const word of rows) state[word] = LOST;
    reader.fileIssue('codes_destroyed', reader.header('division'), `${Math.round(share * 100)} %`);
    return state;
  }

  #sought(
    reader: TableReader,
    i: number,
    text: string,
    state: number,
    said: Set<number>,
  ): string | null {
    if (this.#divisions.count === 0) return state === LOST ? null : text;
    if (state === UNKNOWN && this.#statistical && /^\d+$/.test(text)) {
      const fault = this.#faultOf(normaliseCode(text));
      if (fault === null) return text;
      reader.issue(fault.code, i, 'division', text, fault.expected);
      said.add(i);
      return null;
    }
    const { part, record } = reader.placeOf(i);
    const { district, name } = this.#besideOf(part);
    const own = state === LOST ? textIn(name, record) : text;
    if (own === null) return null;
    const above = textIn(district, record);
    const { match, expected } = matchText(own, above, this.#divisions, this.#allNames());
    const tell = (code: Parameters<TableReader['issue']>[0]) =>
      reader.issue(code, i, 'division', own, expected);
    if (match.kind === 'match') {
      tell('division_by_name');
      return this.#divisions.code[match.division];
    }
    // That several divisions have the name as it is written has a code of its own.
    if (match.kind === 'none' || state === AMBIGUOUS) return own;
    tell(match.kind === 'near' ? 'division_name_near' : 'division_name_ambiguous');
    said.add(i);
    return null;
  }

  #faultOf(key: string) {
    const fault = codeFault(key);
    if (fault !== null) return { code: 'code_implausible', expected: fault } as const;
    const ancestor = ancestorsOfCode(key).find((code) => this.#known.has(code));
    if (ancestor === undefined || ancestor.endsWith('00000000')) return null;
    return { code: 'code_withdrawn', expected: ancestor } as const;
  }

  #allNames(): DivisionNames {
    return (this.#names ??= new DivisionNames(this.#divisions, this.#words));
  }

  #besideOf(part: Part): Beside {
    let beside = this.#beside.get(part);
    if (!beside) {
      const names = this.#allNames();
      const district = districtColumn(part, names, this.#divisions.level);
      beside = { district, name: divisionColumn(part, names, this.#divisions) };
      this.#beside.set(part, beside);
    }
    return beside;
  }
}

function textIn(column: CellColumn | null, record: number): string | null {
  const text = column === null ? null : cellText(cellAt(column, record));
  return text === null ? null : plainText(text) || null;
}
