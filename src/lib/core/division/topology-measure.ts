import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Arrangement } from '#lib/core/geo/arrangement.ts';
import { startOf } from '#lib/core/geo/arrangement.ts';
import { ECCENTRICITY_2, SEMI_MAJOR_M } from '#lib/core/geo/geodesic.ts';
import type { GridVertices } from '#lib/core/geo/grid-vertices.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';

const DEGREE = Math.PI / 180;

/** Metres in a grid step eastwards and northwards at a vertex: radii of curvature of WGS 84. */
export function metresPerStep(vertices: GridVertices, vertex: number): [number, number] {
  const lat = vertices.lat(vertex) * DEGREE;
  const sin = Math.sin(lat);
  const bend = 1 - ECCENTRICITY_2 * sin * sin;
  const east = (SEMI_MAJOR_M / Math.sqrt(bend)) * Math.cos(lat);
  const north = (SEMI_MAJOR_M * (1 - ECCENTRICITY_2)) / (bend * Math.sqrt(bend));
  const step = DEGREE / vertices.stepsPerDegree;
  return [east * step, north * step];
}

export interface FaceMeasure {
  areaM2: number;
  /** The borders of the islands in the face counted too. */
  perimeterM: number;
  /** Layers beyond the border, the longest border first. */
  neighbours: number[];
}

/** Measures faces in metres, each when asked for. */
export class FaceMeasures {
  private readonly islands = new Map<number, number[]>();

  constructor(private readonly arrangement: Arrangement) {
    arrangement.around.forEach((face, island) => {
      const held = this.islands.get(face);
      if (held) held.push(island);
      else if (face >= 0) this.islands.set(face, [island]);
    });
  }

  /** Area on the ellipsoid without the islands in the face, and what is beyond its border. */
  of(face: number): FaceMeasure {
    const { cycle, cover, edges } = this.arrangement;
    const borderM = new Map<number, number>();
    let area = 0;
    let perimeterM = 0;
    for (const border of [face, ...(this.islands.get(face) ?? [])]) {
      const halves = this.halvesOf(border);
      area += (border === face ? 1 : -1) * this.areaOf(halves);
      for (const half of halves) {
        const lengthM = this.lengthOf(half);
        perimeterM += lengthM;
        const first = edges.layerStart[half >> 1];
        const [beyond = edges.layer[first]] = cover[cycle[half ^ 1]];
        borderM.set(beyond, (borderM.get(beyond) ?? 0) + lengthM);
      }
    }
    const neighbours = [...borderM.keys()].sort(
      (p, q) => (borderM.get(q) ?? 0) - (borderM.get(p) ?? 0),
    );
    return { areaM2: area, perimeterM, neighbours };
  }

  private halvesOf(cycle: number): number[] {
    const { first, next } = this.arrangement;
    const halves = [first[cycle]];
    for (let h = next[first[cycle]]; h !== first[cycle]; h = next[h]) halves.push(h);
    return halves;
  }

  private areaOf(halves: readonly number[]): number {
    const { edges } = this.arrangement;
    const count = halves.length + 1;
    const xy = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      const vertex = startOf(edges, halves[i % halves.length]);
      xy[2 * i] = edges.vertices.lng(vertex);
      xy[2 * i + 1] = edges.vertices.lat(vertex);
    }
    const shape = {
      type: Uint8Array.of(SHAPE_POLYGON),
      partStart: Uint32Array.of(0, 1),
      ringStart: Uint32Array.of(0, 1),
      vertexStart: Uint32Array.of(0, count),
      xy,
    };
    return areaM2(shape, 0);
  }

  private lengthOf(half: number): number {
    const { from, to, vertices } = this.arrangement.edges;
    const [p, q] = [from[half >> 1], to[half >> 1]];
    const [east, north] = metresPerStep(vertices, p);
    return Math.hypot(
      (vertices.x[q] - vertices.x[p]) * east,
      (vertices.y[q] - vertices.y[p]) * north,
    );
  }
}
