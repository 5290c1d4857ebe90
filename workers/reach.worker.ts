import '#lib/polyfills.ts';
import { expose, transfer } from 'comlink';
import type { Project } from '#lib/core/model.ts';
import { Gathering, type Packed, type Piece } from '#lib/core/packing.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import {
  ReachInsight,
  type AccessAnswer,
  type FirmAnswer,
  type FirmAsk,
  type ServedAsk,
} from '#lib/core/reach/insight.ts';
import {
  longColumns,
  ReachSides,
  type DistancesAnswer,
  type DistancesAsk,
  type ReachAnswer,
  type ReachQuestion,
} from '#lib/core/reach/side.ts';

let coming: Gathering | null = null;
let sides: ReachSides | null = null;
let insight: ReachInsight | null = null;

const reaching = {
  /** Announces a packed project, whose columns then come in pieces until it is opened. */
  expect(head: Packed, lengths: number[]): void {
    coming = new Gathering(head, lengths);
    sides = null;
    insight = null;
  },
  take(batch: Piece[]): void {
    coming!.take(batch);
  },
  open(): void {
    const ground = new Ground(coming!.value() as Project);
    sides = new ReachSides(ground.project, ground);
    insight = new ReachInsight(ground);
    coming = null;
  },
  answer(question: ReachQuestion): ReachAnswer {
    const answer = sides!.answer(question);
    return transfer(answer, longColumns(answer) as ArrayBuffer[]);
  },
  firm(ask: FirmAsk): FirmAnswer {
    const answer = insight!.firm(ask);
    return transfer(answer, [answer.verdict.buffer, answer.reasons.buffer] as ArrayBuffer[]);
  },
  distances: (ask: DistancesAsk): DistancesAnswer => sides!.distances(ask),
  access(ask: ServedAsk): AccessAnswer {
    const answer = insight!.access(ask);
    return transfer(answer, [answer.score.buffer] as ArrayBuffer[]);
  },
};
export type Reaching = typeof reaching;
expose(reaching);
