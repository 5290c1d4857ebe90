import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { FACILITY_LEVELS, NONE, STATES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { mulberry32, projectOf, randomProject } from './coverage-project.ts';
import { child, cited, packOf, words } from './rule-packs.ts';

const bound = (crossing: string) => packOf(child({ service: { crossing, ...cited } }));
const ANYWHERE = packOf(child());
const [DISTRICT, STREET] = [bound('same_district'), bound('same_street')];

/** City 0; districts 1 and 2; streets 3 and 4 in the first district, 5 in the second. */
const divisions = [
  { code: '99', level: 0, parent: -1 },
  { code: '991', level: 1, parent: 0 },
  { code: '992', level: 1, parent: 0 },
  { code: '9911', level: 2, parent: 1 },
  { code: '9912', level: 2, parent: 1 },
  { code: '9921', level: 2, parent: 2 },
];

function service(project: Project, pack: RulePack): string[] {
  const found = audit(project, pack, reachField(project), { radiusM: null }).service;
  return Array.from(found.state, (state, i) => `${STATES[state]} ${found.facility[i]}`);
}

describe('crossing', () => {
  const project = projectOf({
    divisions,
    units: [3, 4, 5, -1].map((division) => ({ lng: 121, lat: 31, division })),
    facilities: [
      { level: 'point', lng: 121, lat: 31.001 },
      { level: 'point', lng: 121, lat: 31.0002 },
    ],
  });
  project.facilities.division.set([3, 5]);

  it('keeps a unit to the facilities of its own district or street', () => {
    expect(service(project, ANYWHERE)).toEqual(['yes 1', 'yes 1', 'yes 1', 'yes 1']);
    expect(service(project, DISTRICT)).toEqual(['yes 0', 'yes 0', 'yes 1', 'unknown -1']);
    expect(service(project, STREET)).toEqual(['yes 0', 'no -1', 'yes 1', 'unknown -1']);
    const { rules, service: found } = audit(project, STREET, reachField(project), {
      radiusM: null,
    });
    expect(Array.from(found.rule, (rule) => rules[rule])).toEqual([
      'service.point',
      'service.beyond',
      'service.point',
      'service.no-area',
    ]);
  });

  it('makes the field anew only where it is not as the pack wants it', () => {
    const free = reachField(project);
    expect(crossedField(project, ANYWHERE, free)).toBe(free);
    const kept = crossedField(project, STREET, free);
    expect(crossedField(project, STREET, kept)).toBe(kept);
    expect(crossedField(project, ANYWHERE, kept)).toEqual(free);
    const from = crossedField(project, DISTRICT, kept);
    expect(from).toEqual(crossedField(project, DISTRICT, free));
  });

  it('is what plain loops find, in random cities and with a district of its own', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const made = randomProject(seed, 150);
      const random = mulberry32(seed);
      const { count } = made.divisions;
      made.facilities.division = Int32Array.from(
        made.facilities.division,
        () => Math.floor(random() * (count + 1)) - 1,
      );
      const own = { service: { crossing: 'same_street', ...cited } };
      const pack = packOf(
        child({
          service: { crossing: 'same_district', ...cited },
          districts: [{ divisions: ['992'], name: words('d'), rules: own }],
        }),
      );
      const area = (division: number, level: number): number => {
        for (let d = division; d >= 0; d = made.divisions.parent[d])
          if (made.divisions.level[d] === level) return d;
        return -1;
      };
      const field = crossedField(made, pack, reachField(made));
      for (let unit = 0; unit < made.units.count; unit++) {
        const at = made.units.division[unit];
        const district = area(at, 1);
        const level = district >= 0 && made.divisions.code[district] === '992' ? 2 : 1;
        const home = area(at, level);
        FACILITY_LEVELS.forEach((_, f) => {
          let best = home < 0 || Number.isNaN(made.units.lng[unit]) ? NaN : Infinity;
          for (let i = 0; i < made.facilities.count; i++) {
            const code = made.facilities.level[i] === NONE ? 4 : made.facilities.level[i];
            if (code !== f || area(made.facilities.division[i], level) !== home || home < 0)
              continue;
            const { s12 } = geodesic.Geodesic.WGS84.Inverse(
              made.units.lat[unit],
              made.units.lng[unit],
              made.facilities.lat[i],
              made.facilities.lng[i],
            );
            best = Math.min(best, s12 as number);
          }
          const found = field.distanceM[f * made.units.count + unit];
          if (Number.isFinite(best)) expect(found, `seed ${seed}`).toBeCloseTo(best, 6);
          else expect(found, `seed ${seed} unit ${unit}`).toBe(best);
        });
      }
    }
  });
});

describe('rules of a district', () => {
  it('decide every ledger of its units, as a pack of the whole city would', () => {
    const seed = 7;
    const made = randomProject(seed, 400);
    const rules = {
      due: [{ id: 'due.grids', reason: 'below_threshold', when: { kinds: ['grid'] }, ...cited }],
      organisation: { id: 'organisation.own', modes: ['standalone', 'affiliated'], ...cited },
      work: { fields: ['instructors'], modes: [], ...cited },
      service: { reach: [{ id: 'service.own', level: 'point', radiusM: 700 }] },
      staleness: { termGraceDays: 3000, ...cited },
    };
    const district = { divisions: ['992'], name: words('d'), rules };
    const mixed = packOf(child({ districts: [district] }));
    const whole = packOf(child(rules));
    const field = reachField(made);
    const [a, b, c] = [mixed, ANYWHERE, whole].map((pack) =>
      audit(made, pack, field, { radiusM: null }),
    );
    let inside = 0;
    for (let unit = 0; unit < made.units.count; unit++) {
      let at = made.units.division[unit];
      while (at >= 0 && made.divisions.code[at] !== '992') at = made.divisions.parent[at];
      const like = at >= 0 ? c : b;
      inside += at >= 0 ? 1 : 0;
      expect(a.due[unit]).toBe(like.due[unit]);
      expect(a.rules[a.exemptRule[unit]]).toBe(like.rules[like.exemptRule[unit]]);
      expect(a.reasons[a.exemptRule[unit]]).toBe(like.reasons[like.exemptRule[unit]]);
      expect(a.organisation.mode[unit]).toBe(like.organisation.mode[unit]);
      for (const ledger of ['organisation', 'work', 'service'] as const) {
        expect(a[ledger].state[unit]).toBe(like[ledger].state[unit]);
        expect(a.rules[a[ledger].rule[unit]]).toBe(like.rules[like[ledger].rule[unit]]);
        const rows = (one: typeof a) => [
          ...one[ledger].evidenceRecord.subarray(
            one[ledger].evidenceStart[unit],
            one[ledger].evidenceStart[unit + 1],
          ),
        ];
        expect(rows(a)).toEqual(rows(like));
      }
    }
    expect(inside, `seed ${seed}`).toBeGreaterThan(50);
  });
});
