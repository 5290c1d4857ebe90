import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputFile } from '#lib/core/ingest/read-folder.ts';

const DEEPEST = 4;
const SKIPPED = new Set(['node_modules', '__MACOSX']);

function inputFile(name: string, file: string, size: number): InputFile {
  return { name, size, bytes: async () => new Uint8Array(await readFile(file)) };
}

/** A file or folder that cannot be looked at: an entry whose reading says why. */
function unreadable(name: string, fault: unknown): InputFile {
  const reason = fault instanceof Error ? fault : new Error(String(fault));
  return { name, size: 1, bytes: () => Promise.reject(reason) };
}

async function collect(
  folder: string,
  prefix: string,
  above: readonly string[],
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  const real = await realpath(folder);
  if (above.includes(real)) return files;
  const here = [...above, real];
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
    const file = path.join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    try {
      const info = await stat(file);
      if (info.isFile()) files.push(inputFile(name, file, info.size));
      else if (info.isDirectory() && above.length < DEEPEST)
        files.push(...(await collect(file, `${name}/`, here)));
    } catch (fault) {
      files.push(unreadable(name, fault));
    }
  }
  return files;
}

/**
 * The files of a folder, named by their path inside it, in an order that does not depend on the
 * machine; contents are read when they are asked for. A path of a single file gives that file. A
 * folder inside itself (by a link) is entered once; what cannot be looked at fails when it is read.
 */
export async function folderFiles(folder: string): Promise<InputFile[]> {
  const info = await stat(folder);
  if (info.isFile()) return [inputFile(path.basename(folder), folder, info.size)];
  return collect(folder, '', []);
}
