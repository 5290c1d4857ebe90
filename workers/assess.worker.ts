import '#lib/polyfills.ts';
import { expose } from 'comlink';
import loadHighs from 'highs';
import highsWasm from 'highs/runtime?url';
import { packingSolver, warmUp } from '#lib/core/coverage/joint/highs-packing.ts';
import type { PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import type { Groupings } from '#lib/core/coverage/next-step.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import { GROUPING_SECONDS, assess, groupings } from '#lib/core/report/assess.ts';
import type { AssessStage } from '#lib/core/report/assess.ts';
import { Gathering, type Packed, type Piece } from '#lib/core/packing.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';

/** What is assessed but for the radius, which changes none of the groups. */
export interface Table {
  project: Project;
  pack: RulePack;
  field: ReachField;
  audit: Audit;
}

/** Without WebAssembly that HiGHS can run on, groups are formed greedily. */
const solver: Promise<PackingSolver | null> = loadHighs({ locateFile: () => highsWasm }).then(
  (highs) => warmUp(packingSolver(highs)),
  () => null,
);
let coming: Gathering | null = null;
let table: Table | null = null;
let groups: Groupings | null = null;

const assessing = {
  /** Announces a packed `Table`, whose columns then come in pieces until it is opened. */
  expect(head: Packed, lengths: number[]): void {
    coming = new Gathering(head, lengths);
    table = groups = null;
  },
  take(batch: Piece[]): void {
    coming!.take(batch);
  },
  open(): void {
    table = coming!.value() as Table;
    coming = null;
  },
  async assess(radiusM: number | null, onStage: (stage: AssessStage) => void): Promise<Assessment> {
    const { project, pack, field, audit } = table!;
    const tools = {
      field,
      radiusM,
      solver: await solver,
      time: { seconds: GROUPING_SECONDS, now: () => performance.now() },
      // A plain function in between: compiled code may go through `onStage.call`, which a proxy forwards as a name.
      onStage: (stage: AssessStage) => void onStage(stage),
    };
    groups ??= groupings(project, pack, audit, tools);
    return assess(project, pack, audit, tools, groups);
  },
};
export type Assess = typeof assessing;
expose(assessing);
