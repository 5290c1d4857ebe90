import { inChina } from '#lib/core/geo/crs/china.ts';
import type { NearestIndex } from '#lib/core/geo/nearest.ts';
import { nearestAll } from '#lib/core/geo/nearest.ts';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { positionsUnder } from '#lib/core/ingest/detective/hypothesis.ts';
import type { Territory } from '#lib/core/ingest/detective/territory.ts';

/** A record of the same project this close, in metres, is taken for the same place. */
const SAME_PLACE_M = 30;

/** The rows that are looked at: two numbers each, and a drawn division that the row names or -1. */
export interface Rows {
  x: Float64Array;
  y: Float64Array;
  named: Int32Array;
}

/** What the rows say for one hypothesis, 1 or 0 for each. */
export interface Evidence {
  hypothesis: Hypothesis;
  lng: Float64Array;
  lat: Float64Array;
  /** In the division that the row names. */
  inNamed: Uint8Array;
  /** In any division; where none is drawn, in China. */
  inside: Uint8Array;
  /** Beside a position of the project that is already sure. */
  near: Uint8Array;
}

/** Reads the rows in one way and tests where they fall. */
export function gather(
  hypothesis: Hypothesis,
  rows: Rows,
  territory: Territory,
  neighbours: NearestIndex | null,
  box: Box,
): Evidence {
  const { named } = rows;
  const n = named.length;
  const [lng, lat] = positionsUnder(hypothesis, rows.x, rows.y, box);
  const inNamed = new Uint8Array(n);
  const inside = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(lng[i])) continue;
    if (named[i] >= 0 && territory.holds(named[i], lng[i], lat[i])) inNamed[i] = inside[i] = 1;
    else if (isIn(territory, lng[i], lat[i])) inside[i] = 1;
  }
  const near =
    neighbours === null
      ? new Uint8Array(n)
      : Uint8Array.from(nearestAll(neighbours, lng, lat).distanceM, (m) =>
          m <= SAME_PLACE_M ? 1 : 0,
        );
  return { hypothesis, lng, lat, inNamed, inside, near };
}

/** True for a position in the territory, in China where nothing is drawn. */
export function isIn(territory: Territory, lng: number, lat: number): boolean {
  return territory.bbox === null ? inChina(lng, lat) : territory.covers(lng, lat);
}

export function count(marks: Uint8Array): number {
  let sum = 0;
  for (const mark of marks) sum += mark;
  return sum;
}

/**
 * True where rows speak for one hypothesis and against another beyond chance: of the rows that
 * only one of the two explains, the excess for the first is three standard deviations of a fair
 * coin (nine rows where none speaks against).
 */
export function beats(one: Uint8Array, other: Uint8Array): boolean {
  let [only, onlyOther] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    if (one[i] > other[i]) only++;
    else if (other[i] > one[i]) onlyOther++;
  }
  return only > onlyOther && (only - onlyOther) ** 2 >= 9 * (only + onlyOther);
}
