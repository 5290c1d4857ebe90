import type { Geometry, Position } from 'geojson';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { positionsUnder } from '#lib/core/ingest/detective/hypothesis.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import { coordinateOf } from '#lib/core/ingest/position-cell.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';

/** The first position of a geometry, null where it has none. */
function firstPosition(geometry: Geometry | null): Position | null {
  if (geometry === null) return null;
  let at: unknown =
    geometry.type === 'GeometryCollection'
      ? geometry.geometries?.[0] && firstPosition(geometry.geometries[0])
      : geometry.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) && typeof at[0] === 'number' ? (at as Position) : null;
}

/** Records of a part and their coordinates as the file has them, NaN unknown. */
export interface RawCoordinates {
  records: Uint32Array;
  x: Float64Array;
  y: Float64Array;
}

/**
 * The coordinates of about `most` records of a part, evenly over the sheet: from its columns, else
 * from its geometry. Null where it has neither.
 */
export function rawCoordinates(part: Part, most: number): RawCoordinates | null {
  const { sheet, columns } = part;
  const [lng, lat] = [columns.get('lng'), columns.get('lat')];
  const inColumns = lng !== undefined && lat !== undefined;
  if (!inColumns && sheet.geometry === null) return null;
  const n = Math.min(sheet.count, most);
  const records = Uint32Array.from({ length: n }, (_, k) => Math.floor((k * sheet.count) / n));
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  records.forEach((r, k) => {
    if (inColumns) {
      x[k] = coordinateOf(cellAt(sheet.columns[lng], r));
      y[k] = coordinateOf(cellAt(sheet.columns[lat], r));
    } else {
      const at = firstPosition(sheet.geometry?.[r] ?? null);
      [x[k], y[k]] = at ?? [NaN, NaN];
    }
  });
  return { records, x, y };
}

function vertices(coordinates: unknown, into: number[]): void {
  if (!Array.isArray(coordinates)) return;
  if (typeof coordinates[0] === 'number') into.push(coordinates[0], Number(coordinates[1]));
  else for (const inner of coordinates) vertices(inner, into);
}

function rebuilt(coordinates: unknown, next: () => Position): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  if (typeof coordinates[0] === 'number') return [...next(), ...coordinates.slice(2)];
  return coordinates.map((inner) => rebuilt(inner, next));
}

/** The geometry in WGS 84 degrees, read under a hypothesis; a new one, the given stays as it is. */
export function convertedGeometry(geometry: Geometry, hypothesis: Hypothesis, box: Box): Geometry {
  if (geometry.type === 'GeometryCollection') {
    const geometries = geometry.geometries.map((g) => convertedGeometry(g, hypothesis, box));
    return { ...geometry, geometries };
  }
  const flat: number[] = [];
  vertices(geometry.coordinates, flat);
  const [lng, lat] = positionsUnder(
    hypothesis,
    Float64Array.from({ length: flat.length / 2 }, (_, i) => flat[2 * i]),
    Float64Array.from({ length: flat.length / 2 }, (_, i) => flat[2 * i + 1]),
    box,
  );
  let at = 0;
  const next = (): Position => [lng[at], lat[at++]];
  return { ...geometry, coordinates: rebuilt(geometry.coordinates, next) } as Geometry;
}
