import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '#cli/audit.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';

/** Writes files into a folder, made where it is not there; false where it cannot be, which is said. */
export async function writeFiles(
  out: string,
  files: Readonly<Record<string, string>>,
  { words, error }: Console,
): Promise<boolean> {
  error(words('stage_write', { folder: out }));
  try {
    await makeFolder(path.resolve(out));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(out, name), text);
    return true;
  } catch (thrown) {
    error(words('writeFailed', { folder: out, detail: reason(thrown) }));
    return false;
  }
}
