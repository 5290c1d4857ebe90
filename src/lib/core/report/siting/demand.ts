import type { Project } from '#lib/core/model.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { exactWeights } from '#lib/core/reach/exact-weights.ts';
import type { DemandSource, DemandWeight, SitingAsk } from '#lib/core/report/siting/ask.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';

/** What is to be served, one entry a record of its table, those without a position among them. */
export interface AskedDemand {
  source: DemandSource;
  count: number;
  lng: Float64Array;
  lat: Float64Array;
  /** As `exactWeights` has them, so that sums are those of reach to the bit; 0 where not known. */
  weight: Float64Array;
  division: Int32Array;
  /** Records whose weight is not known, and those without a position, which nobody can serve. */
  unknownWeight: number;
  withoutPosition: number;
}

/** What each kind of demand can be weighed by. */
export const WEIGHTS_OF: Readonly<Record<DemandSource, readonly DemandWeight[]>> = {
  demand: ['weight', 'one'],
  units: ['one', 'households', 'employees', 'members'],
};

function weightsOf(project: Project, { demand, weight }: SitingAsk): Float64Array {
  const { units } = project;
  if (!WEIGHTS_OF[demand].includes(weight))
    throw new AskFault('weight_not_there', {
      weight,
      expected: WEIGHTS_OF[demand].join(', '),
    });
  if (weight === 'one') return new Float64Array(project[demand].count).fill(1);
  return weight === 'weight' ? project.demand.weight : units[weight];
}

/**
 * The demand of a question. Throws `AskFault` (`weight_not_there`, `no_demand`).
 */
export function askedDemand(project: Project, ask: SitingAsk): AskedDemand {
  const { count, lng, lat, division } = project[ask.demand];
  const given = weightsOf(project, ask);
  if (count === 0) throw new AskFault('no_demand', { demand: ask.demand });
  let [unknownWeight, withoutPosition] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(given[i])) unknownWeight++;
    if (!hasPosition(lng[i], lat[i])) withoutPosition++;
  }
  const weight = exactWeights(given);
  return {
    source: ask.demand,
    ...{ count, lng, lat, weight, division, unknownWeight, withoutPosition },
  };
}

/**
 * The records that the problem is about. Where everybody has to be served, those without a position
 * are left out, for no plan could serve them; where as many as possible are, they count in what there is.
 */
export function askedOf(demand: AskedDemand, { problem, backup }: SitingAsk): Uint32Array {
  const all = (problem === 'mclp' && backup !== 'bacop1') || problem === 'p-dispersion';
  const asked = new Uint32Array(demand.count);
  let count = 0;
  for (let i = 0; i < demand.count; i++)
    if (all || hasPosition(demand.lng[i], demand.lat[i])) asked[count++] = i;
  return asked.slice(0, count);
}

/** Entries of a column at these records. */
export const columnAt = (column: Float64Array, records: Uint32Array): Float64Array =>
  Float64Array.from(records, (record) => column[record]);
