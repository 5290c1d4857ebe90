import type { CrossingCounts } from '#lib/core/coverage/crossing-counts.ts';
import type { RulePack, Words } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { DivisionLevel, Ledger, Project } from '#lib/core/model.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { Earlier } from '#lib/core/report/improvement.ts';
import type { Practice } from '#lib/core/report/practice.ts';
import type { Peers } from '#lib/core/report/ranking.ts';

/** Says a key in one language, with `{name}` replaced by `params.name`. */
export type Say = (key: string, params?: Record<string, string | number>) => string;

/** What the ranking ranks: the divisions of a level by a ledger, among whom, and against which earlier result. */
export interface RankingChoice {
  level: DivisionLevel;
  ledger: Ledger;
  peers: Peers;
  earlier: Earlier | null;
}

/** What lists of the audit alone are made of. */
export interface AuditInput {
  project: Project;
  pack: RulePack;
  audit: Audit;
  /** Replaces the radius of every reach rule, metres; null keeps the pack's own. */
  radiusM: number | null;
  /** Which of a pack's two texts is shown. */
  locale: keyof Words;
  say: Say;
  /** Version of the program, which the method names. */
  version: string;
  /** Digests of the files that were read, in their order, where they are known. */
  digests?: readonly (string | null)[];
  /** Streets by organisation coverage among those of like size, where nothing is chosen. */
  ranking?: RankingChoice;
  /** Units served only from across a boundary, once they are counted. */
  crossing?: CrossingCounts;
  /** Published figures of other places; absent: the list of them is empty. */
  practice?: Practice;
}

/** What lists are made of. */
export interface ListInput extends AuditInput {
  assessment: Assessment;
}
