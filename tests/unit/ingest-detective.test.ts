import { existsSync, readFileSync } from 'node:fs';
import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { toGeoJson } from '#lib/core/geo/shapes.ts';
import { boxFor, detectCrs } from '#lib/core/ingest/detective/detect-crs.ts';
import type { CrsQuestion } from '#lib/core/ingest/detective/detect-crs.ts';
import { MAINLAND } from '#lib/core/ingest/detective/digits.ts';
import {
  hypothesisKey,
  isTwiceWrong,
  positionsUnder,
} from '#lib/core/ingest/detective/hypothesis.ts';
import { oddRows } from '#lib/core/ingest/detective/odd-rows.ts';
import { territoryOf } from '#lib/core/ingest/detective/territory.ts';
import type { Divisions } from '#lib/core/model.ts';
import { randomStream } from '../bench/random.ts';
import type { Truth } from './coordinate-file.ts';
import {
  CITIES,
  addNoise,
  cellsAround,
  columnsIn,
  divisionsOf,
  fileIn,
  hypothesisFor,
  keyOf,
  placesIn,
  plain,
  questionOf,
} from './coordinate-file.ts';

const SEED = 20261127;
const DATA = '../shared/data';
const STREETS = `${DATA}/shanghai/streets127.geojson`;
const BEIJING = `${DATA}/messy/generated/beijing_core32_wgs84.geojson`;

function readDivisions(file: string): Divisions {
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection;
  return divisionsOf(features.map(({ geometry }) => geometry));
}

describe('detectCrs, rows naming their divisions', () => {
  const rightOn = (sets: number, divisionsFor: (set: number) => Divisions, seed: number) => {
    const wrong: string[] = [];
    let sure = 0;
    for (let set = 0; set < sets; set++) {
      const random = randomStream(seed + set);
      const divisions = divisionsFor(set);
      const truth = placesIn(divisions, 200, random);
      const hypothesis = hypothesisFor(set, truth.lng[0]);
      const columns = columnsIn(hypothesis, truth.lng, truth.lat);
      addNoise(...columns, truth.named, divisions.count, 0.05, random);
      const verdict = detectCrs(questionOf(columns, truth.named, divisions));
      if (verdict.sure === 'sure') sure++;
      const wanted = hypothesisKey(hypothesis);
      const asked = verdict.sure === 'ask';
      if (keyOf(verdict) !== wanted || asked !== isTwiceWrong(hypothesis))
        wrong.push(
          `seed ${seed + set}: ${wanted} taken for ${keyOf(verdict)} (${verdict.sure}), open ${verdict.open.map(hypothesisKey).join(' ')}, ${JSON.stringify(verdict.scores.slice(0, 3))}`,
        );
    }
    return { wrong, sure };
  };

  it(`is right on 100 of 100 column sets in crooked cells (seed ${SEED})`, () => {
    const { wrong, sure } = rightOn(
      100,
      (set) => cellsAround(CITIES[set % CITIES.length], randomStream(SEED + 1_000 + set)),
      SEED,
    );
    console.log(`cells: right on ${100 - wrong.length} of 100, sure of ${sure}, seed ${SEED}`);
    expect(wrong).toEqual([]);
  });

  it.skipIf(!existsSync(STREETS))(`is right in the streets of Shanghai (seed ${SEED})`, () => {
    const divisions = readDivisions(STREETS);
    const { wrong, sure } = rightOn(100, () => divisions, SEED + 100);
    console.log(`Shanghai: right on ${100 - wrong.length} of 100, sure of ${sure}`);
    expect(wrong).toEqual([]);
  });

  it.skipIf(!existsSync(BEIJING))(`is right in the streets of Beijing (seed ${SEED})`, () => {
    const divisions = readDivisions(BEIJING);
    const { wrong, sure } = rightOn(100, () => divisions, SEED + 200);
    console.log(`Beijing: right on ${100 - wrong.length} of 100, sure of ${sure}`);
    expect(wrong).toEqual([]);
  });
});

describe('detectCrs, rows naming no division', () => {
  /** Counts the sure answers, and lists those that are wrong. */
  const silent = (
    sets: number,
    seed: number,
    ask: (question: CrsQuestion, truth: Truth, random: () => number) => CrsQuestion,
  ) => {
    const wrong: string[] = [];
    let sure = 0;
    for (let set = 0; set < sets; set++) {
      const random = randomStream(seed + set);
      const divisions = cellsAround(CITIES[set % CITIES.length], random);
      const truth = placesIn(divisions, 200, random);
      const hypothesis = hypothesisFor(set, truth.lng[0]);
      const columns = columnsIn(hypothesis, truth.lng, truth.lat);
      addNoise(...columns, truth.named, divisions.count, 0.05, random);
      const verdict = detectCrs(ask(questionOf(columns, null, divisions), truth, random));
      if (verdict.sure === 'ask') continue;
      sure++;
      if (keyOf(verdict) !== hypothesisKey(hypothesis))
        wrong.push(`seed ${seed + set}: ${hypothesisKey(hypothesis)} taken for ${keyOf(verdict)}`);
    }
    return { wrong, sure };
  };

  it(`is never silently wrong on 100 column sets (seed ${SEED + 300})`, () => {
    const { wrong, sure } = silent(100, SEED + 300, (question) => question);
    console.log(`no names: sure of ${sure} of 100, silently wrong on ${wrong.length}`);
    expect(wrong).toEqual([]);
    expect(sure).toBeGreaterThan(0);
  });

  it(`nor where the rows stand beside the territory (seed ${SEED + 400})`, () => {
    const { wrong } = silent(100, SEED + 400, (question, _, random) => {
      const [west, south, east, north] = question.territory.bbox ?? MAINLAND;
      const smaller = cellsAround([(west + east) / 2, (south + north) / 2], random);
      return { ...question, territory: territoryOf(smaller) };
    });
    expect(wrong).toEqual([]);
  });

  it(`nor where nothing is drawn (seed ${SEED + 500})`, () => {
    const { wrong } = silent(100, SEED + 500, (question) => ({
      ...question,
      territory: territoryOf(divisionsOf([])),
    }));
    expect(wrong).toEqual([]);
  });

  it(`is sure where positions of the project stand at the same places (seed ${SEED + 600})`, () => {
    const { wrong, sure } = silent(100, SEED + 600, (question, { lng, lat }, random) => ({
      ...question,
      neighbours: {
        lng: lng.slice(0, 160).map((at) => at + (random() - 0.5) * 1e-4),
        lat: lat.slice(0, 160),
      },
    }));
    console.log(`no names, the same places known: sure of ${sure} of 100`);
    expect(wrong).toEqual([]);
    expect(sure).toBeGreaterThan(70);
  });

  it('asks between systems a few hundred metres apart, and says which are open', () => {
    const { question } = fileIn(plain('wgs84'), SEED + 1);
    const verdict = detectCrs({ ...question, named: null });
    expect(verdict.sure).toBe('ask');
    expect(keyOf(verdict)).toBe('wgs84');
    expect(verdict.open.map(hypothesisKey)).toEqual(expect.arrayContaining(['gcj02', 'bd09']));
    expect(verdict.open.map(hypothesisKey)).not.toContain('wgs84+swapped');
  });

  it('asks where another system would bring a ledger from beside the territory into it', () => {
    const { truth, columns } = fileIn(plain('wgs84'), SEED + 19);
    const [lng, lat] = positionsUnder(plain('gcj02'), ...columns, MAINLAND);
    const corner = (x: number, y: number) => [lng[0] + x * 0.0015, lat[0] + y * 0.0015];
    const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
    const around = (column: Float64Array) =>
      column.map((_, i) => column[0] + ((i % 15) - 7) * 2e-4);
    const across = truth.lat.map((_, i) => truth.lat[0] + (Math.floor(i / 15) - 7) * 2e-4);
    const question = questionOf(
      [around(truth.lng), across],
      null,
      divisionsOf([{ type: 'Polygon', coordinates: [ring] }]),
    );
    const verdict = detectCrs(question);
    const inside = (key: string) =>
      verdict.scores.find(({ hypothesis }) => hypothesisKey(hypothesis) === key)?.inside;
    expect([inside('wgs84'), inside('gcj02')]).toEqual([0, verdict.scores[0].total]);
    expect(verdict.sure).toBe('ask');
  });

  it('is sure of the axes and the zone where those alone are in doubt', () => {
    const { question } = fileIn(plain('gk3_40', true), SEED + 2);
    const verdict = detectCrs({ ...question, named: null });
    expect([keyOf(verdict), verdict.sure]).toEqual(['gk3_40+swapped', 'sure']);
    expect(verdict.datumAssumed).toBe(true);
  });
});

describe('detectCrs, sureness', () => {
  it('believes a declaration that nothing contradicts', () => {
    const { question } = fileIn(plain('bd09'), SEED + 3);
    const verdict = detectCrs({ ...question, named: null, declared: 'bd09' });
    expect([keyOf(verdict), verdict.sure, verdict.declaredAgrees]).toEqual(['bd09', 'sure', true]);
  });

  it('does not believe a declaration that the named divisions contradict', () => {
    const { question } = fileIn(plain('gcj02'), SEED + 4);
    const verdict = detectCrs({ ...question, declared: 'wgs84' });
    expect([keyOf(verdict), verdict.sure, verdict.declaredAgrees]).toEqual(['gcj02', 'ask', false]);
  });

  it('nor one that the numbers contradict, names or not', () => {
    const { question } = fileIn(plain('gk3m_120'), SEED + 5);
    const verdict = detectCrs({ ...question, named: null, declared: 'wgs84' });
    expect([verdict.sure, verdict.declaredAgrees]).toEqual(['ask', false]);
    const declared = detectCrs({ ...question, named: null, declared: 'gk3m_120' });
    expect([declared.sure, declared.declaredAgrees]).toEqual(['sure', true]);
    expect(declared.datumAssumed).toBe(false);
  });

  it('finds swapped columns under a declared system', () => {
    const { question } = fileIn(plain('gcj02', true), SEED + 6);
    const verdict = detectCrs({ ...question, declared: 'gcj02' });
    expect([keyOf(verdict), verdict.sure]).toEqual(['gcj02+swapped', 'sure']);
  });

  it('asks where the rows all stand at a few spots', () => {
    const { question, truth, divisions } = fileIn(plain('wgs84'), SEED + 7);
    const spots = (column: Float64Array) => column.map((_, i) => column[i % 4]);
    const named = truth.named.map((_, i) => truth.named[i % 4]);
    const crowded = { ...question, x: spots(question.x), y: spots(question.y), named };
    expect(divisions.count).toBeGreaterThan(4);
    expect(detectCrs(crowded).sure).toBe('ask');
    expect(detectCrs(crowded).scores[0].total).toBeLessThanOrEqual(4);
  });

  it('asks where the divisions are too large to tell', () => {
    const { question } = fileIn(plain('wgs84'), SEED + 8);
    const [west, south, east, north] = boxFor(question.territory);
    const ring = [
      [west - 1, south - 1],
      [east + 1, south - 1],
      [east + 1, north + 1],
      [west - 1, north + 1],
      [west - 1, south - 1],
    ];
    const territory = territoryOf(divisionsOf([{ type: 'Polygon', coordinates: [ring] }]));
    const named = new Int32Array(question.x.length);
    expect(detectCrs({ ...question, named, territory }).sure).toBe('ask');
  });

  it('asks where the names have nothing to do with the places', () => {
    const { question, divisions, random } = fileIn(plain('wgs84'), SEED + 9);
    const named = question.x.map(() => Math.floor(random() * divisions.count));
    expect(detectCrs({ ...question, named: Int32Array.from(named) }).sure).toBe('ask');
  });

  it('asks, with the right answer first, where two mistakes were made', () => {
    for (const crs of ['gcj02_twice', 'bd09_of_gcj02', 'bd09_as_gcj02', 'gcj02_undone'] as const) {
      const verdict = detectCrs(fileIn(plain(crs), SEED + 10).question);
      expect([keyOf(verdict), verdict.sure]).toEqual([crs, 'ask']);
    }
  });

  it('asks where a third of the rows are in another system, and says that it is mixed', () => {
    const { question, truth } = fileIn(plain('wgs84'), SEED + 11, 300);
    const [x, y] = columnsIn(plain('gcj02'), truth.lng, truth.lat);
    const mixed = {
      ...question,
      x: question.x.map((at, i) => (i % 3 ? at : x[i])),
      y: question.y.map((at, i) => (i % 3 ? at : y[i])),
    };
    const verdict = detectCrs(mixed);
    expect([verdict.sure, verdict.mixed]).toEqual(['ask', true]);
    const odd = oddRows(mixed, plain('wgs84'));
    expect(odd.length).toBeGreaterThan(5);
    for (const { row, hypothesis } of odd) {
      expect(row % 3).toBe(0);
      expect(hypothesis.crs).toBe('gcj02');
    }
  });

  it('has no answer for numbers that are nowhere in China', () => {
    const { question } = fileIn(plain('wgs84'), SEED + 12);
    const nowhere = { ...question, x: question.x.map(() => 7), y: question.y.map(() => 7) };
    expect(detectCrs(nowhere)).toMatchObject({ best: null, sure: 'ask', declaredAgrees: null });
    expect(detectCrs({ ...nowhere, declared: 'wgs84' }).declaredAgrees).toBe(false);
    const empty = { ...question, x: new Float64Array(0), y: new Float64Array(0) };
    expect(detectCrs({ ...empty, named: null }).best).toBeNull();
  });

  it('tests a row by the polygons above or below the division that it names', () => {
    const { divisions, truth, columns } = fileIn(plain('gcj02'), SEED + 13);
    const n = divisions.count;
    const cells = Array.from({ length: n }, (_, i) => toGeoJson(divisions.shapes, i));
    // A city, two districts without polygons, the cells in them, a community below each cell.
    const tree = divisionsOf(
      [null, null, null, ...cells, ...cells.map(() => null)],
      [-1, 0, 0, ...cells.map((_, i) => (i < n / 2 ? 1 : 2)), ...cells.map((_, i) => i + 3)],
    );
    const communities = questionOf(
      columns,
      truth.named.map((at) => at + 3 + n),
      tree,
    );
    expect([keyOf(detectCrs(communities)), detectCrs(communities).sure]).toEqual(['gcj02', 'sure']);
    const districts = questionOf(
      columns,
      truth.named.map((at) => (at < n / 2 ? 1 : 2)),
      tree,
    );
    const [{ named, inNamed }] = detectCrs(districts).scores;
    expect(named).toBeGreaterThan(190);
    expect(inNamed).toBe(named);
  });
});

describe.skipIf(!existsSync(STREETS) || !existsSync(BEIJING))(
  'the files whose truth is known',
  () => {
    const lastColumns = (name: string, encoding = 'utf-8'): [Float64Array, Float64Array] => {
      const bytes = readFileSync(`${DATA}/messy/generated/${name}`);
      const rows = new TextDecoder(encoding).decode(bytes).trim().split(/\r?\n/).slice(1);
      const numbers = rows.map((row) => row.split(',').slice(-2).map(Number));
      return [Float64Array.from(numbers, ([x]) => x), Float64Array.from(numbers, ([, y]) => y)];
    };

    it.each([
      ['buildings_utf8.csv', 'utf-8', 'wgs84'],
      ['buildings_gcj02_gbk.csv', 'gb18030', 'gcj02'],
      ['buildings_bd09.csv', 'utf-8', 'bd09'],
      ['buildings_swapped_latlon.csv', 'utf-8', 'wgs84+swapped'],
    ])('%s (%s) is %s, by the streets that the buildings name', (name, encoding, expected) => {
      const divisions = readDivisions(STREETS);
      const records = Array.from({ length: divisions.count }, (_, i) => i);
      const index = new PolygonIndex(divisions.shapes, records);
      const named = index.locateAll(...lastColumns('buildings_utf8.csv'));
      const verdict = detectCrs(questionOf(lastColumns(name, encoding), named, divisions));
      const [{ inNamed, named: nameds, total }] = verdict.scores;
      console.log(
        `${name}: ${keyOf(verdict)}, ${verdict.sure}, ${inNamed} of ${nameds} (${total})`,
      );
      expect([keyOf(verdict), verdict.sure]).toEqual([expected, 'sure']);
    });
  },
);
