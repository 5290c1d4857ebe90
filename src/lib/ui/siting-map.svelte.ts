import { nameAt, wordAt } from '#lib/core/texts.ts';
import type { ReachPick, ReachShown } from '#lib/map/reach-scene.ts';
import type { App } from '#lib/ui/app.svelte.ts';
import {
  candidatesOf,
  newlyDrawn,
  NOTHING_OFF,
  switched,
  circlesOf,
  SERVED,
  servedAs,
  servesOf,
  sitedPlaces,
  sitedStations,
  type SitingClass,
} from '#lib/ui/siting-shown.ts';

/** What the map shows and is told on the siting screen. */
export class SitingMap {
  readonly #app: App;
  /** What is switched off in the legend. */
  off = $state.raw(NOTHING_OFF);
  /** True while a click on the ground puts a place there where a station may go. */
  drawing = $state.raw(false);
  readonly on = $derived.by(() => this.#app.desk.view === 'siting');
  /** The plan that is shown; null before there is one. */
  readonly answer = $derived.by(() => (this.on ? this.#app.siting.plans.answerA : null));
  readonly #ask = $derived.by(() => {
    const { siting } = this.#app;
    return this.answer ? (siting.plans.a?.ask ?? null) : siting.ask;
  });
  readonly #sites = $derived.by(() => {
    const { sites, wantedSites } = this.#app.siting;
    return this.answer?.sites ?? (this.on ? sites.to(wantedSites) : null);
  });
  readonly #places = $derived.by(() => sitedPlaces(this.answer?.demand ?? null, this.off));
  readonly #stations = $derived.by(() => {
    const { project } = this.#app.desk;
    if (!project || !this.#sites || !this.#ask) return null;
    const plan = this.answer?.plan ?? null;
    return sitedStations(this.#sites, plan, this.#ask, project.facilities, this.off);
  });
  readonly #names = $derived.by(
    () => this.#stations?.stations.flatMap(({ state, label, lng, lat }) => state === 'added' ? [{ name: label, lng, lat }] : []) ?? [], // prettier-ignore
  );
  readonly #drawn = $derived.by(() =>
    this.#sites ? newlyDrawn(this.#sites, this.#app.siting.setting.drawn) : [],
  );
  readonly #forced = $derived.by(() => this.#app.siting.setting.forced);
  readonly #forbidden = $derived.by(() => this.#app.siting.setting.forbidden);
  readonly #candidates = $derived.by(() => {
    const marks = { forced: this.#forced, forbidden: this.#forbidden };
    const plan = this.answer?.plan ?? null;
    return this.#sites && candidatesOf(this.#sites, plan, marks, this.off, this.#drawn);
  });
  readonly #serves = $derived.by(() => {
    const { chosen } = this.#app.siting;
    const { answer } = this;
    return answer && chosen !== null && !this.off.has('serves') ? servesOf(answer, chosen) : null;
  });
  readonly #circles = $derived.by(() =>
    this.#stations && this.#ask && !this.off.has('circles')
      ? circlesOf(this.#stations.stations, this.#ask)
      : null,
  );
  readonly shown = $derived.by((): ReachShown | null => {
    const [placed, candidates] = [this.#stations, this.#candidates];
    const chosen = this.#app.siting.chosen ?? -1;
    if (!placed || !candidates) return null;
    return {
      ...this.#places,
      ...{ area: null, bands: null, route: null, swipe: null },
      stations: placed.stations,
      chosen: chosen < 0 ? -1 : placed.site.indexOf(chosen),
      sites: {
        candidates,
        chosen: chosen < 0 ? -1 : candidates.number.indexOf(chosen),
        serves: this.#serves,
        rings: this.#circles,
        names: this.#names,
      },
    };
  });
  /** How many of each class there are; what there is none of has no place in the legend. */
  readonly counts = $derived.by((): Partial<Record<SitingClass, number>> => {
    const { project } = this.#app.desk;
    const none = NOTHING_OFF;
    if (!project || !this.#sites || !this.#ask) return {};
    const plan = this.answer?.plan ?? null;
    const demand = this.answer?.demand;
    const served = SERVED.map(() => 0);
    for (let i = 0; i < (demand?.count ?? 0); i++) served[servedAs(demand!, i)]++;
    const { stations } = sitedStations(this.#sites, plan, this.#ask, project.facilities, none);
    const of = (state: string) => stations.filter((own) => own.state === state).length;
    const marks = { forced: this.#forced, forbidden: this.#forbidden };
    const { mark } = candidatesOf(this.#sites, plan, marks, none, this.#drawn);
    const marked = [0, 0, 0];
    for (const own of mark) marked[own]++;
    const [candidates, forbidden, forced] = marked;
    return {
      ...Object.fromEntries(SERVED.map((own, i) => [own, served[i]])),
      ...{ opened: of('added'), standing: of('given'), closed: of('removed') },
      ...{ candidates, forbidden, forced },
    };
  });
  /** Whether there are circles to switch on. */
  readonly hasCircles = $derived.by(
    () => this.#ask?.method === 'radius' && (this.counts.opened ?? 0) > 0,
  );

  constructor(app: App) {
    this.#app = app;
  }

  toggle(own: SitingClass): void {
    this.off = switched(this.off, own);
  }

  /** A click on the ground while places are drawn. */
  place([lng, lat]: [number, number]): void {
    const { siting, t } = this.#app;
    const { drawn } = siting.setting;
    const name = t('siting.drawn.name', { n: drawn.length + 1 });
    siting.setDrawn([...drawn, { name, lng, lat }]);
  }

  /** A site that is clicked is the one that the table and the inspector show. */
  pick(picked: ReachPick | null): void {
    this.#app.siting.chosen = this.#siteOf(picked);
  }

  /** What is said of a place, a station or a site under the pointer. */
  describe(picked: ReachPick): { name: string; lines: string[] } | null {
    const { t, numbers, siting } = this.#app;
    if (picked.type === 'place') return this.#describePlace(picked.index);
    const site = this.#siteOf(picked);
    const sites = this.#sites;
    if (site === null || !sites) return null;
    const lines = [t(`siting.source.${sites.source[site]}`)];
    const own = this.answer?.plan.sites.find((open) => open.site === site);
    const mark = siting.markOf(sites.key[site]);
    if (own) lines.push(t('siting.map.serves', { n: numbers.count(own.servedPoints) }));
    if (this.answer?.plan.closed.includes(site)) lines.push(t('siting.legend.closed'));
    if (mark) lines.push(t(`siting.legend.${mark}`));
    return { name: sites.name[site], lines };
  }

  #describePlace(index: number): { name: string; lines: string[] } | null {
    const { desk, t, numbers, siting } = this.#app;
    const { answer } = this;
    if (!answer || !desk.project) return null;
    const { demand, plan, sites } = answer;
    const record = demand.record[index];
    const { units, demand: points } = desk.project;
    const ofUnits = siting.plans.a?.ask.demand === 'units';
    const by = plan.assigned[index];
    const lines = [t(`siting.legend.${SERVED[servedAs(demand, index)]}`)];
    if (by >= 0)
      lines.push(
        t('siting.map.by', { name: sites.name[by], far: numbers.metres(plan.cost[index]) }),
      );
    return { name: ofUnits ? nameAt(units, record) : wordAt(points.id, record), lines };
  }

  #siteOf(picked: ReachPick | null): number | null {
    if (picked?.type === 'site') return picked.index;
    const site = picked?.type === 'station' ? (this.#stations?.site[picked.index] ?? -1) : -1;
    return site < 0 ? null : site;
  }
}
