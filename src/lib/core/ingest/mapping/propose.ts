import type { TableName } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { HeaderWords, OWN_WORD, assignColumns } from '#lib/core/ingest/mapping/column-match.ts';
import type { ColumnGuess, Why } from '#lib/core/ingest/mapping/column-match.ts';
import { columnsByContent } from '#lib/core/ingest/mapping/content.ts';
import { fitValues, nearestValue } from '#lib/core/ingest/mapping/enumeration.ts';
import { factorOf } from '#lib/core/ingest/mapping/header-label.ts';
import { columnAt, record } from '#lib/core/ingest/mapping/mapping.ts';
import type { MappedColumn, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { hintOf } from '#lib/core/ingest/mapping/name-hint.ts';
import { guessTable } from '#lib/core/ingest/mapping/sheet-table.ts';
import { distinctValues, filledCells, isUnique } from '#lib/core/ingest/mapping/survey.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { pairOf } from '#lib/core/ingest/position-cell.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

export interface MappingReason {
  column: string;
  why: Why;
  header: string;
}

export interface MappingProposal {
  mapping: Mapping;
  /** `ask` where anything of the mapping is a guess that someone should see. */
  confidence: 'sure' | 'ask';
  reasons: MappingReason[];
  /** Headers that mean nothing in the table. */
  unused: string[];
}

/** Above this share of values that the contract does not know, a column is asked about. */
const UNKNOWN_SHARE = 0.2;

class Proposal {
  readonly #sheet: Sheet;
  readonly #contract: Contract;
  readonly #words: HeaderWords;
  readonly #table: TableName;
  readonly #columns: Map<string, ColumnGuess>;
  readonly constants = record<string>();
  readonly values = record<Record<string, string>>();
  asks = false;

  constructor(
    sheet: Sheet,
    contract: Contract,
    words: HeaderWords,
    table: TableName,
    kind: string | undefined,
  ) {
    this.#sheet = sheet;
    this.#contract = contract;
    this.#words = words;
    this.#table = table;
    this.#columns = assignColumns(words, table, contract, kind);
  }

  get columns(): ReadonlyMap<string, ColumnGuess> {
    return this.#columns;
  }

  /** A column of numbers that others may share names no rows. */
  dropDoubtfulId(): void {
    const id = this.#columns.get('id');
    if (!id || id.score >= OWN_WORD || this.#sheet.count === 0) return;
    if (!isUnique(this.#sheet.columns[id.at], this.#sheet.count)) this.#columns.delete('id');
  }

  /** A column of positions is one by its cells, and only where the file has no pair of columns. */
  settlePosition(): void {
    const guess = this.#columns.get('position');
    if (!guess) return;
    const cells = filledCells(this.#sheet.columns[guess.at], this.#sheet.count);
    const pairs = cells.filter((cell) => pairOf(cell) !== null).length;
    const paired = this.#columns.has('lng') && this.#columns.has('lat');
    if (paired || this.#sheet.geometry !== null || pairs * 2 < cells.length)
      this.#columns.delete('position');
    else for (const name of ['lng', 'lat']) this.#columns.delete(name);
  }

  /** Looks into the columns whose headers say nothing. */
  addByContent(): void {
    const used = new Set(Array.from(this.#columns.values(), ({ at }) => at));
    const free = this.#sheet.headers.flatMap((_, at) => (used.has(at) ? [] : [at]));
    const specs = Object.keys(this.#contract.tables[this.#table].columns);
    const open = new Set(specs.filter((name) => !this.#columns.has(name)));
    // A file with shapes has its positions in them.
    if (this.#sheet.geometry !== null || this.#columns.has('position'))
      for (const name of ['lng', 'lat', 'position']) open.delete(name);
    const found = columnsByContent(this.#sheet, free, open, this.#table, this.#contract);
    for (const [column, at] of found) {
      this.#columns.set(column, { column, at, score: 30, why: 'content', crs: null });
      this.asks = true;
    }
  }

  /** Gives all rows the value that names speak of, where no column says it better. */
  addConstants(constants: Record<string, string>): void {
    const own = this.#columns.get('name') ?? this.#columns.get('id');
    const named = own && hintOf(this.#sheet.headers[own.at], this.#contract);
    const given = { ...(named?.table === this.#table ? named.constants : {}), ...constants };
    for (const [column, value] of Object.entries(given)) {
      const guess = this.#columns.get(column);
      if (guess) {
        const fit = this.#fit(column, guess.at);
        if (!(fit.known <= 0.5)) continue;
        this.#columns.delete(column);
        this.asks = true;
      }
      this.constants[column] = value;
    }
  }

  /** Matches spellings of values that the contract does not know, where they are many. */
  matchValues(): void {
    for (const [column, { type }] of Object.entries(this.#contract.tables[this.#table].columns)) {
      const guess = this.#columns.get(column);
      if (!guess || type !== 'enum') continue;
      const { known, unknown } = this.#fit(column, guess.at);
      if (!(known < 1 - UNKNOWN_SHARE)) continue;
      this.asks = true;
      const matched = record<string>();
      for (const { value } of unknown) {
        const near = nearestValue(value, this.#table, column, this.#contract);
        if (near !== null) matched[value] = near;
      }
      if (Object.keys(matched).length > 0) this.values[column] = matched;
    }
  }

  /** Asks where something required is missing, or a header left over could be a column without one. */
  lookAtTheRest(): void {
    const specs = this.#contract.tables[this.#table].columns;
    const has = (name: string) => this.#columns.has(name) || name in this.constants;
    for (const [name, { required }] of Object.entries(specs))
      if (required && name !== 'id' && !has(name)) this.asks = true;
    const used = new Set(Array.from(this.#columns.values(), ({ at }) => at));
    const positioned = this.#sheet.geometry !== null || has('position');
    for (const [name, words] of Object.entries(this.#contract.offices.hints)) {
      if (!(name in specs) || has(name)) continue;
      if (positioned && (name === 'lng' || name === 'lat')) continue;
      this.#words.labels.forEach(({ joined }, at) => {
        if (used.has(at) || !words.some((word) => joined.includes(headerKey(word)))) return;
        if (filledCells(this.#sheet.columns[at], this.#sheet.count).length > 0) this.asks = true;
      });
    }
  }

  mapped(): Record<string, MappedColumn> {
    const { headers } = this.#sheet;
    const specs = this.#contract.tables[this.#table].columns;
    const columns = record<MappedColumn>();
    for (const name of Object.keys(specs)) {
      const guess = this.#columns.get(name);
      if (!guess) continue;
      columns[name] = columnAt(headers, guess.at);
      if (specs[name].type !== 'count') continue;
      const { unit } = this.#words.labels[guess.at];
      const factor = factorOf(unit, name.endsWith('_m2'), this.#contract.offices);
      if (factor !== 1) columns[name].factor = factor;
    }
    return columns;
  }

  #fit(column: string, at: number) {
    const cells = filledCells(this.#sheet.columns[at], this.#sheet.count);
    return fitValues(distinctValues(cells), this.#table, column, this.#contract);
  }
}

/**
 * Proposes what a sheet is and what its columns mean: by its name, its headers (both languages,
 * levels, units, coordinate systems) and, where those are silent, its cells. `options.table` says
 * what it is where someone knows.
 */
export function proposeMapping(
  sheet: Sheet,
  contract: Contract,
  options: { fileName: string; table?: TableName },
): MappingProposal {
  const words = new HeaderWords(sheet.headers, contract);
  const guess = guessTable(sheet, options.fileName, words, contract);
  const same = options.table === undefined || options.table === guess.table;
  const table = options.table ?? guess.table;
  const constants = same ? guess.constants : {};
  const certain = options.table !== undefined || guess.certain;
  const mapping: Mapping = {
    format: 'lacuna-mapping',
    version: 1,
    headers: [...sheet.headers],
    table,
    columns: record(),
    constants: record(),
    values: record(),
    crs: null,
  };
  if (table === null) {
    const unused = sheet.headers.filter((header) => header !== '');
    return { mapping, confidence: certain ? 'sure' : 'ask', reasons: [], unused };
  }
  const proposal = new Proposal(sheet, contract, words, table, constants.kind);
  proposal.dropDoubtfulId();
  proposal.settlePosition();
  proposal.addByContent();
  proposal.addConstants(constants);
  proposal.matchValues();
  proposal.lookAtTheRest();
  const guesses = [...proposal.columns.values()];
  const used = new Set(guesses.map(({ at }) => at));
  const crs =
    guesses.find(({ column }) => ['lng', 'lat', 'position'].includes(column))?.crs ?? null;
  return {
    mapping: {
      ...mapping,
      columns: proposal.mapped(),
      constants: proposal.constants,
      values: proposal.values,
      crs,
    },
    confidence: certain && !proposal.asks ? 'sure' : 'ask',
    reasons: guesses.map(({ column, why, at }) => ({ column, why, header: sheet.headers[at] })),
    unused: sheet.headers.filter((header, at) => header !== '' && !used.has(at)),
  };
}
