import { FACILITY_LEVELS, NONE } from '#lib/core/model.ts';
import type { FacilityLevel, Project } from '#lib/core/model.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import type { Places, Snap } from '#lib/core/reach/field.ts';
import { walkNetwork } from '#lib/core/reach/walk/build.ts';
import type { Snapped, WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { snapPlaces } from '#lib/core/reach/walk/snap.ts';

const POINT = FACILITY_LEVELS.indexOf('point');

/**
 * Places farther than this from the network are not on it, metres. What lies between is walked in a
 * straight line, of which nobody knows whether one can.
 */
export const SNAP_LIMIT_M = 500;

/** Facilities as stations: `records[s]` is the facility record of station `s`. */
export interface Stations extends Places {
  records: Int32Array;
}

/** What of a project every question about reach shares, made when it is first asked for: its places and its stations. */
export class Ground {
  readonly project: Project;
  /** Demand points first, then units. */
  readonly places: Places;
  private walked: WalkNetwork | null = null;
  private readonly snapped = new Map<Snap, Snapped>();

  constructor(project: Project) {
    this.project = project;
    const { demand, units } = project;
    this.places = {
      count: demand.count + units.count,
      lng: joined(demand.lng, units.lng),
      lat: joined(demand.lat, units.lat),
    };
  }

  /** Where one can walk. Throws `ReachFault` where no line was handed in, or none that one may walk on. */
  get network(): WalkNetwork {
    if (this.project.walk.count === 0) throw new ReachFault('no_walk_network');
    const network = (this.walked ??= walkNetwork(this.project.walk));
    if (network.edges === 0) throw new ReachFault('no_walkable_line');
    return network;
  }

  /** Where the places join the network. */
  snappedPlaces(snap: Snap): Snapped {
    let snapped = this.snapped.get(snap);
    if (!snapped) this.snapped.set(snap, (snapped = this.snap(this.places, snap)));
    return snapped;
  }

  /** Where any places join the network: edge -1 for none, and then Infinity metres off or, without a position, NaN. */
  snap(places: Places, snap: Snap): Snapped {
    return snapPlaces(this.network, places, snap, SNAP_LIMIT_M);
  }

  /** The facilities of some levels that have a position; one whose level is not known is a service point. */
  stationsOf(levels: readonly FacilityLevel[]): Stations {
    const { facilities } = this.project;
    const wanted = new Set(levels.map((level) => FACILITY_LEVELS.indexOf(level)));
    const records: number[] = [];
    for (let i = 0; i < facilities.count; i++) {
      const level = facilities.level[i] === NONE ? POINT : facilities.level[i];
      if (wanted.has(level) && hasPosition(facilities.lng[i], facilities.lat[i])) records.push(i);
    }
    return {
      count: records.length,
      records: Int32Array.from(records),
      lng: Float64Array.from(records, (record) => facilities.lng[record]),
      lat: Float64Array.from(records, (record) => facilities.lat[record]),
    };
  }
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
