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
import { workerReacher } from '#lib/state/reach-worker.ts';
import { ReachInsights } from '#lib/state/reach-insights.svelte.ts';
import { Reaching } from '#lib/state/reaching.svelte.ts';
import { workerReader } from '#lib/state/reader.ts';
import { Rules } from '#lib/state/rules.svelte.ts';
import { Settings } from '#lib/state/settings.svelte.ts';
import { browserShelf } from '#lib/state/shelf.ts';
import { browserPlanShelf } from '#lib/state/plan-shelf.ts';
import { workerSiter } from '#lib/state/siting-worker.ts';
import { Siting } from '#lib/state/siting.svelte.ts';
import { Surveying } from '#lib/state/surveying.svelte.ts';
import { placeChosen } from '#lib/state/place-chosen.ts';
import { workerSurveyor } from '#lib/state/survey-worker.ts';
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
  reaching: Reaching;
  surveying: Surveying;
  insights: ReachInsights;
  siting: Siting;
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
  const reacher = workerReacher();
  const reaching = new Reaching(reacher, () =>
    desk.project && desk.view === 'reach' ? { project: desk.project, pack: desk.pack } : null,
  );
  const surveying = new Surveying(workerSurveyor(), reaching, () =>
    placeChosen(desk, reaching.chosen),
  );
  const insights = new ReachInsights(reacher, reaching);
  const siting = new Siting(workerSiter(), browserPlanShelf, () =>
    desk.project && desk.view === 'siting' ? { project: desk.project, pack: desk.pack } : null,
  );
  const settings = new Settings(storage(), navigator.languages);
  const rules = new Rules(browserPackShelf, judge);
  return {
    settings,
    store,
    counting,
    assessing,
    figures,
    desk,
    reaching,
    surveying,
    insights,
    siting,
    rules,
  };
}
