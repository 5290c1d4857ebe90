import type { Geometry, Position } from 'geojson';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';

type Json = Record<string, unknown>;
type Fault = 'bad_position' | 'short_line' | 'short_ring';

export const GEOMETRY_TYPES: ReadonlySet<unknown> = new Set<Geometry['type']>([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);
/** Members of one kind of object that RFC 7946 (7.1) forbids in another. */
const FOREIGN = {
  FeatureCollection: ['coordinates', 'geometries', 'geometry', 'properties'],
  Feature: ['coordinates', 'geometries', 'features'],
  Geometry: ['geometry', 'properties', 'features'],
} as const;
/** Decimals that mean something: a tenth of a metre; and the noise of doubles beyond them. */
const GRID = 1e6;
const NOISE = 1e-9;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value === 'object' ? 'object' : String(value);
}

/** Twice the signed area of a closed ring, 0 where it spans half the globe. */
function area2(ring: Position[]): number {
  const [x0, y0] = ring[0];
  let [sum, west, east] = [0, x0, x0];
  for (let i = 1; i < ring.length; i++) {
    const [px, py] = ring[i - 1];
    const [x, y] = ring[i];
    sum += (px - x0) * (y - y0) - (x - x0) * (py - y0);
    west = Math.min(west, x);
    east = Math.max(east, x);
  }
  return east - west > 180 ? 0 : sum;
}

/**
 * Looks at the structure of GeoJSON objects and mends in place what can be: open rings are closed,
 * parts of a geometry that are invalid are left out, the rest is kept. Where coordinates lie is
 * not its matter.
 */
export class GeoJsonCheck {
  readonly #file: string;
  readonly #issues: IssueLog;
  #row: number | null = null;
  #turned = 0;
  #noisy = 0;
  // What was met in the geometry at hand.
  #fault: Fault | null = null;
  #open = false;
  #extra: unknown = undefined;
  #wrongWay = false;
  #exact = true;
  #onGrid = true;

  constructor(file: string, issues: IssueLog) {
    this.#file = file;
    this.#issues = issues;
  }

  /** Reports members that do not belong into an object, and a `bbox` that is none. */
  members(object: Json, kind: keyof typeof FOREIGN, row: number | null): void {
    const add = (column: string, found: unknown, expected: string | null): void =>
      this.#issues.add('member_ignored', this.#file, { row, column, found, expected });
    for (const name of FOREIGN[kind])
      if (Object.hasOwn(object, name)) add(name, nameOf(object[name]), kind);
    const { bbox } = object;
    if (bbox === undefined || bbox === null) return;
    const sound =
      Array.isArray(bbox) &&
      (bbox.length === 4 || bbox.length === 6) &&
      bbox.every((value) => typeof value === 'number');
    if (!sound) add('bbox', JSON.stringify(bbox), '4 | 6 numbers');
  }

  /** The id of a feature; one that is no text or number is an issue and no id. */
  id(value: unknown, row: number): string | number | null {
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (value !== undefined && value !== null)
      this.#issues.add('member_ignored', this.#file, {
        row,
        column: 'id',
        found: nameOf(value),
        expected: 'string | number',
      });
    return null;
  }

  /** The sound part of a geometry, null with an issue where there is none. */
  geometry(value: unknown, row: number): Geometry | null {
    if (value === undefined || value === null) return null;
    this.#row = row;
    this.#fault = null;
    this.#open = this.#wrongWay = false;
    this.#extra = undefined;
    this.#exact = this.#onGrid = true;
    const geometry = this.#sound(value);
    const fault = this.#fault as Fault | null;
    if (fault !== null && geometry !== null)
      this.#add('geometry_part_invalid', fault, geometry.type);
    if (this.#open) this.#add('ring_not_closed');
    if (this.#extra !== undefined) this.#add('position_extra', this.#extra, 'lng, lat, height');
    if (this.#wrongWay) this.#turned++;
    if (geometry !== null && this.#onGrid && !this.#exact) this.#noisy++;
    return geometry;
  }

  /** Reports what is told once for the whole file. */
  finish(): void {
    if (this.#turned > 0) this.#issues.add('ring_direction', this.#file, { found: this.#turned });
    if (this.#noisy > 0) this.#issues.add('coordinate_noise', this.#file, { found: this.#noisy });
  }

  #add(
    code:
      | 'geometry_invalid'
      | 'geometry_part_invalid'
      | 'ring_not_closed'
      | 'position_extra'
      | 'collection_unusual',
    found: unknown = null,
    expected: string | null = null,
  ): void {
    this.#issues.add(code, this.#file, { row: this.#row, found, expected });
  }

  #sound(value: unknown): Geometry | null {
    if (!isObject(value) || !GEOMETRY_TYPES.has(value.type)) {
      const found = isObject(value) ? nameOf(value.type) : nameOf(value);
      this.#add('geometry_invalid', found, [...GEOMETRY_TYPES].join(' | '));
      return null;
    }
    const type = value.type as Geometry['type'];
    this.members(value, 'Geometry', this.#row);
    if (type === 'GeometryCollection') return this.#collection(value);
    if (!Array.isArray(value.coordinates)) {
      this.#add('geometry_invalid', nameOf(value.coordinates), 'coordinates');
      return null;
    }
    if (value.coordinates.length === 0) return null;
    const coordinates = this.#coordinates(type, value.coordinates);
    if (coordinates === null) {
      this.#add('geometry_invalid', this.#fault, type);
      this.#fault = null;
      return null;
    }
    value.coordinates = coordinates;
    return value as unknown as Geometry;
  }

  #collection(value: Json): Geometry | null {
    const { geometries } = value;
    if (!Array.isArray(geometries)) {
      this.#add('geometry_invalid', nameOf(geometries), 'geometries');
      return null;
    }
    if (geometries.length === 1) this.#add('collection_unusual', 1, '>= 2');
    else if (geometries.some((member) => isObject(member) && member.type === 'GeometryCollection'))
      this.#add('collection_unusual', 'GeometryCollection');
    value.geometries = geometries
      .map((member: unknown) => this.#sound(member))
      .filter((member) => member !== null);
    return (value.geometries as Geometry[]).length === 0 ? null : (value as unknown as Geometry);
  }

  #coordinates(type: Geometry['type'], value: unknown[]): unknown[] | null {
    switch (type) {
      case 'Point':
        return this.#position(value);
      case 'MultiPoint':
        return this.#some(value, (part) => this.#position(part));
      case 'LineString':
        return this.#line(value);
      case 'MultiLineString':
        return this.#some(value, (part) => this.#line(part));
      case 'Polygon':
        return this.#polygon(value);
      default:
        return this.#some(value, (part) => this.#polygon(part));
    }
  }

  /** The parts that are sound, null where none is. */
  #some<T>(parts: unknown[], sound: (part: unknown) => T | null): T[] | null {
    const kept: T[] = [];
    for (const part of parts) {
      if (Array.isArray(part) && part.length === 0) continue;
      const mended = sound(part);
      if (mended !== null) kept.push(mended);
    }
    return kept.length === 0 ? null : kept;
  }

  #position(value: unknown): Position | null {
    if (!Array.isArray(value) || !Number.isFinite(value[0]) || !Number.isFinite(value[1])) {
      this.#fault ??= 'bad_position';
      return null;
    }
    for (let i = 2; i < value.length; i++)
      if (i > 2 || !Number.isFinite(value[i])) {
        this.#extra ??= nameOf(value[i]);
        value.length = i;
      }
    const position = value as Position;
    for (let i = 0; i < 2 && this.#onGrid; i++) {
      const off = Math.abs(Math.round(position[i] * GRID) / GRID - position[i]);
      if (off > NOISE) this.#onGrid = false;
      else if (off !== 0) this.#exact = false;
    }
    return position;
  }

  #positions(value: unknown): Position[] | null {
    if (!Array.isArray(value)) {
      this.#fault ??= 'bad_position';
      return null;
    }
    for (const part of value) if (this.#position(part) === null) return null;
    return value as Position[];
  }

  #line(value: unknown): Position[] | null {
    const line = this.#positions(value);
    if (line === null || line.length >= 2) return line;
    this.#fault ??= 'short_line';
    return null;
  }

  #ring(value: unknown): Position[] | null {
    const ring = this.#positions(value);
    if (ring === null) return null;
    const [first, last] = [ring[0], ring[ring.length - 1]];
    const open = ring.length > 1 && (first[0] !== last[0] || first[1] !== last[1]);
    if (ring.length + Number(open) < 4) {
      this.#fault ??= 'short_ring';
      return null;
    }
    if (open) ring.push([...first]);
    else if (first.length !== last.length) ring[ring.length - 1] = [...first];
    else return ring;
    this.#open = true;
    return ring;
  }

  #polygon(value: unknown): Position[][] | null {
    if (!Array.isArray(value)) {
      this.#fault ??= 'bad_position';
      return null;
    }
    const rings: Position[][] = [];
    for (const [i, part] of (value as unknown[]).entries()) {
      if (i > 0 && Array.isArray(part) && part.length === 0) continue;
      const ring = this.#ring(part);
      if (ring === null && i === 0) return null;
      if (ring === null) continue;
      const area = area2(ring);
      if (i === 0 ? area < 0 : area > 0) this.#wrongWay = true;
      rings.push(ring);
    }
    return rings;
  }
}
