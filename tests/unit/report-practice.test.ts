import { describe, expect, it } from 'vitest';
import practiceJson from '#data/practice.json' with { type: 'json' };
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { ORGANISATION_TYPES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { ownFigure, PRACTICE_MEASURES } from '#lib/core/report/practice-measures.ts';
import type { PracticeMeasure } from '#lib/core/report/practice-measures.ts';
import { readPractice } from '#lib/core/report/practice.ts';
import { PACK, projectOf } from './coverage-project.ts';

describe('practice figures', () => {
  it('are read strictly, and the file that is shipped holds', () => {
    const read = readPractice(practiceJson);
    expect(read).toHaveProperty('practice');
    if (!('practice' in read)) return;
    const { figures } = read.practice;
    expect(figures).toHaveLength(45);
    const used = new Set(figures.map(({ measure }) => measure));
    expect(Object.keys(PRACTICE_MEASURES).filter((m) => !used.has(m as PracticeMeasure))).toEqual([]); // prettier-ignore
    const of = (id: string) => figures.find((figure) => figure.id === id);
    expect(of('liaoning.streets')).toMatchObject({ value: 0.764, count: 433, articles: [5, 16] });
    expect(of('liaoning.communities')).toMatchObject({ value: 0.447, count: 2003 });
    expect(of('shandong.streets')?.value).toBe(0.745);
    expect(of('shanghai.markets')).toMatchObject({ value: 155, articles: [4, 7] });
  });

  it('say where a file is wrong', () => {
    const [figure] = practiceJson.figures;
    const faultsOf = (change: object, file: object = {}): string[] => {
      const read = readPractice({ ...practiceJson, figures: [{ ...figure, ...change }], ...file });
      return 'faults' in read ? read.faults.map(({ place }) => place) : [];
    };
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ measure: 'units.ship' })).toEqual(['/figures/0/measure']);
    expect(faultsOf({ value: '3' })).toEqual(['/figures/0/value']);
    expect(faultsOf({ unit: 'share', value: 1.2 })).toEqual(['/figures/0/value']);
    expect(faultsOf({ articles: [] })).toEqual(['/figures/0/articles']);
    expect(faultsOf({ place: { en: 'x' } })).toEqual(['/figures/0/place']);
    expect(faultsOf({ more: 1 })).toEqual(['/figures/0/more']);
    expect(faultsOf({}, { figures: [figure, figure] })).toEqual(['/figures/1/id']);
    expect(faultsOf({}, { format: 'lacuna-rules', figures: [] })).toEqual(['/format', '/figures']);
    expect(readPractice(null)).toEqual({ faults: [{ place: '' }] });
  });
});

/** Two streets, one with a centre and a committee of part-time members. */
function city(): Project {
  const project = projectOf({
    divisions: [
      { code: '990101000000', level: 1, parent: -1 },
      { code: '990101001000', level: 2, parent: 0 },
      { code: '990101001001', level: 3, parent: 1 },
      { code: '990101002000', level: 2, parent: 0 },
    ],
    units: [
      { kind: 'building', instructors: 2 },
      { kind: 'building', instructors: 3, status: 'closed' },
      { kind: 'building' },
      { kind: 'business_district' },
      { kind: 'grid' },
      { kind: 'resident_unit' },
    ],
    organisations: [{}, {}, {}, {}],
    links: [
      { organisation: 0, unit: 0, mode: 'standalone' },
      { organisation: 1, unit: 3, mode: 'joint' },
      { organisation: 1, unit: 4, mode: 'dispatched' },
      { organisation: 2, unit: 5, mode: 'affiliated' },
      { organisation: -1, unit: 2, mode: 'standalone' },
    ],
    facilities: [
      { level: 'street', lng: 121, lat: 31 },
      { level: 'community', lng: 121, lat: 31 },
      { level: 'community', lng: 121, lat: 31 },
    ],
  });
  project.columns = {
    ...project.columns,
    units: ['kind', 'instructors', 'enterprises'],
    organisations: ['type', 'part_time', 'full_time'],
    facilities: ['level', 'area_m2'],
  };
  project.facilities.division.set([2, 2, -1]);
  project.facilities.areaM2.set([500, 1001, 1000]);
  project.organisations.division.set([1, 1, 2, -1]);
  project.organisations.type.fill(ORGANISATION_TYPES.indexOf('branch'));
  project.organisations.type[1] = ORGANISATION_TYPES.indexOf('committee');
  project.organisations.partTime.set([0, 4, 3, 9]);
  project.organisations.fullTime.set([2, 3, 7, NaN]);
  project.units.enterprises.set([10, 20, 30, 40, NaN, NaN]);
  return project;
}

describe('one’s own figures', () => {
  const own = (measure: PracticeMeasure | 'none', project = city()) =>
    ownFigure(measure, project, audit(project, PACK, reachField(project), { radiusM: null }));

  it('are counted from due units, links, facilities and divisions', () => {
    const said: [PracticeMeasure, number, number | null][] = [
      ['units.building', 2, null],
      ['coverage.building', 1, 2],
      ['coverage.business_district', 1, 1],
      ['organisations.clusters', 2, null],
      ['committees.clusters', 1, null],
      ['committees.buildings_parks', 0, null],
      ['organisations.grid', 1, null],
      ['organisations.dispatched', 1, null],
      ['resident_units.linked', 1, null],
      ['facilities.all', 3, null],
      ['divisions.street', 2, null],
      ['streets.with_centre', 1, 2],
      ['communities.with_centre', 1, 1],
      ['streets.part_time', 1, 2],
      ['communities.part_time', 1, 1],
      ['part_time.members', 16, null],
      ['streets.full_time_mean', 5, 1],
      ['communities.premises_1000', 1, 2],
      ['units.instructors', 2, null],
      ['enterprises.business_district', 40, null],
    ];
    for (const [measure, n, of] of said) expect(own(measure), measure).toEqual({ n, of });
  });

  it('are not known where the data have no such column, table or division', () => {
    const bare = city();
    bare.columns = {};
    bare.present = ['units'];
    bare.divisions.level.fill(0);
    for (const measure of Object.keys(PRACTICE_MEASURES) as PracticeMeasure[])
      expect(own(measure, bare), measure).toBeNull();
    expect(own('none')).toBeNull();
    expect(own('coverage.park')).toBeNull();
  });
});
