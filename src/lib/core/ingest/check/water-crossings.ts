import { distanceM } from '#lib/core/geo/geodesic.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import { BACKDROP_CLASSES, SHAPE_LINE } from '#lib/core/model.ts';
import type { Backdrop, Walk } from '#lib/core/model.ts';
import { FOR_WALKERS } from '#lib/core/road-class.ts';
import { textAt } from '#lib/core/texts.ts';

/** Ways over less water than this are bridges as a rule: over canals and creeks; metres. */
export const WIDE_WATER_M = 200;
/** Pieces are looked at in steps of this, and those with water in them in finer ones. */
const COARSE_M = 50;
const FINE_M = 5;

/** True where nothing tells how a way crosses water: its class is for vehicles or not known. */
function isUntold(walk: Walk, i: number): boolean {
  if (walk.shapes.type[i] !== SHAPE_LINE || walk.bridge[i] === 1) return false;
  if (!Number.isNaN(walk.tunnel[i]) || !Number.isNaN(walk.foot[i])) return false;
  return !FOR_WALKERS.has(textAt(walk.highway, i) ?? '');
}

/**
 * Ways that cross more than `WIDE_WATER_M` of the backdrop's water and do not say whether by bridge
 * or by tunnel: in a network without tags those are what leads people through tunnels for vehicles.
 * Pieces that meet in the water are one crossing, told once, at the row that has most of it.
 * Lengths are right to five metres.
 */
export function untoldCrossings(walk: Walk, backdrop: Backdrop): Finding[] {
  const water = BACKDROP_CLASSES.indexOf('water');
  const records = [...backdrop.class.keys()].filter((i) => backdrop.class[i] === water);
  if (records.length === 0 || walk.count === 0) return [];
  const index = new PolygonIndex(backdrop.shapes, records);
  const crossings = new Crossings();
  const { partStart, ringStart, vertexStart, xy } = walk.shapes;
  for (let i = 0; i < walk.count; i++) {
    if (!isUntold(walk, i)) continue;
    for (let part = partStart[i]; part < partStart[i + 1]; part++)
      for (let v = vertexStart[ringStart[part]]; v + 1 < vertexStart[ringStart[part] + 1]; v++) {
        const ends = [xy[2 * v], xy[2 * v + 1], xy[2 * v + 2], xy[2 * v + 3]] as const;
        const wetM = wetOf(ends, index);
        if (wetM > 0) crossings.add(i, ends, wetM, index);
      }
  }
  return crossings.wide().map(({ row, wetM }) =>
    finding('walk_crosses_water', row, null, {
      found: `${Math.round(wetM)} m`,
      expected: 'tunnel = 1 | bridge = 1',
    }),
  );
}

type Ends = readonly [number, number, number, number];

/** Metres a degree of latitude has, to a hundredth. */
const DEGREE_M = 111_000;

/** Metres of a piece that lie in water. */
function wetOf([x0, y0, x1, y1]: Ends, index: PolygonIndex): number {
  const aboutM = DEGREE_M * Math.hypot((x1 - x0) * Math.cos((y0 * Math.PI) / 180), y1 - y0);
  const shareIn = (stepM: number): number => {
    const steps = Math.min(10_000, Math.max(1, Math.ceil(aboutM / stepM)));
    let wet = 0;
    for (let k = 0; k < steps; k++) {
      const t = (k + 0.5) / steps;
      if (index.locate(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) >= 0) wet++;
    }
    return wet / steps;
  };
  return shareIn(COARSE_M) > 0 ? shareIn(FINE_M) * distanceM(x0, y0, x1, y1) : 0;
}

/** Wet pieces, put together where they meet in the water. */
class Crossings {
  readonly #pieces: { row: number; wetM: number; group: number }[] = [];
  readonly #above: number[] = [];
  /** Group of each vertex in the water. */
  readonly #groupAt = new Map<string, number>();

  add(row: number, [x0, y0, x1, y1]: Ends, wetM: number, index: PolygonIndex): void {
    const group = this.#new();
    if (index.locate(x0, y0) >= 0) this.#join(group, this.#at(x0, y0));
    if (index.locate(x1, y1) >= 0) this.#join(group, this.#at(x1, y1));
    this.#pieces.push({ row, wetM, group });
  }

  /** Crossings of wide water: how much of it, and the row that has most. */
  wide(): { row: number; wetM: number }[] {
    const totals = new Map<number, { row: number; wetM: number; mostM: number }>();
    for (const { row, wetM, group } of this.#pieces) {
      const root = this.#root(group);
      let total = totals.get(root);
      if (!total) totals.set(root, (total = { row, wetM: 0, mostM: 0 }));
      total.wetM += wetM;
      if (wetM > total.mostM) [total.row, total.mostM] = [row, wetM];
    }
    return [...totals.values()]
      .filter(({ wetM }) => wetM >= WIDE_WATER_M)
      .sort((a, b) => a.row - b.row);
  }

  #new(): number {
    return this.#above.push(this.#above.length) - 1;
  }

  #at(x: number, y: number): number {
    const key = `${Math.round(x * 1e7)},${Math.round(y * 1e7)}`;
    let group = this.#groupAt.get(key);
    if (group === undefined) this.#groupAt.set(key, (group = this.#new()));
    return group;
  }

  #join(a: number, b: number): void {
    this.#above[this.#root(a)] = this.#root(b);
  }

  #root(group: number): number {
    const above = this.#above;
    while (above[group] !== group) group = above[group] = above[above[group]];
    return group;
  }
}
