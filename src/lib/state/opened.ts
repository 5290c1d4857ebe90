import type { ReachField } from '#lib/core/coverage/verdict.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { Project } from '#lib/core/model.ts';
import type { Handed } from '#workers/ingest.worker.ts';

export type { Handed };

/** A project with the distances that its service verdicts are thresholds of. */
export interface Opened {
  project: Project;
  field: ReachField;
  /** Whether it is the bundled demo or the user's own. */
  demo: boolean;
}

export interface Progress {
  stage: string;
  file: string | null;
  done: number;
  total: number;
}

/** Reads files away from the screen; a second `open` or a `cancel` ends the first. */
export interface Reader {
  open(
    files: Handed[],
    contract: Contract,
    onProgress: (progress: Progress) => void,
  ): Promise<Omit<Opened, 'demo'>>;
  cancel(): void;
}

/** Keeps the files of the last project between visits. */
export interface Shelf {
  take(): Promise<Handed[] | null>;
  put(files: Handed[]): Promise<void>;
  clear(): Promise<void>;
}
