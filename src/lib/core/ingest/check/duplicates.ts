import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, CellColumn, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey, identifier } from '#lib/core/ingest/spelling.ts';

/** Two rows of one name within this distance are taken for the same thing. */
const NEAR_M = 50;
/** A little more than `NEAR_M` in degrees of latitude, of which the shortest is 110.57 km. */
const NEAR_DEGREES = (NEAR_M / 110_570) * 1.01;

/** What names the rows of a sheet, and what is said of them twice. */
export interface Duplicates {
  findings: Finding[];
  /** For each record the earlier one that it equals in every cell, -1 for none. */
  equal: Int32Array;
}

/**
 * Rows that repeat an earlier one in every cell (`duplicate_row`), and rows that have the id of an
 * earlier one but other content (`id_conflict`); `expected` is the row of the earlier one as the
 * file counts it. `id` is the column of identifiers, -1 for none; rows without any cell are no
 * duplicates.
 */
export function findDuplicates(sheet: Sheet, id: number): Duplicates {
  const { count, columns } = sheet;
  const equal = new Int32Array(count).fill(-1);
  const findings: Finding[] = [];
  const hashes = new Int32Array(count);
  const heads = new Int32Array(1 << Math.ceil(Math.log2(count + 2))).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const firstOfId = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const hash = hashOf(columns, row);
    if (hash === EMPTY) continue;
    const bucket = hash & (heads.length - 1);
    let twin = heads[bucket];
    while (twin >= 0 && (hashes[twin] !== hash || !areEqual(sheet, twin, row))) twin = next[twin];
    const cell = id < 0 ? null : cellAt(columns[id], row);
    const key = cell === null ? '' : identifier(String(cell));
    const sameId = key === '' ? undefined : firstOfId.get(key);
    if (twin >= 0) {
      equal[row] = twin;
      findings.push(finding('duplicate_row', row, null, { expected: `row ${sheet.row[twin]}` }));
      continue;
    }
    hashes[row] = hash;
    next[row] = heads[bucket];
    heads[bucket] = row;
    if (key === '') continue;
    if (sameId === undefined) firstOfId.set(key, row);
    else
      findings.push(
        finding('id_conflict', row, sheet.headers[id], {
          found: key,
          expected: `row ${sheet.row[sameId]}`,
        }),
      );
  }
  return { findings, equal };
}

const EMPTY = 0;
const PRIME = 0x01000193;
const NUMBER = new Float64Array(1);
const NUMBER_BITS = new Int32Array(NUMBER.buffer);

/** A 32-bit hash over the cells of a row (FNV-1a), `EMPTY` for a row without any. */
function hashOf(columns: readonly CellColumn[], row: number): number {
  let hash = 0x811c9dc5;
  let isEmpty = true;
  for (const column of columns) {
    const cell = cellAt(column, row);
    hash = Math.imul(hash ^ 0x1f, PRIME);
    if (cell === null || cell === '') continue;
    isEmpty = false;
    if (typeof cell === 'number') {
      NUMBER[0] = cell;
      hash = Math.imul(Math.imul(hash ^ NUMBER_BITS[0], PRIME) ^ NUMBER_BITS[1], PRIME);
      hash ^= hash >>> 15;
      continue;
    }
    const text = String(cell);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  }
  hash ^= hash >>> 15;
  return isEmpty ? EMPTY : hash === EMPTY ? 1 : hash;
}

/** True where two records are equal in every cell, and in their geometry. */
export function areEqual({ columns, geometry }: Sheet, a: number, b: number): boolean {
  const same = (x: Cell, y: Cell) => x === y || ((x ?? '') === '' && (y ?? '') === '');
  if (!columns.every((column) => same(cellAt(column, a), cellAt(column, b)))) return false;
  return !geometry || JSON.stringify(geometry[a]) === JSON.stringify(geometry[b]);
}

/** What near-duplicates are told by; entries by record. */
export interface NamedPlaces {
  name: readonly (string | null)[];
  /** Degrees, NaN where not known. */
  lng: Float64Array;
  lat: Float64Array;
  /** Index of the division, -1 where not known. */
  division: Int32Array;
  /** What kind of thing it is; things of different kinds are different. */
  kind?: ArrayLike<number>;
}

/** Names that folding leaves as they are. */
const PLAIN_NAME = /^[0-9a-z\u4e00-\u9fff]+$/;

/** Folds names of firms and buildings: width, case, spaces, signs, brackets, the legal form at the end. */
export function placeName(name: string, { company }: Pick<CellWords, 'company'>): string {
  let key = name;
  if (!PLAIN_NAME.test(name)) {
    key = headerKey(name);
    for (const ignored of company.ignored) key = key.split(headerKey(ignored)).join('');
    key = key.replace(/[^\p{L}\p{N}]/gu, '');
  }
  const end = company.endings.find((ending) => key.endsWith(ending));
  return end === undefined || end === key ? key : key.slice(0, -end.length);
}

/**
 * Rows whose name, folded, is that of an earlier row within 50 m, or in the same division where one
 * of the two has no position. `skip` holds the rows that were found to be duplicates already;
 * `rowOf` gives the row of a record as the file counts it.
 */
export function findNearDuplicates(
  places: NamedPlaces,
  header: string,
  words: Pick<CellWords, 'company'>,
  { skip, rowOf }: { skip: (record: number) => boolean; rowOf: (record: number) => number },
): Finding[] {
  const keys = new Map<string, string>();
  const groups = new Map<string, number[]>();
  places.name.forEach((name, i) => {
    if (name === null || skip(i)) return;
    let key = keys.get(name);
    if (key === undefined) keys.set(name, (key = placeName(name, words)));
    if (key === '') return;
    const grouped = places.kind ? `${key} ${places.kind[i]}` : key;
    const group = groups.get(grouped);
    if (group) group.push(i);
    else groups.set(grouped, [i]);
  });
  const twins: [number, number][] = [];
  for (const group of groups.values()) if (group.length > 1) twinsOf(group, places, twins);
  return twins
    .sort((a, b) => a[0] - b[0])
    .map(([row, twin]) =>
      finding('near_duplicate', row, header, {
        found: places.name[row],
        expected: `row ${rowOf(twin)}`,
      }),
    );
}

/** Adds `[row, earlier row]` for the rows of a group of one name that stand where an earlier one does. */
function twinsOf(group: readonly number[], places: NamedPlaces, into: [number, number][]): void {
  const { lng, lat, division } = places;
  const bands = new Map<number, number[]>();
  const first = new Map<number, { placed: number; unplaced: number }>();
  for (const row of group) {
    const isPlaced = !Number.isNaN(lng[row]) && !Number.isNaN(lat[row]);
    let twin = -1;
    if (isPlaced) {
      const band = Math.floor(lat[row] / NEAR_DEGREES);
      for (let b = band - 1; b <= band + 1 && twin < 0; b++)
        twin = (bands.get(b) ?? []).find((earlier) => isNear(places, earlier, row)) ?? -1;
      const list = bands.get(band);
      if (twin < 0) {
        if (list) list.push(row);
        else bands.set(band, [row]);
      }
    }
    if (division[row] >= 0) {
      const there = first.get(division[row]) ?? { placed: -1, unplaced: -1 };
      if (twin < 0) twin = isPlaced || there.placed < 0 ? there.unplaced : there.placed;
      if (isPlaced && there.placed < 0) there.placed = row;
      if (!isPlaced && there.unplaced < 0) there.unplaced = row;
      first.set(division[row], there);
    }
    if (twin >= 0) into.push([row, twin]);
  }
}

function isNear({ lng, lat }: NamedPlaces, a: number, b: number): boolean {
  const widest = NEAR_DEGREES / Math.max(0.01, Math.cos((lat[a] * Math.PI) / 180) * 0.99);
  if (Math.abs(lat[a] - lat[b]) > NEAR_DEGREES || Math.abs(lng[a] - lng[b]) > widest) return false;
  return distanceM(lng[a], lat[a], lng[b], lat[b]) <= NEAR_M;
}
