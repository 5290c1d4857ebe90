import type { Project } from '#lib/core/model.ts';
import type { PlanHead, SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import type { SitingStudy, StudiedPlan, StudyKind } from '#lib/core/report/siting/studies.ts';
import type { SitingProgress } from '#lib/core/siting/solution.ts';

/** Something under way that can be ended. */
export interface UnderWay<T> {
  /** Rejects with an `AbortError` after `cancel`, and with another error where it cannot be done. */
  answer: Promise<T>;
  cancel(): void;
}

/** Seeks places for stations away from the screen; nothing waits for what is under way already. */
export interface Siter {
  /** Starts what solving needs, before it is asked. */
  warm(project: Project): void;
  solve(
    project: Project,
    ask: SitingAsk,
    on: {
      /** The sites that progress names by their numbers; comes before it. */
      sites: (sites: SitingSites) => void;
      progress: (progress: SitingProgress) => void;
    },
  ): UnderWay<SitingAnswer>;
  /** The plan that opens these sites, by their keys. */
  planned(
    project: Project,
    ask: SitingAsk,
    open: readonly string[],
    head: PlanHead,
  ): UnderWay<SitingAnswer>;
  /** Studies a question and its plan; `onSolved` is told how many problems are solved so far. */
  study(
    project: Project,
    ask: SitingAsk,
    kind: StudyKind,
    plan: StudiedPlan | null,
    onSolved: (count: number) => void,
  ): UnderWay<SitingStudy>;
  /** Where stations may go. */
  sites(project: Project, ask: SitingAsk): UnderWay<SitingSites>;
  /** Ends everything and forgets the project. */
  end(): void;
}
