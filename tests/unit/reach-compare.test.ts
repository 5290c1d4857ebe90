import { describe, expect, it } from 'vitest';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { REACH_MEASURES, changedPlaces, reachDifference } from '#lib/core/reach/compare.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { randomStream } from '../bench/random.ts';
import { projectOf } from './coverage-project.ts';

const SEED = 20261125;
const BY_RADIUS = { method: 'radius', levels: FACILITY_LEVELS, snap: 'edge' } as const;

function randomProject(seed: number): Project {
  const random = randomStream(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const place = () => ({
    lng: random() < 0.05 ? NaN : 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
    division: below(7) - 1,
  });
  const project = projectOf({
    divisions: Array.from({ length: 6 }, (_, i) => ({
      code: `31010${i}`,
      level: i === 0 ? 0 : 2,
      parent: i === 0 ? -1 : below(i),
    })),
    units: Array.from({ length: 40 }, () => ({ ...place(), employees: below(200) })),
    demand: Array.from({ length: 120 }, () => ({
      ...place(),
      // Fractions too: gains and losses still are the difference to the bit.
      weight: random() < 0.1 ? NaN : random() < 0.5 ? below(90) : random() * 90,
    })),
    facilities: Array.from({ length: 6 }, () => ({
      level: 'community',
      lng: 121 + random() * 0.05,
      lat: 31 + random() * 0.05,
    })),
  });
  project.units.households = project.units.households.map(() => (below(9) ? below(300) : NaN));
  return project;
}

const sideOf = (reach: Reach, cutoffM: number) => ({
  distanceM: reach.nearest.firstM.slice(),
  cutoffM,
  counts: reach.counts(cutoffM),
});

describe('A beside B', () => {
  it('finds the places that change', () => {
    const a = { distanceM: Float64Array.of(100, 500, 501, NaN, Infinity), cutoffM: 500 };
    const b = { distanceM: Float64Array.of(900, 500, 499, 100, Infinity), cutoffM: Infinity };
    expect(changedPlaces(a, b)).toEqual({ gained: Uint32Array.of(2, 3), lost: new Uint32Array(0) });
    expect(changedPlaces(b, a)).toEqual({ gained: new Uint32Array(0), lost: Uint32Array.of(2, 3) });
    expect(changedPlaces(a, { ...b, cutoffM: 500 })).toEqual({
      gained: Uint32Array.of(2, 3),
      lost: Uint32Array.of(0),
    });
  });

  it(`adds up for every division and measure (seeds from ${SEED})`, () => {
    let changes = 0;
    for (let seed = SEED; seed < SEED + 60; seed++) {
      const random = randomStream(seed + 1000);
      const project = randomProject(seed);
      const { divisions, demand, units } = project;
      const reach = new Reach(project, BY_RADIUS);
      const a = sideOf(reach, 200 + random() * 1200);
      for (let k = 0; k < 3; k++)
        reach.setStation(
          Math.floor(random() * reach.stationCount),
          random() < 0.3 ? NaN : 121 + random() * 0.05,
          31 + random() * 0.05,
        );
      const b = sideOf(reach, random() < 0.5 ? a.cutoffM : 200 + random() * 1200);
      const { places, measures } = reachDifference(project, a, b);
      changes += places.gained.length + places.lost.length;
      for (const measure of REACH_MEASURES) {
        const own = measures[measure];
        for (let d = 0; d <= divisions.count; d++)
          expect(own.a[d] + own.gained[d] - own.lost[d], `seed ${seed}, ${measure}, ${d}`).toBe(
            own.b[d],
          );
      }
      // Counted one by one, for one division with all below it.
      const d = Math.floor(random() * divisions.count);
      const inside = (place: number): boolean => {
        const { division } = place < demand.count ? demand : units;
        let at = division[place < demand.count ? place : place - demand.count];
        while (at >= 0 && at !== d) at = divisions.parent[at];
        return at === d;
      };
      const lost = [...places.lost].filter(inside);
      expect(measures.points.lost[d]).toBe(lost.filter((p) => p < demand.count).length);
      expect(measures.units.lost[d]).toBe(lost.filter((p) => p >= demand.count).length);
      const gained = [...places.gained].filter((p) => p >= demand.count && inside(p));
      expect(measures.employees.gained[d]).toBe(
        gained.reduce((sum, p) => sum + (units.employees[p - demand.count] || 0), 0),
      );
      expect(measures.households.gained[d]).toBe(
        gained.reduce((sum, p) => sum + (units.households[p - demand.count] || 0), 0),
      );
    }
    expect(changes).toBeGreaterThan(500);
  });
});
