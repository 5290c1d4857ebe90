import {
  LONGEST_LOCAL_CHORD_2,
  chordLimit,
  distanceOfChordM,
  placeInSpace,
  tieLimit,
} from '#lib/core/geo/chord.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { gridsOf } from '#lib/core/geo/point-grid.ts';
import type { PointGrid, Probe } from '#lib/core/geo/point-grid.ts';
import { LONGEST_SHORT_CHORD_2, isOnGrain, shortDistanceM } from '#lib/core/geo/short-distance.ts';
import { distinctPlaces, hasPosition, widestGapEnd } from '#lib/core/geo/places.ts';

/** Distances of the bulk search are true to this, relatively. */
export const APPROXIMATION = 1e-4;

/** Nearest facility of each query: index -1 and distance NaN for a query without a position, Infinity without facility. */
export interface NearestColumns {
  index: Int32Array;
  distanceM: Float64Array;
}

/** The two nearest of each query, as `NearestColumns` has the one: -1 and Infinity where there is no second. */
export interface TwoNearestColumns {
  first: Int32Array;
  firstM: Float64Array;
  second: Int32Array;
  secondM: Float64Array;
}

/**
 * Finds, among many points on the WGS 84 ellipsoid, the nearest one and those within a distance.
 *
 * Points without a position (NaN, or no latitude at all such as 95) are never found. Which point is nearest is decided by the
 * geodesic library whenever the chords leave room for doubt; of points at equal distance the
 * lowest index wins.
 */
export class NearestIndex {
  private readonly lng: Float64Array;
  private readonly lat: Float64Array;
  private readonly grids: PointGrid[];
  /** Next record at the very same coordinates, -1 for none. */
  private readonly nextSame: Int32Array;
  /** Places in space of the records, three numbers each; made when they are first needed. */
  private places: Float64Array | null = null;
  private readonly probe: Probe = {
    lng: NaN,
    lat: NaN,
    place: new Float64Array(3),
    rho: NaN,
    best2: Infinity,
    limit2: Infinity,
    contested: false,
    record: -1,
    pair: false,
    second2: Infinity,
    second: -1,
  };

  /** Degrees, longitude first; the columns are kept, not copied. */
  constructor(lng: Float64Array, lat: Float64Array) {
    if (lng.length !== lat.length) {
      throw new Error(
        `Expected as many latitudes as longitudes (${lng.length}), got ${lat.length}.`,
      );
    }
    this.lng = lng;
    this.lat = lat;
    const { records, nextSame } = distinctPlaces(lng, lat);
    this.nextSame = nextSame;
    this.grids = gridsOf(lng, lat, records, widestGapEnd(lng, records));
  }

  /** The nearest point and the exact distance to it in metres. */
  nearest(lng: number, lat: number): { index: number; distanceM: number } {
    if (!hasPosition(lng, lat)) return { index: -1, distanceM: NaN };
    this.find(lng, lat);
    const exactM = this.settle(lng, lat);
    return { index: this.probe.record, distanceM: exactM };
  }

  /** All points at most `radiusM` metres away, by the geodesic library where it is close, in ascending order. */
  within(lng: number, lat: number, radiusM: number): number[] {
    if (!hasPosition(lng, lat) || !(radiusM >= 0)) return [];
    this.place(lng, lat);
    const records: number[] = [];
    const chords2: number[] = [];
    const limit2 = chordLimit(radiusM);
    for (const grid of this.grids) grid.collect(this.probe, limit2, records, chords2);
    const found: number[] = [];
    records.forEach((first, i) => {
      const approxM = approximateM(chords2[i]);
      const exact = (): number => this.exactM(lng, lat, first);
      if (Number.isNaN(approxM) ? exact() > radiusM : !isWithin(approxM, radiusM, exact)) return;
      for (let record = first; record >= 0; record = this.nextSame[record]) found.push(record);
    });
    return found.sort((a, b) => a - b);
  }

  /**
   * `nearest` for columns of queries, into the columns given; distances within APPROXIMATION, or
   * where they are to be `precise` as `preciseNearestAll` has them.
   */
  fill(lng: Float64Array, lat: Float64Array, out: NearestColumns, precise: boolean): void {
    const { probe } = this;
    const { index, distanceM: lengthM } = out;
    if (this.grids.length === 0) {
      index.fill(-1);
      for (let i = 0; i < lng.length; i++)
        lengthM[i] = hasPosition(lng[i], lat[i]) ? Infinity : NaN;
      return;
    }
    const longest = precise ? LONGEST_SHORT_CHORD_2 : LONGEST_LOCAL_CHORD_2;
    const places = precise ? this.placesOfRecords() : probe.place;
    for (let i = 0; i < lng.length; i++) {
      const x = lng[i];
      const y = lat[i];
      if (!hasPosition(x, y)) {
        index[i] = -1;
        lengthM[i] = NaN;
        continue;
      }
      this.find(x, y);
      if (probe.contested || !(probe.best2 <= longest)) lengthM[i] = this.settle(x, y);
      else if (precise) lengthM[i] = this.preciseM(x, y, probe.record, places);
      else lengthM[i] = distanceOfChordM(probe.best2);
      index[i] = probe.record;
    }
  }

  /**
   * Writes the two nearest points to entry `at` of the columns: the first and its distance as
   * `preciseNearestAll` has them, the second likewise. Of points at equal distance the lower index
   * comes first. What is written hangs on the query and the points alone.
   */
  findTwo(lng: number, lat: number, out: TwoNearestColumns, at: number): void {
    const { probe } = this;
    const placed = hasPosition(lng, lat);
    if (placed) this.find(lng, lat, true);
    const first = placed ? probe.record : -1;
    out.first[at] = first;
    out.second[at] = -1;
    out.firstM[at] = out.secondM[at] = placed ? Infinity : NaN;
    if (first < 0) return;
    const close = probe.second2 <= tieLimit(probe.best2);
    if (close) {
      this.settleTwo(lng, lat, -1, out, at);
      return;
    }
    out.firstM[at] = this.lengthM(lng, lat, first, probe.best2);
    const twin = this.nextSame[first];
    if (twin >= 0) {
      out.second[at] = twin;
      out.secondM[at] = out.firstM[at];
    } else if (probe.contested) this.settleTwo(lng, lat, first, out, at);
    else if (probe.second >= 0) {
      out.second[at] = probe.second;
      out.secondM[at] = this.lengthM(lng, lat, probe.second, probe.second2);
    }
  }

  /** Ranks the contenders by the library: for both places, or for the second where `first` is settled. */
  private settleTwo(
    lng: number,
    lat: number,
    first: number,
    out: TwoNearestColumns,
    at: number,
  ): void {
    const contenders: number[] = [];
    for (const grid of this.grids) grid.collect(this.probe, this.probe.limit2, contenders, []);
    const ranked: { record: number; exactM: number }[] = [];
    for (const contender of contenders) {
      if (contender === first) continue;
      const exactM = this.exactM(lng, lat, contender);
      for (let record = contender; record >= 0; record = this.nextSame[record])
        ranked.push({ record, exactM });
    }
    ranked.sort((a, b) => a.exactM - b.exactM || a.record - b.record);
    if (first < 0) {
      out.first[at] = ranked[0].record;
      out.firstM[at] = ranked[0].exactM;
    }
    const second = ranked[first < 0 ? 1 : 0];
    out.second[at] = second.record;
    out.secondM[at] = second.exactM;
  }

  /** Distance from the probe to an uncontested record at a squared chord. */
  private lengthM(lng: number, lat: number, record: number, chord2: number): number {
    return chord2 <= LONGEST_SHORT_CHORD_2
      ? this.preciseM(lng, lat, record, this.placesOfRecords())
      : this.exactM(lng, lat, record);
  }

  /** Distance from the probe to a record, by the library where a radius might be met by chance. */
  private preciseM(lng: number, lat: number, record: number, places: Float64Array): number {
    const { place } = this.probe;
    const [at, z] = [3 * record, places[3 * record + 2]];
    const east = places[at] - place[0];
    const lengthM = shortDistanceM(east, places[at + 1] - place[1], z - place[2], z + place[2]);
    return isOnGrain(lengthM) ? this.exactM(lng, lat, record) : lengthM;
  }

  private placesOfRecords(): Float64Array {
    if (this.places) return this.places;
    const places = new Float64Array(3 * this.lng.length);
    for (let i = 0; i < this.lng.length; i++)
      if (hasPosition(this.lng[i], this.lat[i]))
        placeInSpace(this.lng[i], this.lat[i], places, 3 * i);
    return (this.places = places);
  }

  /** Exact distance in metres from a place to a record. */
  exactM(lng: number, lat: number, record: number): number {
    return distanceM(lng, lat, this.lng[record], this.lat[record]);
  }

  /** Leaves the record with the shortest chord in the probe, or a pair of them. */
  private find(lng: number, lat: number, pair = false): void {
    const { probe, grids } = this;
    this.place(lng, lat);
    probe.pair = pair;
    if (grids.length === 1) {
      grids[0].search(probe);
      return;
    }
    const first = this.closestGrid();
    if (first >= 0) grids[first].search(probe);
    for (let i = 0; i < grids.length; i++) if (i !== first) grids[i].search(probe);
  }

  private closestGrid(): number {
    let closest = -1;
    let closest2 = Infinity;
    for (let i = 0; i < this.grids.length; i++) {
      const bound2 = this.grids[i].bound2(this.probe);
      if (closest >= 0 && bound2 >= closest2) continue;
      closest2 = bound2;
      closest = i;
    }
    return closest;
  }

  private place(lng: number, lat: number): void {
    const { probe } = this;
    probe.lng = lng;
    probe.lat = lat;
    probe.best2 = Infinity;
    probe.contested = false;
    probe.limit2 = Infinity;
    probe.record = -1;
    probe.pair = false;
    probe.second2 = Infinity;
    probe.second = -1;
    probe.rho = placeInSpace(lng, lat, probe.place, 0);
  }

  /** Exact distance of the probe's record, which the library chooses first where it is contested. */
  private settle(lng: number, lat: number): number {
    const { probe } = this;
    if (probe.record < 0) return Infinity;
    if (!probe.contested) return this.exactM(lng, lat, probe.record);
    const contenders: number[] = [];
    for (const grid of this.grids) grid.collect(this.probe, this.probe.limit2, contenders, []);
    let bestM = Infinity;
    let best = -1;
    for (const record of contenders) {
      const exactM = this.exactM(lng, lat, record);
      if (exactM < bestM || (exactM === bestM && record < best)) {
        bestM = exactM;
        best = record;
      }
    }
    this.probe.record = best;
    return bestM;
  }
}

/**
 * Nearest point of an index for columns of queries.
 *
 * Distances in metres within 1e-4 (2e-7 up to 100 km), the point itself as exact as the library.
 */
export function nearestAll(
  index: NearestIndex,
  lng: Float64Array,
  lat: Float64Array,
): NearestColumns {
  const out = columnsFor(lng.length);
  index.fill(lng, lat, out, false);
  return out;
}

/**
 * As `nearestAll`, with distances for what is reported: those of the geodesic library to 20
 * nanometres, which is about its own error, and the library's own beyond 30 km and wherever a
 * radius of whole millimetres is so near that the two might decide differently. Into the columns
 * of `out` where they are given.
 */
export function preciseNearestAll(
  index: NearestIndex,
  lng: Float64Array,
  lat: Float64Array,
  out = columnsFor(lng.length),
): NearestColumns {
  index.fill(lng, lat, out, true);
  return out;
}

const columnsFor = (count: number): NearestColumns => ({
  index: new Int32Array(count),
  distanceM: new Float64Array(count),
});

/**
 * Whether a distance is at most `radiusM`, without depending on an approximation: within
 * APPROXIMATION of the radius (and a millimetre) the exact distance is asked for.
 */
export function isWithin(approxM: number, radiusM: number, exact: () => number): boolean {
  const bandM = APPROXIMATION * radiusM + 0.001;
  if (approxM > radiusM + bandM) return false;
  if (approxM < radiusM - bandM) return true;
  return exact() <= radiusM;
}

/** NaN where a chord is too long for the series. */
function approximateM(chord2: number): number {
  return chord2 <= LONGEST_LOCAL_CHORD_2 ? distanceOfChordM(chord2) : NaN;
}
