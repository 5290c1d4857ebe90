import { TABLES } from '#lib/core/model.ts';
import type { Project, ProjectInfo, SourceFile, TableName } from '#lib/core/model.ts';
import { Placer } from '#lib/core/division/place.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { readDivisions } from '#lib/core/ingest/division-table.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
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
import { readUnits } from '#lib/core/ingest/unit-table.ts';

/** A sheet whose table is known; `file` indexes `Project.files`. */
export interface RecognisedSheet {
  sheet: Sheet;
  file: number;
}

/** Makes the typed tables out of the sheets, divisions first, and lists the issues. */
export async function buildProject(
  info: ProjectInfo,
  files: SourceFile[],
  sheets: Partial<Record<TableName, RecognisedSheet>>,
  contract: Contract,
  issues: IssueLog,
  options: ReadOptions,
): Promise<Project> {
  const present = TABLES.filter((table) => sheets[table]);
  const columns: Project['columns'] = {};
  let done = 0;
  const open = async (table: TableName): Promise<TableReader> => {
    const recognised = sheets[table];
    if (recognised) {
      const { file } = recognised.sheet;
      options.onProgress?.({ stage: 'build', file, done: done++, total: present.length });
      await breathe(options);
    }
    const index = recognised?.file ?? 0;
    const reader = new TableReader(recognised?.sheet ?? null, index, table, contract, issues);
    if (recognised) {
      columns[table] = reader.present;
      files[recognised.file].rows = reader.count;
    }
    return reader;
  };
  const divisions = readDivisions(await open('divisions'));
  const placer = new Placer(divisions);
  const units = readUnits(await open('units'), divisions, placer);
  const organisations = readOrganisations(await open('organisations'), placer);
  const links = readLinks(await open('links'), organisations, units);
  const facilities = readFacilities(await open('facilities'), placer);
  const demand = readDemand(await open('demand'), placer);
  const candidates = readCandidates(await open('candidates'), placer);
  const walk = readWalk(await open('walk'));
  const backdrop = readBackdrop(await open('backdrop'));
  if (!sheets.units) issues.add('units_missing', '', { expected: contract.tables.units.files[0] });
  else if (!sheets.divisions)
    issues.add('divisions_missing', '', { expected: contract.tables.divisions.files[0] });
  return {
    info,
    files,
    present,
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
