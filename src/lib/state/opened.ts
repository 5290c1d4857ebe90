import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import type { Weighed } from '#lib/core/coverage/weigh.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { HeaderRange, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { SheetQuestion } from '#lib/core/ingest/questions.ts';
import type { Project } from '#lib/core/model.ts';
import type { Outset } from '#lib/core/report/tally/outset.ts';
import type { HandedBack, NotHandedBack } from '#lib/core/report/hand-back.ts';
import type { Handed, Returning } from '#workers/handed.ts';
import type { Answer, Setup } from '#workers/ingest.worker.ts';

export type { Answer, Handed, HandedBack, NotHandedBack, Returning, Setup, SheetQuestion };

/** A project, the distances that its service verdicts are thresholds of, and its verdicts under the pack. */
export interface Read {
  project: Project;
  field: ReachField;
  audit: Audit;
  /** The rule pack that decided the verdicts; absent where an earlier page kept the project. */
  pack?: RulePack;
  /** What the screen begins with; where it is absent the screen makes it. */
  outset?: Outset;
  /** What its sheets were read by; absent where it was kept from an earlier visit. */
  used?: UsedMapping[];
}

export interface Opened extends Read {
  /** Whether it is the bundled demo or the user's own. */
  demo: boolean;
}

export interface Progress {
  stage: string;
  file: string | null;
  done: number;
  total: number;
}

/** What is needed to decide about files, beside the files. */
export interface Decisions {
  lexicon: Lexicon;
  pack: RulePack;
}

/** Reads files away from the screen; a second `open` or a `cancel` ends the first. */
export interface Reader {
  /** A project, or the questions that have to be answered before there can be one. */
  open(files: Handed[], setup: Setup, onProgress: (progress: Progress) => void): Promise<Answer>;
  /** The questions again, under other mappings, in the order of the first. */
  look(mappings: Mapping[]): Promise<SheetQuestion[]>;
  /** The questions with one sheet read again under another header. */
  header(sheet: number, rows: HeaderRange, mappings: Mapping[]): Promise<SheetQuestion[]>;
  /** The first rows of one sheet as they would be imported, on the divisions of the folder. */
  preview(sheet: number, mappings: Mapping[]): Promise<Project>;
  /** The project under these mappings. */
  finish(mappings: Mapping[], onProgress: (progress: Progress) => void): Promise<Read>;
  /** One of the files with its errors marked, or why it cannot be. */
  handBack(
    returning: Returning,
    onProgress: (progress: Progress) => void,
  ): Promise<HandedBack | NotHandedBack>;
  cancel(): void;
}

/** Decides a project that was read already, away from the screen. */
export interface Judge {
  /** The verdicts under a pack, and the distances they are thresholds of. */
  decide(read: Read, pack: RulePack): Promise<Pick<Read, 'field' | 'audit'>>;
  /** What changes from one pack to another. */
  weigh(read: Read, from: RulePack, to: RulePack): Promise<Weighed>;
}

/** Keeps the last project and what the headers of its files meant, between visits. */
export interface Shelf {
  take(): Promise<Read | null>;
  put(read: Read): Promise<void>;
  clear(): Promise<void>;
  mappings(): Promise<Mapping[]>;
  putMappings(mappings: Mapping[]): Promise<void>;
}
