import { TABLES } from '#lib/core/model.ts';
import type { Project, ProjectInfo, SourceFile, TableName } from '#lib/core/model.ts';
import { buildProject } from '#lib/core/ingest/build-project.ts';
import type { RecognisedSheet } from '#lib/core/ingest/build-project.ts';
import { tableOfColumns } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { planFolder } from '#lib/core/ingest/folder-plan.ts';
import type { PlannedFile } from '#lib/core/ingest/folder-plan.ts';
import { kindsOf } from '#lib/core/ingest/geometry-check.ts';
import type { PlainKind } from '#lib/core/ingest/geometry-check.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { bytesOf, openFile } from '#lib/core/ingest/open-file.ts';
import { UNKNOWN_INFO, readInfo } from '#lib/core/ingest/project-info.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';
import { depthOf } from '#lib/core/ingest/spelling.ts';

export { Cancelled } from '#lib/core/ingest/source.ts';
export type { InputFile, ReadOptions, ReadProgress } from '#lib/core/ingest/source.ts';

/**
 * Reads a project folder: finds the table in each file, checks every cell, places everything in
 * the division tree.
 *
 * Bad data never throws: what is valid is in the project, what is not is an issue. Throws
 * `Cancelled` once `options.cancelled` says so. The order of `files` does not matter.
 */
export async function readFolder(
  files: readonly InputFile[],
  contract: Contract,
  options: ReadOptions = {},
): Promise<Project> {
  const reading = new FolderReading(planFolder(files, contract), contract, options);
  return reading.run();
}

class FolderReading {
  readonly #plan: PlannedFile[];
  readonly #contract: Contract;
  readonly #options: ReadOptions;
  readonly #issues = new IssueLog();
  readonly #sources: SourceFile[];
  readonly #sheets: Partial<Record<TableName, RecognisedSheet>> = {};
  #done = 0;

  constructor(plan: PlannedFile[], contract: Contract, options: ReadOptions) {
    this.#plan = plan;
    this.#contract = contract;
    this.#options = options;
    this.#sources = plan.map(({ input }) => ({
      name: input.name,
      bytes: input.size,
      table: null,
      rows: 0,
    }));
  }

  async run(): Promise<Project> {
    let info: ProjectInfo | null = null;
    for (const [i, { input, role }] of this.#plan.entries()) {
      if (role.kind === 'unknown') continue;
      await this.#step(input.name);
      if (role.kind === 'named') await this.#readNamed(i, role.table);
      else if (role.kind === 'ignored') this.#issues.add('file_ignored', input.name);
      else if (info === null) info = await this.#readInfo(input);
      else this.#issues.add('file_ignored', input.name);
    }
    for (const [i, { input, role }] of this.#plan.entries()) {
      if (role.kind !== 'unknown') continue;
      await this.#step(input.name);
      await this.#readUnknown(i);
    }
    return buildProject(
      info ?? UNKNOWN_INFO,
      this.#sources,
      this.#sheets,
      this.#contract,
      this.#issues,
      this.#options,
    );
  }

  async #step(file: string): Promise<void> {
    const total = this.#plan.length;
    this.#options.onProgress?.({ stage: 'read', file, done: this.#done++, total });
    await breathe(this.#options);
  }

  async #readInfo(input: InputFile): Promise<ProjectInfo> {
    const bytes = await bytesOf(input, this.#issues);
    return bytes ? readInfo(input.name, bytes, this.#issues) : UNKNOWN_INFO;
  }

  async #readNamed(i: number, table: TableName): Promise<void> {
    const { input } = this.#plan[i];
    if (this.#isFilled(table)) return this.#reportSecond(i, table);
    const sheet = await openFile(input, this.#issues, this.#options);
    if (sheet) this.#accept(i, table, sheet);
  }

  async #readUnknown(i: number): Promise<void> {
    const { input } = this.#plan[i];
    const sheet = await openFile(input, this.#issues, this.#options);
    if (!sheet) return;
    const geometry = sheet.geometry && new Set<PlainKind>();
    if (geometry) for (const record of sheet.geometry ?? []) kindsOf(record, geometry);
    const { headers } = sheet;
    const table = tableOfColumns({ file: input.name, headers, geometry }, this.#contract);
    if (table === null) {
      if (sheet.count === 0) this.#issues.add('no_rows', input.name);
      this.#issues.add('table_not_recognised', input.name, {
        found: headers.join(', '),
        expected: TABLES.join(' | '),
      });
    } else if (this.#isFilled(table)) this.#reportSecond(i, table);
    else {
      this.#issues.add('table_guessed', input.name, { found: table });
      this.#accept(i, table, sheet);
    }
  }

  /** True once a file with rows holds the table; one without rows gives way to the next. */
  #isFilled(table: TableName): boolean {
    return (this.#sheets[table]?.sheet.count ?? 0) > 0;
  }

  #accept(i: number, table: TableName, sheet: Sheet): void {
    if (sheet.count === 0) this.#issues.add('no_rows', sheet.file);
    const earlier = this.#sheets[table];
    if (earlier && sheet.count === 0) return;
    if (earlier) this.#sources[earlier.file].table = null;
    this.#sources[i].table = table;
    this.#sheets[table] = { sheet, file: i };
  }

  #reportSecond(i: number, table: TableName): void {
    const first = this.#sheets[table]?.sheet.file ?? '';
    const { name } = this.#plan[i].input;
    const deeper = depthOf(name) > depthOf(first);
    this.#issues.add(deeper ? 'file_in_subfolder' : 'two_files_for_table', name, {
      found: table,
      expected: first,
    });
  }
}
