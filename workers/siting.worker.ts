import '#lib/polyfills.ts';
import { expose } from 'comlink';
import loadHighs from 'highs';
import highsWasm from 'highs/runtime?url';
import type { Project } from '#lib/core/model.ts';
import { Gathering, type Packed, type Piece } from '#lib/core/packing.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { answerOfSites, answerSiting, type PlanHead, type SitingAnswer } from '#lib/core/report/siting/answer.ts'; // prettier-ignore
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { paced } from '#lib/core/report/siting/paced.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { sitesOf } from '#lib/core/report/siting/sites.ts';
import { studySiting } from '#lib/core/report/siting/studies.ts';
import type { SitingStudy, StudiedPlan, StudyKind } from '#lib/core/report/siting/studies.ts';
import { highsPrograms, warmUpPrograms } from '#lib/core/siting/highs-program.ts';
import type { Programs } from '#lib/core/siting/program.ts';
import { solve } from '#lib/core/siting/solve.ts';
import type { SitingProgress } from '#lib/core/siting/solution.ts';

const PROGRESS_MS = 100;

/** Without WebAssembly that HiGHS can run on, plans come from heuristics and their bounds alone. */
const programs: Promise<Programs | null> = loadHighs({ locateFile: () => highsWasm }).then(
  (highs) => warmUpPrograms(highsPrograms(highs)),
  () => null,
);
let coming: Gathering | null = null;
let ground: Ground | null = null;
const now = () => performance.now();

const siting = {
  /** Announces a packed project, whose columns then come in pieces until it is opened. */
  expect(head: Packed, lengths: number[]): void {
    coming = new Gathering(head, lengths);
    ground = null;
  },
  take(batch: Piece[]): void {
    coming!.take(batch);
  },
  open(): void {
    ground = new Ground(coming!.value() as Project);
    coming = null;
  },
  sites: (ask: SitingAsk): SitingSites => sitesOf(ground!.project, ask),
  async solve(
    ask: SitingAsk,
    onSites: (sites: SitingSites) => void,
    onProgress: (progress: SitingProgress) => void,
  ): Promise<SitingAnswer> {
    const { seconds, seed } = ask;
    const tools = { seconds, seed, now, programs: await programs };
    void onSites(sitesOf(ground!.project, ask));
    const pass = paced((progress) => void onProgress(progress), PROGRESS_MS, now);
    return answerSiting(ground!, ask, { ...tools, onProgress: pass }, solve);
  },
  async study(
    ask: SitingAsk,
    kind: StudyKind,
    plan: StudiedPlan | null,
    onSolved: (count: number) => void,
  ): Promise<SitingStudy> {
    const { seconds, seed } = ask;
    const tools = { seconds, seed, now, programs: await programs, onProgress: () => undefined };
    return studySiting(ground!, ask, kind, plan, tools, solve, (count) => void onSolved(count));
  },
  planned: (ask: SitingAsk, open: readonly string[], head: PlanHead): SitingAnswer =>
    answerOfSites(ground!, ask, open, head),
};
export type SitingDoor = typeof siting;
expose(siting);
