import { del, get, set } from 'idb-keyval';
import type { Handed, Shelf } from '#lib/state/opened.ts';

const KEY = 'lacuna.project';

interface Kept {
  name: string;
  bytes: Blob;
}

/** Keeps names and bytes of the files in IndexedDB; `put` rejects where there is no room. */
export const browserShelf: Shelf = {
  async take() {
    const kept = await get<Kept[]>(KEY);
    if (!kept || kept.length === 0) return null;
    return kept.map(({ name, bytes }) => ({ name, size: bytes.size, from: bytes }));
  },
  async put(files: Handed[]) {
    const kept: Kept[] = [];
    for (const { name, from } of files) {
      // Copied, because a File in the store would still point at the disk.
      if (typeof from !== 'string')
        kept.push({ name, bytes: new Blob([await from.arrayBuffer()]) });
    }
    await set(KEY, kept);
  },
  clear: () => del(KEY),
};
