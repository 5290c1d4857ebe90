import { describe, expect, it } from 'vitest';
import { SHORT_ERROR_M } from '#lib/core/geo/short-distance.ts';
import { FACILITY_LEVELS, NONE, STATES, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { demandReach } from '#lib/core/coverage/demand-reach.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { ruleIndex } from '#lib/core/coverage/rules.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { PACK, projectOf, randomProject } from './coverage-project.ts';

const ORIGIN = { lng: 121.5, lat: 31.2 };
const RULES = ruleIndex(PACK).ids;

function at(metres: number, azimuth = 90): { lng: number; lat: number } {
  const [lng, lat] = destination(ORIGIN.lng, ORIGIN.lat, azimuth, metres);
  return { lng, lat };
}

function service(project: Project, radiusM: number | null = null, pack: RulePack = PACK) {
  const verdicts = serviceVerdicts(project, pack, reachField(project), radiusM);
  const ids = pack === PACK ? RULES : ruleIndex(pack).ids;
  return {
    said: `${STATES[verdicts.state[0]]} ${ids[verdicts.rule[0]]}`,
    facility: verdicts.facility[0],
    distanceM: verdicts.distanceM[0],
  };
}

describe('service ledger', () => {
  it.each([
    ['point', 300],
    ['community', 500],
    ['street', 1000],
    ['district', 1000],
    ['city', 1000],
  ])('a %s facility reaches %i m', (level, radius) => {
    const near = projectOf({ units: [ORIGIN], facilities: [{ level, ...at(radius - 0.01) }] });
    const far = projectOf({ units: [ORIGIN], facilities: [{ level, ...at(radius + 0.01) }] });
    expect(service(near).said).toBe(`yes service.${level}`);
    expect(service(far).said).toBe('no service.beyond');
    expect(service(far).facility).toBe(0);
    expect(service(far).distanceM).toBeCloseTo(radius + 0.01, 6);
  });

  it('takes a facility without a level for one that reaches least', () => {
    const of = (metres: number) =>
      service(projectOf({ units: [ORIGIN], facilities: [{ level: null, ...at(metres) }] })).said;
    expect(of(299)).toBe('yes service.point');
    expect(of(301)).toBe('no service.beyond');
  });

  it('counts the boundary as reached', () => {
    const facility = at(700);
    const project = projectOf({ units: [ORIGIN], facilities: [{ level: 'point', ...facility }] });
    const exact = distanceM(ORIGIN.lng, ORIGIN.lat, facility.lng, facility.lat);
    expect(service(project, exact).said).toBe('yes service.point');
    expect(service(project, exact - 1e-9).said).toBe('no service.beyond');
  });

  it('replaces every radius by the one that is given', () => {
    const facilities = FACILITY_LEVELS.map((level, i) => ({ level, ...at(1500 + i, i * 70) }));
    const project = projectOf({ units: [ORIGIN], facilities });
    expect(service(project).said).toBe('no service.beyond');
    expect(service(project, 1501.5).said).toBe('yes service.city');
    expect(service(project, 0).said).toBe('no service.beyond');
  });

  it('names the reaching facility with the smallest distance, else the nearest', () => {
    const facilities = [
      { level: 'street', ...at(900) },
      { level: 'point', ...at(400, 10) },
      { level: 'community', ...at(480, 200) },
    ];
    const reached = service(projectOf({ units: [ORIGIN], facilities }));
    expect(reached.said).toBe('yes service.community');
    expect(reached.facility).toBe(2);
    expect(reached.distanceM).toBeCloseTo(480, 6);
    const beyond = service(projectOf({ units: [ORIGIN], facilities }), 100);
    expect(beyond.facility).toBe(1);
  });

  it('is unknown without a position, a facility, a facility with a position or the table', () => {
    const facilities = [{ level: 'point', ...ORIGIN }];
    const nowhere = [{ level: 'point', lng: NaN, lat: NaN }];
    expect(service(projectOf({ units: [{}], facilities })).said).toBe(
      'unknown service.no-position',
    );
    expect(service(projectOf({ units: [ORIGIN] })).said).toBe('unknown service.no-facility');
    expect(service(projectOf({ units: [ORIGIN], facilities: nowhere })).said).toBe(
      'unknown service.no-facility',
    );
    const absent = projectOf({ units: [ORIGIN], absent: ['facilities'] });
    expect(service(absent).said).toBe('unknown service.no-table');
  });

  it('asks which kinds a level serves, and a unit without a kind is served by rules for all', () => {
    const reach = [
      { id: 'r.market', level: 'point' as const, kinds: ['market' as const], radiusM: 900 },
      { id: 'r.building', level: 'point' as const, kinds: ['building' as const], radiusM: 100 },
      { id: 'r.all', level: 'street' as const, radiusM: 50 },
    ];
    const pack: RulePack = { ...PACK, service: { ...PACK.service, reach } };
    const facilities = [{ level: 'point', ...at(500) }];
    const of = (kind: string | null) =>
      service(projectOf({ units: [{ ...ORIGIN, kind }], facilities }), null, pack);
    expect(of('market').said).toBe('yes r.market');
    expect(of('building').said).toBe('no service.beyond');
    expect(of('building').facility).toBe(0);
    expect(of(null).said).toBe('no service.beyond');
    expect(of(null).facility).toBe(-1);
    expect(of(null).distanceM).toBeNaN();
  });

  it('agrees with every unit against every facility by the geodesic library', () => {
    const seed = 4711;
    console.log(`seed ${seed}`);
    const project = randomProject(seed, 300);
    const { units, facilities } = project;
    const field = reachField(project);
    for (const radiusM of [null, 250, 640]) {
      const verdicts = serviceVerdicts(project, PACK, field, radiusM);
      for (let u = 0; u < units.count; u++) {
        if (Number.isNaN(units.lng[u])) {
          expect(STATES[verdicts.state[u]]).toBe('unknown');
          continue;
        }
        let reached = Infinity;
        let nearest = Infinity;
        for (let f = 0; f < facilities.count; f++) {
          const level = facilities.level[f] === NONE ? 4 : facilities.level[f];
          const rule = PACK.service.reach.find((r) => r.level === FACILITY_LEVELS[level]);
          const d = distanceM(units.lng[u], units.lat[u], facilities.lng[f], facilities.lat[f]);
          nearest = Math.min(nearest, d);
          if (d <= (radiusM ?? rule?.radiusM ?? 0)) reached = Math.min(reached, d);
        }
        expect(STATES[verdicts.state[u]]).toBe(reached < Infinity ? 'yes' : 'no');
        const expected = reached < Infinity ? reached : nearest;
        expect(Math.abs(verdicts.distanceM[u] - expected)).toBeLessThanOrEqual(SHORT_ERROR_M);
      }
    }
    expect(UNIT_KINDS.length).toBe(8);
  });
});

describe('demand', () => {
  it('is counted in points and in weight, for every division with what is below it', () => {
    const divisions = [
      { code: '1', level: 0, parent: -1 },
      { code: '11', level: 1, parent: 0 },
    ];
    const demand = [
      { ...at(499), weight: 10, division: 1 },
      { ...at(501), weight: 5, division: 0 },
      { ...at(10), weight: NaN, division: -1 },
      { lng: NaN, lat: NaN, weight: 2, division: 1 },
    ];
    const facilities = [{ level: 'community', ...ORIGIN }];
    const project = projectOf({ units: [], divisions, demand, facilities });
    const { total, divisions: by } = demandReach(project, PACK, null);
    expect(total).toEqual({ points: 4, weight: 17, reached_points: 2, reached_weight: 10 });
    expect(by[0]).toEqual({ points: 3, weight: 17, reached_points: 1, reached_weight: 10 });
    expect(by[1]).toEqual({ points: 2, weight: 12, reached_points: 1, reached_weight: 10 });
    expect(demandReach(project, PACK, 502).total.reached_weight).toBe(15);
  });
});
