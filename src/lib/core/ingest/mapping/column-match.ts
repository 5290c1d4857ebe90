import type { TableName } from '#lib/core/model.ts';
import { TABLES } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { readHeader } from '#lib/core/ingest/mapping/header-label.ts';
import type { HeaderLabel } from '#lib/core/ingest/mapping/header-label.ts';
import { hintOf } from '#lib/core/ingest/mapping/name-hint.ts';
import { FEATURE_ID } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Why a column was taken for what it is; `content` where the header was silent. */
export type Why = 'name' | 'zh' | 'alias' | 'bare' | 'leaf' | 'content';

/** How near a spelling is to the contract's own. */
const NEARNESS = { name: 100, zh: 95, alias: 90, office: 80 } as const;
/** Spellings from here up are the contract's own, as they stand. */
export const OWN_WORD = NEARNESS.alias;

export interface ColumnGuess {
  column: string;
  /** Position among the headers. */
  at: number;
  score: number;
  why: Why;
  crs: string | null;
}

interface Meaning {
  column: string;
  score: number;
  why: 'name' | 'zh' | 'alias';
}

function meaningsOf(table: TableName, contract: Contract): Map<string, Meaning[]> {
  const meanings = new Map<string, Meaning[]>();
  const add = (spelling: string, meaning: Meaning) => {
    const key = headerKey(spelling);
    const known = meanings.get(key);
    if (!known) meanings.set(key, [meaning]);
    else if (!known.some(({ column }) => column === meaning.column)) known.push(meaning);
  };
  for (const [column, { zh, aliases }] of Object.entries(contract.tables[table].columns)) {
    add(column, { column, score: NEARNESS.name, why: 'name' });
    add(zh, { column, score: NEARNESS.zh, why: 'zh' });
    for (const alias of aliases) add(alias, { column, score: NEARNESS.alias, why: 'alias' });
    const further = contract.offices.spellings[`${table}.${column}`] ?? [];
    further.forEach((spelling, i) =>
      add(spelling, { column, score: NEARNESS.office - i * 0.05, why: 'alias' }),
    );
  }
  return meanings;
}

/** What a name loses whose own word is of another kind of unit than the ledger's. */
const OTHER_KIND = 8;

type Meanings = ReadonlyMap<TableName, Map<string, Meaning[]>>;
const MEANINGS = new WeakMap<Contract, Meanings>();

/** The spellings of every table, made once for a contract. */
function allMeanings(contract: Contract): Meanings {
  let made = MEANINGS.get(contract);
  if (!made) {
    made = new Map(TABLES.map((table) => [table, meaningsOf(table, contract)]));
    MEANINGS.set(contract, made);
  }
  return made;
}

/** Headers as they were read and the words of every table, made once for a sheet. */
export class HeaderWords {
  readonly headers: readonly string[];
  readonly labels: HeaderLabel[];
  /** The kind of unit that each header speaks of, if any. */
  readonly kinds: (string | undefined)[];
  readonly #meanings: Meanings;

  constructor(headers: readonly string[], contract: Contract) {
    this.headers = headers;
    this.labels = headers.map((header) => readHeader(header, contract.offices));
    this.kinds = headers.map((header) => hintOf(header, contract)?.constants.kind);
    this.#meanings = allMeanings(contract);
  }

  /** Everything that each header may mean in a table, the best of each pair of header and column. */
  guesses(table: TableName): ColumnGuess[] {
    const meanings = this.#meanings.get(table)!;
    const best = new Map<string, ColumnGuess>();
    this.labels.forEach(({ spellings, joined }, at) => {
      const others = this.#speaksOfOthers(joined, table);
      for (const { key, loss, how, crs } of spellings) {
        if (how === 'leaf' && others) continue;
        for (const { column, score, why } of meanings.get(key) ?? []) {
          if (crs !== null && !isCoordinate(column)) continue;
          const guess = {
            column,
            at,
            score: score - loss,
            why: crs !== null ? 'bare' : how === 'whole' ? why : how,
            crs,
          };
          const id = `${at} ${column}`;
          const known = best.get(id);
          const named = crs !== null && known?.crs === null;
          if (!known || named || (guess.score > known.score && known.crs === null))
            best.set(id, guess);
        }
      }
    });
    return [...best.values()];
  }

  /** True for a header of several levels that names, as a whole, a column of other tables only. */
  #speaksOfOthers(joined: string, table: TableName): boolean {
    if (this.#meanings.get(table)!.has(joined)) return false;
    return TABLES.some((other) => this.#meanings.get(other)!.has(joined));
  }
}

const isCoordinate = (column: string): boolean =>
  column === 'lng' || column === 'lat' || column === 'position';

/** Preferred first: what the file calls WGS 84, what it calls nothing, what it calls foreign. */
const CRS_ORDER: (string | null)[] = ['wgs84', null, 'gcj02', 'bd09'];

/** The one coordinate system whose columns are used: longitude and latitude come from the same. */
function chosenCrs(guesses: readonly ColumnGuess[]): string | null {
  const has = (column: string, crs: string | null) =>
    guesses.some((guess) => guess.column === column && guess.crs === crs);
  const pair = CRS_ORDER.find((crs) => has('lng', crs) && has('lat', crs));
  if (pair !== undefined) return pair;
  return CRS_ORDER.find((crs) => ['lng', 'lat', 'position'].some((at) => has(at, crs))) ?? null;
}

/**
 * The kind of unit a ledger is about by its headers: that of the names or ids it gives. Where grids
 * stand beside another kind, they are where the others lie.
 */
function kindByHeaders(words: HeaderWords, guesses: readonly ColumnGuess[]): string | undefined {
  if (guesses.some(({ column }) => column === 'kind')) return undefined;
  const met = new Set<string>();
  for (const { column, at } of guesses) {
    const kind = words.kinds[at];
    if (kind !== undefined && (column === 'name' || column === 'id')) met.add(kind);
  }
  if (met.size > 1) met.delete('grid');
  return met.size === 1 ? [...met][0] : undefined;
}

/** Puts back names and ids of another kind than the ledger's, and divisions that are its own units. */
function weighKinds(words: HeaderWords, guesses: ColumnGuess[], given: string | undefined): void {
  const kind = given ?? kindByHeaders(words, guesses);
  for (const guess of guesses) {
    const own = words.kinds[guess.at];
    if (own === undefined) continue;
    const names = guess.column === 'name' || guess.column === 'id';
    if (names && (kind === undefined ? own === 'grid' : own !== kind)) guess.score -= OTHER_KIND;
    if (guess.column === 'division' && own === kind) guess.score -= OTHER_KIND;
  }
}

/**
 * Gives each column of a table at most one header and each header at most one column, the nearest
 * spelling first, then in the contract's order, then in the file's. A feature's own id comes last.
 * `kind` is the kind of unit that the sheet's name says its rows are.
 */
export function assignColumns(
  words: HeaderWords,
  table: TableName,
  contract: Contract,
  kind?: string,
): Map<string, ColumnGuess> {
  const specs = contract.tables[table].columns;
  const order = Object.keys(specs);
  const all = words.guesses(table);
  if (table === 'units') weighKinds(words, all, kind);
  const crs = chosenCrs(all);
  const guesses = all
    .filter(({ column, crs: own }) => !isCoordinate(column) || own === crs)
    .sort(
      (a, b) =>
        b.score - a.score || order.indexOf(a.column) - order.indexOf(b.column) || a.at - b.at,
    );
  const used = new Set<number>();
  const columns = new Map<string, ColumnGuess>();
  for (const guess of guesses) {
    if (columns.has(guess.column) || used.has(guess.at)) continue;
    columns.set(guess.column, guess);
    used.add(guess.at);
  }
  const at = words.headers.indexOf(FEATURE_ID);
  if (at >= 0 && specs.id && !columns.has('id'))
    columns.set('id', { column: 'id', at, score: NEARNESS.name, why: 'name', crs: null });
  return columns;
}
