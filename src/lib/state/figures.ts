import type { Wanted } from '#lib/state/counting.svelte.ts';
import type { Engine } from '#lib/tables/engine.ts';
import { loadMask, loadProject, loadService, loadVerdicts } from '#lib/tables/load.ts';
import {
  exclusions,
  figureRows,
  type ExclusionRow,
  type Figure,
  type FigureRows,
} from '#lib/tables/queries.ts';

export interface OpenFigure {
  rows: FigureRows;
  exclusions: ExclusionRow[];
}

/** Opens the database and its views; made to be replaced in tests. */
export type OpenTables = () => Promise<{ engine: Engine; views: Record<string, string> }>;

/** Opens figures to their rows in the database, which is opened and filled in the background. */
export class Figures {
  readonly #open: OpenTables;
  readonly #rest: () => Promise<void>;
  #tables: ReturnType<OpenTables> | null = null;
  #loaded: Wanted | null = null;
  #latest = 0;
  #tail: Promise<unknown> = Promise.resolve();

  /** `rest` settles when the page has time for what nobody waits for yet. */
  constructor(open: OpenTables, rest: () => Promise<void>) {
    this.#open = open;
    this.#rest = rest;
  }

  /** Puts a project into the database once the page has time; a failure is told when a figure is opened. */
  async warm(wanted: Wanted): Promise<void> {
    await this.#rest();
    await this.#inTurn(() => this.#filled(wanted)).catch(() => undefined);
  }

  /** The rows and exclusions behind a figure; null where a later one has been asked for meanwhile. */
  open(figure: Figure, wanted: Wanted): Promise<OpenFigure | null> {
    const own = ++this.#latest;
    return this.#inTurn(async () => {
      if (own !== this.#latest) return null;
      const engine = await this.#filled(wanted);
      return {
        rows: await figureRows(engine, figure),
        exclusions: await exclusions(engine, figure),
      };
    });
  }

  /** What uses the tables does so one after the other: each fills in what it asks about. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(task);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** The database with exactly `wanted` in it. After a failure the next one begins from nothing. */
  async #filled(wanted: Wanted): Promise<Engine> {
    const old = this.#loaded;
    this.#loaded = null;
    const opening = (this.#tables ??= this.#open());
    const { engine, views } = await opening.catch((reason: unknown) => {
      this.#tables = null;
      throw reason;
    });
    const { project, audit, mask } = wanted;
    if (old?.project !== project) await loadProject(engine, views, project, audit);
    else if (old.audit.organisation !== audit.organisation)
      await loadVerdicts(engine, project, audit);
    else if (old.audit.service !== audit.service) await loadService(engine, audit.service);
    if ((old?.project === project ? old.mask : null) !== mask) await loadMask(engine, mask);
    this.#loaded = wanted;
    return engine;
  }
}
