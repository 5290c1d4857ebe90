import { lexicon } from '#data/lexicon.ts';
import pack from '#data/rules/national.json';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { Counting } from '#lib/state/counting.svelte.ts';
import { demoFiles } from '#lib/state/demo.ts';
import { Desk } from '#lib/state/desk.svelte.ts';
import { firstMap } from '#lib/state/first-map.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { workerReader } from '#lib/state/reader.ts';
import { Settings } from '#lib/state/settings.svelte.ts';
import { browserShelf } from '#lib/state/shelf.ts';
import { openEngine, readViews } from '#lib/tables/browser.ts';

/** A map that cannot be drawn holds the counting up for this long at most. */
const MAP_AWAITED_MS = 20_000;

/** The state of one open page. */
export interface Sheet {
  settings: Settings;
  store: ProjectStore;
  counting: Counting;
  desk: Desk;
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Makes the state of the page and starts the workers; `base` is where the page's files stand. */
export function openSheet(base: string): Sheet {
  const store = new ProjectStore({
    reader: workerReader(),
    shelf: browserShelf,
    decisions: { lexicon, pack: pack as unknown as RulePack },
    demo: () => demoFiles(base),
  });
  const counting = new Counting(async () => {
    // The database wants a core to itself while it is compiled; the map comes first.
    await firstMap(MAP_AWAITED_MS);
    const [engine, views] = await Promise.all([openEngine(), readViews()]);
    return { engine, views };
  });
  const settings = new Settings(storage(), navigator.languages);
  return { settings, store, counting, desk: new Desk(store, pack as unknown as RulePack) };
}
