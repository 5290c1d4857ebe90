import type { Geometry, LineString, Point, Polygon, Position } from 'geojson';
import type { Shapes } from '#lib/core/model.ts';
import { SHAPE_LINE, SHAPE_NONE, SHAPE_POINT, SHAPE_POLYGON } from '#lib/core/model.ts';
import { unwrapPart } from '#lib/core/geo/antimeridian.ts';

/** Why a geometry became a record without a shape. */
export type ShapeFault = 'unknown_type' | 'bad_position' | 'short_line' | 'short_ring' | 'empty';

type Parts = Position[][][];

class FaultError extends Error {
  constructor(readonly fault: ShapeFault) {
    super(fault);
  }
}

/** Collects GeoJSON geometries, a record each, into the flat arrays of `Shapes`. */
export class ShapesBuilder {
  private readonly type: number[] = [];
  private readonly partStart: number[] = [0];
  private readonly ringStart: number[] = [0];
  private readonly vertexStart: number[] = [0];
  private xy = new Float64Array(1024);
  private vertices = 0;

  get count(): number {
    return this.type.length;
  }

  /**
   * Appends one record and says what was wrong with it, null if nothing.
   *
   * A collection gives its polygons, else its lines, else its points. Heights and measures are
   * dropped, open rings are closed, what crosses the antimeridian gets continuous longitudes. A
   * missing or faulty geometry still takes a record, of type SHAPE_NONE.
   */
  append(geometry: Geometry | null | undefined): ShapeFault | null {
    if (geometry === null || geometry === undefined) return this.appendNone('empty');
    try {
      for (const type of [SHAPE_POLYGON, SHAPE_LINE, SHAPE_POINT]) {
        const parts = partsOf(geometry, type);
        if (parts.length > 0) {
          this.appendParts(type, parts);
          return null;
        }
      }
      return this.appendNone('empty');
    } catch (error) {
      if (error instanceof FaultError) return this.appendNone(error.fault);
      throw error;
    }
  }

  /** The arrays collected so far; the builder may go on afterwards. */
  build(): Shapes {
    return {
      type: Uint8Array.from(this.type),
      partStart: Uint32Array.from(this.partStart),
      ringStart: Uint32Array.from(this.ringStart),
      vertexStart: Uint32Array.from(this.vertexStart),
      xy: this.xy.slice(0, 2 * this.vertices),
    };
  }

  private appendNone(fault: ShapeFault): ShapeFault {
    this.type.push(SHAPE_NONE);
    this.partStart.push(this.ringStart.length - 1);
    return fault;
  }

  private appendParts(type: number, parts: Parts): void {
    const referenceLng = parts[0][0][0][0];
    for (const part of parts) {
      unwrapPart(part, referenceLng);
      for (const ring of part) this.appendRing(ring);
      this.ringStart.push(this.vertexStart.length - 1);
    }
    this.type.push(type);
    this.partStart.push(this.ringStart.length - 1);
  }

  private appendRing(ring: Position[]): void {
    const needed = 2 * (this.vertices + ring.length);
    if (needed > this.xy.length) {
      const grown = new Float64Array(Math.max(needed, 2 * this.xy.length));
      grown.set(this.xy);
      this.xy = grown;
    }
    for (const [lng, lat] of ring) {
      this.xy[2 * this.vertices] = lng;
      this.xy[2 * this.vertices + 1] = lat;
      this.vertices++;
    }
    this.vertexStart.push(this.vertices);
  }
}

/** Copies the parts of one kind out of a geometry, so that they can be changed. */
function partsOf(geometry: Geometry, type: number): Parts {
  switch (geometry.type) {
    case 'Point':
      return type === SHAPE_POINT ? points([geometry.coordinates]) : [];
    case 'MultiPoint':
      return type === SHAPE_POINT ? points(list(geometry.coordinates)) : [];
    case 'LineString':
      return type === SHAPE_LINE ? lines([geometry.coordinates]) : [];
    case 'MultiLineString':
      return type === SHAPE_LINE ? lines(list(geometry.coordinates)) : [];
    case 'Polygon':
      return type === SHAPE_POLYGON ? polygons([geometry.coordinates]) : [];
    case 'MultiPolygon':
      return type === SHAPE_POLYGON ? polygons(list(geometry.coordinates)) : [];
    case 'GeometryCollection':
      return list(geometry.geometries).flatMap((member) => partsOf(member, type));
    default:
      throw new FaultError('unknown_type');
  }
}

function list<T>(value: T[]): T[] {
  if (!Array.isArray(value)) throw new FaultError('bad_position');
  return value;
}

function position(value: Position): Position {
  const [lng, lat] = list(value);
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) throw new FaultError('bad_position');
  return [lng, lat];
}

function points(coordinates: Position[]): Parts {
  return coordinates.filter((point) => list(point).length > 0).map((point) => [[position(point)]]);
}

function lines(coordinates: Position[][]): Parts {
  return coordinates
    .filter((line) => list(line).length > 0)
    .map((line) => {
      if (line.length < 2) throw new FaultError('short_line');
      return [line.map(position)];
    });
}

function polygons(coordinates: Position[][][]): Parts {
  return coordinates
    .map((rings) => list(rings).filter((ring) => list(ring).length > 0))
    .filter((rings) => rings.length > 0)
    .map((rings) => rings.map(closedRing));
}

function closedRing(ring: Position[]): Position[] {
  const closed = ring.map(position);
  const first = closed[0];
  const last = closed[closed.length - 1];
  if (first[0] !== last[0] || first[1] !== last[1]) closed.push([first[0], first[1]]);
  if (closed.length < 4) throw new FaultError('short_ring');
  return closed;
}

/** Shapes of `count` records that have none. */
export function emptyShapes(count: number): Shapes {
  return {
    type: new Uint8Array(count).fill(SHAPE_NONE),
    partStart: new Uint32Array(count + 1),
    ringStart: new Uint32Array(1),
    vertexStart: new Uint32Array(1),
    xy: new Float64Array(0),
  };
}

/** Record `i` as GeoJSON, null where it has no shape; one part gives the single type. */
export function toGeoJson(shapes: Shapes, i: number): Geometry | null {
  const parts: Parts = [];
  for (let part = shapes.partStart[i]; part < shapes.partStart[i + 1]; part++) {
    const rings: Position[][] = [];
    for (let ring = shapes.ringStart[part]; ring < shapes.ringStart[part + 1]; ring++) {
      const positions: Position[] = [];
      for (let v = shapes.vertexStart[ring]; v < shapes.vertexStart[ring + 1]; v++) {
        positions.push([shapes.xy[2 * v], shapes.xy[2 * v + 1]]);
      }
      rings.push(positions);
    }
    parts.push(rings);
  }
  const single = parts.length === 1;
  switch (shapes.type[i]) {
    case SHAPE_POINT:
      return single
        ? ({ type: 'Point', coordinates: parts[0][0][0] } satisfies Point)
        : { type: 'MultiPoint', coordinates: parts.map((part) => part[0][0]) };
    case SHAPE_LINE:
      return single
        ? ({ type: 'LineString', coordinates: parts[0][0] } satisfies LineString)
        : { type: 'MultiLineString', coordinates: parts.map((part) => part[0]) };
    case SHAPE_POLYGON:
      return single
        ? ({ type: 'Polygon', coordinates: parts[0] } satisfies Polygon)
        : { type: 'MultiPolygon', coordinates: parts };
    default:
      return null;
  }
}

/** Bounding box `[west, south, east, north]` of record `i` in degrees, null where it has no shape. */
export function bboxOf(shapes: Shapes, i: number): [number, number, number, number] | null {
  const start = shapes.vertexStart[shapes.ringStart[shapes.partStart[i]]];
  const end = shapes.vertexStart[shapes.ringStart[shapes.partStart[i + 1]]];
  if (start === end) return null;
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let v = start; v < end; v++) {
    const lng = shapes.xy[2 * v];
    const lat = shapes.xy[2 * v + 1];
    if (lng < west) west = lng;
    if (lng > east) east = lng;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return [west, south, east, north];
}

export { areaM2, pointOnSurface } from '#lib/core/geo/surface.ts';
