import { NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type {
  Backdrop,
  Candidates,
  Demand,
  Facilities,
  Organisations,
  Units,
  Walk,
} from '#lib/core/model.ts';
import { findNearDuplicates } from '#lib/core/ingest/check/duplicates.ts';
import type { NamedPlaces } from '#lib/core/ingest/check/duplicates.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import {
  countOutliers,
  partsAboveWhole,
  positionOutliers,
} from '#lib/core/ingest/check/outliers.ts';
import { checkUscc } from '#lib/core/ingest/check/uscc.ts';
import { untoldCrossings } from '#lib/core/ingest/check/water-crossings.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';
import { isText, listOfTexts, textAt } from '#lib/core/texts.ts';

/** Rows from which on near duplicates are not sought. */
const MOST_NAMED = 300_000;
const GRID = UNIT_KINDS.indexOf('grid');

/** Says what of the units as read is hard to believe; nothing is changed. */
export function checkUnits(reader: TableReader, units: Units): void {
  const { enterprises, employees, households, members, instructors, liaisons, kind } = units;
  checkCounts(reader, { enterprises, employees, households, members, instructors, liaisons });
  // A grid counts the party members who live there, not those who work there.
  const staff = employees.map((n, i) => (kind[i] === GRID || kind[i] === NONE ? NaN : n));
  const found = partsAboveWhole(
    { header: 'members', values: members },
    { header: reader.header('employees'), values: staff },
  );
  report(reader, found, 'members');
  checkPositions(reader, units);
  checkNames(reader, { ...units, name: [] }, units);
  checkExemptions(reader, units);
  checkCredits(reader);
}

export function checkOrganisations(reader: TableReader, organisations: Organisations): void {
  const { members, fullTime, partTime } = organisations;
  checkCounts(reader, { members, full_time: fullTime, part_time: partTime });
  checkCredits(reader);
}

export function checkFacilities(reader: TableReader, facilities: Facilities): void {
  checkCounts(reader, { area_m2: facilities.areaM2, staff: facilities.staff });
  checkPositions(reader, facilities);
  checkNames(reader, { ...facilities, name: [], kind: facilities.level }, facilities);
  checkCredits(reader);
}

export function checkDemand(reader: TableReader, demand: Demand): void {
  checkCounts(reader, { weight: demand.weight });
  checkPositions(reader, demand);
}

export function checkCandidates(reader: TableReader, candidates: Candidates): void {
  checkCounts(reader, { cost: candidates.cost, capacity: candidates.capacity });
  checkPositions(reader, candidates);
}

/** Says which ways cross wide water and do not tell how. */
export function checkWalk(reader: TableReader, walk: Walk, backdrop: Backdrop): void {
  report(reader, untoldCrossings(walk, backdrop), null);
}

function report(reader: TableReader, findings: readonly Finding[], column: string | null): void {
  for (const { code, row, found, expected } of findings)
    reader.issue(code, row, column, found, expected ?? undefined);
}

function checkCounts(reader: TableReader, columns: Record<string, Float64Array>): void {
  for (const [name, values] of Object.entries(columns))
    if (reader.has(name)) report(reader, countOutliers(values, name), name);
}

function checkPositions(
  reader: TableReader,
  { lng, lat }: { lng: Float64Array; lat: Float64Array },
): void {
  const column = reader.has('lng') ? 'lng' : null;
  report(reader, positionOutliers(lng, lat, column), column);
}

function checkNames(reader: TableReader, places: NamedPlaces, { name }: Pick<Units, 'name'>): void {
  if (!reader.has('name')) return;
  if (reader.count > MOST_NAMED) {
    reader.fileIssue('check_skipped', reader.header('name'), reader.count, `<= ${MOST_NAMED}`);
    return;
  }
  const found = findNearDuplicates(
    { ...places, name: listOfTexts(name) },
    reader.header('name'),
    reader.lexicon.cells,
    { skip: () => false, rowOf: (i) => reader.rowOf(i) },
  );
  report(reader, found, 'name');
}

/** A reason for exemption holds once an office approved it. */
function checkExemptions(reader: TableReader, { count, exempt, approver }: Units): void {
  if (!reader.has('exempt')) return;
  for (let i = 0; i < count; i++)
    if (isText(exempt, i) && !isText(approver, i))
      reader.issue('exempt_without_approver', i, 'exempt', textAt(exempt, i));
}

/** Checks the columns of unified social credit codes, whatever else they are. */
function checkCredits(reader: TableReader): void {
  const words = new Set(reader.lexicon.cells.uscc_headers.map(headerKey));
  for (const { sheet } of reader.parts)
    sheet.headers.forEach((header, at) => {
      if (!words.has(headerKey(header))) return;
      for (const { code, row, found, expected } of checkUscc(sheet.columns[at], header))
        reader.issues.add(code, sheet.file, {
          sheet: sheet.sheet,
          row: sheet.row[row],
          column: header,
          found,
          expected,
        });
    });
}
