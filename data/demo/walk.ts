import type { City } from './divisions.ts';
import { BANK, COMMUNITY_ROAD, DISTRICT_ROAD, GRID_ROAD, OUTLINE, STREET_ROAD } from './mesh.ts';
import type { Chance } from './random.ts';
import { somewhere } from './units.ts';
import { degrees } from './warp.ts';

/** One stretch of the walking network between two junctions, in degrees. */
export interface Way {
  line: [number, number][];
  kind: 'primary' | 'secondary' | 'tertiary' | 'residential' | 'footway';
  bridge: boolean;
  tunnel: boolean;
}

const KINDS: Record<number, Way['kind']> = {
  [BANK]: 'footway',
  [DISTRICT_ROAD]: 'primary',
  [STREET_ROAD]: 'secondary',
  [COMMUNITY_ROAD]: 'tertiary',
  [GRID_ROAD]: 'residential',
};

/** Streets along the blocks' borders, promenades along the banks, bridges, vehicle tunnels, paths through blocks. */
export function layWalk(city: City, chance: Chance): Way[] {
  const dice = chance.fork('walk');
  const { plan, vertices } = city;
  const at = (v: number): [number, number] => [vertices.lng[v], vertices.lat[v]];
  const ways: Way[] = [];
  const { next, rankOf } = network(city, dice);
  const heads = new Set(plan.bridges.flat());
  const junction = (v: number): boolean => {
    if (heads.has(v)) return true;
    const around = next.get(v)!;
    return around.length !== 2 || rankOf(v, around[0]) !== rankOf(v, around[1]);
  };
  const done = new Set<number>();
  const key = (a: number, b: number): number => Math.min(a, b) * 33554432 + Math.max(a, b);
  for (const [start, around] of next) {
    if (!junction(start)) continue;
    for (const first of around) {
      if (done.has(key(start, first))) continue;
      const chain = [start, first];
      done.add(key(start, first));
      while (!junction(chain[chain.length - 1])) {
        const tip = chain[chain.length - 1];
        const from = chain[chain.length - 2];
        const onward = next.get(tip)!.find((v) => v !== from)!;
        done.add(key(tip, onward));
        chain.push(onward);
      }
      const kind = KINDS[rankOf(start, first)];
      ways.push({ line: chain.map(at), kind, bridge: false, tunnel: false });
    }
  }
  for (const [a, b] of plan.bridges) {
    ways.push({ line: [at(a), at(b)], kind: 'primary', bridge: true, tunnel: false });
  }
  layTunnels(city, next, ways);
  for (const grid of city.levels[4]) {
    const chanceOfPath = grid.use === 'residential' ? 0.16 : grid.use === 'green' ? 0.5 : 0;
    if (!dice.hit(chanceOfPath)) continue;
    const gates = grid.parts[0].filter((v) => next.has(v) && next.get(v)!.length > 2);
    if (gates.length < 2) continue;
    const one = dice.whole(0, gates.length - 1);
    const two = (one + Math.floor(gates.length / 2)) % gates.length;
    const p = somewhere(grid, dice);
    ways.push({
      line: [at(gates[one]), degrees(p.x, p.y), at(gates[two])],
      kind: 'footway',
      bridge: false,
      tunnel: false,
    });
  }
  return ways;
}

/** Which vertices are joined by a walkable edge: every border but the city's outline and some country lanes. */
function network(
  city: City,
  dice: Chance,
): { next: Map<number, number[]>; rankOf: (a: number, b: number) => number } {
  const { plan } = city;
  const { mesh } = plan;
  const next = new Map<number, number[]>();
  const seen = new Set<number>();
  const rankOf = (a: number, b: number): number => mesh.rank(a, b);
  const join = (a: number, b: number): void => {
    const list = next.get(a);
    if (list) list.push(b);
    else next.set(a, [b]);
  };
  for (const grid of city.levels[4]) {
    const far =
      Math.hypot(grid.centre.x - city.core.x, grid.centre.y - city.core.y) / plan.warp.radiusM;
    for (const part of grid.parts) {
      part.forEach((a, i) => {
        const b = part[(i + 1) % part.length];
        const id = Math.min(a, b) * 33554432 + Math.max(a, b);
        if (seen.has(id)) return;
        seen.add(id);
        const rank = rankOf(a, b);
        if (rank === OUTLINE) return;
        if (rank === GRID_ROAD && far > 0.8 && dice.hit(0.12)) return;
        join(a, b);
        join(b, a);
      });
    }
  }
  return { next, rankOf };
}

/** Vehicle tunnels under the river, between junctions a few hundred metres inland, half-way between bridges. */
function layTunnels(city: City, next: Map<number, number[]>, ways: Way[]): void {
  const { plan, vertices } = city;
  const { mesh, warp } = plan;
  const crossings = plan.bridges.map(([a]) => mesh.x[a]).sort((a, b) => a - b);
  const gaps = crossings
    .slice(1)
    .map((u, i) => ({ u: (u + crossings[i]) / 2, gap: u - crossings[i] }))
    .filter((g) => Math.abs(g.u - warp.islandU) > warp.islandHalf * 1.3)
    .sort((a, b) => Math.abs(a.u) - Math.abs(b.u));
  const inland = (u: number, side: number): number => {
    let best = -1;
    let bestD = Infinity;
    for (const [v, around] of next) {
      if (around.length < 3 || mesh.side[v] !== side) continue;
      const d = Math.hypot(mesh.x[v] - u, mesh.y[v] - side * 0.05);
      if (d < bestD) [best, bestD] = [v, d];
    }
    return best;
  };
  for (const { u } of gaps.slice(0, 2)) {
    const ends = [inland(u, 1), inland(u, -1)];
    if (ends.includes(-1)) continue;
    const line = ends.map((v): [number, number] => [vertices.lng[v], vertices.lat[v]]);
    ways.push({ line, kind: 'primary', bridge: false, tunnel: true });
  }
}
