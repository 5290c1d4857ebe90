import { getContext, setContext, tick, untrack } from 'svelte';
import type { AuditInput, ListInput } from '#lib/core/report/lists/list-input.ts';
import { VERSION } from '#lib/core/version.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { numbersOf, type Numbers } from '#lib/i18n/numbers.ts';
import { translator, type Translate } from '#lib/i18n/words.ts';
import type { FacetWords } from '#lib/state/facet-words.ts';
import { NoReport } from '#lib/state/exporting.ts';
import { HandEdits } from '#lib/state/hand-edits.svelte.ts';
import { Lists } from '#lib/state/lists.svelte.ts';
import { PRACTICE } from '#lib/state/practice.ts';
import { allUnknown, type Rate } from '#lib/state/rates.ts';
import { openSheet, type Sheet } from '#lib/state/sheet.ts';

/** What the root layout hands down: the state of the page, and the words and numbers of its language. */
export class App {
  readonly settings: Sheet['settings'];
  readonly store: Sheet['store'];
  readonly counting: Sheet['counting'];
  readonly assessing: Sheet['assessing'];
  readonly figures: Sheet['figures'];
  readonly desk: Sheet['desk'];
  readonly reaching: Sheet['reaching'];
  readonly surveying: Sheet['surveying'];
  readonly insights: Sheet['insights'];
  readonly siting: Sheet['siting'];
  readonly rules: Sheet['rules'];
  readonly t: Translate = $derived.by(() => translator(this.settings.locale));
  readonly lists: Lists;
  readonly edits: HandEdits;
  readonly numbers: Numbers = $derived.by(() => numbersOf(this.settings.locale));

  readonly #audited = $derived.by((): AuditInput | null => {
    const { project, audit, pack, radiusM, ranking } = this.desk;
    if (!project || !audit) return null;
    const { locale } = this.settings;
    const crossing = this.assessment?.crossing;
    const by = { locale, say: this.t, version: VERSION, ranking, crossing, practice: PRACTICE };
    return { project, audit, pack, radiusM, ...by };
  });
  readonly #assessed = $derived.by((): ListInput | null => {
    const { assessment } = this;
    return this.#audited && assessment && { ...this.#audited, assessment };
  });
  /** The assessment of what is on the screen, under this radius or, while it is redrawn, the one before; null until there is one. */
  readonly #found = $derived.by((): Assessment | null => {
    const { assessed } = this.assessing;
    const { audited } = this.desk;
    const isOwn =
      assessed?.of.project === audited?.project &&
      assessed?.of.pack === audited?.pack &&
      assessed?.of.audit.organisation === audited?.audit.organisation;
    return isOwn ? (assessed?.assessment ?? null) : null;
  });

  /** As `#found`, with what was changed by hand. */
  get assessment(): Assessment | null {
    return this.edits.assessment;
  }

  /** Of exactly what is on the screen; waits until it is assessed. Throws `NoReport`. */
  async reported(): Promise<ListInput> {
    const audited = this.#audited;
    const { audited: of } = this.desk;
    if (!audited || !of) throw new NoReport('no_project');
    const found = await this.assessing.of(of);
    if (!found) throw new NoReport('not_assessed', this.assessing.failed ?? '');
    return { ...audited, assessment: this.edits.applied(found) };
  }

  constructor(sheet: Sheet) {
    this.settings = sheet.settings;
    this.store = sheet.store;
    this.counting = sheet.counting;
    this.assessing = sheet.assessing;
    this.figures = sheet.figures;
    this.desk = sheet.desk;
    this.reaching = sheet.reaching;
    this.surveying = sheet.surveying;
    this.insights = sheet.insights;
    this.siting = sheet.siting;
    this.rules = sheet.rules;
    this.edits = new HandEdits(
      () => this.desk.audited,
      () => this.#found,
    );
    this.desk.filtering.follow(() => this.assessment);
    this.lists = new Lists(
      () => this.#audited,
      () => this.#assessed,
    );
  }

  /** What the words of a filter depend on; null without a project. */
  facetWords(): FacetWords | null {
    const { project, audit, pack, radiusM } = this.desk;
    const { t, numbers } = this;
    const { locale } = this.settings;
    return project && audit ? { project, audit, pack, radiusM, t, numbers, locale } : null;
  }

  /** A rate as a percentage; in words where nothing is known, a dash where nothing is due. */
  share(rate: Rate): string {
    return allUnknown(rate) ? this.t('look.unknown') : this.numbers.percent(rate.rate);
  }
}

const KEY = Symbol('lacuna');

/** Makes the page's state and hands it down; the assessment follows what is audited on it. */
export function provideApp(base: string): App {
  const app = setContext(KEY, new App(openSheet(base)));
  $effect(() => {
    const { audited } = app.desk;
    // What was audited is shown first.
    void tick().then(() => app.assessing.follow(audited));
  });
  $effect(() => {
    const { wanted } = app.reaching;
    untrack(() => app.reaching.follow(wanted));
  });
  $effect(() => {
    const { wantedSites } = app.siting;
    untrack(() => app.siting.sites.follow(wantedSites));
  });
  $effect(() => {
    const { wanted } = app.surveying;
    untrack(() => app.surveying.extents.follow(wanted));
  });
  $effect(() => {
    const { wantedWay } = app.surveying;
    untrack(() => app.surveying.ways.follow(wantedWay));
  });
  return app;
}
export const useApp = (): App => getContext<App>(KEY);
