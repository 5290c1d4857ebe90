import type { Geometry, Position } from 'geojson';
import { unwrapPart } from '#lib/core/geo/antimeridian.ts';
import type { PlainKind } from '#lib/core/ingest/geometry-check.ts';
import { remakePolygons } from '#lib/core/ingest/geometry-repair-faces.ts';
import type { GeometryParts } from '#lib/core/ingest/geometry-repair-parts.ts';
import { partsOf } from '#lib/core/ingest/geometry-repair-parts.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import {
  FAULTS_OF_FACES,
  FAULT_CROSSES,
  FAULT_HEIGHT,
  FAULT_OPEN,
  FAULT_SHORT,
  FAULT_SPIKE,
  polygonFaults,
  twiceArea,
} from '#lib/core/ingest/polygon-faults.ts';

/** Something that was wrong with a geometry; `found` is a short value. */
export interface RepairNote {
  code: IssueCode;
  found?: string;
}

/** A geometry that can be measured and located in, null where nothing of it can. */
export interface Repair {
  geometry: Geometry | null;
  notes: RepairNote[];
}

const KINDS: readonly PlainKind[] = ['polygon', 'line', 'point'];

/**
 * Makes one geometry in degrees valid and says what was wrong with it; the input is not changed,
 * and is returned itself where nothing was wrong.
 *
 * A collection gives its polygons, else its lines, else its points, of the kinds that the table
 * takes. Polygons come out closed, without repeated vertices, spikes, crossings or overlapping
 * parts, shells counter-clockwise; across the antimeridian their longitudes are continuous, as in
 * `Shapes`. What cannot be read or has no extent is null with the note `geometry_invalid`.
 */
export function repairGeometry(
  geometry: Geometry | null,
  takes: readonly PlainKind[] = KINDS,
): Repair {
  if (geometry === null) return { geometry, notes: [] };
  const parts = partsOf(geometry);
  if (typeof parts === 'string') return rejected(parts);
  const kinds = KINDS.filter((kind) => parts[kind].length > 0);
  if (kinds.length === 0) return rejected('empty');
  const kind = kinds.find((candidate) => takes.includes(candidate));
  if (!kind) {
    return { geometry: null, notes: [{ code: 'geometry_not_expected', found: geometry.type }] };
  }
  const notes: RepairNote[] = [];
  if (kinds.length > 1) notes.push({ code: 'geometry_mixed', found: kinds.join(', ') });
  const plain = geometry.type !== 'GeometryCollection' ? geometry : plainOf(parts, kind);
  if (kind === 'polygon') return repairPolygons(plain, parts.polygon, notes);
  if (kind === 'line') return repairLines(plain, parts.line, notes);
  return repairPoints(plain, parts.point, notes);
}

function rejected(found: string, notes: RepairNote[] = []): Repair {
  return { geometry: null, notes: [...notes, { code: 'geometry_invalid', found }] };
}

function plainOf(parts: GeometryParts, kind: PlainKind): Geometry {
  if (kind === 'polygon') return ofPolygons(parts.polygon);
  return kind === 'line' ? ofLines(parts.line) : ofPoints(parts.point);
}

function ofPolygons(parts: Position[][][]): Geometry {
  return parts.length === 1
    ? { type: 'Polygon', coordinates: parts[0] }
    : { type: 'MultiPolygon', coordinates: parts };
}

function ofLines(parts: Position[][]): Geometry {
  return parts.length === 1
    ? { type: 'LineString', coordinates: parts[0] }
    : { type: 'MultiLineString', coordinates: parts };
}

function ofPoints(parts: Position[]): Geometry {
  return parts.length === 1
    ? { type: 'Point', coordinates: parts[0] }
    : { type: 'MultiPoint', coordinates: parts };
}

function repairPolygons(geometry: Geometry, given: Position[][][], notes: RepairNote[]): Repair {
  const polygons = given.some(crossesAntimeridian) ? unwrapped(given) : given;
  const faults = polygonFaults(polygons);
  if (faults === 0) return { geometry, notes };
  if (faults & FAULT_HEIGHT) notes.push({ code: 'height_dropped' });
  if (faults & FAULT_OPEN) notes.push({ code: 'ring_not_closed' });
  if (faults & FAULT_SPIKE) notes.push({ code: 'spike_removed' });
  let dropped = 0;
  const tidy: Position[][][] = [];
  for (const polygon of polygons) {
    const rings = polygon.map(tidyRing);
    dropped += faults & FAULT_SHORT ? rings.filter((ring) => ring.length < 4).length : 0;
    if (rings.length === 0 || rings[0].length < 4) continue;
    tidy.push(rings.filter((ring) => ring.length >= 4));
  }
  const remade = faults & FAULTS_OF_FACES ? remakePolygons(tidy) : null;
  if (faults & FAULTS_OF_FACES && !remade) return rejected('cannot_be_split', notes);
  if (remade) {
    dropped += remade.flat;
    if (remade.crossing > 0 || faults & FAULT_CROSSES) notes.push({ code: 'ring_self_intersects' });
    if (remade.holesOutside > 0) notes.push(counted('hole_outside_shell', remade.holesOutside));
    if (remade.holesCrossing > 0) notes.push(counted('hole_crosses_shell', remade.holesCrossing));
    if (remade.partsOverlap) notes.push({ code: 'parts_overlap' });
  }
  const whole = remade?.polygons ?? tidy;
  if (whole.length === 0) return rejected('no_area', notes);
  if (dropped > 0) notes.push(counted('part_dropped', dropped));
  whole.forEach((rings) => rings.forEach((ring, r) => wind(ring, r === 0)));
  return { geometry: ofPolygons(whole), notes };
}

function counted(code: IssueCode, count: number): RepairNote {
  return { code, found: String(count) };
}

function crossesAntimeridian(polygon: Position[][]): boolean {
  return polygon.some((ring) => {
    for (let i = 1; i < ring.length; i++)
      if (Math.abs(ring[i][0] - ring[i - 1][0]) > 180) return true;
    return false;
  });
}

/** A copy with continuous longitudes; rings are closed first, so that their ends agree. */
function unwrapped(polygons: Position[][][]): Position[][][] {
  const copy = polygons.map((rings) =>
    rings.filter((ring) => ring.length > 0).map((ring) => ring.map((position) => [...position])),
  );
  const [[[[referenceLng]]]] = copy;
  for (const part of copy) unwrapPart(part, referenceLng);
  return copy;
}

/** A copy of a ring, closed, in two dimensions and without repeated neighbours. */
function tidyRing(ring: readonly Position[]): Position[] {
  const tidy: Position[] = [];
  for (const [lng, lat] of ring) {
    const last = tidy[tidy.length - 1];
    if (tidy.length === 0 || last[0] !== lng || last[1] !== lat) tidy.push([lng, lat]);
  }
  if (tidy.length === 0) return tidy;
  const [first, last] = [tidy[0], tidy[tidy.length - 1]];
  if (tidy.length === 1 || first[0] !== last[0] || first[1] !== last[1]) tidy.push([...first]);
  return tidy;
}

function wind(ring: Position[], shell: boolean): void {
  if (twiceArea(ring) > 0 !== shell) ring.reverse();
}

function repairLines(geometry: Geometry, lines: Position[][], notes: RepairNote[]): Repair {
  let changed = false;
  const tidy: Position[][] = [];
  if (lines.some((line) => line.some((position) => position.length > 2))) {
    notes.push({ code: 'height_dropped' });
    changed = true;
  }
  for (const line of lines) {
    const kept = line
      .filter(([lng, lat], i) => i === 0 || lng !== line[i - 1][0] || lat !== line[i - 1][1])
      .map(([lng, lat]) => [lng, lat]);
    if (kept.length !== line.length) changed = true;
    if (kept.length > 1) tidy.push(kept);
  }
  if (tidy.length === 0) return rejected('short_line', notes);
  if (tidy.length < lines.length) notes.push(counted('part_dropped', lines.length - tidy.length));
  return { geometry: changed ? ofLines(tidy) : geometry, notes };
}

function repairPoints(geometry: Geometry, points: Position[], notes: RepairNote[]): Repair {
  if (!points.some((position) => position.length > 2)) return { geometry, notes };
  notes.push({ code: 'height_dropped' });
  return { geometry: ofPoints(points.map(([lng, lat]) => [lng, lat])), notes };
}
