import type { Project } from '#lib/core/model.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import type { SitingProgress } from '#lib/core/siting/solution.ts';
import type { Siter, UnderWay } from '#lib/state/siter.ts';
import { gapOf, keptOf, type KeptPlan } from '#lib/state/siting-plan.ts';

/** How good the best plan and the best possible were at a time. */
export interface GapPoint {
  seconds: number;
  /** NaN where there was none yet. */
  objective: number;
  bound: number;
}

const TICK_MS = 200;
/** More points than these are not seen in the chart. */
const POINTS_MAX = 400;

/** Every second point, the first and the last ones always. */
const thinned = (points: readonly GapPoint[]): GapPoint[] =>
  points.filter((_, i) => i % 2 === 0 || i >= points.length - 2);

export type RunEnd = 'solved' | 'cancelled' | 'failed';

/** One search for a plan, from its start to its end. */
export class SitingRun {
  readonly id: string;
  readonly name: string;
  readonly project: Project;
  readonly ask: SitingAsk;
  seconds = $state.raw(0);
  objective = $state.raw(NaN);
  bound = $state.raw(NaN);
  points = $state.raw<readonly GapPoint[]>([]);
  end = $state.raw<RunEnd | null>(null);
  failed = $state.raw<string | null>(null);
  /** What came out, where it was not cancelled. */
  answer = $state.raw<SitingAnswer | null>(null);
  #sites: SitingSites | null = null;
  #open: Uint32Array | null = null;
  #seconds = 0;
  readonly #underWay: UnderWay<SitingAnswer>;
  readonly gap = $derived.by(() => gapOf(this.objective, this.bound));

  /** `onBetter`: the best plan so far is another. */
  constructor(
    id: string,
    name: string,
    question: { project: Project; ask: SitingAsk },
    siter: Siter,
    onBetter: (run: SitingRun) => void,
  ) {
    this.id = id;
    this.name = name;
    this.project = question.project;
    this.ask = question.ask;
    this.#underWay = siter.solve(this.project, this.ask, {
      sites: (sites) => (this.#sites = sites),
      progress: (progress) => {
        if (this.end) return;
        this.#take(progress);
        if (progress.open) onBetter(this);
      },
    });
  }

  /** Whether there is a plan already. */
  get hasPlan(): boolean {
    return this.#open !== null && this.#sites !== null;
  }

  /** The best plan so far, as it is kept; null while there is none. */
  best(): KeptPlan | null {
    if (!this.#open || !this.#sites) return null;
    const { key } = this.#sites;
    const { id, name, ask, objective, bound, gap, seconds } = this;
    const head = { status: 'feasible' as const, objective, bound, gap, seconds, reasons: [] };
    return { id, name, ask, open: Array.from(this.#open, (site) => key[site]), head };
  }

  /** Settles when the run is over: with its plan, or with null where there is none. Never rejects. */
  async done(): Promise<KeptPlan | null> {
    const begin = performance.now();
    const clock = setInterval(() => {
      this.seconds = Math.max(this.#seconds, (performance.now() - begin) / 1000);
    }, TICK_MS);
    try {
      const answer = await this.#underWay.answer;
      const { plan } = answer;
      this.#note(plan.seconds, plan.objective, plan.bound);
      this.answer = answer;
      this.end = 'solved';
      const isPlan = plan.status === 'optimal' || plan.status === 'feasible';
      return isPlan ? keptOf(this.id, this.name, this.ask, answer) : null;
    } catch (reason) {
      const isCancelled = reason instanceof DOMException && reason.name === 'AbortError';
      this.end = isCancelled ? 'cancelled' : 'failed';
      if (!isCancelled) this.failed = reason instanceof Error ? reason.message : String(reason);
      return this.best();
    } finally {
      clearInterval(clock);
    }
  }

  cancel(): void {
    this.#underWay.cancel();
  }

  #take({ seconds, open, objective, bound }: SitingProgress): void {
    if (open) this.#open = open;
    this.#note(seconds, open ? objective : this.objective, bound);
  }

  #note(seconds: number, objective: number, bound: number): void {
    this.#seconds = this.seconds = seconds;
    this.objective = objective;
    this.bound = bound;
    const next = [...this.points, { seconds, objective, bound }];
    this.points = next.length > POINTS_MAX ? thinned(next) : next;
  }
}
