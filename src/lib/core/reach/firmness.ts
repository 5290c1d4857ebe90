import { walkedM } from '#lib/core/reach/answer.ts';
import type { ReachMethod } from '#lib/core/reach/field.ts';
import { divisionSums } from '#lib/core/reach/division-sums.ts';

/** What all admissible settings together say of a place. The position in this list is the code stored in a column. */
export const FIRMNESSES = ['firmly_reached', 'marginal', 'firmly_blank', 'unknown'] as const;
export type Firmness = (typeof FIRMNESSES)[number];

/**
 * What a marginal verdict hangs on: two settings that differ in this alone disagree. Reason `k` is
 * bit `1 << k` of the column.
 *
 * `method` the straight line and the walk, `cutoff` the walk in metres and in minutes, `pace` the
 * adult and the elderly, `snap` the nearest edge and the nearest node, `network` whether one can walk
 * there at all where the network does not say, `position` the coordinates.
 */
export const MARGINAL_REASONS = [
  'method',
  'cutoff',
  'pace',
  'snap',
  'network',
  'position',
] as const;
export type MarginalReason = (typeof MARGINAL_REASONS)[number];
const [METHOD, CUTOFF, PACE, SNAP, NETWORK, POSITION] = MARGINAL_REASONS.map((_, k) => 1 << k);

/** How far the coordinates of a place may be off, metres. */
export const POSITION_M = 25;

/** How far one may go; null where that is not asked. */
export interface FirmCutoffs {
  /** By straight line, metres. */
  radiusM: number | null;
  /** On foot, metres. */
  walkM: number | null;
  /** On foot, minutes, at the adult and at the elderly pace. */
  minutes: number | null;
  /** The way to a facility may be so much longer or shorter, metres. */
  positionM: number;
}

/**
 * What is admissible beside one setting: the same way by straight line, and on foot the same metres,
 * or the same minutes where one walks by minutes, which have metres by the pace only.
 */
export function firmCutoffs(
  method: ReachMethod,
  cutoffM: number,
  minutes: number | null,
): FirmCutoffs {
  const walked = method === 'walk' ? minutes : null;
  const walkM = walked === null ? cutoffM : null;
  return { radiusM: cutoffM, walkM, minutes: walked, positionM: POSITION_M };
}

/**
 * Distance of each place to its nearest facility, metres: Infinity where none can be come to, NaN
 * where it is not known. Straight lines are NaN only for a place without a position. A walk is NaN
 * where a place is too far from the network to join it; null stands for a column there is not.
 */
export interface FirmDistances {
  straightM: Float64Array;
  edgeM: Float64Array | null;
  nodeM: Float64Array | null;
}

export interface FirmVerdicts {
  /** Position in FIRMNESSES. */
  verdict: Uint8Array;
  /** Bits by MARGINAL_REASONS; 0 unless marginal. */
  reasons: Uint8Array;
  /** False where walking took no part, for want of a network or because nothing on foot was asked. */
  walked: boolean;
}

/** Two settings that differ in one thing alone, by their slots. */
interface Pair {
  a: number;
  b: number;
  reason: number;
}

/** Settings of one place by slot: the straight line, and on either snap the metres and both paces. */
const RADIUS = 0;
const [METRES, ADULT, ELDERLY] = [1, 3, 5];
const SLOTS = 7;

/**
 * Judges each place by every admissible setting: firmly reached where all reach it, firmly blank where
 * none does, else marginal with the reasons.
 *
 * A setting is a straight line of `radiusM`, or a walk of `walkM` metres or of `minutes` at a pace,
 * joined to the network by edge or by node, with the way longer or shorter by up to `positionM`.
 * Where a place has not joined the network, its walk is held to be anything from the straight
 * line to no way at all. A place is reached at its cutoff exactly. Without any setting, and
 * without a position, the verdict is unknown.
 */
export function firmness(distances: FirmDistances, cutoffs: FirmCutoffs): FirmVerdicts {
  const { straightM, edgeM, nodeM } = distances;
  const { radiusM, walkM, minutes, positionM } = cutoffs;
  const count = straightM.length;
  const verdict = new Uint8Array(count);
  const reasons = new Uint8Array(count);
  const snaps = [edgeM, nodeM];
  const limits = new Float64Array(SLOTS).fill(NaN);
  if (radiusM !== null) limits[RADIUS] = radiusM;
  snaps.forEach((column, snap) => {
    if (column === null) return;
    if (walkM !== null) limits[METRES + snap] = walkM;
    if (minutes !== null) limits[ADULT + snap] = walkedM(minutes, 'adult');
    if (minutes !== null) limits[ELDERLY + snap] = walkedM(minutes, 'elderly');
  });
  const used = [...limits.keys()].filter((slot) => !Number.isNaN(limits[slot]));
  const pairs = pairsOf(used);
  /** What is left of the cutoff; the walk as short as it can be, and as long. */
  const best = new Float64Array(SLOTS);
  const least = new Float64Array(SLOTS);
  const disagree = (a: number, b: number): boolean =>
    a !== b && Math.min(a, b) < positionM && Math.max(a, b) >= -positionM;
  for (let i = 0; i < count; i++) {
    if (used.length === 0 || Number.isNaN(straightM[i])) {
      verdict[i] = FIRMNESSES.indexOf('unknown');
      continue;
    }
    let all = true;
    let any = false;
    let bits = 0;
    for (const slot of used) {
      const walked = slot === RADIUS ? straightM[i] : snaps[(slot - METRES) % 2]![i];
      const open = Number.isNaN(walked);
      best[slot] = limits[slot] - (open ? straightM[i] : walked);
      least[slot] = open ? -Infinity : best[slot];
      if (open && disagree(best[slot], least[slot])) bits |= NETWORK;
      if (least[slot] < positionM) all = false;
      if (best[slot] >= -positionM) any = true;
      if (best[slot] >= -positionM && best[slot] < positionM) bits |= POSITION;
    }
    if (all || !any) {
      verdict[i] = FIRMNESSES.indexOf(all ? 'firmly_reached' : 'firmly_blank');
      continue;
    }
    for (const { a, b, reason } of pairs)
      if (disagree(best[a], best[b]) || disagree(least[a], least[b])) bits |= reason;
    verdict[i] = FIRMNESSES.indexOf('marginal');
    reasons[i] = bits;
  }
  return { verdict, reasons, walked: used.some((slot) => slot !== RADIUS) };
}

/** The pairs among the slots that differ in one thing alone. */
function pairsOf(used: readonly number[]): Pair[] {
  const pairs: Pair[] = [];
  const snapOf = (slot: number): number => (slot - METRES) % 2;
  const limitOf = (slot: number): number => slot - snapOf(slot);
  for (const a of used)
    for (const b of used) {
      if (b <= a) continue;
      if (a === RADIUS) pairs.push({ a, b, reason: METHOD });
      else if (limitOf(a) === limitOf(b)) pairs.push({ a, b, reason: SNAP });
      else if (snapOf(a) === snapOf(b))
        pairs.push({ a, b, reason: limitOf(a) === METRES ? CUTOFF : PACE });
    }
  return pairs;
}

/** One entry a division with all below it; the last entry is everything, placed or not. The four verdicts add up to all. */
export interface FirmCounts {
  /** Places, and their weight, of each verdict, in the order of FIRMNESSES. */
  places: Float64Array[];
  weight: Float64Array[];
  /** Marginal places of each reason, in the order of MARGINAL_REASONS; one place may have several. */
  reasons: Float64Array[];
}

/**
 * Counts verdicts apart for each division and for all. A weight that is not known counts as nothing.
 *
 * @param division of each place, -1 where it lies in none
 * @param parent of each division, -1 for a root; a parent stands before its children
 * @param counted 1 for each place that counts; null where all do
 */
export function firmCounts(
  { verdict, reasons }: Pick<FirmVerdicts, 'verdict' | 'reasons'>,
  weight: ArrayLike<number>,
  division: ArrayLike<number>,
  parent: ArrayLike<number>,
  counted: Uint8Array | null = null,
): FirmCounts {
  const counts = (i: number): boolean => counted === null || counted[i] === 1;
  const sums = (holds: (i: number) => boolean, valueOf: (i: number) => number): Float64Array =>
    divisionSums(division, parent, (i) => (counts(i) && holds(i) ? valueOf(i) : 0));
  return {
    places: FIRMNESSES.map((_, code) =>
      sums(
        (i) => verdict[i] === code,
        () => 1,
      ),
    ),
    weight: FIRMNESSES.map((_, code) =>
      sums(
        (i) => verdict[i] === code,
        (i) => weight[i],
      ),
    ),
    reasons: MARGINAL_REASONS.map((_, k) =>
      sums(
        (i) => (reasons[i] & (1 << k)) !== 0,
        () => 1,
      ),
    ),
  };
}
