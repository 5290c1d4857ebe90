import { lexicon } from '#data/lexicon.ts';
import { NATIONAL, shippedFiles } from '#data/rules/shipped.ts';
import { packOfFile } from '#lib/core/coverage/pack/resolve.ts';
import { workerAssessor } from '#lib/state/assess-worker.ts';
import { Assessing } from '#lib/state/assessing.svelte.ts';
import { Counting } from '#lib/state/counting.svelte.ts';
import { demoFiles } from '#lib/state/demo.ts';
import { Desk } from '#lib/state/desk.svelte.ts';
import { Figures } from '#lib/state/figures.ts';
import { firstMap, idle } from '#lib/state/first-map.ts';
import { workerJudge } from '#lib/state/judge.ts';
import { browserPackShelf } from '#lib/state/pack-shelf.ts';
import { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { workerReader } from '#lib/state/reader.ts';
import { Rules } from '#lib/state/rules.svelte.ts';
import { Settings } from '#lib/state/settings.svelte.ts';
import { browserShelf } from '#lib/state/shelf.ts';
import { openEngine, readViews } from '#lib/tables/browser.ts';

/** A map that cannot be drawn holds the database up for this long at most. */
const MAP_AWAITED_MS = 20_000;

/** The state of one open page. */
export interface Sheet {
  settings: Settings;
  store: ProjectStore;
  counting: Counting;
  assessing: Assessing;
  figures: Figures;
  desk: Desk;
  rules: Rules;
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
  const pack = packOfFile(shippedFiles.get(NATIONAL)!, shippedFiles);
  const judge = workerJudge();
  const store = new ProjectStore({
    reader: workerReader(),
    judge,
    shelf: browserShelf,
    decisions: { lexicon, pack },
    demo: () => demoFiles(base),
  });
  // The database wants a core to itself while it is compiled; the map comes first.
  const leisure = async () => {
    await firstMap(MAP_AWAITED_MS);
    await idle();
  };
  const figures = new Figures(async () => {
    const [engine, views] = await Promise.all([openEngine(), readViews()]);
    return { engine, views };
  }, leisure);
  const assessing = new Assessing(workerAssessor(), leisure);
  const desk = new Desk(store);
  const counting = new Counting(() => desk.wanted);
  const settings = new Settings(storage(), navigator.languages);
  const rules = new Rules(browserPackShelf, judge);
  return { settings, store, counting, assessing, figures, desk, rules };
}
