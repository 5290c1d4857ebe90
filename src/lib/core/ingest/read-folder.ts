import type { Project } from '#lib/core/model.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';

export { Cancelled } from '#lib/core/ingest/source.ts';
export type { InputFile, ReadOptions, ReadProgress } from '#lib/core/ingest/source.ts';

/**
 * Reads a project folder in one go, without a question: opens the files, takes every sheet for what
 * it was the last time (`remembered`) or for what it seems to be, and builds the project.
 *
 * Bad data never throws: what is valid is in the project, what is not is an issue. Throws
 * `Cancelled` once `options.cancelled` says so. The order of `files` does not matter.
 */
export async function readFolder(
  files: readonly InputFile[],
  lexicon: Lexicon,
  options: ReadOptions = {},
  remembered: readonly Mapping[] = [],
): Promise<Project> {
  const opened = await openFolder(files, lexicon, options, remembered);
  return importFolder(opened, lexicon, options);
}
