import { TABLES } from '#lib/core/model.ts';
import type { Project, SourceFile, TableName } from '#lib/core/model.ts';
import { buildProject } from '#lib/core/ingest/build-project.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { FolderSheet, OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import { partOf } from '#lib/core/ingest/part.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import { depthOf } from '#lib/core/ingest/spelling.ts';

/**
 * Builds the project of an opened folder by the mappings that its sheets have by now. May be called
 * again after a mapping was changed: the folder stays as it is. Throws only `Cancelled`.
 */
export async function importFolder(
  opened: OpenedFolder,
  lexicon: Lexicon,
  options: ReadOptions = {},
): Promise<Project> {
  const issues = opened.issues.copy();
  const files = opened.files.map((file) => ({ ...file }));
  const parts = partsOf(opened, files, issues);
  return buildProject(opened.info, files, parts, lexicon, issues, options);
}

/**
 * The sheets that make up each table. A table of its own name is the only one of that name; ledgers
 * under other names add to each other. One that lies in a deeper folder, or has no rows, gives way.
 */
export function partsOf(
  { sheets }: OpenedFolder,
  files: SourceFile[],
  issues: IssueLog,
): Partial<Record<TableName, Part[]>> {
  const taken: Partial<Record<TableName, FolderSheet[]>> = {};
  for (const own of sheets) {
    const { sheet, mapping } = own;
    const { table } = mapping;
    if (table === null) {
      if (own.chosen !== 'no' || sheet.hidden)
        issues.add('sheet_left_out', sheet.file, { sheet: sheet.sheet });
      else reportUnknown(own, issues);
      continue;
    }
    const before = (taken[table] ??= []).filter((other) => other.sheet.count > 0);
    const first = before[0];
    if (first && own.named) {
      reportSecond(own, table, first, issues);
      continue;
    }
    if (first && own.chosen === 'no' && depthOf(sheet.file) > depthOf(first.sheet.file)) {
      reportSecond(own, table, first, issues);
      continue;
    }
    if (!own.named && own.chosen === 'no')
      issues.add('table_guessed', sheet.file, { sheet: sheet.sheet, found: table });
    if (sheet.count === 0) issues.add('no_rows', sheet.file, { sheet: sheet.sheet });
    if (before.length > 0 && sheet.count === 0) continue;
    taken[table] = [...before, own];
  }
  const parts: Partial<Record<TableName, Part[]>> = {};
  for (const table of TABLES) {
    const own = taken[table];
    if (!own || own.length === 0) continue;
    parts[table] = own.map(partOf);
    for (const { file } of own) files[file].table ??= table;
  }
  return parts;
}

function reportUnknown({ sheet }: FolderSheet, issues: IssueLog): void {
  if (sheet.count === 0) issues.add('no_rows', sheet.file, { sheet: sheet.sheet });
  issues.add('table_not_recognised', sheet.file, {
    sheet: sheet.sheet,
    found: sheet.headers.join(', '),
    expected: TABLES.join(' | '),
  });
}

function reportSecond(
  { sheet }: FolderSheet,
  table: TableName,
  first: FolderSheet,
  issues: IssueLog,
): void {
  const deeper = depthOf(sheet.file) > depthOf(first.sheet.file);
  issues.add(deeper ? 'file_in_subfolder' : 'two_files_for_table', sheet.file, {
    sheet: sheet.sheet,
    found: table,
    expected: first.sheet.file,
  });
}
