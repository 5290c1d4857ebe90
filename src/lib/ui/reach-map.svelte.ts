import type { ReachPick } from '#lib/map/reach-scene.ts';
import type { DragPhase } from '#lib/map/station-drag.ts';
import { nameAt, wordAt } from '#lib/core/texts.ts';
import { verdictAt } from '#lib/state/reaching.svelte.ts';
import type { App } from '#lib/ui/app.svelte.ts';
import { reachShown, shownStations } from '#lib/ui/reach-shown.ts';

/** What the map shows and is told on the reach screen. */
export class ReachMap {
  readonly #app: App;
  readonly #asked = $derived.by(() => this.#app.reaching.wanted?.question ?? null);
  readonly #levelsA = $derived.by(() => this.#asked?.a.levels.join() ?? null);
  readonly #levelsB = $derived.by(() => this.#asked?.b?.levels.join() ?? null);
  readonly #a = $derived.by(() => this.#stationsOf(this.#levelsA, false));
  readonly #b = $derived.by(() => this.#stationsOf(this.#levelsB, true));
  readonly #shown = $derived.by(() => this.#b ?? this.#a);
  readonly on = $derived.by(() => this.#app.desk.view === 'reach');
  readonly reach = $derived.by(() => {
    const { desk, reaching } = this.#app;
    if (!this.on || !this.#a || reaching.reached?.project !== desk.project) return null;
    const station =
      reaching.chosen?.type === 'added'
        ? reaching.chosen.index
        : desk.selection?.type === 'facility'
          ? desk.selection.index
          : -1;
    const chosen = this.#shown?.number.indexOf(station) ?? -1;
    const shown = reachShown(reaching, this.#a.stations, this.#b?.stations ?? null, chosen);
    return shown && { ...shown, ...this.#app.surveying.drawn };
  });

  constructor(app: App) {
    this.#app = app;
  }

  /** A click while a station is put up or moved. */
  place([lng, lat]: [number, number]): void {
    const { reaching, t } = this.#app;
    const { placing } = reaching;
    if (placing === 'new') {
      reaching.add(t('reach.new.name', { n: reaching.stations.length + 1 }), lng, lat);
    } else if (placing !== null) reaching.move(placing, lng, lat);
    reaching.placing = null;
  }

  pick(picked: ReachPick | null): void {
    const { desk, reaching } = this.#app;
    const { project } = desk;
    if (!project || !picked) return;
    reaching.chosen = null;
    if (picked.type === 'place') {
      const unit = picked.index - project.demand.count;
      if (unit >= 0) desk.select({ type: 'unit', index: unit });
      else {
        desk.select(null);
        reaching.chosen = { type: 'demand', index: picked.index };
      }
      return;
    }
    const station = this.#shown?.number[picked.index] ?? -1;
    if (station < 0) return;
    if (station < project.facilities.count) desk.select({ type: 'facility', index: station });
    else {
      desk.select(null);
      reaching.chosen = { type: 'added', index: station };
    }
  }

  /** A station is dragged, or put down. */
  station(index: number, [lng, lat]: [number, number], phase: DragPhase): void {
    const { reaching } = this.#app;
    const station = this.#shown?.number[index];
    if (station === undefined) return;
    // Where it is put down ends the way it came.
    reaching.move(station, lng, lat, phase === 'drag' || reaching.dragging === station);
    if (phase === 'drop') reaching.drop();
  }

  /** What is said of a place or station under the pointer. */
  describe({ type, index }: ReachPick): { name: string; lines: string[] } | null {
    const { desk, reaching, t, numbers } = this.#app;
    const { project } = desk;
    const { reached } = reaching;
    if (!project || !reached) return null;
    if (type === 'station') {
      const own = this.#shown?.stations[index];
      if (!own) return null;
      const lines = own.state === 'given' ? [] : [t(`reach.edit.${own.state}`)];
      return { name: own.label, lines };
    }
    const unit = index - project.demand.count;
    const name = unit >= 0 ? nameAt(project.units, unit) : wordAt(project.demand.id, index);
    const sides = reached.b
      ? ([
          ['A ', reached.a],
          ['B ', reached.b],
        ] as const)
      : ([['', reached.a]] as const);
    const lines = sides.map(([side, own]) => {
      const far = numbers.metres(own.field.firstM[index]);
      return `${side}${t(`reach.place.short.${verdictAt(own, index)}`)} ${far}`;
    });
    return { name, lines };
  }

  #stationsOf(levels: string | null, changed: boolean) {
    const { desk, reaching } = this.#app;
    if (levels === null || !desk.project) return null;
    const own = (levels === '' ? [] : levels.split(',')) as Parameters<typeof shownStations>[1];
    return shownStations(desk.project.facilities, own, changed ? reaching.stations : []);
  }
}
