import '#lib/polyfills.ts';
import { expose } from 'comlink';
import type { Project } from '#lib/core/model.ts';
import { Gathering, type Packed, type Piece } from '#lib/core/packing.ts';
import { Extents, type Extent, type ExtentAsk } from '#lib/core/reach/extent.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { placeWay, type PlaceWay, type WayAsk } from '#lib/core/reach/place-way.ts';

let coming: Gathering | null = null;
let ground: Ground | null = null;
let extents: Extents | null = null;

/** Ground in reach and ways, beside the worker that answers the slider. */
const surveying = {
  /** Announces a packed project, whose columns then come in pieces until it is opened. */
  expect(head: Packed, lengths: number[]): void {
    coming = new Gathering(head, lengths);
    ground = extents = null;
  },
  take(batch: Piece[]): void {
    coming!.take(batch);
  },
  open(): void {
    ground = new Ground(coming!.value() as Project);
    coming = null;
  },
  extents(asks: ExtentAsk[]): Extent[] {
    const own = (extents ??= new Extents(ground!));
    return asks.map((ask) => own.extent(ask));
  },
  ways: (asks: WayAsk[]): (PlaceWay | null)[] => asks.map((ask) => placeWay(ground!, ask)),
};
export type SurveyWorker = typeof surveying;
expose(surveying);
