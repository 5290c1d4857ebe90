import { LINK_MODES, NONE } from '#lib/core/model.ts';
import type { Links, Organisations } from '#lib/core/model.ts';
import { OrganisationNames, organisationKey } from '#lib/core/ingest/check/organisation-names.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { headerKey, identifier } from '#lib/core/ingest/spelling.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';
import { listOfTexts, packTexts } from '#lib/core/texts.ts';

const STANDALONE = LINK_MODES.indexOf('standalone');
const JOINT = LINK_MODES.indexOf('joint');
/** What stands between several organisations in one cell. */
const BETWEEN = /[;\uff1b\u3001\n]+/;

/** An organisation that a unit names. */
interface Naming {
  unit: number;
  text: string;
}

/** What a ledger of units says of the organisations that cover them. */
export interface NamedOrganisations {
  namings: Naming[];
  /** Units whose cell says that it is not known. */
  unknown: number[];
  /** Units whose cell is empty, or says that there is none. */
  without: number;
}

/** The organisations that units name; one that `isKnown` may hold in its name what parts several. */
export function namedOrganisations(
  reader: TableReader,
  isKnown: (text: string) => boolean,
): NamedOrganisations {
  const { cells, at } = reader.words('organisation');
  const unknownWords = new Set(reader.lexicon.cells.unknown.map(headerKey));
  const isUnknown = (cell: Cell) => cell !== null && unknownWords.has(headerKey(String(cell)));
  const texts = cells.map((cell) => {
    const whole = identifier(String(cell));
    if (isKnown(whole)) return [whole];
    const parts = whole.split(BETWEEN).map((part) => part.trim());
    return [...new Set(parts.filter((part) => part !== ''))];
  });
  const found: NamedOrganisations = { namings: [], unknown: [], without: 0 };
  at.forEach((word, unit) => {
    if (word >= 0 && !isUnknown(cells[word]))
      for (const text of texts[word]) found.namings.push({ unit, text });
    else if (isUnknown(reader.cell('organisation', unit))) found.unknown.push(unit);
    else found.without++;
  });
  return found;
}

/** Organisations made of the names that units give them, those of one key once; with a note. */
export function organisationsOf(
  reader: TableReader,
  { namings }: NamedOrganisations,
): Organisations {
  const first = new Map<string, Naming>();
  for (const naming of namings) {
    const key = organisationKey(naming.text, reader.lexicon.cells);
    if (!first.has(key)) first.set(key, naming);
  }
  const made = [...first.values()];
  const names = packTexts(made.map(({ text }) => text));
  const unknown = () => new Float64Array(made.length).fill(NaN);
  const nothing = packTexts(made.map(() => null));
  if (made.length > 0)
    reader.fileIssue('organisations_from_units', reader.header('organisation'), made.length);
  return {
    count: made.length,
    file: Uint16Array.from(made, ({ unit }) => reader.placeOf(unit).part.file),
    row: Uint32Array.from(made, ({ unit }) => reader.rowOf(unit)),
    extra: {},
    id: names,
    name: names,
    type: new Uint8Array(made.length).fill(NONE),
    parent: nothing,
    members: unknown(),
    fullTime: unknown(),
    partTime: unknown(),
    division: new Int32Array(made.length).fill(-1),
    lng: unknown(),
    lat: unknown(),
    termEnd: nothing,
  };
}

/**
 * The links that a ledger of units has in itself, where no table of links is given. A name that is
 * none of the organisations, or several, is an issue and -1, as is a cell that says it is not known;
 * a unit whose cell is empty has no link. A link without a mode is standalone where its organisation
 * is named once, else joint.
 */
export function linksOfUnits(
  reader: TableReader,
  organisations: Organisations,
  { namings, unknown, without }: NamedOrganisations,
): Links {
  const { id, name } = organisations;
  const names = new OrganisationNames(listOfTexts(id), listOfTexts(name), reader.lexicon.cells);
  const given = reader.enums('mode', LINK_MODES);
  const said = reader.has('mode') ? reader.words('mode').at : null;
  const rows: { unit: number; organisation: number }[] = [];
  const times = new Uint32Array(organisations.count);
  for (const { unit, text } of namings) {
    const found = names.find(text);
    const organisation = typeof found === 'number' ? found : -1;
    if (organisation >= 0) times[organisation]++;
    else {
      const code =
        found === 'several' ? 'unit_organisation_ambiguous' : 'unit_organisation_unknown';
      reader.issue(code, unit, 'organisation', text);
    }
    rows.push({ unit, organisation });
  }
  for (const unit of unknown) rows.push({ unit, organisation: -1 });
  rows.sort((a, b) => a.unit - b.unit);
  let assumed = 0;
  const mode = Uint8Array.from(rows, ({ unit, organisation }) => {
    if (organisation < 0 || (said !== null && said[unit] >= 0)) return given[unit];
    assumed++;
    return times[organisation] > 1 ? JOINT : STANDALONE;
  });
  const header = reader.header('organisation');
  reader.fileIssue('links_from_units', header, rows.length);
  if (without > 0) reader.fileIssue('units_without_organisation', header, without);
  if (assumed > 0) reader.fileIssue('link_mode_assumed', reader.header('mode'), assumed);
  return {
    count: rows.length,
    file: Uint16Array.from(rows, ({ unit }) => reader.placeOf(unit).part.file),
    row: Uint32Array.from(rows, ({ unit }) => reader.rowOf(unit)),
    extra: {},
    organisation: Int32Array.from(rows, ({ organisation }) => organisation),
    unit: Int32Array.from(rows, ({ unit }) => unit),
    mode,
  };
}
