import type { BackdropClass } from '#lib/core/model.ts';
import type { City } from './divisions.ts';
import { edgeDistance, shrink } from './ground.ts';
import { COMMUNITY_ROAD, DISTRICT_ROAD, STREET_ROAD } from './mesh.ts';
import type { Chance } from './random.ts';
import { degrees, ISLAND, NORTH, SOUTH, type Point } from './warp.ts';

type Ring = [number, number][];

/** A feature of the base map: polygons for water and green, lines for roads and the railway. */
export interface Scenery {
  class: BackdropClass;
  name: string;
  rings: Ring[] | null;
  line: Ring | null;
  /** Roads: 1 trunk, 2 main, 3 local. */
  rank: number;
  bridge: boolean;
}

/** What the city is drawn on. */
export function drawBackdrop(city: City, chance: Chance): Scenery[] {
  const dice = chance.fork('backdrop');
  const { plan, vertices } = city;
  const { mesh, warp, banks } = plan;
  const at = (v: number): [number, number] => [vertices.lng[v], vertices.lat[v]];
  const metres = (p: Point): [number, number] => degrees(p.x, p.y);
  const scenery: Scenery[] = [];
  const area = (kind: BackdropClass, name: string, rings: Ring[]): void => {
    scenery.push({ class: kind, name, rings, line: null, rank: 0, bridge: false });
  };
  const way = (
    kind: BackdropClass,
    name: string,
    line: Ring,
    rank: number,
    bridge = false,
  ): void => {
    scenery.push({ class: kind, name, rings: null, line, rank, bridge });
  };
  const closed = (ring: Ring): Ring => [...ring, ring[0]];

  const beyond = Array.from({ length: 16 }, (_, i) => 1 + 0.025 * (i + 1));
  const river: Ring = [
    ...[...beyond].reverse().map((u) => metres(warp.metres(-u, 0, NORTH))),
    ...banks.north.map(at),
    ...beyond.map((u) => metres(warp.metres(u, 0, NORTH))),
    ...[...beyond].reverse().map((u) => metres(warp.metres(u, 0, SOUTH))),
    ...[...banks.south].reverse().map(at),
    ...beyond.map((u) => metres(warp.metres(-u, 0, SOUTH))),
  ];
  const isle = [...banks.island].reverse().map(at);
  area('water', `${city.names()}江`, [closed(river.reverse()), closed(isle)]);

  const grids = city.levels[4];
  for (const grid of grids) {
    if (grid.use !== 'green' || mesh.side[grid.parts[0][0]] === ISLAND) continue;
    const lake = grid.areaM2 > 25000 && dice.hit(0.16);
    const park = shrink(grid.ring, grid.centre, 0.1);
    area('green', lake ? `${city.names()}湖公园` : `${city.names()}公园`, [
      closed(park.map(metres)),
    ]);
    if (lake)
      area('water', `${city.names()}湖`, [closed(pond(grid.ring, grid.centre, dice).map(metres))]);
  }
  for (const chord of mesh.chords) {
    if (chord.rank > COMMUNITY_ROAD) continue;
    const rank = chord.rank === DISTRICT_ROAD ? 1 : chord.rank === STREET_ROAD ? 2 : 3;
    const ending = rank === 1 ? '大道' : dice.hit(0.5) ? '路' : '街';
    way('road', `${city.names()}${ending}`, mesh.line(chord.from, chord.to).map(at), rank);
  }
  for (const [a, b] of plan.bridges) way('road', `${city.names()}大桥`, [at(a), at(b)], 1, true);
  const bow = dice.range(-0.05, 0.05);
  const rail: Ring = [];
  for (let u = -1.12; u <= 1.1201; u += 0.01) {
    const v = 0.36 + bow + 0.1 * Math.cos(2.2 * u + 0.4);
    rail.push(metres(warp.metres(u, v, NORTH)));
  }
  way('rail', `${city.names()}铁路`, rail, 1);
  return scenery;
}

/** A lake with soft shores inside a block. */
function pond(ring: readonly Point[], centre: Point, dice: Chance): Point[] {
  const [one, two] = [dice.range(0, 6), dice.range(0, 6)];
  const reach = 0.72 * edgeDistance(ring, centre.x, centre.y);
  return Array.from({ length: 28 }, (_, i) => {
    const t = (2 * Math.PI * i) / 28;
    const r = reach * (1 + 0.16 * Math.sin(2 * t + one) + 0.1 * Math.sin(3 * t + two));
    return { x: centre.x + r * Math.cos(t), y: centre.y + r * Math.sin(t) };
  });
}
