import type { Divisions } from '#lib/core/model.ts';
import { DIVISION_LEVELS, SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Arrangement } from '#lib/core/geo/arrangement.ts';
import { arrange } from '#lib/core/geo/arrangement.ts';
import type { LayeredSegments } from '#lib/core/geo/noding.ts';
import { nodeEdges } from '#lib/core/geo/noding.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';
import type { TopologyFinding, TopologyTolerance } from '#lib/core/division/topology-finding.ts';
import { TOPOLOGY_TOLERANCE } from '#lib/core/division/topology-finding.ts';
import { FaceMeasures } from '#lib/core/division/topology-measure.ts';
import { openStrips } from '#lib/core/division/topology-strips.ts';

/** Of so many divisions on one spot every pair is listed; of more only the first with each. */
const PILE = 16;

/**
 * Overlaps, gaps and duplicates among the polygons of each level (or of one level), by level,
 * kind and row.
 *
 * The borders of a level are cut where they meet; a face that two divisions cover is an overlap,
 * a face that none covers but that divisions enclose is a gap, and so is a strip up to 50 m wide
 * between two divisions that is open at its ends. Polygons that differ by no more than the
 * tolerated area are duplicates. A division and one that contains it in the tree never overlap.
 * Areas are of the WGS 84 ellipsoid. Invalid polygons are read by the even-odd rule.
 */
export function checkTopology(
  divisions: Divisions,
  level?: number,
  tolerance: TopologyTolerance = TOPOLOGY_TOLERANCE,
): TopologyFinding[] {
  const findings: TopologyFinding[] = [];
  for (let l = 0; l < DIVISION_LEVELS.length; l++) {
    if (level === undefined || level === l) findings.push(...checkLevel(divisions, l, tolerance));
  }
  return findings;
}

function checkLevel(
  divisions: Divisions,
  level: number,
  tolerance: TopologyTolerance,
): TopologyFinding[] {
  const rows = Array.from({ length: divisions.count }, (_, i) => i).filter(
    (i) => divisions.level[i] === level && divisions.shapes.type[i] === SHAPE_POLYGON,
  );
  if (rows.length < 2) return [];
  const edges = nodeEdges((segments) => addBorders(segments, divisions, rows));
  if (edges === null) return [];
  const arrangement = arrange(edges);
  const measures = new FaceMeasures(arrangement);
  return [
    ...overlaps(divisions, arrangement, measures, tolerance),
    ...enclosedGaps(arrangement, measures, tolerance),
    ...openStrips(arrangement, tolerance),
  ].sort((p, q) => p.kind.localeCompare(q.kind) || p.a - q.a || p.b - q.b);
}

/** Adds the rings of the rows, the layer being the row. */
function addBorders(
  segments: LayeredSegments,
  { shapes }: Divisions,
  rows: readonly number[],
): void {
  const { partStart, ringStart, vertexStart, xy } = shapes;
  for (const row of rows) {
    for (let ring = ringStart[partStart[row]]; ring < ringStart[partStart[row + 1]]; ring++) {
      let last = -1;
      for (let v = vertexStart[ring]; v < vertexStart[ring + 1]; v++) {
        const vertex = segments.vertices.ofDegrees(xy[2 * v], xy[2 * v + 1]);
        if (last >= 0) segments.add(last, vertex, row);
        last = vertex;
      }
    }
  }
}

interface Shared {
  /** All of it, and what is wider than the tolerance. */
  areaM2: number;
  wideM2: number;
  perimeterM: number;
}

function overlaps(
  divisions: Divisions,
  { cover, area }: Arrangement,
  measures: FaceMeasures,
  tolerance: TopologyTolerance,
): TopologyFinding[] {
  const shared = new Map<number, Shared>();
  cover.forEach((layers, face) => {
    if (area[face] <= 0 || layers.length < 2) return;
    const { areaM2: faceM2, perimeterM } = measures.of(face);
    const wide = 2 * faceM2 > tolerance.widthM * perimeterM;
    for (const [a, b] of pairsOf(layers)) {
      if (contains(divisions, a, b) || contains(divisions, b, a)) continue;
      const key = a * divisions.count + b;
      const pair = shared.get(key) ?? { areaM2: 0, wideM2: 0, perimeterM: 0 };
      pair.areaM2 += faceM2;
      if (wide) {
        pair.wideM2 += faceM2;
        pair.perimeterM += perimeterM;
      }
      shared.set(key, pair);
    }
  });
  const findings: TopologyFinding[] = [];
  for (const [key, pair] of shared) {
    if (pair.wideM2 <= tolerance.areaM2) continue;
    const a = Math.floor(key / divisions.count);
    const b = key % divisions.count;
    const apart = areaM2(divisions.shapes, a) + areaM2(divisions.shapes, b) - 2 * pair.areaM2;
    findings.push(
      apart <= tolerance.areaM2
        ? { kind: 'duplicate', a, b, areaM2: pair.areaM2 }
        : {
            kind: 'overlap',
            a,
            b,
            areaM2: pair.areaM2,
            widthM: (2 * pair.wideM2) / pair.perimeterM,
          },
    );
  }
  return findings;
}

function pairsOf(layers: readonly number[]): [number, number][] {
  const pairs: [number, number][] = [];
  const firsts = layers.length > PILE ? 1 : layers.length;
  for (let i = 0; i < firsts; i++) {
    for (let j = i + 1; j < layers.length; j++) pairs.push([layers[i], layers[j]]);
  }
  return pairs;
}

/** True where `outer` stands above `inner` in the tree. */
function contains({ parent }: Divisions, outer: number, inner: number): boolean {
  for (let at = parent[inner]; at >= 0; at = parent[at]) if (at === outer) return true;
  return false;
}

/** Faces that no division covers; everything outside is no face. */
function enclosedGaps(
  { cover, area }: Arrangement,
  measures: FaceMeasures,
  tolerance: TopologyTolerance,
): TopologyFinding[] {
  const findings: TopologyFinding[] = [];
  cover.forEach((layers, face) => {
    if (area[face] <= 0 || layers.length > 0) return;
    const { areaM2: faceM2, perimeterM, neighbours } = measures.of(face);
    const widthM = (2 * faceM2) / perimeterM;
    if (faceM2 <= tolerance.areaM2 || widthM <= tolerance.widthM) return;
    const [a, b = -1] = neighbours.slice(0, 2).sort((p, q) => p - q);
    findings.push({ kind: 'gap', a, b, areaM2: faceM2, widthM });
  });
  return findings;
}
