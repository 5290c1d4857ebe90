import { untrack } from 'svelte';
import { distanceColumns, firmColumns, groundColumns } from '#lib/state/reach-sets.ts';
import { reachColumns, type ReachColumn } from '#lib/state/reach-table.ts';
import type { SideName } from '#lib/state/reach-insights.svelte.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** The figures come first, and a slider that moves is let be. */
const AFTER_MS = 250;
const SIDES = ['a', 'b'] as const;

/** The columns of the chosen set, asked for where they are looked at; to be made where a component begins. */
export class TableColumns {
  readonly #app: App;
  readonly #reached = $derived.by(() => {
    const { reached } = this.#app.reaching;
    return reached?.project === this.#app.desk.project ? reached : null;
  });
  readonly #hasB = $derived(!!this.#reached?.b);
  /** Answers stay until the next ones come, those of another project do not. */
  readonly #distances = $derived.by(() => {
    const { answered } = this.#app.insights.distances;
    return answered?.project === this.#app.desk.project ? answered?.answer : undefined;
  });
  /** Whether what is shown answers another question than the one that stands. */
  readonly isOld = $derived.by(() => {
    const { insights, reaching, surveying } = this.#app;
    if (reaching.columns === 'distance')
      return !insights.distances.answers(insights.wantedDistances);
    if (reaching.columns !== 'ground') return false;
    return surveying.current === null || !this.#isFirm('a') || (this.#hasB && !this.#isFirm('b'));
  });
  readonly failed = $derived.by((): string | null => {
    const { insights, reaching, surveying } = this.#app;
    if (reaching.columns === 'distance') return insights.distances.failed;
    if (reaching.columns !== 'ground') return null;
    return insights.firm.failed ?? insights.firmOfB.failed ?? surveying.extents.failed;
  });
  readonly columns = $derived.by((): ReachColumn[] => {
    const { reaching, surveying } = this.#app;
    if (!this.#reached) return [];
    if (reaching.columns === 'reached') return reachColumns(this.#reached);
    const ofB = <T>(side: T | null | undefined): T | null => (this.#hasB ? (side ?? null) : null);
    if (reaching.columns === 'distance') {
      const { a, b } = this.#distances ?? {};
      return distanceColumns({ a: a ?? null, b: ofB(b) });
    }
    const [a, b] = surveying.current ?? surveying.latest ?? [];
    const ground = groundColumns({ a: a ?? null, b: ofB(b) });
    const firm = firmColumns({ a: this.#firmOf('a'), b: ofB(this.#firmOf('b')) });
    const isShare = ({ format }: ReachColumn): boolean => format === 'share';
    return [...ground.filter(isShare), ...firm, ...ground.filter((own) => !isShare(own))];
  });

  constructor(app: App) {
    this.#app = app;
    const { insights, reaching } = app;
    $effect(() => {
      const wanted = insights.wantedDistances;
      untrack(() => insights.distances.follow(wanted));
    });
    $effect(() => {
      const wanted = reaching.columns === 'ground' ? insights.wantedFirmOfB : null;
      if (!wanted) return untrack(() => insights.firmOfB.follow(null));
      const timer = setTimeout(() => insights.firmOfB.follow(wanted), AFTER_MS);
      return () => clearTimeout(timer);
    });
  }

  /** Asks again for whatever failed. */
  again(): void {
    const { insights, surveying } = this.#app;
    if (insights.distances.failed !== null) insights.distances.follow(insights.wantedDistances);
    for (const side of SIDES) {
      const { wanted, latest } = insights.firmOf(side);
      if (latest.failed !== null) latest.follow(wanted);
    }
    if (surveying.extents.failed !== null) surveying.extents.again();
  }

  #firmOf(side: SideName) {
    const { answered } = this.#app.insights.firmOf(side).latest;
    return answered?.project === this.#app.desk.project ? (answered?.answer ?? null) : null;
  }
  #isFirm(side: SideName): boolean {
    const { wanted, latest } = this.#app.insights.firmOf(side);
    return latest.answers(wanted);
  }
}
