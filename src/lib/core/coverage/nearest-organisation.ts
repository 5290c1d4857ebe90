import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';

const STREET = DIVISION_LEVELS.indexOf('street');

/** An organisation and how far it is, metres. */
export interface NearOrganisation {
  organisation: number;
  distanceM: number;
}

/** The organisations of each street that stand somewhere, to be searched for the nearest. */
export class StreetOrganisations {
  readonly #project: Project;
  readonly #street: Int32Array;
  readonly #byStreet = new Map<number, number[]>();
  readonly #indexes = new Map<number, NearestIndex>();

  /** Leaves out those whose entry of `stale` is 1, and those without a position or a street. */
  constructor(project: Project, stale: Uint8Array) {
    const { count, lng, lat, division } = project.organisations;
    this.#project = project;
    this.#street = ancestorsAtLevel(project.divisions, STREET);
    for (let i = 0; i < count; i++) {
      const street = division[i] < 0 ? -1 : this.#street[division[i]];
      if (street < 0 || stale[i] === 1 || Number.isNaN(lng[i] + lat[i])) continue;
      const own = this.#byStreet.get(street);
      if (own) own.push(i);
      else this.#byStreet.set(street, [i]);
    }
  }

  /** The nearest organisation in the unit's street, at most `withinM` metres away; null where there is none. */
  nearest(unit: number, withinM: number): NearOrganisation | null {
    const { units } = this.#project;
    const street = units.division[unit] < 0 ? -1 : this.#street[units.division[unit]];
    const records = this.#byStreet.get(street);
    if (street < 0 || records === undefined) return null;
    const found = this.#index(street, records).nearest(units.lng[unit], units.lat[unit]);
    if (found.index < 0 || !(found.distanceM <= withinM)) return null;
    return { organisation: records[found.index], distanceM: found.distanceM };
  }

  #index(street: number, records: readonly number[]): NearestIndex {
    const known = this.#indexes.get(street);
    if (known) return known;
    const { lng, lat } = this.#project.organisations;
    const index = new NearestIndex(
      Float64Array.from(records, (i) => lng[i]),
      Float64Array.from(records, (i) => lat[i]),
    );
    this.#indexes.set(street, index);
    return index;
  }
}
