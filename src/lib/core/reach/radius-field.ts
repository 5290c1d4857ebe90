import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import type { NearestField, Places, TwoNearest } from '#lib/core/reach/field.ts';
import { PlaceBlocks } from '#lib/core/reach/place-blocks.ts';

/**
 * The two stations nearest to each place by straight line on the WGS 84 ellipsoid.
 *
 * Distances are those of `preciseNearestAll`, so that a radius is a plain threshold and decides as the
 * audit does. A change of a station asks anew only the places that look as far as its old or its new
 * stand, which is no farther than their second station: a few hundred of a million.
 */
export class RadiusField implements NearestField {
  readonly nearest: TwoNearest;
  private readonly places: Places;
  private readonly blocks: PlaceBlocks;
  private lng: Float64Array;
  private lat: Float64Array;
  private index: NearestIndex;

  constructor(places: Places, stations: Places) {
    this.places = places;
    this.lng = stations.lng.slice(0, stations.count);
    this.lat = stations.lat.slice(0, stations.count);
    this.index = new NearestIndex(this.lng, this.lat);
    const { count } = places;
    this.nearest = {
      first: new Int32Array(count),
      firstM: new Float64Array(count),
      second: new Int32Array(count),
      secondM: new Float64Array(count),
    };
    for (let i = 0; i < count; i++)
      this.index.findTwo(places.lng[i], places.lat[i], this.nearest, i);
    this.blocks = new PlaceBlocks(places, this.nearest.secondM);
  }

  get stations(): number {
    return this.lng.length;
  }

  set(station: number, lng: number, lat: number): Uint32Array {
    if (!(station >= 0 && station <= this.stations))
      throw new RangeError(`Expected a station of at most ${this.stations}, got ${station}.`);
    const touched: number[] = [];
    if (station < this.stations) this.blocks.looking(this.lng[station], this.lat[station], touched);
    this.blocks.looking(lng, lat, touched);
    this.moveStation(station, lng, lat);
    const asked = Uint32Array.from(touched).sort();
    const changed = asked.filter((place, at) => place !== asked[at - 1] && this.ask(place));
    this.blocks.update(changed);
    return changed;
  }

  /** Station columns are kept by the index, so a change makes new ones. */
  private moveStation(station: number, lng: number, lat: number): void {
    const count = Math.max(this.stations, station + 1);
    const placed = hasPosition(lng, lat);
    const moved = (column: Float64Array, value: number): Float64Array => {
      const next = new Float64Array(count);
      next.set(column);
      next[station] = placed ? value : NaN;
      return next;
    };
    this.lng = moved(this.lng, lng);
    this.lat = moved(this.lat, lat);
    this.index = new NearestIndex(this.lng, this.lat);
  }

  /** Whether the entries of a place are others now. */
  private ask(place: number): boolean {
    const { first, firstM, second, secondM } = this.nearest;
    const before = [first[place], firstM[place], second[place], secondM[place]];
    this.index.findTwo(this.places.lng[place], this.places.lat[place], this.nearest, place);
    return (
      first[place] !== before[0] ||
      firstM[place] !== before[1] ||
      second[place] !== before[2] ||
      secondM[place] !== before[3]
    );
  }
}
