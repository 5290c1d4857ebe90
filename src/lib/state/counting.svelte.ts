import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import type {
  Counts,
  DivisionCounts,
  DivisionKindCounts,
  KindCounts,
} from '#lib/core/report/counts.ts';
import type { Engine } from '#lib/tables/engine.ts';
import { loadKindFilter, loadProject, loadService } from '#lib/tables/load.ts';
import {
  divisionCounts,
  divisionKindCounts,
  exclusions,
  figureRows,
  totals,
  totalsByKind,
  unplaced,
  type ExclusionRow,
  type Figure,
  type FigureRows,
} from '#lib/tables/queries.ts';

/** What is to be counted. `kinds` null = all; else codes of the kinds that count. */
export interface Wanted {
  project: Project;
  audit: Audit;
  kinds: readonly number[] | null;
}

/** One coherent set of counts, and what they were counted from. */
export interface Counted {
  of: Wanted;
  divisions: DivisionCounts;
  totals: Counts;
  byKind: KindCounts[];
  unplaced: Counts;
}

export interface OpenFigure {
  rows: FigureRows;
  exclusions: ExclusionRow[];
}

/** Opens the database and its views; made to be replaced in tests. */
export type OpenTables = () => Promise<{ engine: Engine; views: Record<string, string> }>;

/** Counts in the database whatever was wanted last; what was wanted in between is skipped. */
export class Counting {
  counted = $state.raw<Counted | null>(null);
  /** Counts by division and kind, a little later than the rest. */
  kinds = $state.raw<DivisionKindCounts | null>(null);
  failed = $state.raw<string | null>(null);
  readonly #tables: ReturnType<OpenTables>;
  #wanted: Wanted | null = null;
  #loaded: Wanted | null = null;
  /** The run that will count what is wanted last; null where it has nothing left to do. */
  #run: Promise<void> | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(open: OpenTables) {
    this.#tables = open();
    this.#tables.catch((reason: unknown) => (this.failed = String(reason)));
  }

  /** Wants something counted; answers once nothing newer is wanted. */
  follow(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    return (this.#run ??= this.#inTurn(() => this.#count()));
  }

  /** The rows and exclusions behind a figure. */
  async open(figure: Figure): Promise<OpenFigure> {
    const { engine } = await this.#tables;
    return { rows: await figureRows(engine, figure), exclusions: await exclusions(engine, figure) };
  }

  /** Asks something of the tables with exactly `wanted` in them, then goes back to what is followed. */
  whole<T>(wanted: Wanted, ask: (engine: Engine) => Promise<T>): Promise<T> {
    const answer = this.#inTurn(async () => {
      const { engine, views } = await this.#tables;
      await this.#load(engine, views, wanted);
      this.#loaded = wanted;
      return ask(engine);
    });
    const back = () => {
      if (this.#wanted && this.#wanted !== this.#loaded) void this.follow(this.#wanted);
    };
    answer.then(back, back);
    return answer;
  }

  /** What uses the tables does so one after the other: each loads what it asks about. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(task);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #count(): Promise<void> {
    try {
      const { engine, views } = await this.#tables;
      while (this.#wanted && this.#wanted !== this.#loaded) {
        const wanted = this.#wanted;
        await this.#load(engine, views, wanted);
        this.#loaded = wanted;
        const counted = {
          of: wanted,
          divisions: await divisionCounts(engine),
          totals: await totals(engine),
          byKind: await totalsByKind(engine),
          unplaced: await unplaced(engine),
        };
        if (counted.of.project === this.#wanted.project) this.counted = counted;
        if (this.#wanted === wanted) this.kinds = await divisionKindCounts(engine);
      }
      this.failed = null;
    } catch (reason) {
      this.failed = reason instanceof Error ? reason.message : String(reason);
    } finally {
      // In the same breath as the last look at what is wanted, so that nothing falls in between.
      this.#run = null;
    }
  }

  async #load(engine: Engine, views: Record<string, string>, wanted: Wanted): Promise<void> {
    const { project, audit, kinds } = wanted;
    const old = this.#loaded;
    this.#loaded = null;
    if (old?.project !== project) {
      await loadProject(engine, views, project, audit);
      if (kinds) await loadKindFilter(engine, kinds);
      return;
    }
    if (old.audit.service !== audit.service) await loadService(engine, audit.service);
    if (old.kinds !== kinds) await loadKindFilter(engine, kinds);
  }
}
