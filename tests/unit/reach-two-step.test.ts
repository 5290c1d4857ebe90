import { describe, expect, it } from 'vitest';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { accessOf } from '#lib/core/reach/access.ts';
import { BALANCE_BANDS } from '#lib/core/reach/balance.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex, preciseNearestAll } from '#lib/core/geo/nearest.ts';
import type { Places } from '#lib/core/reach/field.ts';
import { pairsWithin } from '#lib/core/reach/pairs.ts';
import type { ReachPairs } from '#lib/core/reach/pairs.ts';
import { PER_PEOPLE, twoStep } from '#lib/core/reach/two-step.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import { walkPairs } from '#lib/core/reach/walk/walk-pairs.ts';
import { randomPoints, randomStream } from '../bench/random.ts';
import { readDemo } from './demo-verdicts.ts';
import { graphOf, randomGraph, randomPlace, snappedOf } from './walk-graph.ts';

const SEED = 20261125;
const BOX = [121.4, 31.2, 121.5, 31.28] as const;

/** Pairs from a table of distances, stations by places. */
function pairsOf(table: number[][], cutoffM: number): ReachPairs {
  const rows = table.map((row) => [...row.keys()].filter((i) => row[i] <= cutoffM));
  const start = [0];
  for (const row of rows) start.push(start[start.length - 1] + row.length);
  return {
    start: Uint32Array.from(start),
    place: Uint32Array.from(rows.flat()),
    distanceM: Float64Array.from(rows.flatMap((row, s) => row.map((i) => table[s][i]))),
    placeKnown: new Uint8Array(table[0]?.length ?? 0).fill(1),
    stationKnown: new Uint8Array(table.length).fill(1),
  };
}

const rowOf = ({ start, place, distanceM: m }: ReachPairs, s: number): [number, number][] =>
  [...place.subarray(start[s], start[s + 1])].map((i, k) => [i, m[start[s] + k]]);

describe('two-step floating catchment area', () => {
  it('is what the hand gets', () => {
    // Two stations, four points: 3 staff for 100 + 200 people, 4 staff for 200 + 300; one point is out.
    const table = [
      [100, 400, 900, 2000],
      [900, 400, 100, 2000],
    ];
    const weight = [100, 200, 300, 50];
    const result = twoStep(pairsOf(table, 500), [3, 4], weight);
    expect([...result.ratio]).toEqual([10, 8]);
    expect([...result.score]).toEqual([10, 18, 8, 0]);
    expect([...result.within]).toEqual([1, 2, 1, 0]);
    expect([...result.people]).toEqual([300, 500]);
    // The second point is as far from both: it goes to the first.
    expect([...result.nearestPeople]).toEqual([300, 300]);
    const bands = [
      { upToM: 100, weight: 1 },
      { upToM: 400, weight: 0.5 },
    ];
    const enhanced = twoStep(pairsOf(table, 500), [3, 4], weight, bands);
    expect([...enhanced.ratio]).toEqual([3000 / 200, 4000 / 400]);
    expect([...enhanced.score]).toEqual([15, 12.5, 10, 0]);
  });

  it('leaves out what is not known, and counts it', () => {
    const table = [
      [100, 400, 900, 300],
      [900, 400, 100, 900],
    ];
    const pairs = pairsOf(table, 500);
    const result = twoStep(pairs, [NaN, 4], [100, 200, NaN, 50]);
    expect([...result.ratio]).toEqual([NaN, 20]);
    expect([...result.score]).toEqual([NaN, 20, 20, NaN]);
    expect([...result.withinUnrated]).toEqual([1, 1, 0, 1]);
    expect(result).toMatchObject({ supplyUnknown: 1, stationUnknown: 0, weightUnknown: 1 });
    pairs.placeKnown[2] = 0;
    expect(twoStep(pairs, [3, 4], [1, 1, 1, 1]).score[2]).toBeNaN();
    const lost = { ...pairsOf([[900], [100]], 500), stationKnown: Uint8Array.of(0, 1) };
    expect(twoStep(lost, [1, 1], [1])).toMatchObject({
      people: Float64Array.of(NaN, 1),
      stationUnknown: 1,
    });
    // Nobody within reach: there is nothing to divide by.
    const nobody = twoStep(pairsOf([[100]], 500), [3], [0]);
    expect([nobody.ratio[0], nobody.score[0]]).toEqual([NaN, NaN]);
  });

  it(`equals the definition, and conserves the supply (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 200; seed++) {
      const random = randomStream(seed);
      const below = (n: number): number => Math.floor(random() * n);
      const [places, stations] = [1 + below(30), below(8)];
      const table = Array.from({ length: stations }, () =>
        Array.from({ length: places }, () => 10 * below(100)),
      );
      const supply = Array.from({ length: stations }, () => (random() < 0.15 ? NaN : below(20)));
      const weight = Array.from({ length: places }, () => (random() < 0.1 ? NaN : below(300)));
      const bands = [
        { upToM: 200, weight: 1 },
        { upToM: 400, weight: random() },
      ];
      const cutoffM = 10 * below(90);
      const pairs = { ...pairsOf(table, cutoffM), placeKnown: new Uint8Array(places).fill(1) };
      for (const decay of [null, bands]) {
        const share = (m: number): number =>
          m > cutoffM ? 0 : decay === null ? 1 : (decay.find((b) => m <= b.upToM)?.weight ?? 0);
        const result = twoStep(pairs, supply, weight, decay);
        const ratio = table.map((row, s) => {
          const people = row.reduce((sum, m, i) => sum + share(m) * (weight[i] || 0), 0);
          return people > 0 ? (1000 * supply[s]) / people : NaN;
        });
        let given = 0;
        for (let i = 0; i < places; i++) {
          const near = [...table.keys()].filter((s) => share(table[s][i]) > 0);
          const rated = near.filter((s) => !Number.isNaN(ratio[s]));
          const expected = rated.reduce((sum, s) => sum + share(table[s][i]) * ratio[s], 0);
          if (near.length > 0 && rated.length === 0) expect(result.score[i]).toBeNaN();
          else expect(result.score[i], `seed ${seed}, point ${i}`).toBeCloseTo(expected, 8);
          expect(result.within[i]).toBe(near.length);
          given += ((result.score[i] || 0) * (weight[i] || 0)) / PER_PEOPLE;
        }
        const supplied = supply.reduce((sum, own, s) => sum + (ratio[s] >= 0 ? own : 0), 0);
        expect(given, `seed ${seed}`).toBeCloseTo(supplied, 8);
        const within = table.map((row) =>
          row.reduce((sum, m, i) => sum + (m <= cutoffM ? weight[i] || 0 : 0), 0),
        );
        expect([...result.people]).toEqual(within);
        const near = table[0]?.map((_, i) => Math.min(...table.map((row) => row[i]))) ?? [];
        const reached = near.reduce((sum, m, i) => sum + (m <= cutoffM ? weight[i] || 0 : 0), 0);
        expect(result.nearestPeople.reduce((a, b) => a + b, 0)).toBe(reached);
      }
    }
  });
});

describe('pairs within reach', () => {
  const placesOf = (count: number, random: () => number): Places => {
    const points = randomPoints(count, BOX, random);
    for (let i = 0; i < count; i++) {
      if (random() < 0.05) points.lng[i] = NaN;
      if (i > 0 && random() < 0.1) {
        points.lng[i] = points.lng[i - 1];
        points.lat[i] = points.lat[i - 1];
      }
    }
    return { count, ...points };
  };

  it(`equal all pairs by straight line (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 20; seed++) {
      const random = randomStream(seed);
      const places = placesOf(300, random);
      const stations = placesOf(12, random);
      const exact = (s: number, i: number): number =>
        distanceM(places.lng[i], places.lat[i], stations.lng[s], stations.lat[s]);
      // Now and then the cutoff is the distance of a pair.
      const some = exact(0, 0);
      const cutoffM = seed % 3 === 0 && some > 0 ? some : [0, 300, 2000, 60_000][seed % 4];
      const pairs = pairsWithin(places, stations, cutoffM);
      for (let s = 0; s < stations.count; s++) {
        const expected = [...places.lng.keys()].filter((i) => exact(s, i) <= cutoffM);
        const row = rowOf(pairs, s);
        expect(
          row.map(([i]) => i),
          `seed ${seed}, station ${s}`,
        ).toEqual(expected);
        for (const [i, m] of row) expect(Math.abs(m - exact(s, i))).toBeLessThan(3e-8);
        expect(pairs.stationKnown[s]).toBe(Number.isNaN(stations.lng[s]) ? 0 : 1);
      }
      // The shortest of each place is what the search for the nearest finds, to the bit.
      const { distanceM: nearestM } = preciseNearestAll(
        new NearestIndex(stations.lng, stations.lat),
        places.lng,
        places.lat,
      );
      const least = new Float64Array(places.count).fill(Infinity);
      pairs.place.forEach((i, k) => (least[i] = Math.min(least[i], pairs.distanceM[k])));
      for (let i = 0; i < places.count; i++) {
        expect(pairs.placeKnown[i]).toBe(Number.isNaN(nearestM[i]) ? 0 : 1);
        if (nearestM[i] < cutoffM) expect(least[i], `seed ${seed}, place ${i}`).toBe(nearestM[i]);
      }
    }
  });

  it('on foot go by the shorter end, or along the edge', () => {
    // 0 -100- 1 -50- 2, and a long way round from 0 to 2.
    const graph = graphOf(3, [
      [0, 1, 100],
      [1, 2, 50],
      [0, 2, 300],
    ]);
    const places = snappedOf([
      [0, 30, 5],
      [1, 20, 0],
      [2, 10, 1],
      [-1, NaN, NaN],
      [-1, NaN, Infinity],
    ]);
    const pairs = walkPairs(graph, places, snappedOf([[0, 80, 3]]), 130);
    expect(rowOf(pairs, 0)).toEqual([
      [0, 5 + 50 + 3],
      [1, 20 + 20 + 3],
      [2, 1 + 10 + 80 + 3],
    ]);
    expect([...pairs.placeKnown]).toEqual([1, 1, 1, 0, 1]);
    expect(rowOf(walkPairs(graph, places, snappedOf([[0, 80, 3]]), 58), 0)).toHaveLength(2);
    expect(rowOf(walkPairs(graph, places, snappedOf([[0, 80, 3]]), 57.99), 0)).toHaveLength(1);
  });

  it(`on foot are those of the field, station by station (seeds from ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + 150; seed++) {
      const random = randomStream(seed);
      const graph = randomGraph(random);
      const places = snappedOf(Array.from({ length: 20 }, () => randomPlace(graph, random)));
      const stationList = Array.from({ length: 5 }, () => randomPlace(graph, random));
      const cutoffM = [0, 40, 200, 1e6][seed % 4];
      const pairs = walkPairs(graph, places, snappedOf(stationList), cutoffM);
      stationList.forEach((station, s) => {
        const alone = new WalkField(graph, places, snappedOf([station]), () => {
          throw new Error('Nothing is moved.');
        });
        const { firstM } = alone.nearest;
        const expected = [...firstM.keys()]
          .filter((i) => firstM[i] <= cutoffM)
          .map((i) => [i, firstM[i]]);
        expect(rowOf(pairs, s), `seed ${seed}, station ${s}`).toEqual(expected);
      });
    }
  });
});

describe('accessibility of a project', () => {
  it(`agrees with who is reached, by both methods (demo seed ${SEED})`, async () => {
    const project = await readDemo(generateDemo({ seed: SEED, scale: 0.03 }).files);
    const { demand, divisions, facilities } = project;
    facilities.staff[0] = NaN;
    const ground = new Ground(project);
    const all = divisions.count;
    const scores: Float64Array[] = [];
    for (const method of ['radius', 'walk'] as const)
      for (const supply of ['staff', 'area'] as const) {
        const ask = { method, levels: FACILITY_LEVELS, snap: 'edge', cutoffM: 800 } as const;
        const access = accessOf(ground, { ...ask, supply, decay: null, bands: BALANCE_BANDS });
        const counts = new Reach(project, ask, ground).counts(ask.cutoffM);
        const sum = (values: ArrayLike<number>): number =>
          Array.from(values).reduce((total, value) => total + (value || 0), 0);
        expect(sum(access.points.nearestPeople)).toBeCloseTo(counts.reachedWeight[all], 3);
        for (let d = 0; d <= all; d++)
          expect(access.divisions.twice[d]).toBeCloseTo(counts.twiceWeight[d], 3);
        const served = access.points.score.map((own, i) => (own * demand.weight[i]) / PER_PEOPLE);
        const given = access.supply.map((own, s) => (access.points.ratio[s] >= 0 ? own : 0));
        expect(sum(served) / sum(given)).toBeCloseTo(1, 9);
        expect(sum(given)).toBeGreaterThan(0);
        const unknown = access.supply.filter((own) => Number.isNaN(own)).length;
        expect(access.points.supplyUnknown).toBe(unknown);
        expect(unknown).toBeGreaterThanOrEqual(supply === 'staff' ? 1 : 0);
        scores.push(access.points.score);
      }
    expect(scores[0]).not.toEqual(scores[2]);
    // A station that was put up has no supply yet: it is left out, and counted.
    const put = ground.stationsOf(FACILITY_LEVELS);
    put.records[1] = -1;
    const ask = { method: 'radius', levels: FACILITY_LEVELS, snap: 'edge', cutoffM: 800 } as const;
    const settings = { ...ask, supply: 'staff', decay: null, bands: BALANCE_BANDS } as const;
    const access = accessOf(ground, settings, put);
    expect(access.supply[1]).toBeNaN();
    expect(access.points.ratio[1]).toBeNaN();
  });
});
