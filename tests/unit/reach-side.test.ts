import { expect, test } from 'vitest';
import { FACILITY_LEVELS, type Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { ReachInsight } from '#lib/core/reach/insight.ts';
import { radiusArea } from '#lib/core/reach/reach-area.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { changedStations, ReachSides, type SideAsk } from '#lib/core/reach/side.ts';
import { wordAt } from '#lib/core/texts.ts';
import { mulberry32, projectOf, randomProject } from './coverage-project.ts';

const SEED = 20261204;
const CUTOFFS = { radiusM: 500, walkM: 500, minutes: null, positionM: 25 };
const NOBODY = { due: new Uint8Array(200), reached: null };
const stationsOf = (project: Project) => new Ground(project).stationsOf(LEVELS);
const LEVELS = FACILITY_LEVELS;

/** With demand at random, of weights that no sum of doubles keeps exactly. */
function withDemand(project: Project, random: () => number): Project {
  const demand = Array.from({ length: 80 }, () => ({
    lng: 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
    weight: random() < 0.1 ? NaN : random() * 100,
    division: Math.floor(random() * (project.divisions.count + 1)) - 1,
  }));
  return { ...project, demand: projectOf({ units: [], demand }).demand };
}

/** The project as a scenario makes it: facilities moved, without a place, and put up. */
function edited(project: Project, edits: readonly ScenarioEdit[]): Project {
  const { facilities } = project;
  const changed = changedStations(project, edits, LEVELS);
  const added = [...changed.keys()].filter((station) => station >= facilities.count);
  const count = facilities.count + added.length;
  const column = (own: Float64Array, axis: 0 | 1) =>
    Float64Array.from({ length: count }, (_, i) => {
      const change = changed.get(i);
      return change === undefined ? own[i] : (change?.[axis] ?? NaN);
    });
  const level = new Uint8Array(count);
  level.set(facilities.level);
  const own = { ...facilities, count, level };
  return {
    ...project,
    facilities: { ...own, lng: column(facilities.lng, 0), lat: column(facilities.lat, 1) },
  };
}

test(`a side that follows a scenario is as one made for it anew, and A with its change is B (seed ${SEED})`, () => {
  const random = mulberry32(SEED);
  for (let round = 0; round < 6; round++) {
    const project = withDemand(randomProject(SEED + round, 120), random);
    const { facilities, divisions } = project;
    const sides = new ReachSides(project);
    const place = () => ({ lng: 121 + random() * 0.05, lat: 31 + random() * 0.05 });
    const base = { method: 'radius', levels: LEVELS, snap: 'edge' } as const;
    let edits: ScenarioEdit[] = [];
    for (let step = 0; step < 12; step++) {
      const at = Math.floor(random() * facilities.count);
      const station = wordAt(facilities.id, at);
      const rest = edits.filter((edit) => edit.station !== station);
      const dice = random();
      if (dice < 0.35) edits = [...edits, { name: `new ${step}`, ...place() }];
      else if (dice < 0.6) edits = [...rest, { station, ...place() }];
      else if (dice < 0.8) edits = [...rest, { station, removed: true }];
      else edits = edits.slice(1);
      const a: SideAsk = { ...base, cutoffM: 300 + random() * 2000, edits: [] };
      const b: SideAsk = { ...base, cutoffM: 300 + random() * 2000, edits };
      const answer = sides.answer({ a, b });
      const anew = new Reach(edited(project, edits), base);
      expect(answer.b!.counts).toEqual(anew.counts(b.cutoffM));
      if (answer.b!.field) expect(answer.b!.field.firstM).toEqual(anew.nearest.firstM);
      expect(answer.a.counts).toEqual(new Reach(project, base).counts(a.cutoffM));
      const { change } = answer;
      for (const { a: before, b: after, gained, lost } of Object.values(change!))
        for (let d = 0; d <= divisions.count; d++)
          expect(before[d] + gained[d] - lost[d]).toBe(after[d]);
      const asked = { levels: LEVELS, cutoffs: CUTOFFS };
      const { units, points, walked } = new ReachInsight(new Ground(project)).firm(asked);
      expect(walked).toBe(false);
      // Firm and marginal take what is reached at 25 m less and at 25 m more.
      const [least, most] = [475, 525].map((m) => new Reach(project, base).counts(m));
      for (let d = 0; d <= divisions.count; d++) {
        expect(units.places[0][d]).toBe(least.reachedUnits[d]);
        expect(units.places[0][d] + units.places[1][d]).toBe(most.reachedUnits[d]);
        expect(points.places.reduce((sum, column) => sum + column[d], 0)).toBe(least.points[d]);
      }
      const whole = radiusArea(
        edited(project, edits),
        stationsOf(edited(project, edits)),
        b.cutoffM,
        NOBODY,
      );
      expect(answer.b!.area!.unionM2).toBeCloseTo(whole.unionM2, 3);
      expect(answer.b!.area!.perimeterM).toBeCloseTo(whole.perimeterM, 6);
    }
  }
});

test('what does not differ is not sent again, and the nearest station is named by its record', () => {
  const project = randomProject(SEED, 60);
  const { facilities } = project;
  const sides = new ReachSides(project);
  const ask = (cutoffM: number, edits: ScenarioEdit[] = []): SideAsk => ({
    ...{ method: 'radius', levels: LEVELS, snap: 'edge', cutoffM, edits },
  });
  expect(sides.answer({ a: ask(500), b: null }).a.field).not.toBeNull();
  expect(sides.answer({ a: ask(800), b: null }).a.field).toBeNull();
  const unit = [...project.units.lng.keys()].find((i) => !Number.isNaN(project.units.lng[i]))!;
  const beside = { name: 'beside', lng: project.units.lng[unit], lat: project.units.lat[unit] };
  const { b } = sides.answer({ a: ask(800), b: ask(800, [beside]) });
  const place = project.demand.count + unit;
  expect(b!.field!.first[place]).toBe(facilities.count);
  expect(b!.field!.firstM[place]).toBe(0);
  const other = { ...beside, level: 'city' as const };
  const none = { ...ask(800, [other]), levels: ['point' as const] };
  expect(sides.answer({ a: ask(800), b: none }).b!.field!.first).not.toContain(facilities.count);
});
