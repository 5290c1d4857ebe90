import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputFile } from '#lib/core/ingest/read-folder.ts';

const DEEPEST = 4;
const SKIPPED = new Set(['node_modules', '__MACOSX']);

function inputFile(name: string, file: string, size: number): InputFile {
  return { name, size, bytes: async () => new Uint8Array(await readFile(file)) };
}

async function collect(folder: string, prefix: string, depth: number): Promise<InputFile[]> {
  const files: InputFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
    const file = path.join(folder, entry.name);
    const info = await stat(file).catch(() => null);
    if (info === null) continue;
    if (info.isFile()) files.push(inputFile(`${prefix}${entry.name}`, file, info.size));
    else if (info.isDirectory() && depth < DEEPEST)
      files.push(...(await collect(file, `${prefix}${entry.name}/`, depth + 1)));
  }
  return files;
}

/**
 * The files of a folder, named by their path inside it, in an order that does not depend on the
 * machine; contents are read when they are asked for. A path of a single file gives that file.
 */
export async function folderFiles(folder: string): Promise<InputFile[]> {
  const info = await stat(folder);
  if (info.isFile()) return [inputFile(path.basename(folder), folder, info.size)];
  return collect(folder, '', 0);
}
