import '#lib/polyfills.ts';
import { expose } from 'comlink';
import { audit } from '#lib/core/coverage/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachTest } from '#lib/core/coverage/reach-test.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import type { HeaderRange, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { SheetQuestion } from '#lib/core/ingest/questions.ts';
import { Reading } from '#lib/core/ingest/reading.ts';
import type { ReadingSetup } from '#lib/core/ingest/reading.ts';
import type { ReadProgress } from '#lib/core/ingest/source.ts';
import type { Project } from '#lib/core/model.ts';
import { outsetOf, type Outset } from '#lib/core/report/tally/outset.ts';
import { handOver, inputOf } from '#workers/handed.ts';
import type { Handed, Returning } from '#workers/handed.ts';

export type { Handed, Returning };
export type Setup = ReadingSetup & { pack: RulePack };
type Used = { used?: UsedMapping[] };
type Read = { project: Project; field: ReachField; audit: Audit; outset?: Outset } & Used;
export type Answer = Read | { questions: SheetQuestion[] };
type Tell = (progress: Omit<ReadProgress, 'stage'> & { stage: string }) => void;

let reading: { reading: Reading; pack: RulePack } | null = null;

const ingest = {
  async open(files: Handed[], { pack, ...setup }: Setup, onProgress: Tell): Promise<Answer> {
    reading = { reading: new Reading(setup, (...at) => reachTest(pack, ...at)), pack };
    // A plain function in between: compiled code may go through `onProgress.call`, which a proxy forwards as a name.
    const questions = await reading.reading.open(
      files.map(inputOf),
      (progress) => void onProgress(progress),
    );
    return questions ? handOver({ questions }) : ingest.finish([], onProgress);
  },
  look: (mappings: Mapping[]) => handOver(reading!.reading.questions(mappings)),
  header: async (sheet: number, rows: HeaderRange, mappings: Mapping[]) =>
    handOver(await reading!.reading.header(sheet, rows, mappings)),
  preview: async (sheet: number, mappings: Mapping[]) =>
    handOver(await reading!.reading.preview(sheet, mappings)),
  async finish(mappings: Mapping[], onProgress: Tell): Promise<Read> {
    const { reading: own, pack } = reading!;
    const project = await own.finish(mappings, (progress) => void onProgress(progress));
    void onProgress({ stage: 'reach', file: null, done: 0, total: 0 });
    const field = reachField(project);
    const decided = audit(project, pack, field, { radiusM: null });
    const outset = outsetOf(project, decided);
    return handOver({ project, field, audit: decided, outset, used: own.used });
  },
  async handBack({ files, name, lexicon, texts, ...read }: Returning, onProgress: Tell) {
    const { handBackOf } = await import('#lib/core/report/hand-back.ts');
    const again = { ...read, files: files.map(inputOf) };
    const tell = (progress: ReadProgress) => void onProgress(progress);
    return handOver(await handBackOf(again, name, lexicon, texts, { onProgress: tell }));
  },
};
export type Ingest = typeof ingest;
expose(ingest);
