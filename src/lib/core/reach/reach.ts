import type { Project } from '#lib/core/model.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import type {
  DistanceSummary,
  NetworkSummary,
  ReachAsk,
  ReachCounts,
} from '#lib/core/reach/answer.ts';
import { divisionDistances } from '#lib/core/reach/distance-summary.ts';
import type { DivisionDistances } from '#lib/core/reach/distance-summary.ts';
import { DistanceTally } from '#lib/core/reach/distance-tally.ts';
import { exactWeights } from '#lib/core/reach/exact-weights.ts';
import type { NearestField, Places, Snap, TwoNearest } from '#lib/core/reach/field.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import type { Stations } from '#lib/core/reach/ground.ts';
import { RadiusField } from '#lib/core/reach/radius-field.ts';
import { RollUp, upTheTree } from '#lib/core/reach/roll-up.ts';
import type { WithinColumns } from '#lib/core/reach/roll-up.ts';
import { networkSummary } from '#lib/core/reach/walk/snap.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';

/** What a `Reach` is made for; how far is asked later. */
export type ReachOptions = Omit<ReachAsk, 'cutoffM'>;

/** Columns of a group of places by the first and by the second station. */
interface Group {
  first: RollUp;
  second: RollUp;
  all: WithinColumns;
}

/**
 * Whom the facilities of some levels reach, for any distance at once, and as they are moved.
 *
 * Places are the demand points, then the units. One without a position is counted but never reached;
 * such units are counted apart too. Sums are of `exactWeights`: what is reached twice never exceeds
 * what is reached, nor that the whole. Throws `ReachFault` where a project has no walking network
 * and walks are asked for.
 */
export class Reach {
  readonly places: Places;
  /** How the network is made and joined; null by radius. */
  readonly network: NetworkSummary | null;
  private readonly project: Project;
  private readonly field: NearestField;
  private readonly records: Int32Array;
  private readonly demandCount: number;
  private readonly demand: Group;
  private readonly units: Group;
  private readonly unknownUnits: Float64Array;
  private readonly weights: Float64Array;
  /** Made when distances are first asked for. */
  private tally: DistanceTally | null = null;

  /** @param ground what several questions about the same project share */
  constructor(project: Project, options: ReachOptions, ground = new Ground(project)) {
    const stations = ground.stationsOf(options.levels);
    this.project = project;
    this.places = ground.places;
    this.records = stations.records;
    if (options.method === 'walk') {
      const { field, network } = onFoot(ground, stations, options.snap);
      this.field = field;
      this.network = network;
    } else {
      this.field = new RadiusField(ground.places, stations);
      this.network = null;
    }
    const { demand, units, divisions } = project;
    this.demandCount = demand.count;
    const group = (from: number, division: Int32Array, values: Float64Array[]): Group => {
      const to = from + division.length;
      const input = { division, parent: divisions.parent, values };
      const first = new RollUp(input, this.nearest.firstM.subarray(from, to));
      const second = new RollUp(input, this.nearest.secondM.subarray(from, to));
      return { first, second, all: first.total() };
    };
    this.demand = group(0, demand.division, [demand.weight]);
    this.units = group(demand.count, units.division, [units.households, units.employees]);
    this.unknownUnits = this.unitsWithoutPosition();
    this.weights =
      demand.count > 0 ? exactWeights(demand.weight) : new Float64Array(units.count).fill(1);
  }

  /** The two nearest stations of each place; follows `setStation`. */
  get nearest(): TwoNearest {
    return this.field.nearest;
  }

  /** Stations there have ever been: those of the project, then those added. */
  get stationCount(): number {
    return this.field.stations;
  }

  /** The facility record of a station, -1 for one that was added. */
  stationRecord(station: number): number {
    return station >= 0 && station < this.records.length ? this.records[station] : -1;
  }

  /**
   * Who is at most `cutoffM` metres away from a facility, and from a second one. Columns of the whole
   * (`points`, `weight`, `units`...) are the same arrays in every answer, those of reach are new.
   */
  counts(cutoffM: number): ReachCounts {
    const { demand, units } = this;
    const reached = demand.first.within(cutoffM);
    const twice = demand.second.within(cutoffM);
    const reachedUnits = units.first.within(cutoffM);
    return {
      points: demand.all.count,
      weight: demand.all.sums[0],
      reachedPoints: reached.count,
      reachedWeight: reached.sums[0],
      twicePoints: twice.count,
      twiceWeight: twice.sums[0],
      units: units.all.count,
      reachedUnits: reachedUnits.count,
      twiceUnits: units.second.within(cutoffM).count,
      unknownUnits: this.unknownUnits,
      households: units.all.sums[0],
      reachedHouseholds: reachedUnits.sums[0],
      employees: units.all.sums[1],
      reachedEmployees: reachedUnits.sums[1],
    };
  }

  /** How far demand is from its nearest facility; where no demand was handed in, how far units are, each counting one. */
  distances(): DistanceSummary {
    this.tally ??= new DistanceTally(this.weighed(), this.weights);
    return this.tally.summary();
  }

  /** The same for each division with all below it; the last entry is everything. */
  divisionDistances(): DivisionDistances {
    const { demand, units, divisions } = this.project;
    const division = demand.count > 0 ? demand.division : units.division;
    return divisionDistances(this.weighed(), this.weights, division, divisions.parent);
  }

  /**
   * Puts a station at a place, takes it away (NaN) or, as number `stationCount`, adds one: in this
   * answer only, never in the project.
   *
   * @returns the places whose nearest or second nearest changed, ascending
   */
  setStation(station: number, lng: number, lat: number): Uint32Array {
    const changed = this.field.set(station, lng, lat);
    const { demandCount: demands, places } = this;
    const { firstM, secondM } = this.nearest;
    const unitsFrom = firstFrom(changed, demands);
    const ofDemand = changed.subarray(0, unitsFrom);
    const ofUnits = changed.slice(unitsFrom).map((place) => place - demands);
    this.demand.first.update(ofDemand, firstM.subarray(0, demands));
    this.demand.second.update(ofDemand, secondM.subarray(0, demands));
    this.units.first.update(ofUnits, firstM.subarray(demands, places.count));
    this.units.second.update(ofUnits, secondM.subarray(demands, places.count));
    const weighed = changed.subarray(0, firstFrom(changed, this.weights.length));
    this.tally?.update(weighed, firstM);
    return changed;
  }

  /** First distances of the places that `weights` are of. */
  private weighed(): Float64Array {
    return this.nearest.firstM.subarray(0, this.weights.length);
  }

  private unitsWithoutPosition(): Float64Array {
    const { units, divisions } = this.project;
    const unknown = new Float64Array(divisions.count + 1);
    for (let i = 0; i < units.count; i++)
      if (!hasPosition(units.lng[i], units.lat[i]))
        unknown[units.division[i] < 0 ? divisions.count : units.division[i]]++;
    return upTheTree(unknown, divisions.parent);
  }
}

/** The field of walks, and how its places and stations joined the network. */
function onFoot(
  ground: Ground,
  stations: Stations,
  snap: Snap,
): { field: WalkField; network: NetworkSummary } {
  const { places, network } = ground;
  const snapped = ground.snappedPlaces(snap);
  const standing = ground.snap(stations, snap);
  const field = new WalkField(network, snapped, standing, (lng, lat) => {
    const one = ground.snap(
      { count: 1, lng: Float64Array.of(lng), lat: Float64Array.of(lat) },
      snap,
    );
    return { edge: one.edge[0], alongM: one.alongM[0], offsetM: one.offsetM[0] };
  });
  const sets = [
    { places, snapped },
    { places: stations, snapped: standing },
  ];
  return { field, network: networkSummary(network, sets) };
}

/** The first entry of a sorted column that is not below `wanted`. */
function firstFrom(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
