import { divisionSums } from '#lib/core/reach/division-sums.ts';
import type { TwoStep } from '#lib/core/reach/two-step.ts';

/** How a division is served beside the city. The position in this list is the code stored in a column. */
export const BALANCES = ['under', 'even', 'over', 'unknown'] as const;
export type Balance = (typeof BALANCES)[number];

/** How many people a facility has for its staff beside the city. The position is the code. */
export const LOADS = ['few', 'usual', 'many', 'unknown'] as const;
export type Load = (typeof LOADS)[number];

/** Beside the city's mean: less than `low` times it, and more than `high` times it, are worth a look. */
export interface BalanceBands {
  low: number;
  high: number;
}
/** Below half, above double. */
export const BALANCE_BANDS: BalanceBands = { low: 0.5, high: 2 };

/** One entry a division with all below it; the last entry is everything, placed or not. */
export interface DivisionBalance {
  /** People whose score is known, and their mean score (supply per 1,000 people); NaN for nobody. */
  people: Float64Array;
  score: Float64Array;
  /** People whose score is not known. */
  unknownPeople: Float64Array;
  /** The mean over the city's; NaN where either is not known, or the city's is 0. */
  ratio: Float64Array;
  /** Positions in BALANCES. */
  balance: Uint8Array;
  /** People within reach of two facilities or more, out of those whose position is known. */
  twice: Float64Array;
  twiceOf: Float64Array;
}

/** One entry a facility. */
export interface FacilityBalance {
  /** People for each unit of supply; Infinity where there is no supply, NaN where it is not known or there are no people either. */
  perSupply: Float64Array;
  /** That over the city's; NaN where either is not known. */
  ratio: Float64Array;
  /** Positions in LOADS. */
  load: Uint8Array;
  /** People of all facilities whose supply is known, for each unit of their supply. */
  cityPerSupply: number;
}

/**
 * Sets the mean accessibility of each division beside the city's, by people.
 *
 * @param weight people at each demand point; what is not known counts as nobody
 * @param placeKnown 1 for each demand point whose position is known
 * @param division of each demand point, -1 where it lies in none
 * @param parent of each division, -1 for a root; a parent stands before its children
 */
export function divisionBalance(
  { score, within }: Pick<TwoStep, 'score' | 'within'>,
  weight: ArrayLike<number>,
  placeKnown: Uint8Array,
  division: ArrayLike<number>,
  parent: ArrayLike<number>,
  bands: BalanceBands = BALANCE_BANDS,
): DivisionBalance {
  const sums = (valueOf: (i: number, own: number) => number): Float64Array =>
    divisionSums(division, parent, (i) => (weight[i] > 0 ? valueOf(i, weight[i]) : 0));
  const people = sums((i, own) => (Number.isNaN(score[i]) ? 0 : own));
  const unknownPeople = sums((i, own) => (Number.isNaN(score[i]) ? own : 0));
  const scored = sums((i, own) => (Number.isNaN(score[i]) ? 0 : own * score[i]));
  const mean = scored.map((sum, d) => sum / people[d]);
  const ratio = besideCity(mean, mean[parent.length]);
  return {
    people,
    score: mean,
    unknownPeople,
    ratio,
    balance: banded(ratio, bands),
    twice: sums((i, own) => (placeKnown[i] === 1 && within[i] >= 2 ? own : 0)),
    twiceOf: sums((i, own) => (placeKnown[i] === 1 ? own : 0)),
  };
}

/**
 * Sets the people of each facility, for each unit of its supply, beside the city's.
 *
 * @param people of each facility: those within its reach, or those it is the nearest to
 * @param supply staff, or floor area, of each facility; NaN where it is not known
 */
export function facilityBalance(
  people: Float64Array,
  supply: ArrayLike<number>,
  bands: BalanceBands = BALANCE_BANDS,
): FacilityBalance {
  let [allPeople, allSupply] = [0, 0];
  const perSupply = people.map((own, s) => {
    if (!(supply[s] >= 0) || Number.isNaN(own)) return NaN;
    allPeople += own;
    allSupply += supply[s];
    return own / supply[s];
  });
  const cityPerSupply = allPeople / allSupply;
  const ratio = besideCity(perSupply, cityPerSupply);
  return { perSupply, ratio, load: banded(ratio, bands), cityPerSupply };
}

const besideCity = (values: Float64Array, city: number): Float64Array =>
  values.map((value) => (city > 0 && city < Infinity ? value / city : NaN));

/** 0 below the lower band, 1 between, 2 above the upper one, 3 not known. */
function banded(ratio: Float64Array, { low, high }: BalanceBands): Uint8Array {
  return Uint8Array.from(ratio, (r) => (Number.isNaN(r) ? 3 : r < low ? 0 : r > high ? 2 : 1));
}
