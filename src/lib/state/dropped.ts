import type { Handed } from '#lib/state/opened.ts';

const handed = (file: File, path: string): Handed => ({ name: path, size: file.size, from: file });

/** Files of a file dialog; a folder's files lose the folder's own name. */
export function filesOfList(list: ArrayLike<File>): Handed[] {
  return Array.from(list, (file) => {
    const path = file.webkitRelativePath || file.name;
    return handed(file, path.includes('/') ? path.slice(path.indexOf('/') + 1) : path);
  });
}

function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    const all: FileSystemEntry[] = [];
    // A directory answers in batches, and ends with an empty one.
    const next = () =>
      reader.readEntries((batch) => {
        if (batch.length === 0) return resolve(all);
        all.push(...batch);
        next();
      }, reject);
    next();
  });
}

async function walk(entry: FileSystemEntry, prefix: string): Promise<Handed[]> {
  const path = `${prefix}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [handed(file, path)];
  }
  const entries = await readAll((entry as FileSystemDirectoryEntry).createReader());
  const inside: Handed[] = [];
  for (const child of entries) inside.push(...(await walk(child, `${path}/`)));
  return inside;
}

/** Files of a drop, folders opened; a single folder loses its own name. */
export async function filesOfDrop(transfer: DataTransfer): Promise<Handed[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry): entry is FileSystemEntry => entry !== null,
  );
  if (entries.length === 0) return filesOfList(transfer.files);
  const files: Handed[] = [];
  for (const entry of entries) files.push(...(await walk(entry, '')));
  if (entries.length > 1 || entries[0].isFile) return files;
  return files.map((file) => ({ ...file, name: file.name.slice(file.name.indexOf('/') + 1) }));
}
