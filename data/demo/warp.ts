import type { Chance } from './random.ts';

/** Centre of the city: open ocean, some 900 km from any land. */
const ORIGIN_LNG = 151.2;
const ORIGIN_LAT = 30.4;
const METRES_PER_DEGREE_LAT = 110850;
const METRES_PER_DEGREE_LNG = 111320 * Math.cos((ORIGIN_LAT * Math.PI) / 180);

/** Side of the river a vertex belongs to. */
export const NORTH = 1;
export const SOUTH = -1;
export const ISLAND = 0;

export interface Point {
  x: number;
  y: number;
}

interface Wave {
  amplitude: number;
  kx: number;
  ky: number;
  phaseX: number;
  phaseY: number;
}

/**
 * The plan is drawn on a plane where every face is convex and the river is the straight line
 * v = 0; this map bends the plan into a city. It opens the river, lets it meander, packs the core
 * and loosens the outskirts, and ruffles everything with a few plane waves. The sum of amplitude x
 * wave number stays below 1, so the map never folds and no face turns over.
 */
export class Warp {
  readonly radiusM: number;
  readonly riverU: number;
  /** Where along the river the island lies, and half its length on the plan. */
  readonly islandU: number;
  readonly islandHalf = 0.17;
  private readonly waves: Wave[] = [];
  private readonly turn: number;
  private readonly phase: number[];

  constructor(scale: number, chance: Chance) {
    this.radiusM = 10500 * Math.sqrt(scale);
    this.riverU = 0.026 / Math.max(0.75, Math.min(1.6, Math.sqrt(scale)));
    this.islandU = chance.range(0.2, 0.34) * (chance.hit(0.5) ? 1 : -1);
    this.turn = chance.range(0.15, 0.5) * (chance.hit(0.5) ? 1 : -1);
    this.phase = Array.from({ length: 6 }, () => chance.range(0, 2 * Math.PI));
    const octaves: [number, number, number][] = [
      [3, 1.5, 0.021],
      [4, 0.55, 0.0055],
      [4, 1500 / this.radiusM, 22 / this.radiusM],
      [4, 620 / this.radiusM, 5 / this.radiusM],
    ];
    for (const [count, wavelength, amplitude] of octaves) {
      for (let i = 0; i < count; i++) {
        const angle = chance.range(0, 2 * Math.PI);
        const k = (2 * Math.PI) / (wavelength * chance.range(0.8, 1.25));
        this.waves.push({
          amplitude,
          kx: k * Math.cos(angle),
          ky: k * Math.sin(angle),
          phaseX: chance.range(0, 2 * Math.PI),
          phaseY: chance.range(0, 2 * Math.PI),
        });
      }
    }
  }

  /** Half the river's width at `u`, on the plan. */
  halfWidth(u: number): number {
    const distance = (u - this.islandU) / this.islandHalf;
    const bulge = 0.04 * Math.exp(-Math.pow(distance * 0.95, 4));
    return this.riverU * (1 - 0.4 * Math.min(1, Math.abs(u))) + bulge;
  }

  private meander(u: number): number {
    return (
      0.13 * Math.sin((2 * Math.PI * u) / 1.25 + this.phase[0]) +
      0.035 * Math.sin((2 * Math.PI * u) / 0.52 + this.phase[1])
    );
  }

  /** Plan to metres east and north of the centre. */
  metres(u: number, v: number, side: number): Point {
    let x = u;
    let y = v + side * this.halfWidth(u) * Math.exp(-Math.abs(v) / 0.4);
    y += (this.meander(u) - this.meander(0)) * Math.exp(-(y * y) / 0.42) - 0.1;
    const cos = Math.cos(this.turn);
    const sin = Math.sin(this.turn);
    [x, y] = [x * cos - y * sin, x * sin + y * cos];
    const r = Math.hypot(x, y);
    const bearing = Math.atan2(y, x);
    const lobes =
      1 +
      Math.min(1, r * r) *
        (0.06 * Math.cos(2 * bearing + this.phase[2]) +
          0.05 * Math.cos(3 * bearing + this.phase[3]));
    const stretch = (0.44 + 0.56 * Math.min(r, 1.6)) * lobes;
    x *= stretch;
    y *= stretch;
    let dx = 0;
    let dy = 0;
    for (const w of this.waves) {
      const t = w.kx * x + w.ky * y;
      dx += w.amplitude * Math.sin(t + w.phaseX);
      dy += w.amplitude * Math.sin(t + w.phaseY);
    }
    return { x: (x + dx) * this.radiusM, y: (y + dy) * this.radiusM };
  }
}

/** Degrees rounded to 1e-6: what is written is what was planned with. */
export function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** Metres to `[lng, lat]`, WGS 84 degrees rounded to 1e-6. */
export function degrees(x: number, y: number): [number, number] {
  return [
    round6(ORIGIN_LNG + x / METRES_PER_DEGREE_LNG),
    round6(ORIGIN_LAT + y / METRES_PER_DEGREE_LAT),
  ];
}

/** Inverse of `degrees`: metres east and north of the centre. */
export function fromDegrees(lng: number, lat: number): Point {
  return {
    x: (lng - ORIGIN_LNG) * METRES_PER_DEGREE_LNG,
    y: (lat - ORIGIN_LAT) * METRES_PER_DEGREE_LAT,
  };
}
