import { FACILITY_LEVELS, NONE, type Facilities, type FacilityLevel } from '#lib/core/model.ts';
import { nameAt } from '#lib/core/texts.ts';
import type { ReachShown, ReachStation } from '#lib/map/reach-scene.ts';
import type { Reaching } from '#lib/state/reaching.svelte.ts';
import type { ScenarioStation } from '#lib/state/scenario-edits.ts';

/** Stations as the map draws them, and the number of each in the scenario. */
export interface ShownStations {
  stations: ReachStation[];
  number: number[];
}

/** The stations of some levels with what a scenario makes of them. */
export function shownStations(
  facilities: Facilities,
  levels: readonly FacilityLevel[],
  changes: readonly ScenarioStation[],
): ShownStations {
  const changed = new Map(changes.map((change) => [change.station, change]));
  const stations: ReachStation[] = [];
  const number: number[] = [];
  const point = FACILITY_LEVELS.indexOf('point');
  for (let i = 0; i < facilities.count; i++) {
    const level = facilities.level[i] === NONE ? point : facilities.level[i];
    if (!levels.includes(FACILITY_LEVELS[level])) continue;
    const change = changed.get(i);
    const [ownLng, ownLat] = [facilities.lng[i], facilities.lat[i]];
    const isMoved = change?.kind === 'moved';
    number.push(i);
    stations.push({
      lng: change?.lng ?? ownLng,
      lat: change?.lat ?? ownLat,
      state: change?.kind ?? 'given',
      fromLng: isMoved ? ownLng : NaN,
      fromLat: isMoved ? ownLat : NaN,
      label: nameAt(facilities, i),
      level,
    });
  }
  for (const { station, kind, name, level, lng, lat } of changes) {
    if (kind !== 'added' || (level && !levels.includes(level))) continue;
    number.push(station);
    stations.push({
      ...{ lng, lat, state: kind, fromLng: NaN, fromLat: NaN, label: name },
      level: level ? FACILITY_LEVELS.indexOf(level) : point,
    });
  }
  return { stations, number };
}

type Given = Pick<
  Reaching,
  'placesShown' | 'cutoffM' | 'otherCutoffM' | 'swipe' | 'reached' | 'wanted'
>;

/** The reach that is worked out, as the map draws it; null before there is an answer. */
export function reachShown(
  { placesShown, cutoffM, otherCutoffM, swipe, reached, wanted }: Given,
  a: ReachStation[],
  b: ReachStation[] | null,
  chosen: number,
): ReachShown | null {
  if (!placesShown || !reached || !wanted) return null;
  const compared = placesShown.otherFirstM !== null;
  const parted = compared ? swipe : null;
  return {
    ...placesShown,
    cutoffM,
    // What is asked may be ahead of what is answered.
    otherCutoffM: Number.isNaN(otherCutoffM) ? cutoffM : otherCutoffM,
    area: null,
    bands: null,
    route: null,
    stations: parted === null ? (b ?? a) : a,
    otherStations: parted === null ? null : b,
    chosen,
    swipe: parted,
  };
}
