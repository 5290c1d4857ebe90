import { describe, expect, it } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { scenarioProject } from '#lib/core/reach/scenario-project.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { textAt, wordAt } from '#lib/core/texts.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 4;

describe('a project under a scenario', () => {
  it.each(['radius', 'walk'] as const)(
    `is what dragging the stations gives, by %s (seed ${SEED})`,
    async (method) => {
      const project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
      const options = { method, levels: FACILITY_LEVELS, snap: 'edge' } as const;
      const dragged = new Reach(project, options);
      const { facilities } = project;
      const before = structuredClone(facilities);
      const idOf = (station: number): string =>
        wordAt(facilities.id, dragged.stationRecord(station));
      const [lng, lat] = [facilities.lng[0] + 0.004, facilities.lat[0] - 0.003];
      const edits: ScenarioEdit[] = [
        { station: idOf(1), lng, lat },
        { station: idOf(2), removed: true },
        { name: 'new', lng: lng - 0.01, lat },
      ];
      dragged.setStation(1, lng, lat);
      dragged.setStation(2, NaN, NaN);
      dragged.setStation(dragged.stationCount, lng - 0.01, lat);
      const edited = scenarioProject(project, edits, 'point');
      if (!('project' in edited)) throw new Error('refused');
      const anew = new Reach(edited.project, options);
      for (const cutoffM of [0, 200, 500, 1000, 5000])
        expect(anew.counts(cutoffM)).toEqual(dragged.counts(cutoffM));
      expect(anew.distances()).toEqual(dragged.distances());
      expect(project.facilities).toEqual(before);
    },
  );

  it('keeps record numbers, and places what has moved among the divisions', async () => {
    const project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
    const { facilities, units } = project;
    const unit = units.division.findIndex((d, i) => d >= 0 && d !== facilities.division[0] && !Number.isNaN(units.lng[i])); // prettier-ignore
    const at = { lng: units.lng[unit], lat: units.lat[unit] };
    const edited = scenarioProject(
      project,
      [
        { station: wordAt(facilities.id, 0), ...at },
        { name: '新站', ...at, level: 'street' },
      ],
      'point',
    );
    if (!('project' in edited)) throw new Error('refused');
    const under = edited.project.facilities;
    expect(under.count).toBe(facilities.count + 1);
    expect(under.id.length).toBe(under.count);
    expect(textAt(under.id, facilities.count)).toBeNull();
    expect(textAt(under.name, facilities.count)).toBe('新站');
    expect(FACILITY_LEVELS[under.level[facilities.count]]).toBe('street');
    expect(under.lng[0]).toBe(at.lng);
    expect(under.division[facilities.count]).toBe(under.division[0]);
    expect(under.division[0]).not.toBe(facilities.division[0]);
    expect([...under.lng.subarray(1, facilities.count)]).toEqual([...facilities.lng.subarray(1)]);
  });

  it('is refused where a station is not there, every place named', async () => {
    const project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
    const edits: ScenarioEdit[] = [
      { station: 'nowhere', removed: true },
      { name: 'x', lng: 1, lat: 1 },
      { station: 'none', lng: 1, lat: 1 },
    ];
    expect(scenarioProject(project, edits, 'point')).toMatchObject({
      faults: [
        { place: '/edits/0/station', code: 'scenario_no_station', found: '"nowhere"' },
        { place: '/edits/2/station', code: 'scenario_no_station', found: '"none"' },
      ],
    });
  });
});
