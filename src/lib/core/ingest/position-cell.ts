import { numberOf, tidyText } from '#lib/core/ingest/cell.ts';
import type { ColumnNumbers, FastColumn } from '#lib/core/ingest/fast-column.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, CellColumn } from '#lib/core/ingest/sheet.ts';
import { angleOf } from '#lib/core/geo/crs/degrees.ts';

/** Longer texts hold no single position. */
const LONGEST = 200;
/** A third number is a height in metres. */
const HIGHEST = 10_000;
const WKT = /^(?:srid=\d+;)?\s*point\s*(?:zm|z|m)?\s*\(([^()]*)\)$/i;
const GEOJSON = /"coordinates"\s*:\s*\[([^[\]]*)\]/;
const OUTER = /^[([{<\u3010\u3008\u300a]\s*(.*?)\s*[)\]}>\u3011\u3009\u300b]$/;
const SEPARATORS = [/\s*[;|\u3001]\s*/, /\s*,\s*/, /\s*\/\s*/, /\s+/];
const LABELLED = /^([^\d+.:=-]+?)\s*[:=]?\s*([+-]?\d.*)$/;
const MEMBER = /["']([a-z]+)["']\s*:/gi;
/** 经度 纬度, as they stand before a coordinate. */
const AXES: [RegExp, 'lng' | 'lat'][] = [
  [/^(?:lng|lon|long|longitude|x|\u7ecf\u5ea6)$/i, 'lng'],
  [/^(?:lat|latitude|y|\u7eac\u5ea6)$/i, 'lat'],
];

/** The number that a cell of coordinates holds, plain or in degrees, minutes and seconds; NaN for none. */
export function coordinateOf(cell: Cell): number {
  if (cell === null || typeof cell === 'boolean') return NaN;
  const value = numberOf(cell);
  if (!Number.isNaN(value) || typeof cell === 'number') return value;
  return angleOf(cell)?.degrees ?? NaN;
}

/** Two coordinates of one cell in the order in which they stand, unless they say which they are. */
export type Pair = readonly [x: number, y: number];

/**
 * The pair that a cell holds: two numbers or angles parted by a comma, semicolon, bar, slash or
 * blanks, in brackets or not, with labels or sides or without, or a point as WKT, JSON or GeoJSON;
 * a third number is a height. Null for anything else.
 */
export function pairOf(cell: Cell): Pair | null {
  if (typeof cell !== 'string' || cell.length > LONGEST) return null;
  let text = tidyText(cell).normalize('NFKC').trim();
  const inner = WKT.exec(text) ?? GEOJSON.exec(text);
  if (inner) text = inner[1].trim();
  for (let outer = OUTER.exec(text); outer; outer = OUTER.exec(text)) text = outer[1];
  text = text.replace(MEMBER, '$1:');
  for (const separator of SEPARATORS) {
    const parts = text.split(separator).filter((part) => part !== '');
    if (parts.length !== 2 && parts.length !== 3) continue;
    const [a, b, height] = parts.map(coordinate);
    if (a === null || b === null || height === null) continue;
    if (height && Math.abs(height.value) > HIGHEST) return null;
    if (a.axis !== null && a.axis === b.axis) return null;
    return a.axis === 'lat' || b.axis === 'lng' ? [b.value, a.value] : [a.value, b.value];
  }
  return null;
}

interface Coordinate {
  value: number;
  axis: 'lng' | 'lat' | null;
}

/** A coordinate, and the axis that it says it is of. */
function coordinate(text: string): Coordinate | null {
  const plain = coordinateOf(text);
  if (!Number.isNaN(plain)) return { value: plain, axis: angleOf(text)?.axis ?? null };
  const [, label, rest] = LABELLED.exec(text) ?? [];
  const axis = label && AXES.find(([words]) => words.test(label))?.[1];
  const value = axis ? coordinateOf(rest) : NaN;
  return axis && !Number.isNaN(value) ? { value, axis } : null;
}

/** A column of one of the two coordinates; a cell that is no pair stays as it came. */
class HalfColumn implements FastColumn {
  readonly #column: CellColumn;
  readonly #values: Float64Array;

  constructor(column: CellColumn, values: Float64Array) {
    this.#column = column;
    this.#values = values;
  }

  get length(): number {
    return this.#values.length;
  }

  at(i: number): Cell | undefined {
    const value = this.#values[i];
    return Number.isNaN(value) ? this.#column.at(i) : value;
  }

  numbers(): ColumnNumbers {
    const odd: number[] = [];
    this.#values.forEach((value, i) => {
      if (!Number.isNaN(value) || i >= this.#column.length) return;
      const cell = cellAt(this.#column, i);
      if (cell !== null && cell !== '') odd.push(i);
    });
    return { values: this.#values.slice(), odd: Uint32Array.from(odd) };
  }
}

const SPLIT = new WeakMap<CellColumn, [CellColumn, CellColumn]>();

/** The two columns of coordinates that a column of pairs holds. */
export function splitPairs(column: CellColumn): [CellColumn, CellColumn] {
  let split = SPLIT.get(column);
  if (!split) {
    const x = new Float64Array(column.length).fill(NaN);
    const y = new Float64Array(column.length).fill(NaN);
    for (let i = 0; i < column.length; i++) {
      const pair = pairOf(cellAt(column, i));
      if (pair) [x[i], y[i]] = pair;
    }
    split = [new HalfColumn(column, x), new HalfColumn(column, y)];
    SPLIT.set(column, split);
  }
  return split;
}
