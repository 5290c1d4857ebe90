import type { UnitKind } from '#lib/core/model.ts';
import type { City, Division, LandUse } from './divisions.ts';
import { HALL, roundedQuarter, SLAB, standBuilding, TOWER, type Footprint } from './footprints.ts';
import { edgeDistance, inRing, shrink } from './ground.ts';
import {
  BUILDING_ENDINGS,
  DISTRICT_ENDINGS,
  INTERNET_ENDINGS,
  MARKET_ENDINGS,
  PARK_ENDINGS,
  PROPERTY_ENDINGS,
  RESIDENT_ENDINGS,
  TRADES,
} from './names.ts';
import { allot, type Chance } from './random.ts';
import { degrees, fromDegrees, type Point } from './warp.ts';

/** A period that never comes. */
export const NEVER = 9;

export interface Unit {
  id: string;
  kind: UnitKind;
  name: string;
  grid: Division;
  /** Degrees; NaN where the position is planted as not known. */
  lng: number;
  lat: number;
  shape: Point[] | null;
  heightM: number;
  /** Written with its division's code, or left to be located by its position. */
  coded: boolean;
  enterprises: number;
  employees: number;
  households: number;
  members: number;
  host: string;
  trade: string;
  opened: number;
  closed: number;
  shell: boolean;
  /** Instructors, liaisons, league; null is an empty cell. Before `workSince` the counts are zero. */
  work: [number | null, number | null, number | null];
  workSince: number;
}

/** A business district that is already there. */
interface Quarter {
  at: Point;
  span: number;
}

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How many units of each kind at scale 1, and how often a kind of block has them. */
const KINDS: { kind: UnitKind; count: number; weight: Record<LandUse, number> }[] = [
  {
    kind: 'park',
    count: 270,
    weight: { office: 0.2, residential: 0.05, industry: 6, village: 0.3, green: 0 },
  },
  {
    kind: 'business_district',
    count: 120,
    weight: { office: 2.2, residential: 0.35, industry: 0, village: 0.03, green: 0 },
  },
  {
    kind: 'market',
    count: 160,
    weight: { office: 0.5, residential: 1, industry: 0.6, village: 1, green: 0 },
  },
  {
    kind: 'building',
    count: 4300,
    weight: { office: 11, residential: 1.5, industry: 0.9, village: 0.3, green: 0 },
  },
  {
    kind: 'internet',
    count: 550,
    weight: { office: 6, residential: 0.6, industry: 0.6, village: 0.05, green: 0 },
  },
  {
    kind: 'resident_unit',
    count: 1000,
    weight: { office: 1.2, residential: 1.2, industry: 0.4, village: 0.9, green: 0 },
  },
  {
    kind: 'property',
    count: 600,
    weight: { office: 2, residential: 1.2, industry: 0.3, village: 0.3, green: 0 },
  },
];

/** Plants the units of the city, grids first; ids do not depend on codes, so they outlive a re-coding. */
export function plantUnits(city: City, chance: Chance): Unit[] {
  const grids = city.levels[4];
  const units: Unit[] = [];
  const number = (prefix: string, n: number): string => `${prefix}${String(n).padStart(6, '0')}`;
  const dice = chance.fork('units');
  for (const grid of grids) {
    const unit = blank(number('G', grid.index + 1), 'grid', grid, dice);
    unit.name = `${grid.parent!.name}${grid.name}`;
    place(unit, grid.use === 'green' ? shore(grid) : grid.centre);
    unit.households = grid.households;
    unit.enterprises = grid.use === 'office' ? dice.whole(10, 60) : dice.whole(0, 12);
    unit.employees = unit.enterprises * dice.whole(3, 9);
    unit.members = Math.round(grid.residents * dice.range(0.015, 0.06));
    unit.coded = true;
    units.push(unit);
  }
  const taken = new Map<Division, Footprint[]>();
  const quarters: Quarter[] = [];
  let serial = 0;
  for (const { kind, count, weight } of KINDS) {
    const weights = grids.map(
      (g) => weight[g.use] * dice.range(0.3, 1.7) * (g.areaM2 < 9000 ? 0.3 : 1),
    );
    const shares = allot(Math.round(count * city.scale), weights);
    if (kind === 'business_district' || kind === 'park') spread(shares);
    grids.forEach((grid, i) => {
      for (let k = 0; k < shares[i]; k++) {
        const unit = blank(number('U', ++serial), kind, grid, dice);
        unit.name = titled(city, kind, dice);
        settle(city, unit, taken, quarters, dice);
        size(unit, dice);
        units.push(unit);
      }
    });
  }
  for (const unit of units) keepInside(unit, dice);
  return units;
}

function blank(id: string, kind: UnitKind, grid: Division, dice: Chance): Unit {
  const opened = kind === 'grid' || dice.hit(0.965) ? 1 : dice.whole(2, 4);
  const closing = kind === 'grid' || opened > 1 ? 1 : dice.next();
  return {
    id,
    kind,
    name: '',
    grid,
    lng: NaN,
    lat: NaN,
    shape: null,
    heightM: NaN,
    coded: dice.hit(0.985),
    enterprises: NaN,
    employees: NaN,
    households: NaN,
    members: NaN,
    host: '',
    trade: '',
    opened,
    closed: closing < 0.012 ? 1 : closing < 0.03 ? dice.whole(2, 4) : NEVER,
    shell: kind !== 'grid' && kind !== 'resident_unit' && dice.hit(0.018),
    work: [0, 0, 0],
    workSince: 1,
  };
}

/** At most one of a kind in a block: what is over goes to the next blocks that have none. */
function spread(shares: number[]): void {
  let over = 0;
  for (let i = 0; i < shares.length; i++) {
    if (shares[i] > 1) {
      over += shares[i] - 1;
      shares[i] = 1;
    } else if (shares[i] === 0 && over > 0) {
      shares[i] = 1;
      over--;
    }
  }
}

function titled(city: City, kind: UnitKind, dice: Chance): string {
  const stem = city.names();
  switch (kind) {
    case 'building':
      return `${stem}${dice.pick(BUILDING_ENDINGS)}${dice.hit(0.3) ? `${dice.pick([...'ABCD'])}座` : ''}`;
    case 'park':
      return `${stem}${dice.pick(PARK_ENDINGS)}`;
    case 'business_district':
      return `${stem}${dice.pick(DISTRICT_ENDINGS)}`;
    case 'market':
      return `${stem}${dice.pick(MARKET_ENDINGS)}`;
    case 'internet':
      return `${stem}${dice.pick(INTERNET_ENDINGS)}`;
    case 'resident_unit':
      return `${stem}${dice.pick(RESIDENT_ENDINGS)}`;
    default:
      return `${stem}${dice.pick(PROPERTY_ENDINGS)}`;
  }
}

/** Moves a unit that landed outside its block, as may happen in a narrow corner, back into it. */
function keepInside(unit: Unit, dice: Chance): void {
  const p = whereabouts(unit);
  if (inRing(unit.grid.ring, p.x, p.y) && edgeDistance(unit.grid.ring, p.x, p.y) > 0.5) return;
  place(unit, somewhere(unit.grid, dice));
}

/** Puts a unit's position in whole micro-degrees, as it will be written. */
export function place(unit: Unit, at: Point): void {
  [unit.lng, unit.lat] = degrees(at.x, at.y);
}

function settle(
  city: City,
  unit: Unit,
  taken: Map<Division, Footprint[]>,
  quarters: Quarter[],
  dice: Chance,
): void {
  const grid = unit.grid;
  const there = taken.get(grid) ?? [];
  taken.set(grid, there);
  if (unit.kind === 'park') {
    const p = { x: grid.centre.x, y: grid.centre.y };
    unit.shape = shrink(grid.ring, p, dice.range(0.12, 0.2));
    place(unit, { x: p.x + dice.range(-9, 9), y: p.y + dice.range(-9, 9) });
    return;
  }
  if (unit.kind === 'business_district') {
    const span = Math.sqrt(grid.areaM2) * dice.range(0.75, 1.15);
    unit.shape = roundedQuarter(grid.ring, span, span * dice.range(0.55, 0.8));
    const wet = city.banks.some((p) => apart(p, grid.centre) < 1.6 * span);
    const near = quarters.some((q) => apart(q.at, grid.centre) < q.span + span);
    if (wet || near) unit.shape = shrink(grid.ring, grid.centre, 0.08);
    quarters.push({ at: grid.centre, span: wet || near ? 0.6 * span : span });
    place(unit, { x: grid.centre.x + dice.range(-8, 8), y: grid.centre.y + dice.range(-8, 8) });
    return;
  }
  if (unit.kind === 'building' || unit.kind === 'market') {
    const form = unit.kind === 'market' ? HALL : grid.use === 'office' ? TOWER : SLAB;
    const footprint = standBuilding(grid.ring, there, form, dice);
    if (footprint) {
      there.push(footprint);
      unit.shape = footprint.ring;
      place(unit, footprint.at);
      const core = Math.hypot(grid.centre.x - city.core.x, grid.centre.y - city.core.y);
      const tall = Math.exp(-core / (0.18 * city.plan.warp.radiusM));
      if (unit.kind === 'market') unit.heightM = Math.round(dice.range(6, 14));
      else if (grid.use === 'office') {
        unit.heightM = Math.round(28 + dice.range(0, 60) + tall * dice.range(0, 190) * dice.next());
      } else unit.heightM = Math.round(dice.range(12, 54));
      return;
    }
  }
  const host = there.length > 0 && unit.kind === 'internet' ? dice.pick(there).at : null;
  place(unit, host ?? somewhere(grid, dice));
}

/** A point towards the far corner of a park, clear of a lake in its middle. */
function shore(grid: Division): Point {
  const c = grid.centre;
  const away = (p: Point): number => Math.hypot(p.x - c.x, p.y - c.y);
  const corner = grid.ring.reduce((best, p) => (away(p) > away(best) ? p : best));
  return { x: c.x + 0.8 * (corner.x - c.x), y: c.y + 0.8 * (corner.y - c.y) };
}

/** A random point inside a grid, clear of its border by at least 6 m where the grid is wide enough. */
export function somewhere(grid: Division, dice: Chance): Point {
  const span = Math.sqrt(grid.areaM2);
  for (let attempt = 0; attempt < 30; attempt++) {
    const x = grid.centre.x + dice.range(-0.6, 0.6) * span;
    const y = grid.centre.y + dice.range(-0.6, 0.6) * span;
    if (inRing(grid.ring, x, y) && edgeDistance(grid.ring, x, y) > 6) return { x, y };
  }
  return grid.centre;
}

/** Counts that fit the kind and the footprint. */
function size(unit: Unit, dice: Chance): void {
  const people = (low: number, high: number): void => {
    unit.employees = unit.enterprises * dice.whole(low, high);
    const share = Math.max(0, dice.range(-0.012, 0.07) * (1 - 0.5 * unit.grid.weakness));
    unit.members = Math.min(160, Math.round(unit.employees * share));
  };
  switch (unit.kind) {
    case 'building':
      unit.enterprises = Math.max(1, Math.round((unit.heightM || 20) * dice.range(0.25, 1.3)));
      people(5, 18);
      break;
    case 'park':
      unit.enterprises = dice.whole(18, 160);
      people(8, 40);
      break;
    case 'business_district':
      unit.enterprises = dice.whole(60, 420);
      people(3, 9);
      break;
    case 'market':
      unit.enterprises = dice.whole(25, 320);
      people(1, 4);
      break;
    default:
      unit.enterprises = 1;
      people(unit.kind === 'property' ? 10 : 6, unit.kind === 'resident_unit' ? 120 : 75);
  }
  if (unit.kind !== 'resident_unit') unit.trade = dice.pick(TRADES);
  if (unit.kind === 'property') unit.trade = '物业服务';
  if (dice.hit(0.6)) unit.host = `${unit.name.slice(0, 2)}物业服务`;
  if (dice.hit(0.01)) unit.members = NaN;
}

/** Position of a unit in metres. */
export function whereabouts(unit: Unit): Point {
  return fromDegrees(unit.lng, unit.lat);
}
