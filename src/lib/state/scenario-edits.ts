import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { FACILITY_LEVELS, type Facilities, type FacilityLevel } from '#lib/core/model.ts';
import { indexOfText, nameAt, wordAt } from '#lib/core/texts.ts';

type Edits = readonly ScenarioEdit[];

/** A station that a scenario changes, as screen and map show it. */
export interface ScenarioStation {
  /** Record of the facility, or `facilities.count` and on for those put up, in their order. */
  station: number;
  kind: 'added' | 'moved' | 'removed';
  name: string;
  level: FacilityLevel | null;
  /** Where it is, or was before it was taken out; WGS 84 degrees. */
  lng: number;
  lat: number;
}

/** The edit of a station that was put up, by its number; -1 where there is none. */
function addedAt(facilities: Facilities, edits: Edits, station: number): number {
  let added = facilities.count;
  return edits.findIndex((edit) => edit.station === undefined && added++ === station);
}

/** The edits with one of a station of the data replaced or appended; null takes it back. */
function withEdit(edits: Edits, id: string, edit: ScenarioEdit | null): Edits {
  const at = edits.findIndex(({ station }) => station === id);
  if (at < 0) return edit ? [...edits, edit] : edits;
  const rest = edits.filter((_, i) => i !== at);
  return edit ? [...edits.slice(0, at), edit, ...edits.slice(at + 1)] : rest;
}

/** Puts a station somewhere else, degrees. */
export function moved(
  facilities: Facilities,
  edits: Edits,
  station: number,
  [lng, lat]: readonly [number, number],
): Edits {
  const at = addedAt(facilities, edits, station);
  if (at >= 0)
    return edits.map((edit, i) => (i === at ? ({ ...edit, lng, lat } as typeof edit) : edit));
  if (station >= facilities.count) return edits;
  const id = wordAt(facilities.id, station);
  return withEdit(edits, id, { station: id, lng, lat });
}

/** Takes a station out; one that was put up is gone. */
export function removed(facilities: Facilities, edits: Edits, station: number): Edits {
  const at = addedAt(facilities, edits, station);
  if (at >= 0) return edits.filter((_, i) => i !== at);
  if (station >= facilities.count) return edits;
  const id = wordAt(facilities.id, station);
  return withEdit(edits, id, { station: id, removed: true });
}

/** Takes back what was done to a station. */
export function restored(facilities: Facilities, edits: Edits, station: number): Edits {
  if (station >= facilities.count) return removed(facilities, edits, station);
  return withEdit(edits, wordAt(facilities.id, station), null);
}

/** The stations that a scenario changes, in its order; those that the data do not have are left out. */
export function stationsOf(facilities: Facilities, edits: Edits): ScenarioStation[] {
  let added = facilities.count;
  return edits.flatMap((edit): ScenarioStation[] => {
    if (edit.station === undefined) {
      const { name, level = null, lng, lat } = edit;
      return [{ station: added++, kind: 'added', name, level, lng, lat }];
    }
    const station = indexOfText(facilities.id, edit.station);
    if (station < 0) return [];
    const own = { lng: facilities.lng[station], lat: facilities.lat[station] };
    const { lng, lat } = edit.removed ? own : edit;
    return [
      {
        station,
        kind: edit.removed ? 'removed' : 'moved',
        name: nameAt(facilities, station),
        level: FACILITY_LEVELS[facilities.level[station]] ?? null,
        lng,
        lat,
      },
    ];
  });
}
