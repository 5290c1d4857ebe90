import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Two rows of one name within this distance are taken for the same thing. */
const NEAR_M = 50;
/** A little more than `NEAR_M` in degrees of latitude, of which the shortest is 110.57 km. */
const NEAR_DEGREES = (NEAR_M / 110_570) * 1.01;

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
