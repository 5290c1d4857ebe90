import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import type { Places, TwoNearest } from '#lib/core/reach/field.ts';
import { RadiusField } from '#lib/core/reach/radius-field.ts';
import { randomPoints, randomStream } from '../bench/random.ts';

const SEED = 20261125;
const CITY = [121, 31, 121.05, 31.05] as const;

const BOXES: [string, readonly [number, number, number, number]][] = [
  ['a city', CITY],
  ['the antimeridian', [179.98, -10.02, 180.02, -9.98]],
  ['the north pole', [-180, 89.9, 180, 90]],
  ['the whole earth', [-180, -90, 180, 90]],
  ['a metre', [116.4, 39.9, 116.40001, 39.90001]],
];

function placesOf(list: readonly (readonly [number, number])[]): Places {
  return {
    count: list.length,
    lng: Float64Array.from(list, ([lng]) => lng),
    lat: Float64Array.from(list, ([, lat]) => lat),
  };
}

function scattered(
  count: number,
  box: readonly [number, number, number, number],
  random: () => number,
): [number, number][] {
  const { lng, lat } = randomPoints(count, box, random);
  return Array.from(lng, (x, i) => [x > 180 ? x - 360 : x, lat[i]]);
}

/** Every pair by the geodesic library, ranked by distance, then number. */
function byLibrary(places: Places, stations: Places): TwoNearest {
  const entries = Array.from(places.lng, (lng, i) => {
    if (Number.isNaN(lng)) return [-1, NaN, -1, NaN];
    const ranked = Array.from(stations.lng, (x, s) => ({
      s,
      m: distanceM(lng, places.lat[i], x, stations.lat[s]),
    }))
      .filter(({ m }) => !Number.isNaN(m))
      .sort((a, b) => a.m - b.m || a.s - b.s);
    const [first, second] = ranked;
    return [first?.s ?? -1, first?.m ?? Infinity, second?.s ?? -1, second?.m ?? Infinity];
  });
  return {
    first: Int32Array.from(entries, (e) => e[0]),
    firstM: Float64Array.from(entries, (e) => e[1]),
    second: Int32Array.from(entries, (e) => e[2]),
    secondM: Float64Array.from(entries, (e) => e[3]),
  };
}

function expectClose(found: TwoNearest, wanted: TwoNearest): void {
  expect(found.first).toEqual(wanted.first);
  expect(found.second).toEqual(wanted.second);
  for (const column of ['firstM', 'secondM'] as const)
    found[column].forEach((m, i) => {
      if (Number.isFinite(wanted[column][i]))
        expect(Math.abs(m - wanted[column][i])).toBeLessThan(3e-8);
      else expect(m).toBe(wanted[column][i]);
    });
}

describe(`two nearest stations by straight line (seed ${SEED})`, () => {
  it.each(BOXES)('are the choice of the geodesic library: %s', (_, box) => {
    const random = randomStream(SEED);
    for (const count of [0, 1, 2, 3, 30, 200]) {
      const stations = scattered(count, box, random);
      // Stations at one place, and a hair apart.
      if (count > 2) {
        stations.push(stations[0], [stations[1][0] + 1e-13, stations[1][1]], stations[0]);
      }
      const places = [...scattered(150, box, random), ...stations, [NaN, NaN] as const];
      const [asked, standing] = [placesOf(places), placesOf(stations)];
      const field = new RadiusField(asked, standing);
      expectClose(field.nearest, byLibrary(asked, standing));
      const nearest = preciseNearestAll(
        new NearestIndex(standing.lng, standing.lat),
        asked.lng,
        asked.lat,
      );
      expect(field.nearest.first).toEqual(nearest.index);
      expect(field.nearest.firstM).toEqual(nearest.distanceM);
    }
  });

  it('of stations at equal distance names the lower number first', () => {
    const field = new RadiusField(
      placesOf([[0, 0]]),
      placesOf([
        [0.01, 0],
        [5, 5],
        [-0.01, 0],
        [0.01, 0],
      ]),
    );
    expect([field.nearest.first[0], field.nearest.second[0]]).toEqual([0, 2]);
    expect(field.nearest.firstM).toEqual(field.nearest.secondM);
    field.set(0, NaN, NaN);
    expect([field.nearest.first[0], field.nearest.second[0]]).toEqual([2, 3]);
  });

  it.each(BOXES)('follows any edits as if made anew: %s', (_, box) => {
    for (let run = 0; run < 6; run++) {
      const random = randomStream(SEED + run);
      const places = placesOf([
        ...scattered(400, box, random),
        [NaN, NaN],
        ...scattered(5, [100, 20, 120, 45], random),
      ]);
      const stations = scattered(run === 0 ? 0 : run * run, box, random);
      const field = new RadiusField(places, placesOf(stations));
      for (let edit = 0; edit < 60; edit++) {
        const station = Math.floor(random() * (stations.length + 1));
        const kind = random();
        const other = stations[Math.floor(random() * stations.length)];
        let to: [number, number] = scattered(1, box, random)[0];
        if (kind < 0.2) to = [NaN, NaN];
        else if (kind < 0.3 && other) to = [other[0], other[1]];
        else if (kind < 0.4 && other) to = [other[0] + 1e-13, other[1]];
        else if (kind < 0.45) to = [to[0] / 2, to[1] / 2];
        const before = copyOf(field.nearest);
        const changed = field.set(station, ...to);
        stations[station] = to;
        const anew = new RadiusField(places, placesOf(stations)).nearest;
        expect(field.nearest).toEqual(anew);
        expect(field.stations).toBe(stations.length);
        const differing = [...places.lng.keys()].filter((i) =>
          (['first', 'firstM', 'second', 'secondM'] as const).some(
            (column) => !Object.is(before[column][i], anew[column][i]),
          ),
        );
        expect([...changed]).toEqual(differing);
      }
    }
  });

  it('says that nothing changed where a station stays, and refuses a station beyond the next', () => {
    const field = new RadiusField(placesOf([[121, 31]]), placesOf([[121, 31.001]]));
    expect(field.set(0, 121, 31.001)).toHaveLength(0);
    expect(() => field.set(2, 121, 31)).toThrow(RangeError);
  });
});

const copyOf = ({ first, firstM, second, secondM }: TwoNearest): TwoNearest => ({
  first: first.slice(),
  firstM: firstM.slice(),
  second: second.slice(),
  secondM: secondM.slice(),
});
