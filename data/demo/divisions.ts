import type { DivisionLevel } from '#lib/core/model.ts';
import { edgeDistance, inRing, ringArea, ringCentre } from './ground.ts';
import { COMMUNITY_ENDINGS, namePairs } from './names.ts';
import type { Place, Plan } from './plan.ts';
import type { Chance } from './random.ts';
import { degrees, fromDegrees, type Point } from './warp.ts';

/** What a block is used for. */
export type LandUse = 'office' | 'residential' | 'industry' | 'village' | 'green';

/** One division with its borders: in metres for planting, vertex numbers for writing. */
export interface Division {
  index: number;
  level: DivisionLevel;
  /** Code before and since the third period; they differ only in the street that is split. */
  code: string;
  oldCode: string;
  name: string;
  parent: Division | null;
  children: Division[];
  /** Vertex numbers of each part's ring. */
  parts: number[][];
  /** Largest part, in metres. */
  ring: Point[];
  areaM2: number;
  /** A point inside, in metres. */
  centre: Point;
  use: LandUse;
  /** 0 well served .. 1 the blank belt. */
  weakness: number;
  /** Left without any station on purpose. */
  bare: boolean;
  residents: number;
  households: number;
}

export interface City {
  plan: Plan;
  scale: number;
  vertices: { lng: Float64Array; lat: Float64Array; points: Point[] };
  levels: Division[][];
  city: Division;
  /** The street that is split between the second and the third period. */
  split: { code: string; name: string; parts: number[][]; streets: Division[] } | null;
  core: Point;
  /** Vertices of the river's banks, in metres. */
  banks: Point[];
  names: () => string;
}

const LEVELS: DivisionLevel[] = ['city', 'district', 'street', 'community', 'grid'];

/** Names, codes and borders of the divisions of a plan; land use comes from `useLand`. */
export function nameDivisions(plan: Plan, scale: number, chance: Chance): City {
  const { mesh, warp } = plan;
  const count = mesh.x.length;
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  const points: Point[] = [];
  for (let v = 0; v < count; v++) {
    const p = warp.metres(mesh.x[v], mesh.y[v], mesh.side[v]);
    [lng[v], lat[v]] = degrees(p.x, p.y);
    points.push(fromDegrees(lng[v], lat[v]));
  }
  const pairs = namePairs(chance.fork('names'));
  let taken = 0;
  const names = (): string => pairs[taken++ % pairs.length];
  const levels: Division[][] = LEVELS.map(() => []);
  const core = warp.metres(0.02, 0.06, 1);

  const build = (place: Place, parent: Division | null, order: number): Division => {
    const parts = place.faces.map((f) => mesh.expand(f));
    const rings = parts.map((part) => part.map((v) => points[v]));
    const areas = rings.map(ringArea);
    const largest = areas.indexOf(Math.max(...areas));
    const ring = rings[largest];
    const centre = inside(ring, ringCentre(ring));
    const level = LEVELS[place.level];
    const far = Math.hypot(centre.x - core.x, centre.y - core.y) / warp.radiusM;
    const division: Division = {
      index: levels[place.level].length,
      level,
      code: codeOf(level, parent, order, far),
      oldCode: '',
      name: '',
      parent,
      children: [],
      parts,
      ring,
      areaM2: areas.reduce((a, b) => a + b, 0),
      centre,
      use: 'residential',
      weakness: 0,
      bare: false,
      residents: 0,
      households: 0,
    };
    division.oldCode = division.code;
    division.name = nameOf(division, order, far, names, chance);
    levels[place.level].push(division);
    division.children = place.children.map((child, i) => build(child, division, i + 1));
    return division;
  };
  const city = build(plan.city, null, 1);
  const built: City = {
    plan,
    scale,
    vertices: { lng, lat, points },
    levels,
    city,
    split: null,
    core,
    banks: [...plan.banks.north, ...plan.banks.south].map((v) => points[v]),
    names,
  };
  splitStreet(built);
  return built;
}

/** The point itself where it is inside, else the roomiest of a few points between it and the corners. */
function inside(ring: Point[], p: Point): Point {
  if (inRing(ring, p.x, p.y)) return p;
  const [best] = ring
    .flatMap((q) =>
      [0.3, 0.6, 0.8].map((t) => ({ x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y) })),
    )
    .filter((q) => inRing(ring, q.x, q.y))
    .map((q) => ({ q, room: edgeDistance(ring, q.x, q.y) }))
    .sort((one, two) => two.room - one.room);
  return best ? best.q : p;
}

function codeOf(level: DivisionLevel, parent: Division | null, order: number, far: number): string {
  const two = String(order).padStart(2, '0');
  const three = String(order).padStart(3, '0');
  if (level === 'city') return '990100000000';
  if (level === 'district') return `9901${two}000000`;
  if (level === 'street') {
    const town = far > 0.72 ? String(99 + order) : three;
    return `${parent!.code.slice(0, 6)}${town}000`;
  }
  if (level === 'community') return `${parent!.code.slice(0, 9)}${three}`;
  return `${parent!.code}${three}`;
}

function nameOf(
  division: Division,
  order: number,
  far: number,
  names: () => string,
  chance: Chance,
): string {
  switch (division.level) {
    case 'city':
      return '补白市';
    case 'district':
      return `${names()}区`;
    case 'street':
      return `${names()}${far > 0.72 ? '镇' : '街道'}`;
    case 'community':
      return `${names()}${chance.pick(COMMUNITY_ENDINGS)}${far > 0.85 ? '村' : '社区'}`;
    case 'grid':
      return `第${order}网格`;
  }
}

/** Chooses the street pair that was one street until the second period and gives its divisions their old codes. */
function splitStreet(city: City): void {
  const { plan, levels } = city;
  const streets = levels[2];
  const own = (part: number[]): Division | undefined =>
    streets.find((s) => s.parts.length === 1 && plan.levels[2][s.index].faces[0] === part);
  const pairs = plan.twins
    .map((t) => ({ face: t.face, pair: t.parts.map(own) }))
    .filter((t) => t.pair.every((s) => s !== undefined));
  if (pairs.length === 0) return;
  const far = (s: Division): number =>
    Math.hypot(s.centre.x - city.core.x, s.centre.y - city.core.y);
  const wanted = 0.55 * plan.warp.radiusM;
  pairs.sort((a, b) => Math.abs(far(a.pair[0]!) - wanted) - Math.abs(far(b.pair[0]!) - wanted));
  const chosen = pairs[0].pair.map((s) => s!);
  const district = chosen[0].parent!;
  const number = String(district.children.length + 1).padStart(3, '0');
  const code = `${district.code.slice(0, 6)}${number}000`;
  let order = 0;
  for (const street of chosen) {
    street.oldCode = code;
    for (const community of street.children) {
      order++;
      community.oldCode = `${code.slice(0, 9)}${String(order).padStart(3, '0')}`;
      for (const grid of community.children) {
        grid.oldCode = community.oldCode + grid.code.slice(12);
      }
    }
  }
  const name = `${city.names()}街道`;
  city.split = { code, name, parts: [plan.mesh.expand(pairs[0].face)], streets: chosen };
}
