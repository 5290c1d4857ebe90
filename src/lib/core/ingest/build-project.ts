import { TABLES } from '#lib/core/model.ts';
import type { Project, ProjectInfo, SourceFile, TableName } from '#lib/core/model.ts';
import { Placer } from '#lib/core/division/place.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { LedgerPlaces } from '#lib/core/ingest/ledger-places.ts';
import { reportTopology } from '#lib/core/ingest/topology-report.ts';
import { readDivisions } from '#lib/core/ingest/division-table.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { territoryOf } from '#lib/core/ingest/detective/territory.ts';
import { NO_TERRITORY } from '#lib/core/ingest/part-crs.ts';
import { placedPart } from '#lib/core/ingest/placed-part.ts';
import type { Ground } from '#lib/core/ingest/part-crs.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import {
  checkCandidates,
  checkWalk,
  checkDemand,
  checkFacilities,
  checkOrganisations,
  checkUnits,
} from '#lib/core/ingest/table-checks.ts';
import { TableReader } from '#lib/core/ingest/table-reader.ts';
import {
  readBackdrop,
  readCandidates,
  readDemand,
  readFacilities,
  readLinks,
  readOrganisations,
  readWalk,
} from '#lib/core/ingest/tables.ts';
import { linksOfUnits, namedOrganisations, organisationsOf } from '#lib/core/ingest/unit-links.ts';
import { readUnits } from '#lib/core/ingest/unit-table.ts';
import { listOfTexts } from '#lib/core/texts.ts';

/** Makes the typed tables out of the sheets, divisions first, and lists the issues. */
export async function buildProject(
  info: ProjectInfo,
  files: SourceFile[],
  parts: Partial<Record<TableName, Part[]>>,
  lexicon: Lexicon,
  issues: IssueLog,
  options: ReadOptions,
): Promise<Project> {
  const asked = TABLES.filter((table) => parts[table]);
  const columns: Project['columns'] = {};
  let done = 0;
  const ground: Ground = { territory: NO_TERRITORY, placer: null, neighbours: null };
  const open = async (table: TableName): Promise<TableReader> => {
    const given = parts[table] ?? [];
    const own = options.trusted
      ? given
      : given.map((part) => placedPart(part, ground, lexicon, issues));
    if (own.length > 0) {
      const { file } = own[0].sheet;
      options.onProgress?.({ stage: 'build', file, done: done++, total: asked.length });
      await breathe(options);
    }
    const reader = new TableReader(own, table, lexicon, issues, options.trusted);
    if (own.length > 0) columns[table] = reader.present;
    for (const [file, count] of reader.keptByFile()) files[file].rows += count;
    return reader;
  };
  const divisions = readDivisions(await open('divisions'));
  if (parts.divisions && !options.trusted) reportTopology(divisions, files, issues);
  const placer = new Placer(divisions);
  ground.placer = placer;
  ground.territory = territoryOf(divisions);
  const places = new LedgerPlaces(divisions, placer, lexicon.cells);
  const unitReader = await open('units');
  let reader = unitReader;
  const units = readUnits(reader, divisions, placer, places);
  if (!options.trusted) checkUnits(reader, units);
  ground.neighbours = units.count > 0 ? { lng: units.lng, lat: units.lat } : null;
  reader = await open('organisations');
  let organisations = readOrganisations(reader, placer, places);
  if (!options.trusted) checkOrganisations(reader, organisations);
  let links = readLinks(await open('links'), organisations, units);
  const names = unitReader.count > 0 && unitReader.has('organisation');
  if (names && parts.links)
    unitReader.fileIssue('unit_links_not_used', unitReader.header('organisation'));
  else if (names) {
    const known = new Set([...listOfTexts(organisations.id), ...listOfTexts(organisations.name)]);
    const named = namedOrganisations(unitReader, (text) => known.has(text));
    if (!parts.organisations) {
      organisations = organisationsOf(unitReader, named);
      columns.organisations = ['id', 'name'];
    }
    links = linksOfUnits(unitReader, organisations, named);
    columns.links = ['organisation', 'unit', 'mode'];
  }
  const made = (table: TableName) => columns[table] !== undefined;
  reader = await open('facilities');
  const facilities = readFacilities(reader, placer, places);
  if (!options.trusted) checkFacilities(reader, facilities);
  reader = await open('demand');
  const demand = readDemand(reader, placer, places);
  if (!options.trusted) checkDemand(reader, demand);
  reader = await open('candidates');
  const candidates = readCandidates(reader, placer);
  if (!options.trusted) checkCandidates(reader, candidates);
  const walkReader = await open('walk');
  const walk = readWalk(walkReader);
  const backdrop = readBackdrop(await open('backdrop'));
  if (!options.trusted) checkWalk(walkReader, walk, backdrop);
  if (!parts.units)
    issues.add('units_missing', '', { expected: lexicon.contract.tables.units.files[0] });
  else if (!parts.divisions)
    issues.add('divisions_missing', '', { expected: lexicon.contract.tables.divisions.files[0] });
  return {
    info,
    files,
    present: TABLES.filter((table) => parts[table] || made(table)),
    columns,
    divisions,
    units,
    organisations,
    links,
    facilities,
    demand,
    candidates,
    walk,
    backdrop,
    issues: issues.list(),
  };
}
