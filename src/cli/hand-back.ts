import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lexicon } from '#data/lexicon.ts';
import type { Project } from '#lib/core/model.ts';
import { handBack, readAgain } from '#lib/core/report/hand-back.ts';
import { handBackFault, handBackTexts } from '#lib/i18n/hand-back.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { Console } from '#cli/console.ts';
import { folderFiles } from '#cli/folder.ts';

/** A folder that was audited: where it lies, where its results go, and by which mappings it was read. */
interface Audited {
  folder: string;
  out: string;
  project: Project;
  used: readonly UsedMapping[];
}

/**
 * Writes the files of a folder that have errors or warnings, marked, to `marked` below `out`; a file
 * in a folder of its own lies there in the same folder.
 */
export async function handBackFiles(
  { folder, out, project, used }: Audited,
  { error, words, say }: Console,
): Promise<void> {
  const faulty = project.issues.filter(({ severity }) => severity !== 'note');
  const names = project.files
    .map(({ name }) => name)
    .filter((name) => faulty.some(({ file }) => file === name || file.startsWith(`${name}/`)));
  if (names.length === 0) return;
  const again = await readAgain({ files: await folderFiles(folder), used }, lexicon, null);
  const texts = handBackTexts(say);
  for (const name of names) {
    error(words('stage_mark', { file: name }));
    const result = await handBack(again, name, lexicon, texts);
    if ('fault' in result) {
      error(words('notMarked', { file: name, what: handBackFault(result.fault, say) }));
      continue;
    }
    const place = path.join(out, 'marked', path.dirname(name));
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, result.name), result.bytes);
  }
}
