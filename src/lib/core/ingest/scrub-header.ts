import { PERSONAL_KINDS } from '#lib/core/ingest/cell-words.ts';
import type { CellWords, PersonalKind } from '#lib/core/ingest/cell-words.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Contract columns that hold identifiers. */
const IDENTIFIERS = new Set(['id', 'code', 'parent', 'division', 'organisation', 'unit']);
/** A Latin word shorter than this ends too many others. */
const LATIN_SUFFIX = 5;

/** What a header says of the personal data that may be below it. */
export interface HeaderSense {
  /** The kind it names, null for none. */
  kind: PersonalKind | null;
  /** A column of the contract. */
  named: boolean;
  identifier: boolean;
  /** Names of places, firms or kinds, so that short texts are no persons' names. */
  place: boolean;
  /** Is to name an office: a text that could be a person's name is taken for one, however few are. */
  office: boolean;
}

/** Reads headers for personal data, with the words of the contract and of cells. */
export class PersonalHeaders {
  readonly #named = new Map<string, boolean>();
  readonly #kinds = new Map<string, PersonalKind>();
  readonly #identifiers: readonly string[];
  readonly #places: readonly string[];
  readonly #offices = new Set<string>();

  constructor(contract: Contract, words: CellWords) {
    for (const { columns } of Object.values(contract.tables))
      for (const [name, { zh, aliases }] of Object.entries(columns))
        for (const spelling of [name, zh, ...aliases]) {
          const key = headerKey(spelling);
          this.#named.set(key, this.#named.get(key) === true || IDENTIFIERS.has(name));
        }
    const { zh, aliases } = contract.tables.units.columns.approver;
    const further = contract.offices.spellings['units.approver'];
    for (const spelling of ['approver', zh, ...aliases, ...further])
      this.#offices.add(headerKey(spelling));
    for (const word of contract.words.personal) this.#kinds.set(headerKey(word), 'name');
    for (const kind of PERSONAL_KINDS)
      for (const word of words.personal[kind]) this.#kinds.set(headerKey(word), kind);
    this.#identifiers = words.identifier_headers.map(headerKey);
    this.#places = words.place_headers.map(headerKey);
  }

  sense(header: string): HeaderSense {
    const key = headerKey(header.normalize('NFKC').replace(/\([^()]*\)\s*$/, ''));
    const named = this.#named.get(headerKey(header)) ?? this.#named.get(key);
    const ends = (word: string) => key === word || (isSuffix(word) && key.endsWith(word));
    return {
      kind: named === undefined ? this.#kindOf(key) : null,
      named: named !== undefined,
      identifier: named === true || this.#identifiers.some(ends),
      place: this.#places.some((word) => key.endsWith(word)),
      office: this.#offices.has(key),
    };
  }

  #kindOf(key: string): PersonalKind | null {
    const exact = this.#kinds.get(key);
    if (exact !== undefined) return exact;
    let longest = '';
    for (const word of this.#kinds.keys())
      if (word.length > longest.length && isSuffix(word) && key.endsWith(word)) longest = word;
    return this.#kinds.get(longest) ?? null;
  }
}

const isSuffix = (word: string): boolean => word.length >= (/^[a-z]/.test(word) ? LATIN_SUFFIX : 2);
