import type { Project } from '#lib/core/model.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { LastAsked } from '#lib/state/last-asked.svelte.ts';
import type { PlanShelf } from '#lib/state/plan-shelf.ts';
import type { ReachTable } from '#lib/state/reaching.svelte.ts';
import type { ReachSetting } from '#lib/state/reach-address.ts';
import type { Siter } from '#lib/state/siter.ts';
import {
  FIRST_SITING_ADDRESS,
  type SitingAddress,
  type SitingList,
  type SitingSetting,
} from '#lib/state/siting-address.ts';
import { newPlanId, settingOf, type KeptPlan } from '#lib/state/siting-plan.ts';
import { SitingPlans } from '#lib/state/siting-plans.svelte.ts';
import { SitingStudies } from '#lib/state/siting-studies.svelte.ts';
import { SitingRun } from '#lib/state/siting-run.svelte.ts';
import { sitingAsk, sitingTroubles, type SitingTrouble } from '#lib/state/siting-terms.ts';

/** Searches at one time; each has a processor to itself. */
export const RUNS_MAX = 3;
/** How often the best plan so far is put by while it is searched, for a page that is closed meanwhile. */
const KEEP_MS = 1000;
const SITES_REST_MS = 150;

interface SitesQuestion {
  project: Project;
  ask: SitingAsk;
}

/** The siting screen: a question, the searches that are under way, and the plans that came of them. */
export class Siting {
  setting = $state.raw<SitingSetting>(FIRST_SITING_ADDRESS.setting);
  list = $state.raw<SitingList>(FIRST_SITING_ADDRESS.list);
  sort = $state.raw<SitingAddress['sort']>(null);
  /** Searches in the order of their start; the last is looked at. */
  runs = $state.raw<readonly SitingRun[]>([]);
  /** Number of the site that is looked at, among those of the plan that is shown. */
  chosen = $state.raw<number | null>(null);
  readonly plans: SitingPlans;
  readonly studies: SitingStudies;
  readonly sites: LastAsked<SitesQuestion, SitingSites>;
  readonly #siter: Siter;
  readonly #table: () => ReachTable | null;
  #settled: Project | null = null;

  readonly ask = $derived.by((): SitingAsk | null => {
    const table = this.#table();
    return table && sitingAsk(this.setting, table);
  });
  readonly troubles = $derived.by((): SitingTrouble[] => {
    const table = this.#table();
    return table && this.ask ? sitingTroubles(this.ask, this.setting, table.project) : [];
  });
  /** What decides where stations may go, as a text: another question about the same sites asks for none. */
  readonly #sitesKey = $derived.by(() => {
    const { ask } = this;
    if (!ask) return null;
    const { sources, drawn, existing, levels } = ask;
    return JSON.stringify([sources, drawn, existing, levels]);
  });
  #sitesAsked: { key: string; question: SitesQuestion } | null = null;
  /** Where stations may go under this setting. */
  readonly wantedSites = $derived.by((): SitesQuestion | null => {
    const key = this.#sitesKey;
    const project = this.#table()?.project;
    if (key === null || !project || !this.ask) return null;
    const known = this.#sitesAsked;
    if (known?.key === key && known.question.project === project) return known.question;
    this.#sitesAsked = { key, question: { project, ask: this.ask } };
    return this.#sitesAsked.question;
  });
  readonly running = $derived.by(() => this.runs.filter(({ end }) => end === null));
  /** The search that is looked at. */
  readonly run = $derived.by((): SitingRun | null => this.runs[this.runs.length - 1] ?? null);

  /** `table` is what is on the screen, null where the screen is another. */
  constructor(siter: Siter, shelf: PlanShelf, table: () => ReachTable | null) {
    this.#siter = siter;
    this.#table = table;
    this.plans = new SitingPlans(siter, shelf);
    this.studies = new SitingStudies(siter, this, () => this.#table()?.project ?? null);
    this.sites = new LastAsked(({ project, ask }) => siter.sites(project, ask).answer, SITES_REST_MS); // prettier-ignore
  }

  set(change: Partial<SitingSetting>): void {
    this.setting = { ...this.setting, ...change };
  }
  setReach(change: Partial<ReachSetting>): void {
    this.set({ reach: { ...this.setting.reach, ...change } });
  }
  /** Puts places on the map where stations may go; that they may is part of it. */
  setDrawn(drawn: SitingSetting['drawn']): void {
    const sources = this.ask?.sources ?? [];
    const others = sources.filter((source) => source !== 'drawn');
    this.set({ drawn, sources: drawn.length > 0 ? [...others, 'drawn'] : others });
  }
  /** Has a site opened, or not opened, by every plan from now on; null leaves it free. */
  mark(key: string, as: 'forced' | 'forbidden' | null): void {
    const without = (keys: readonly string[]) => keys.filter((own) => own !== key);
    const forced = without(this.setting.forced);
    const forbidden = without(this.setting.forbidden);
    this.set({
      forced: as === 'forced' ? [...forced, key] : forced,
      forbidden: as === 'forbidden' ? [...forbidden, key] : forbidden,
    });
  }
  markOf(key: string): 'forced' | 'forbidden' | null {
    if (this.setting.forced.includes(key)) return 'forced';
    return this.setting.forbidden.includes(key) ? 'forbidden' : null;
  }
  sortBy(column: string, descendingFirst: boolean): void {
    const again = this.sort?.column === column;
    this.sort = { column, descending: again ? !this.sort?.descending : descendingFirst };
  }

  get canStart(): boolean {
    return this.ask !== null && this.troubles.length === 0 && this.running.length < RUNS_MAX;
  }

  /** Searches for a plan under the settings as they are; what is under way goes on. */
  async start(name: string): Promise<void> {
    const project = this.#table()?.project;
    if (!project || !this.ask || !this.canStart) return;
    let keptAt = -Infinity;
    const run = new SitingRun(newPlanId(), name, { project, ask: this.ask }, this.#siter, () => {
      const now = performance.now();
      if (now - keptAt < KEEP_MS) return;
      keptAt = now;
      const best = run.best();
      if (best) this.plans.keep(best);
    });
    // What is over makes room for what begins.
    this.runs = [...this.running, run];
    const plan = await run.done();
    if (this.#settled !== project) return;
    this.runs = [...this.runs];
    if (plan) this.plans.add(plan, run.answer);
  }

  /** Puts the question of a plan again. */
  resume({ ask }: KeptPlan): void {
    this.setting = settingOf(ask);
  }

  /** Plans belong to their project: another one ends what is under way. */
  settle(project: Project): void {
    if (this.#settled === project) return;
    if (this.#settled) {
      this.#siter.end();
      this.studies.clear();
      this.runs = [];
      this.chosen = null;
      this.set({ drawn: [], forced: [], forbidden: [], sources: null, demand: null, weight: null });
    }
    this.#settled = project;
    void this.plans.settle(project);
  }
  /** Gets ready what solving needs. */
  warm(): void {
    const project = this.#table()?.project;
    if (project) this.#siter.warm(project);
  }

  adopt({ setting, list, sort }: SitingAddress): void {
    this.setting = setting;
    this.list = list;
    this.sort = sort;
  }
  address(): SitingAddress {
    const { setting, list, sort } = this;
    return { setting, list, sort };
  }
}
