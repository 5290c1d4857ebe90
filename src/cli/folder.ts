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

/** The files beside a .shp that belong to it. */
async function companionsOf(file: string): Promise<string[]> {
  if (!/\.shp$/i.test(file)) return [];
  const stem = path.basename(file).slice(0, -4).toLowerCase();
  const beside = await readdir(path.dirname(file));
  return beside
    .filter((name) => ['.dbf', '.prj', '.cpg'].some((end) => name.toLowerCase() === stem + end))
    .map((name) => path.join(path.dirname(file), name));
}

/**
 * The files of a folder, named by their path inside it, in an order that does not depend on the
 * machine; contents are read when they are asked for. A path of a single file gives that file, and
 * what belongs to a .shp. A folder inside itself (by a link) is entered once; what cannot be looked
 * at fails when it is read.
 */
export async function folderFiles(folder: string): Promise<InputFile[]> {
  const info = await stat(folder);
  if (!info.isFile()) return collect(folder, '', []);
  const own = [folder, ...(await companionsOf(folder))];
  return Promise.all(
    own.map(async (file) => inputFile(path.basename(file), file, (await stat(file)).size)),
  );
}

/** Where files would have one name: each by its whole path, of which a reader leaves off what all share. */
const wholePath = (file: string): string =>
  path.resolve(file).split(path.sep).join('/').replace(/^\/+/, '');

/**
 * The files of several paths as those of one folder: a file by its own name, those of a folder,
 * unless it is alone, by the folder's name and their path inside it. Throws for a path that is not
 * there, with `path` naming it.
 */
export async function pathFiles(paths: readonly string[]): Promise<InputFile[]> {
  const whole = new Set(paths.map((one) => path.basename(one))).size < paths.length;
  const groups = await Promise.all(
    paths.map(async (one) => {
      const files = await folderFiles(one);
      const isFile = (await stat(one)).isFile();
      if (isFile && !whole) return files;
      if (paths.length === 1) return files;
      const at = isFile ? path.dirname(one) : one;
      const prefix = whole ? wholePath(at) : path.basename(path.resolve(one));
      return files.map((file) => ({ ...file, name: `${prefix}/${file.name}` }));
    }),
  );
  const byName = new Map(groups.flat().map((file) => [file.name, file]));
  return [...byName.values()];
}
