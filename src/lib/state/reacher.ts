import type { AccessAnswer, FirmAnswer, FirmAsk, ServedAsk } from '#lib/core/reach/insight.ts';
import type {
  DistancesAnswer,
  DistancesAsk,
  ReachAnswer,
  ReachQuestion,
} from '#lib/core/reach/side.ts';
import type { Project } from '#lib/core/model.ts';

/** Answers away from the screen how far facilities reach. */
export interface Reacher {
  /**
   * The answer about a project, one question at a time. Fields that are as in the answer before
   * are left out; after `end` or a failure the next answer has them.
   */
  answer(project: Project, question: ReachQuestion): Promise<ReachAnswer>;
  /** Ends what is under way, which never settles, and forgets the project. */
  end(): void;
}

/** Answers away from the screen what else there is to say; null where it was ended before. */
export interface Insighter {
  firm(project: Project, ask: FirmAsk): Promise<FirmAnswer | null>;
  access(project: Project, ask: ServedAsk): Promise<AccessAnswer | null>;
  /** How far people are from their nearest facility, by division. */
  distances(project: Project, ask: DistancesAsk): Promise<DistancesAnswer | null>;
}
