import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { boxFor, detectCrs } from '#lib/core/ingest/detective/detect-crs.ts';
import { MAINLAND, unpacked, withPoints } from '#lib/core/ingest/detective/digits.ts';
import type { Evidence } from '#lib/core/ingest/detective/evidence.ts';
import { beats } from '#lib/core/ingest/detective/evidence.ts';
import { flipsUnder } from '#lib/core/ingest/detective/flips.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import {
  HYPOTHESES,
  hypothesisKey,
  positionsUnder,
} from '#lib/core/ingest/detective/hypothesis.ts';
import { judge } from '#lib/core/ingest/detective/judge.ts';
import { oddRows } from '#lib/core/ingest/detective/odd-rows.ts';
import { sampleRows } from '#lib/core/ingest/detective/sample.ts';
import { territoryOf } from '#lib/core/ingest/detective/territory.ts';
import { randomStream } from '../bench/random.ts';
import {
  CITIES,
  cellsAround,
  columnsIn,
  divisionsOf,
  fileIn,
  hypothesisFor,
  keyOf,
  plain,
} from './coordinate-file.ts';

const SEED = 20261127;

/** Evidence of 100 rows a few hundred metres apart; each list says which rows it holds for. */
function evidenceOf(
  crs: Hypothesis['crs'],
  inNamed: [number, number][],
  inside = inNamed,
  awayDeg = 0.004,
): Evidence {
  const marks = (runs: [number, number][]) =>
    Uint8Array.from({ length: 100 }, (_, i) =>
      runs.some(([from, to]) => i >= from && i < to) ? 1 : 0,
    );
  return {
    hypothesis: plain(crs),
    lng: new Float64Array(100).fill(121 + (crs === 'wgs84' ? 0 : awayDeg)),
    lat: new Float64Array(100).fill(31),
    inNamed: marks(inNamed),
    inside: marks(inside),
    near: new Uint8Array(100),
  };
}
const allNamed = new Uint8Array(100).fill(1);
const noneNamed = new Uint8Array(100);

describe('judge', () => {
  it('takes an excess of three standard deviations for more than chance', () => {
    const marks = (ones: number, zeros: number) =>
      Uint8Array.from({ length: ones + zeros }, (_, i) => (i < ones ? 1 : 0));
    const speaks = (one: number, other: number) =>
      beats(
        marks(one, other),
        marks(one, other).map((mark) => 1 - mark),
      );
    expect([speaks(8, 0), speaks(9, 0), speaks(19, 5), speaks(20, 5)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(speaks(0, 20)).toBe(false);
  });

  it('needs 70 % of the rows in the divisions that they name', () => {
    const rival = evidenceOf('gcj02', [[0, 30]]);
    expect(judge([evidenceOf('wgs84', [[0, 60]]), rival], allNamed, null).sure).toBe(false);
    expect(judge([evidenceOf('wgs84', [[0, 75]]), rival], allNamed, null).sure).toBe(true);
  });

  it('takes a file for mixed where another system explains most of the misses', () => {
    const best = evidenceOf('wgs84', [[0, 85]], [[0, 100]]);
    const explains = (misses: number) =>
      judge([best, evidenceOf('gcj02', [[45, 85 + misses]])], allNamed, null);
    expect([explains(12).mixed, explains(12).sure]).toEqual([true, false]);
    expect([explains(4).mixed, explains(4).sure]).toEqual([false, true]);
    expect([explains(8).mixed, explains(8).sure]).toEqual([false, true]);
  });

  it('prefers the simplest that no other beats where too few rows name a division', () => {
    const simple = evidenceOf('wgs84', [[0, 2]], [[0, 95]]);
    const other = evidenceOf('gcj02', [[0, 3]], [[0, 97]]);
    const named = noneNamed.map((_, i) => (i < 8 ? 1 : 0));
    const close = judge([simple, other], named, null);
    expect([close.best, close.sure]).toEqual([simple, false]);
    const poor = evidenceOf('wgs84', [], [[0, 80]]);
    const beaten = judge([poor, other], noneNamed, null);
    expect([beaten.best, beaten.sure]).toEqual([other, false]);
  });

  it('lets the territory decide only between positions that are far apart', () => {
    const best = evidenceOf('wgs84', [], [[0, 100]]);
    const sureAt = (awayDeg: number) =>
      judge([best, evidenceOf('gcj02', [], [[0, 10]], awayDeg)], noneNamed, null).sure;
    expect([sureAt(0.004), sureAt(0.04), sureAt(0.06)]).toEqual([false, false, true]);
  });

  it('counts two readings that say the same as one', () => {
    const same = evidenceOf('gcj02', [[0, 100]], [[0, 100]], 0);
    expect(judge([evidenceOf('wgs84', [[0, 100]]), same], allNamed, null).sure).toBe(true);
  });

  it('does not let a declared system hide how its digits are meant', () => {
    const { question } = fileIn(plain('wgs84'), SEED + 21);
    const [, , east, north] = boxFor(question.territory);
    expect([Math.floor(east), Math.floor(north)]).toEqual([121, 31]);
    const packed = {
      ...question,
      named: null,
      x: question.x.map((_, i) => 1212900 + (i % 6)),
      y: question.y.map((_, i) => 311400 + Math.floor(i / 6)),
      territory: territoryOf(
        divisionsOf([
          {
            type: 'Polygon',
            coordinates: [
              [
                [121, 31],
                [122, 31],
                [122, 32],
                [121, 32],
                [121, 31],
              ],
            ],
          },
        ]),
      ),
    };
    const verdict = detectCrs({ ...packed, declared: 'wgs84' });
    expect(verdict.sure).toBe('ask');
    expect(verdict.open.map(hypothesisKey).sort()).toEqual([
      'wgs84+packed_dms',
      'wgs84+point_lost',
    ]);
  });
});

describe('territoryOf', () => {
  it(`holds what the polygon index locates, however often it is asked (seed ${SEED + 20})`, () => {
    const random = randomStream(SEED + 20);
    const divisions = cellsAround(CITIES[1], random);
    const territory = territoryOf(divisions);
    const records = Array.from({ length: divisions.count }, (_, i) => i);
    const index = new PolygonIndex(divisions.shapes, records);
    const [west, south, east, north] = boxFor(territory);
    let outside = 0;
    for (let k = 0; k < 6_000; k++) {
      const [lng, lat] = [west + random() * (east - west), south + random() * (north - south)];
      const at = index.locate(lng, lat);
      if (at < 0) outside++;
      expect(territory.covers(lng, lat)).toBe(at >= 0);
      const asked = k % 2 && at >= 0 ? at : Math.floor(random() * divisions.count);
      expect(territory.holds(asked, lng, lat)).toBe(asked === at);
    }
    expect(outside).toBeGreaterThan(100);
    expect(territory.covers(NaN, NaN)).toBe(false);
  });

  it('knows holes and parts, the first time and the thousandth', () => {
    const square = (x: number, size: number) => [
      [x, 30],
      [x + size, 30],
      [x + size, 30 + size],
      [x, 30 + size],
      [x, 30],
    ];
    const hole = square(110.2, 0.2).map(([x, y]) => [x, y + 0.2]);
    const coordinates = [[square(110, 1), hole], [square(112, 0.5)]];
    const territory = territoryOf(divisionsOf([{ type: 'MultiPolygon', coordinates }]));
    for (let k = 0; k < 1_000; k++) {
      expect(territory.holds(0, 110.3, 30.3)).toBe(false);
      expect(territory.holds(0, 110.1, 30.3)).toBe(true);
      expect(territory.holds(0, 112.3, 30.3)).toBe(true);
      expect(territory.covers(111.5, 30.3)).toBe(false);
    }
  });
});

describe('reading digits', () => {
  it('puts decimal points back, each by its own power of ten', () => {
    const x = Float64Array.of(121492453, 12149, 1214924530, 121.5, 500, NaN);
    const y = Float64Array.of(31241452, 31.24, 3124, 31.2, 31241452, 31241452);
    const [lng, lat] = withPoints(x, y, MAINLAND);
    expect([...lng]).toEqual([121.492453, 121.49, 121.492453, NaN, NaN, NaN]);
    expect([...lat.slice(0, 3)]).toEqual([31.241452, 31.24, 31.24]);
  });

  it('unpacks degrees, minutes and seconds', () => {
    const [lng, minutes, seconds, none] = unpacked(
      Float64Array.of(1212932.83, 1216032.83, 1212961.83, 121.5),
    );
    expect(lng).toBeCloseTo(121 + 29 / 60 + 32.83 / 3600, 9);
    expect([minutes, seconds, none]).toEqual([NaN, NaN, NaN]);
  });

  it(`reads every hypothesis back to where the rows stand (seed ${SEED + 14})`, () => {
    const { truth, question } = fileIn(plain('wgs84'), SEED + 14);
    const box = boxFor(question.territory);
    const seen = new Set<string>();
    for (let number = 0; number < 40; number++) {
      const hypothesis = hypothesisFor(number, truth.lng[0]);
      seen.add(hypothesisKey(hypothesis));
      const columns = columnsIn(hypothesis, truth.lng, truth.lat);
      const [lng, lat] = positionsUnder(hypothesis, ...columns, box);
      const gone = lng.map((at, i) => distanceM(at, lat[i], truth.lng[i], truth.lat[i]));
      expect(Math.max(...gone)).toBeLessThan(0.6);
    }
    expect(seen.size).toBe(38);
    expect(new Set(HYPOTHESES.map(hypothesisKey)).size).toBe(HYPOTHESES.length);
  });
});

describe('oddRows', () => {
  it('names the ten swapped rows of a WGS 84 file, and the rows whose points were lost', () => {
    const { question } = fileIn(plain('wgs84'), SEED + 15);
    const [x, y] = [question.x.slice(), question.y.slice()];
    for (let i = 0; i < 10; i++) [x[17 * i], y[17 * i]] = [y[17 * i], x[17 * i]];
    [x[3], y[3]] = [Math.round(x[3] * 1e6), Math.round(y[3] * 1e6)];
    y[5] = Math.round(y[5] * 1e6);
    x[7] = NaN;
    [x[8], y[8]] = [0, 0];
    x[9] += 3;
    const spoilt = { ...question, x, y };
    const verdict = detectCrs(spoilt);
    expect([keyOf(verdict), verdict.sure]).toEqual(['wgs84', 'sure']);
    const odd = oddRows(spoilt, plain('wgs84'));
    const swapped = odd.filter(({ hypothesis }) => hypothesisKey(hypothesis) === 'wgs84+swapped');
    expect(swapped.map(({ row }) => row)).toEqual(Array.from({ length: 10 }, (_, i) => 17 * i));
    const others = odd.filter((one) => !swapped.includes(one));
    expect(others.map(({ row, hypothesis }) => [row, hypothesisKey(hypothesis)])).toEqual([
      [3, 'wgs84+point_lost'],
      [5, 'wgs84+point_lost'],
    ]);
  });

  it('lists nothing of a sound file, even with some rows in a wrong division', () => {
    const { question, truth, divisions, random } = fileIn(plain('gcj02'), SEED + 16);
    expect(oddRows(question, plain('gcj02'))).toEqual([]);
    for (let i = 0; i < 20; i++) truth.named[i] = Math.floor(random() * divisions.count);
    expect(oddRows(question, plain('gcj02'))).toEqual([]);
  });
});

describe('oddRows, a few hundred metres off', () => {
  /** A WGS 84 file in which some rows that a shift brings into another division are GCJ-02. */
  const withShifted = (count: number, misnamed: number) => {
    const { question, truth, divisions, columns, random } = fileIn(plain('wgs84'), SEED + 22, 400);
    const [x, y] = columnsIn(plain('gcj02'), truth.lng, truth.lat);
    const crossing = [...x.keys()].filter(
      (i) => !question.territory.holds(truth.named[i], x[i], y[i]),
    );
    const rows = crossing.slice(0, count);
    for (const row of rows) [columns[0][row], columns[1][row]] = [x[row], y[row]];
    for (const row of crossing.slice(count, count + misnamed))
      truth.named[row] = Math.floor(random() * divisions.count);
    return { rows, odd: oddRows(question, plain('wgs84')) };
  };

  it('lists eight such rows, but not four, nor eight among twenty in a wrong division', () => {
    const { rows, odd } = withShifted(8, 0);
    expect(odd.map(({ row }) => row)).toEqual(rows);
    expect(new Set(odd.map(({ hypothesis }) => hypothesisKey(hypothesis)))).toEqual(
      new Set(['gcj02']),
    );
    expect(withShifted(4, 0).odd).toEqual([]);
    expect(withShifted(8, 20).odd).toEqual([]);
  });
});

describe('flipsUnder', () => {
  it('counts the states that would be others', () => {
    const { columns, truth, question } = fileIn(plain('wgs84'), SEED + 17);
    const box = boxFor(question.territory);
    const east = (lng: number) => (lng > truth.lng[0] ? 1 : 0);
    const tried = [plain('wgs84'), plain('gcj02'), plain('wgs84', true)];
    const flips = flipsUnder(...columns, plain('wgs84'), tried, box, east);
    const [shifted] = positionsUnder(plain('gcj02'), ...columns, box);
    const brute = columns[0].filter((lng, i) => east(lng) !== east(shifted[i])).length;
    expect(brute).toBeGreaterThan(0);
    expect(flips.map((one) => one.flips)).toEqual([0, brute, 200]);
    expect(flips.map((one) => one.hypothesis)).toEqual(tried);
  });
});

describe('sampleRows', () => {
  it('takes all of a small table and 1,024 rows of a large one, the same each time', () => {
    const isNamed = (row: number) => row % 2 === 0;
    const small = Float64Array.from({ length: 10 }, (_, i) => (i === 3 ? NaN : i));
    expect([...sampleRows(small, small, isNamed)]).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
    const large = Float64Array.from({ length: 60_000 }, (_, i) => i + 1);
    const rows = sampleRows(large, large, isNamed);
    expect(rows).toHaveLength(1_024);
    expect(rows.filter(isNamed)).toHaveLength(768);
    expect(rows).toEqual(sampleRows(large, large, isNamed));
    expect(new Set(rows).size).toBe(1_024);
    const hit = new Set(rows.map((row) => row % 20));
    expect(hit.size).toBe(20);
    // Runs of fifty rows each: one row of a period of fifty would be all that is seen.
    const even = sampleRows(large.slice(0, 51_200), large.slice(0, 51_200), () => false);
    expect(even).toHaveLength(1_024);
    expect(new Set(even.map((row) => row % 50)).size).toBeGreaterThan(40);
  });

  it('lets a million rows be judged in under 300 ms', () => {
    const { question } = fileIn(plain('gcj02'), SEED + 18, 1_000);
    const n = 1_000_000;
    const repeated = {
      ...question,
      x: Float64Array.from({ length: n }, (_, i) => question.x[i % 1_000]),
      y: Float64Array.from({ length: n }, (_, i) => question.y[i % 1_000]),
      named: Int32Array.from({ length: n }, (_, i) => question.named?.[i % 1_000] ?? -1),
    };
    const start = performance.now();
    const verdict = detectCrs(repeated);
    const ms = performance.now() - start;
    console.log(`1,000,000 rows judged: ${ms.toFixed(0)} ms`);
    expect([keyOf(verdict), verdict.sure]).toEqual(['gcj02', 'sure']);
    expect(ms).toBeLessThan(300);
  });
});
