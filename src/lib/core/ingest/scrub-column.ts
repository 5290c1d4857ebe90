import type { PersonalKind } from '#lib/core/ingest/cell-words.ts';
import type { FastColumn } from '#lib/core/ingest/fast-column.ts';
import { maskedColumn } from '#lib/core/ingest/masked-column.ts';
import type { HeaderSense } from '#lib/core/ingest/scrub-header.ts';
import { suspectsIn } from '#lib/core/ingest/scrub-sieve.ts';
import type { Cut, PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, CellColumn } from '#lib/core/ingest/sheet.ts';

/** A column without personal data: null where all of it was dropped. */
export interface ScrubbedColumn {
  column: CellColumn | null;
  /** Cells that held each kind. */
  counts: Map<PersonalKind, number>;
}

interface Hit extends Cut {
  row: number;
  /** Digits of a cell that is nothing but a number, else 0. */
  digits: number;
}

/** From this share of the filled cells on, a column is dropped. */
const MOSTLY = 0.5;
/** Characters that may be left of a cell on average where its column is dropped. */
const LEFT_OVER = 12;
/** Share of the filled cells that look like names, and how few of them may look like places. */
const NAMES = { share: 0.8, places: 0.2, distinct: 3, spread: 0.2, enough: 30 };
/** Numbers in a row on average this near to each other were counted, not dialled. */
const SEQUENCE_STEP = 1000;
const SEQUENCE_LENGTH = 5;
/** Cells of which one must be a number in a column read as numbers. */
const BEGINNING = 64;
/** Longest text of which the look is remembered, and how many are. */
const LONGEST_MET = 48;
const TRIAL = 4096;
/** Numbers below cannot be what is sought. */
const SMALLEST = 1e10;
/** A number divisible by this is a sum of money. */
const ROUND = 1e6;

/** What a pass over a column has seen. */
interface Survey {
  filled: number;
  hits: Hit[];
  /** Cells that are numbers of so many digits and not personal, by digits. */
  others: Uint32Array;
  names: number;
  places: number;
  distinct: Set<string>;
  /** Rows of a column of offices that name persons; null for other columns. */
  persons: number[] | null;
  /** Values of cells that are mobile numbers and nothing else. */
  mobiles: number[];
  small: number;
}

/** Takes personal data out of a column, after its header and what most of its cells are. */
export function scrubColumn(
  column: CellColumn,
  sense: HeaderSense,
  texts: PersonalTexts,
): ScrubbedColumn {
  const survey = surveyOf(column, sense, texts);
  const { filled } = survey;
  const isCounted = sense.kind === 'name' && filled > 0 && survey.small >= NAMES.share * filled;
  if (sense.kind !== null && !isCounted) return dropped(sense.kind, filled);
  const isCode = codeTest(survey, sense);
  const hits = survey.hits.filter(({ digits }) => !isCode[digits]);
  const left = hits.reduce((sum, { rest }) => sum + rest, 0);
  if (hits.length > 0 && hits.length >= MOSTLY * filled) {
    if (left <= (sense.named ? 1 : LEFT_OVER) * hits.length)
      return dropped(weightiest(hits), hits.length);
  }
  if (!sense.place && !sense.identifier && holdsNames(survey)) return dropped('name', survey.names);
  const persons = survey.persons ?? [];
  if (persons.length > 0 && persons.length >= MOSTLY * filled)
    return dropped('name', persons.length);
  const masked = new Map<number, Cell>();
  for (const { row, text, rest } of hits) masked.set(row, rest === 0 ? null : text);
  for (const row of persons) masked.set(row, null);
  const counts = countsOf(hits);
  if (persons.length > 0) counts.set('name', (counts.get('name') ?? 0) + persons.length);
  return { column: maskedColumn(column, masked), counts };
}

function surveyOf(column: FastColumn, sense: HeaderSense, texts: PersonalTexts): Survey {
  const survey: Survey = {
    filled: 0,
    hits: [],
    others: new Uint32Array(20),
    names: 0,
    places: 0,
    distinct: new Set(),
    persons: sense.office ? [] : null,
    mobiles: [],
    small: 0,
  };
  const looks = new Looks(sense, texts);
  const examine = sense.kind === null || sense.kind === 'name';
  const isNumeric = beginsWithNumber(column);
  if (examine && surveyWords(survey, column, isNumeric, looks)) return survey;
  if (examine && !isNumeric && column.spans) {
    const { filled, rows } = suspectsIn(column.spans(), texts.sieve);
    survey.filled = filled;
    for (const row of rows) apply(survey, row, looks.at(String(cellAt(column, row))));
    return survey;
  }
  const values = isNumeric ? column.numbers?.().values : undefined;
  for (let row = 0; row < column.length; row++) {
    const value = values === undefined ? NaN : values[row];
    if (value < SMALLEST || (value === value && !Number.isInteger(value))) {
      survey.filled++;
      if (value < ROUND) survey.small++;
      continue;
    }
    const cell = cellAt(column, row);
    if (cell === null || cell === '') continue;
    survey.filled++;
    if (!examine || typeof cell === 'boolean') continue;
    if (typeof cell === 'number') surveyNumber(survey, row, cell, looks);
    else apply(survey, row, looks.at(cell));
  }
  return survey;
}

/** Looks at the different cells of a column only; false, with nothing done, where it has not got them or one holds something personal. */
function surveyWords(
  survey: Survey,
  column: FastColumn,
  isNumeric: boolean,
  looks: Looks,
): boolean {
  const words = column.words?.() ?? null;
  if (words === null) return false;
  const numbers = isNumeric ? column.numbers!().values : null;
  const plain = words.cells.map((cell, word): Look => {
    const value = numbers === null ? NaN : numbers[words.first[word]];
    const isShort = value < SMALLEST || (value === value && !Number.isInteger(value));
    return isShort ? { ...HARMLESS, small: value < ROUND } : looks.at(cell);
  });
  const isPerson = ({ name }: Look) => survey.persons !== null && name !== null && !name.office;
  if (plain.some((look) => look.cut !== null || isPerson(look))) return false;
  plain.forEach((look, word) => {
    const rows = words.counts[word];
    survey.filled += rows;
    apply(survey, words.first[word], look, rows);
  });
  return true;
}

/** True for a column that gives its numbers at once and begins with one. */
function beginsWithNumber(column: FastColumn): boolean {
  if (!column.numbers) return false;
  for (let row = 0; row < Math.min(column.length, BEGINNING); row++) {
    const cell = cellAt(column, row);
    if (cell !== null) return !Number.isNaN(Number(cell));
  }
  return false;
}

/** What a cell looks like. */
interface Look {
  /** A number of at most six digits. */
  small: boolean;
  /** Could be a person's name, and whether it ends like a place; null for neither. */
  name: { text: string; place: boolean; office: boolean } | null;
  cut: Cut | null;
  /** The number that the cell is and nothing else, from 10 digits on; null for others. */
  number: string | null;
}

const HARMLESS: Look = { small: false, name: null, cut: null, number: null };

/** Looks at texts, and at those that recur only once. */
class Looks {
  readonly #sense: HeaderSense;
  readonly #texts: PersonalTexts;
  readonly #met = new Map<string, Look>();
  #asked = 0;
  #known = 0;

  constructor(sense: HeaderSense, texts: PersonalTexts) {
    this.#sense = sense;
    this.#texts = texts;
  }

  at(cell: string): Look {
    if (cell.length > LONGEST_MET || (this.#asked > TRIAL && this.#known * 2 < this.#asked))
      return this.#look(cell);
    this.#asked++;
    let look = this.#met.get(cell);
    if (look === undefined) {
      look = this.#look(cell);
      if (this.#met.size < TRIAL) this.#met.set(cell, look);
    } else this.#known++;
    return look;
  }

  number(text: string, cut: boolean): Look {
    const found = cut ? this.#texts.cut(text, this.#sense.identifier) : null;
    return { small: false, name: null, cut: found, number: numberIn(text) };
  }

  #look(cell: string): Look {
    const small = cell.length <= 6 && /^\s*\d+\s*$/.test(cell);
    if (cell.length <= 14) {
      const text = cell.trim();
      if (this.#texts.isName(text)) {
        const place = this.#texts.isPlace(text);
        const office = this.#sense.office && this.#texts.isOffice(text);
        return { small, name: { text, place, office }, cut: null, number: null };
      }
    }
    const cut = this.#texts.cut(cell, this.#sense.identifier);
    return { small, name: null, cut, number: numberIn(cell) };
  }
}

const isDigit = (text: string, i: number): boolean => {
  const unit = text.charCodeAt(i);
  return unit === 0x20 || (unit >= 48 && unit < 58);
};

function numberIn(text: string): string | null {
  if (text.length < 10 || !isDigit(text, text.length - 1)) return null;
  const plain = text.trim();
  return /^\d{10,19}$/.test(plain) ? plain : null;
}

function surveyNumber(survey: Survey, row: number, cell: number, looks: Looks): void {
  if (cell < ROUND) survey.small++;
  if (cell < SMALLEST || cell >= 1e19 || !Number.isInteger(cell)) return;
  const text = String(cell);
  apply(survey, row, looks.number(text, cell % ROUND !== 0 || text.length >= 15));
}

/** Takes a look into the survey; a row, or as many as have the same cell and no personal one. */
function apply(survey: Survey, row: number, { small, name, cut, number }: Look, rows = 1): void {
  if (small) survey.small += rows;
  if (name !== null) {
    survey.names += rows;
    if (name.place) survey.places += rows;
    if (!name.office) survey.persons?.push(row);
    if (survey.distinct.size < NAMES.enough) survey.distinct.add(name.text);
  } else if (cut !== null) {
    survey.hits.push({ ...cut, row, digits: number === null ? 0 : number.length });
    if (number?.length === 11) survey.mobiles.push(Number(number));
  } else if (number !== null && !number.startsWith('0')) survey.others[number.length] += rows;
}

/**
 * By digits, 1 where numbers of that length have the form of personal ones by chance: in a column
 * of identifiers, or for 11 and 15 digits in any, most numbers of the length have not; or in one of
 * identifiers they follow each other.
 */
function codeTest({ hits, others, mobiles }: Survey, { identifier }: HeaderSense): Uint8Array {
  const alike = new Uint32Array(others.length);
  for (const { digits } of hits) alike[digits]++;
  const isCode = new Uint8Array(others.length);
  for (let digits = 1; digits < others.length; digits++)
    if (identifier || digits === 15 || digits === 11)
      isCode[digits] = alike[digits] > 0 && others[digits] >= alike[digits] ? 1 : 0;
  if (identifier && isSequence(mobiles)) isCode[11] = 1;
  return isCode;
}

function isSequence(values: readonly number[]): boolean {
  const sorted = Float64Array.from(new Set(values)).sort();
  if (sorted.length < SEQUENCE_LENGTH) return false;
  return sorted[sorted.length - 1] - sorted[0] <= SEQUENCE_STEP * sorted.length;
}

function holdsNames({ filled, names, places, distinct }: Survey): boolean {
  if (names < NAMES.share * filled || places > NAMES.places * names) return false;
  if (distinct.size < NAMES.distinct) return false;
  return distinct.size >= NAMES.enough || distinct.size >= NAMES.spread * filled;
}

function dropped(kind: PersonalKind, count: number): ScrubbedColumn {
  return { column: null, counts: new Map([[kind, count]]) };
}

function countsOf(hits: readonly Hit[]): Map<PersonalKind, number> {
  const counts = new Map<PersonalKind, number>();
  for (const { kinds } of hits)
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function weightiest(hits: readonly Hit[]): PersonalKind {
  return [...countsOf(hits)].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}
