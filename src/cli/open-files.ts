import { lexicon } from '#data/lexicon.ts';
import { unusedMappings } from '#lib/core/ingest/mapping/saved.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import type { OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';
import type { CliKey } from '#lib/i18n/cli.ts';
import type { Console } from '#cli/console.ts';
import { takeMappings } from '#cli/mapping-files.ts';

/** Files that have been opened under the mappings given for them. */
export interface OpenedFiles {
  folder: OpenedFolder;
  /** True where some mapping was for none of the sheets; which one has been said. */
  unused: boolean;
  /** With these the files are read further, telling how far that is. */
  options: ReadOptions;
}

function tellingProgress({ words, error }: Console): ReadOptions {
  let last = '';
  return {
    onProgress: ({ stage, file }) => {
      const line = `${words(`stage_${stage}` as CliKey)}${file === null ? '' : ` ${file}`}`;
      if (line !== last) error(line);
      last = line;
    },
  };
}

/** Opens files under the mappings among them and at further paths; null where a mapping is no good. */
export async function openFiles(
  files: readonly InputFile[],
  mappingPaths: readonly string[],
  console: Console,
): Promise<OpenedFiles | null> {
  const taken = await takeMappings(files, mappingPaths, console);
  if (taken === null) return null;
  const options = tellingProgress(console);
  const mappings = taken.mappings.map(({ mapping }) => mapping);
  const folder = await openFolder(taken.rest, lexicon, options, mappings);
  const unused = unusedMappings(taken.mappings, folder.sheets);
  for (const { file } of unused) console.error(console.words('mappingUnused', { file }));
  return { folder, unused: unused.length > 0, options };
}
