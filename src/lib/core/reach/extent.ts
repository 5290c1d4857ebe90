import type { Project, Shapes } from '#lib/core/model.ts';
import type { ReachArea } from '#lib/core/reach/answer.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import type { ZonePeople } from '#lib/core/reach/blank-zones.ts';
import { coveredGround, groundOf, type CoveredGround } from '#lib/core/reach/covered-ground.ts';
import type { Ground, Stations } from '#lib/core/reach/ground.ts';
import { isochrones } from '#lib/core/reach/isochrones.ts';
import { RadiusAreas } from '#lib/core/reach/reach-area.ts';
import { changedStations, type SideAsk } from '#lib/core/reach/side.ts';
import { walkArea } from '#lib/core/reach/walk-area.ts';
import { walkDistances } from '#lib/core/reach/walk-distances.ts';
import { zonesOutside } from '#lib/core/reach/zones-outside.ts';

/** What ground one setting reaches is asked of. */
export interface ExtentAsk {
  side: SideAsk;
  /** 1 for each place that is reached, demand first, then units. */
  reached: Uint8Array;
  /** Walking distances to draw bands of, ascending, metres; null for none. */
  bandsM: readonly number[] | null;
}

/** What is left of the communities, the most people unserved first; columns by zone. */
export type ZonesLeft = Pick<BlankZones, 'count' | 'division' | 'street' | 'areaM2' | 'weight' | 'units' | 'basis'>; // prettier-ignore

/** What ground one setting reaches. */
export interface Extent extends Omit<ReachArea, 'share' | 'zones'>, CoveredGround {
  /** A band for each distance asked, from the nearest outwards, each holding the ones before. */
  bands: Shapes[] | null;
  /** How far a band's border may be off, metres. */
  toleranceM: number;
  zones: ZonesLeft;
}

/** The stations of some levels as a scenario has them: numbers of those put up follow the records. */
export function stationsUnder(
  ground: Ground,
  { levels, edits }: Pick<SideAsk, 'levels' | 'edits'>,
): Stations {
  const given = ground.stationsOf(levels);
  const changed = changedStations(ground.project, edits, levels);
  if (changed.size === 0) return given;
  const all: [record: number, lng: number, lat: number][] = [];
  given.records.forEach((record, s) => {
    if (!changed.has(record)) all.push([record, given.lng[s], given.lat[s]]);
  });
  for (const [record, at] of changed) if (at) all.push([record, ...at]);
  all.sort(([a], [b]) => a - b);
  return {
    count: all.length,
    records: Int32Array.from(all, ([record]) => record),
    lng: Float64Array.from(all, ([, lng]) => lng),
    lat: Float64Array.from(all, ([, , lat]) => lat),
  };
}

/**
 * Who is counted in blank zones: whoever is not within reach by distance, so that they are those that
 * reach counts, also where a border is off by its tolerance.
 *
 * @param reached 1 for each place within reach, demand first, then units
 */
export function unreached({ demand, units }: Project, reached: Uint8Array): ZonePeople {
  const due = Uint8Array.from({ length: units.count }, (_, i) => (reached[demand.count + i] === 1 ? 0 : 1)); // prettier-ignore
  return { due, reached: reached.subarray(0, demand.count) };
}

/** Answers what ground settings reach; divisions are measured once. The numbers are those of `answerReach`. */
export class Extents {
  readonly #ground: Ground;
  readonly #circles: RadiusAreas;
  readonly #ownM2: Float64Array;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#circles = new RadiusAreas(ground.project);
    this.#ownM2 = groundOf(ground.project.divisions);
  }

  /** Throws `ReachFault` where a walk is asked for and there is no network. */
  extent({ side, reached, bandsM }: ExtentAsk): Extent {
    const { project } = this.#ground;
    const stations = stationsUnder(this.#ground, side);
    const people = unreached(project, reached);
    const { share, zones, ...area } =
      side.method === 'radius'
        ? this.#circles.area(stations, side.cutoffM, people)
        : this.#walked(stations, side);
    const { count, division, street, areaM2, weight, units, basis } =
      zones ?? zonesOutside(project, area.shapes, people);
    return {
      ...area,
      ...coveredGround(project.divisions, share, this.#ownM2),
      ...this.#bands(stations, side, bandsM),
      zones: { count, division, street, areaM2, weight, units, basis },
    };
  }

  #walked(stations: Stations, { snap, cutoffM }: SideAsk): ReachArea {
    const distances = walkDistances(this.#ground, stations, snap);
    return walkArea(this.#ground.project, this.#ground.network, distances, cutoffM);
  }

  #bands(
    stations: Stations,
    { method, snap }: SideAsk,
    bandsM: readonly number[] | null,
  ): Pick<Extent, 'bands' | 'toleranceM'> {
    if (method === 'radius' || bandsM === null) return { bands: null, toleranceM: 0 };
    const distances = walkDistances(this.#ground, stations, snap);
    const each = bandsM.map((bandM) => isochrones(this.#ground.network, distances, [bandM]));
    return {
      bands: each.map(({ shapes }) => shapes),
      toleranceM: Math.max(0, ...each.map(({ toleranceM }) => toleranceM)),
    };
  }
}
