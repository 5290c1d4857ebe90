import { createStore, del, get, getMany, keys, set, setMany } from 'idb-keyval';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { idle } from '#lib/state/first-map.ts';
import { packed, unpacked, type Packed } from '#lib/core/packing.ts';
import type { Read, Shelf } from '#lib/state/opened.ts';

/** Raised whenever what is kept changes its shape: what an older page kept is then forgotten. */
const SHAPE = 4;
const MAPPINGS = 'lacuna.mappings';
/** Bytes written at one go: few enough for the screen to answer in between. */
const PIECE = 1_000_000;
/** A project larger than this is written when the page has nothing else to do. */
const UNHURRIED = 20_000_000;

/** A project as it is kept: everything but its columns, and where these are. */
interface Kept {
  shape: number;
  packed: Packed;
  pieces: number[];
}

/** One after the other: forgetting a project takes several steps, which must not forget the next one. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(job: () => Promise<T>): Promise<T> {
  const mine = last.then(job, job);
  last = mine.catch(() => undefined);
  return mine;
}

let opened: ReturnType<typeof createStore> | null = null;
const store = () => (opened ??= createStore('lacuna.project', 'parts'));

async function clear(): Promise<void> {
  await del('head', store());
  for (const key of await keys(store())) await del(key, store());
}

async function put(read: Read): Promise<void> {
  await clear();
  const { packed: head, buffers } = packed(read);
  const pieces: number[] = [];
  const unhurried = buffers.reduce((sum, { length }) => sum + length, 0) > UNHURRIED;
  let waiting: [string, unknown][] = [];
  let bytesWaiting = 0;
  for (const [n, bytes] of buffers.entries()) {
    let k = 0;
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.slice(at, at + PIECE);
      waiting.push([`${n}/${k++}`, piece]);
      bytesWaiting += piece.length;
      if (!unhurried || bytesWaiting < PIECE) continue;
      await idle();
      await setMany(waiting, store());
      [waiting, bytesWaiting] = [[], 0];
    }
    pieces.push(k);
  }
  const kept: Kept = { shape: SHAPE, packed: head, pieces };
  await setMany([...waiting, ['head', kept]], store());
}

/**
 * Keeps the project as it was read in IndexedDB, never the files: what the reading dropped as
 * personal is not in it. Columns are written a piece at a time, and the project is there only once
 * all of them are. `put` rejects where there is no room.
 */
export const browserShelf: Shelf = {
  async take() {
    // Up to the second shape the project was one value here, and before that the files themselves.
    for (const former of ['lacuna.project', 'lacuna.project.2']) await del(former);
    const kept = await get<Kept>('head', store());
    if (kept?.shape !== SHAPE) return null;
    const buffers: Uint8Array[] = [];
    for (const [n, pieces] of kept.pieces.entries()) {
      const names = Array.from({ length: pieces }, (_, k) => `${n}/${k}`);
      const found = await getMany<Uint8Array | undefined>(names, store());
      const parts = found.filter((part) => part !== undefined);
      if (parts.length < pieces) return null;
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      buffers.push(whole);
    }
    return unpacked(kept.packed, buffers) as Read;
  },
  put: (read) => inTurn(() => put(read)),
  clear: () => inTurn(clear),
  mappings: async () => (await get<Mapping[]>(MAPPINGS)) ?? [],
  putMappings: (mappings) => set(MAPPINGS, mappings),
};
