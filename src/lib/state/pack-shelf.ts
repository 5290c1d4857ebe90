import { createStore, del, entries, set } from 'idb-keyval';

/** Keeps own copies of rule packs between visits, as texts by id. */
export interface PackShelf {
  all(): Promise<Map<string, string>>;
  put(id: string, text: string): Promise<void>;
  remove(id: string): Promise<void>;
}

let opened: ReturnType<typeof createStore> | null = null;
const store = () => (opened ??= createStore('lacuna.packs', 'texts'));

/** Own copies in IndexedDB. */
export const browserPackShelf: PackShelf = {
  all: async () => new Map(await entries<string, string>(store())),
  put: (id, text) => set(id, text, store()),
  remove: (id) => del(id, store()),
};
