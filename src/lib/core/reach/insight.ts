import type { FacilityLevel } from '#lib/core/model.ts';
import { accessOf, type AccessAsk } from '#lib/core/reach/access.ts';
import type { DivisionBalance, FacilityBalance } from '#lib/core/reach/balance.ts';
import { exactWeights } from '#lib/core/reach/exact-weights.ts';
import { stationsUnder } from '#lib/core/reach/extent.ts';
import { firmDistances } from '#lib/core/reach/firm-distances.ts';
import {
  firmCounts,
  firmness,
  type FirmCounts,
  type FirmCutoffs,
  type FirmDistances,
} from '#lib/core/reach/firmness.ts';
import type { Ground } from '#lib/core/reach/ground.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';

/** Which stations are asked of: those of some levels, as a scenario has them. */
interface StationsAsk {
  levels: readonly FacilityLevel[];
  edits?: readonly ScenarioEdit[];
}

/** Which stations firm verdicts are asked of, and how far one may go. */
export interface FirmAsk extends StationsAsk {
  cutoffs: FirmCutoffs;
}

/** Accessibility over the data or over a scenario, where a station that was put up has no known supply. */
export type ServedAsk = AccessAsk & StationsAsk;

/** Firm verdicts of a project, counted apart. */
export interface FirmAnswer {
  /** Of all places, demand first: positions in FIRMNESSES, and bits by MARGINAL_REASONS. */
  verdict: Uint8Array;
  reasons: Uint8Array;
  /** False where there is no walking network: only the straight line and the position count. */
  walked: boolean;
  /** Demand points with their people, and units, each of which weighs one. */
  points: FirmCounts;
  units: FirmCounts;
}

/** How demand is served, and how facilities are loaded; stations in the order of `records`. */
export interface AccessAnswer {
  /** Supply per 1,000 people of each demand point, as in `TwoStep`. */
  score: Float64Array;
  divisions: DivisionBalance;
  stations: FacilityBalance;
  /** Record, supply and people (those it is the nearest to) of each station. */
  records: Int32Array;
  supply: Float64Array;
  people: Float64Array;
  /** Stations and demand points that are left out because nobody knows their supply, or their people. */
  supplyUnknown: number;
  weightUnknown: number;
}

/** Two settings stand side by side: so many sets of distances are kept. */
const KEPT = 2;

/** What a project says of its reach beyond the figures; distances are kept as long as the stations are the same. */
export class ReachInsight {
  readonly #ground: Ground;
  readonly #weight: Float64Array;
  readonly #ones: Float64Array;
  /** The last that were asked for, the latest first. */
  #kept: { stations: string; distances: FirmDistances }[] = [];

  constructor(ground: Ground) {
    const { demand, units } = ground.project;
    this.#ground = ground;
    this.#weight = exactWeights(demand.weight);
    this.#ones = new Float64Array(units.count).fill(1);
  }

  firm({ levels, edits = [], cutoffs }: FirmAsk): FirmAnswer {
    const { demand, units, divisions } = this.#ground.project;
    const { verdict, reasons, walked } = firmness(this.#distancesTo({ levels, edits }), cutoffs);
    const part = (from: number, to: number) => ({
      verdict: verdict.subarray(from, to),
      reasons: reasons.subarray(from, to),
    });
    const { parent } = divisions;
    const ofDemand = part(0, demand.count);
    const ofUnits = part(demand.count, demand.count + units.count);
    return {
      ...{ verdict, reasons, walked },
      points: firmCounts(ofDemand, this.#weight, demand.division, parent),
      units: firmCounts(ofUnits, this.#ones, units.division, parent),
    };
  }

  /** Throws `ReachFault` where walks are asked for and there is no network. */
  access(ask: ServedAsk): AccessAnswer {
    const { levels, edits = [] } = ask;
    const standing = stationsUnder(this.#ground, { levels, edits });
    const { points, supply, divisions, stations } = accessOf(this.#ground, ask, standing);
    const { score, nearestPeople, supplyUnknown, weightUnknown } = points;
    return {
      ...{ score, divisions, stations, supply, supplyUnknown, weightUnknown },
      records: standing.records,
      people: nearestPeople,
    };
  }

  #distancesTo(asked: Required<StationsAsk>): FirmDistances {
    const stations = JSON.stringify([asked.levels, asked.edits]);
    const own = this.#kept.find((kept) => kept.stations === stations) ?? {
      stations,
      distances: firmDistances(this.#ground, stationsUnder(this.#ground, asked)),
    };
    this.#kept = [own, ...this.#kept.filter((kept) => kept !== own)].slice(0, KEPT);
    return own.distances;
  }
}
