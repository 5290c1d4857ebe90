import type { FacilityLevel } from '#lib/core/model.ts';
import type { City, Division } from './divisions.ts';
import type { Story } from './land.ts';
import type { Chance } from './random.ts';
import { NEVER, somewhere } from './units.ts';
import { degrees, fromDegrees, type Point } from './warp.ts';

export interface Facility {
  id: string;
  name: string;
  level: FacilityLevel;
  lng: number;
  lat: number;
  areaM2: number;
  staff: number;
  division: Division;
  opened: number;
  closed: number;
}

export interface Candidate {
  id: string;
  name: string;
  lng: number;
  lat: number;
  cost: number;
  capacity: number;
}

/** Stations of five levels; bare communities and the pocket across the river stay without on purpose. */
export function plantFacilities(city: City, story: Story, chance: Chance): Facility[] {
  const dice = chance.fork('facilities');
  const facilities: Facility[] = [];
  const add = (
    level: FacilityLevel,
    division: Division,
    name: string,
    at: Point,
    area: [number, number],
    staff: [number, number],
    opened = 1,
  ): void => {
    const [lng, lat] = degrees(at.x, at.y);
    facilities.push({
      id: `F${String(facilities.length + 1).padStart(5, '0')}`,
      name,
      level,
      lng,
      lat,
      areaM2: Math.round(dice.range(...area) / 10) * 10,
      staff: dice.whole(...staff),
      division,
      opened,
      closed: NEVER,
    });
  };
  const nearest = (list: readonly Division[], p: Point): Division =>
    list.reduce((best, d) =>
      Math.hypot(d.centre.x - p.x, d.centre.y - p.y) <
      Math.hypot(best.centre.x - p.x, best.centre.y - p.y)
        ? d
        : best,
    );
  const built = (division: Division): Division[] => {
    const grids = leaves(division);
    const dry = grids.filter((g) => g.use !== 'green');
    return dry.length > 0 ? dry : grids;
  };
  const spot = (division: Division, p: Point): Point =>
    somewhere(nearest(built(division), p), dice);

  add(
    'city',
    city.city,
    `${city.city.name}党群服务中心`,
    spot(city.city, city.core),
    [3200, 5200],
    [22, 30],
  );
  for (const district of city.levels[1]) {
    const centre = story.centres.slice(1).find((c) => nearest(city.levels[1], c) === district);
    add(
      'district',
      district,
      `${district.name}党群服务中心`,
      spot(district, centre ?? district.centre),
      [900, 2600],
      [10, 18],
    );
  }
  for (const street of city.levels[2]) {
    const bare = street.children.filter((c) => c.bare).length / street.children.length;
    if (bare > 0.6 && dice.hit(0.7)) continue;
    add(
      'street',
      street,
      `${street.name}党群服务分中心`,
      spot(street, street.centre),
      [380, 1300],
      [5, 9],
      dice.hit(0.95) ? 1 : 3,
    );
  }
  for (const community of city.levels[3]) {
    if (community.bare) continue;
    const late = dice.hit(0.07);
    const at = spot(community, community.centre);
    const opened = late ? dice.whole(2, 4) : 1;
    add('community', community, `${community.name}党群服务站`, at, [180, 1400], [3, 12], opened);
    const wide = community.areaM2 > 650000 ? 0.55 : 0.3;
    const points = dice.around(
      wide * (1 - community.weakness) * (community.areaM2 / 900000 + 0.55),
    );
    for (let i = 0; i < points; i++) {
      const grid = dice.pick(built(community));
      const name = `${community.name}${grid.name}服务点`;
      add(
        'point',
        grid,
        name,
        somewhere(grid, dice),
        [30, 120],
        [1, 3],
        dice.hit(0.9) ? 1 : dice.whole(2, 4),
      );
      if (dice.hit(0.02)) facilities[facilities.length - 1].closed = 4;
    }
  }
  return facilities;
}

function leaves(division: Division): Division[] {
  return division.children.length === 0 ? [division] : division.children.flatMap(leaves);
}

/** Sites where a station could go: most of them where none is, some where one already stands. */
export function plantCandidates(city: City, chance: Chance): Candidate[] {
  const dice = chance.fork('candidates');
  const candidates: Candidate[] = [];
  for (const community of city.levels[3]) {
    if (!dice.hit(community.bare ? 0.75 : 0.12)) continue;
    const grid = dice.pick(community.children);
    const at = somewhere(grid, dice);
    const [lng, lat] = degrees(at.x, at.y);
    const kind = dice.pick(['共享阵地', '物业用房', '沿街商铺', '网格中心']);
    candidates.push({
      id: `C${String(candidates.length + 1).padStart(5, '0')}`,
      name: `${community.name}${kind}`,
      lng,
      lat,
      cost: dice.whole(12, 90) * 10000,
      capacity: dice.whole(20, 120) * 100,
    });
  }
  return candidates;
}

/** Position of a facility in metres. */
export function standing(facility: Facility): Point {
  return fromDegrees(facility.lng, facility.lat);
}
