import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { nextSteps, stepAt } from '#lib/core/coverage/next-step.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import type { RulePack, StepRule } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { stepEvidence } from '#lib/core/coverage/step-evidence.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import { packTexts, textAt } from '#lib/core/texts.ts';
import { PACK, mulberry32, projectOf, randomProject } from './coverage-project.ts';

const PACKED: RulePack = { ...PACK, lineage: [], origin: {}, districts: [] };
const SEEDS = 60;

/** A grouping that puts the given units together, for a step test that needs no solver. */
export function groupingOf(units: number, groups: number[][]): Grouping {
  const groupOf = new Int32Array(units).fill(-1);
  groups.forEach((group, g) => group.forEach((unit) => (groupOf[unit] = g)));
  const starts = [0];
  for (const group of groups) starts.push(starts[starts.length - 1] + group.length);
  return {
    groups: groups.length,
    groupStart: Uint32Array.from(starts),
    member: Uint32Array.from(groups.flat()),
    groupOf,
    members: new Float64Array(groups.length),
    spanM: new Float64Array(groups.length),
    candidates: groups.flat().length,
    served: groups.flat().length,
    bound: groups.flat().length,
    spread: 0,
    spreadBound: 0,
    proof: 'optimal',
  };
}

const auditOf = (project: Project, pack: RulePack): Audit =>
  decide(project, pack, reachField(project), { radiusM: null });

/** Random projects with what the steps read: members, hosts, and organisations that stand somewhere. */
function city(seed: number): { project: Project; joint: Grouping; grids: Grouping } {
  const project = randomProject(seed, 120);
  const random = mulberry32(seed + 1000);
  const { units, organisations } = project;
  const none = (share: number): boolean => random() < share;
  units.members = Float64Array.from(units.members, () =>
    none(0.25) ? NaN : Math.floor(random() * 5),
  );
  units.host = packTexts(Array.from(units.lng, () => (none(0.6) ? null : 'host')));
  organisations.lng = Float64Array.from(organisations.lng, () =>
    none(0.3) ? NaN : 121 + random() * 0.05,
  );
  organisations.lat = Float64Array.from(organisations.lng, () => 31 + random() * 0.05);
  organisations.division = Int32Array.from(organisations.division, () =>
    Math.floor(random() * (project.divisions.count + 1) - 1),
  );
  const groups = (): number[][] => {
    const list: number[][] = [];
    for (let unit = 0; unit < units.count;)
      if (none(0.8)) unit++;
      else {
        list.push([unit, unit + 1].filter((u) => u < units.count));
        unit += 2;
      }
    return list;
  };
  return {
    project,
    joint: groupingOf(units.count, groups()),
    grids: groupingOf(units.count, groups()),
  };
}

/** A pack whose rules stand in any order and have any conditions. */
function anyPack(seed: number, project: Project): RulePack {
  const random = mulberry32(seed + 2000);
  const some = <T>(value: T): T | undefined => (random() < 0.3 ? value : undefined);
  const rules = (prefix: string): StepRule[] =>
    [...PACKED.nextSteps, ...PACKED.nextSteps]
      .map((rule, i) => ({ rule, i, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ rule, i }) => ({
        ...rule,
        id: `${prefix}.${rule.step}.${i}`,
        kinds: some(['building', 'market', 'grid']),
        membersAtLeast: some(Math.floor(random() * 4)),
        membersAtMost: some(Math.floor(random() * 4)),
        needs: some([(['host', 'presence', 'no_presence'] as const)[Math.floor(random() * 3)]]),
        withinM: some(random() * 3000),
      }));
  const second = project.divisions.code[2];
  return {
    ...PACKED,
    nextSteps: rules('city'),
    districts: [
      { divisions: [second], name: PACK.name, rules: { ...PACKED, nextSteps: rules('district') } },
    ],
  };
}

/** Reads the steps anew, from the words of the rules and one unit at a time. */
function bruteStep(
  project: Project,
  pack: RulePack,
  audit: Audit,
  groups: { joint: Grouping; grids: Grouping },
  unit: number,
): { rule: string; target: string } | null {
  const { units, divisions, organisations } = project;
  const above = (division: number): number[] =>
    division < 0 ? [] : [division, ...above(divisions.parent[division])];
  const levelled = (division: number, level: number): number | undefined =>
    above(division).find((d) => divisions.level[d] === level);
  const words = ['no', 'yes', 'unknown'];
  if (!audit.due[unit] || words[audit.organisation.state[unit]] === 'yes') return null;
  const unknown = words[audit.organisation.state[unit]] === 'unknown';
  const work = words[audit.work.state[unit]];
  const path = above(units.division[unit]);
  const district = pack.districts.find((d) =>
    path.some((at) => d.divisions.includes(divisions.code[at])),
  );
  const members = units.members[unit];
  const known = !Number.isNaN(members);
  const host = textAt(units.host, unit) !== null;
  const kind = ['grid', 'building', 'park', 'business_district', 'market', 'internet', 'resident_unit', 'property'][units.kind[unit]]; // prettier-ignore
  for (const rule of (district?.rules ?? pack).nextSteps) {
    if (unknown !== (rule.step === 'verify')) continue;
    if (rule.kinds && !(rule.kinds as string[]).includes(kind)) continue;
    if (rule.membersAtLeast !== undefined && (!known || members < rule.membersAtLeast)) continue;
    if (rule.membersAtMost !== undefined && (!known || members > rule.membersAtMost)) continue;
    if (rule.needs?.includes('host') && !host) continue;
    if (rule.needs?.includes('presence') && work !== 'yes') continue;
    if (rule.needs?.includes('no_presence') && work !== 'no') continue;
    if (rule.step === 'standalone' && !known) continue;
    if (rule.step === 'host' && !host) continue;
    if (rule.step === 'joint' || rule.step === 'grid_branch') {
      const grouping = rule.step === 'joint' ? groups.joint : groups.grids;
      if (grouping.groupOf[unit] < 0) continue;
      return { rule: rule.id, target: `group ${grouping.groupOf[unit]}` };
    }
    if (rule.step === 'catch_all') {
      const at = levelled(units.division[unit], 3) ?? levelled(units.division[unit], 2);
      return { rule: rule.id, target: at === undefined ? '' : `division ${at}` };
    }
    if (rule.step === 'affiliate') {
      const linked = Array.from(project.links.unit.keys()).some(
        (l) =>
          project.links.unit[l] === unit &&
          project.links.organisation[l] >= 0 &&
          project.links.mode[l] <= 2 &&
          !isStale(project, pack, project.links.organisation[l]),
      );
      const street = levelled(units.division[unit], 2);
      let best = -1;
      let bestM = rule.withinM ?? Infinity;
      for (let o = 0; o < organisations.count && !linked && street !== undefined; o++) {
        if (levelled(organisations.division[o], 2) !== street || isStale(project, pack, o))
          continue;
        const { s12 = NaN } = geodesic.Geodesic.WGS84.Inverse(units.lat[unit], units.lng[unit], organisations.lat[o], organisations.lng[o]); // prettier-ignore
        if (best < 0 ? s12 <= bestM : s12 < bestM) [best, bestM] = [o, s12];
      }
      if (best < 0) continue;
      return { rule: rule.id, target: `organisation ${best} ${bestM.toFixed(3)}` };
    }
    return { rule: rule.id, target: '' };
  }
  return null;
}

function isStale(project: Project, pack: RulePack, organisation: number): boolean {
  const end = textAt(project.organisations.termEnd, organisation);
  const asOf = Date.parse(project.info.asOf ?? '');
  return end !== null && Date.parse(end) + pack.staleness.termGraceDays * 86_400_000 < asOf;
}

describe('next steps', () => {
  it(`agree with an independent reading of the rules on ${SEEDS} random cities`, () => {
    const reached = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { project, joint, grids } = city(seed);
      const pack = seed % 2 === 0 ? PACKED : anyPack(seed, project);
      const audit = auditOf(project, pack);
      const columns = nextSteps(project, pack, audit, joint, grids);
      for (let unit = 0; unit < project.units.count; unit++) {
        const step = stepAt(columns, unit);
        const table = step?.target?.table.replace(/.*group/, 'group') ?? '';
        const metres = Number.isNaN(step?.distanceM ?? NaN) ? '' : ` ${step?.distanceM.toFixed(3)}`;
        const said = step && {
          rule: step.rule,
          target: step.target ? `${table} ${step.target.record}${metres}` : '',
        };
        const expected = bruteStep(project, pack, audit, { joint, grids }, unit);
        expect(said, `seed ${seed}, unit ${unit}`).toEqual(expected);
        if (step) reached.add(step.step);
      }
    }
    expect([...reached].sort()).toEqual([...NEXT_STEPS].sort());
  });

  it('reaches each step of the national rules with the case that its clause describes', () => {
    const divisions = [
      { code: '99', level: 0, parent: -1 },
      { code: '991', level: 2, parent: 0 },
      { code: '9911', level: 3, parent: 1 },
    ];
    const at = { lng: 121, lat: 31, division: 2, instructors: 0, liaisons: 0, league: 0 };
    const project = projectOf({
      divisions,
      units: [
        { ...at, id: 'stale' },
        { ...at, id: 'three' },
        { ...at, id: 'two' },
        { ...at, id: 'one' },
        { ...at, id: 'grid', kind: 'grid' },
        { ...at, id: 'hosted', kind: 'market' },
        { ...at, id: 'nobody', kind: 'internet' },
        { ...at, id: 'near', kind: 'internet' },
        { ...at, id: 'far', kind: 'internet', lat: 31.1 },
      ],
      organisations: [{ termEnd: '2020-01-01' }, {}],
      links: [{ organisation: 0, unit: 0, mode: 'joint' }],
      asOf: '2026-06-30',
    });
    project.units.members = Float64Array.of(9, 3, 2, 1, 2, NaN, 0, 2, NaN);
    project.units.host = packTexts(project.units.id.length ? Array.from({ length: 9 }, (_, i) => (i === 5 ? '市场管理公司' : null)) : []); // prettier-ignore
    project.organisations.lng[1] = 121;
    project.organisations.lat[1] = 31.001;
    project.organisations.division.fill(2);
    const groups = { joint: groupingOf(9, [[2, 3]]), grids: groupingOf(9, [[4]]) };
    const audit = auditOf(project, PACKED);
    const columns = nextSteps(project, PACKED, audit, groups.joint, groups.grids);
    const steps = Array.from({ length: 9 }, (_, unit) => stepAt(columns, unit)?.step);
    expect(steps).toEqual(['verify', 'standalone', 'joint', 'joint', 'grid_branch', 'host', 'dispatch', 'affiliate', 'catch_all']); // prettier-ignore
    expect(stepAt(columns, 7)?.target).toEqual({ table: 'organisation', record: 1 });
    expect(stepAt(columns, 7)?.distanceM).toBeCloseTo(110.9, 0);
    expect(stepAt(columns, 8)?.target).toEqual({ table: 'division', record: 2 });

    const cited = (unit: number): string[] =>
      stepEvidence(project, audit, columns, groups, unit).map((row) =>
        [row.table, row.record, row.column].join(' ').trim(),
      );
    expect(cited(0)).toEqual(['links 0', 'organisations 0']);
    expect(cited(1)).toEqual(['units 1 members']);
    expect(cited(2)).toEqual(['units 2 members', 'units 3 members']);
    expect(cited(4)).toEqual(['units 4 members']);
    expect(cited(5)).toEqual(['units 5 members', 'units 5 host']);
    expect(cited(6)).toEqual(['units 6 members', 'units 6 instructors', 'units 6 liaisons', 'units 6 league']); // prettier-ignore
    expect(cited(7)).toEqual(['units 7 members', 'organisations 1']);
    expect(cited(8)).toEqual(['units 8 members', 'divisions 2']);
  });

  it('never counts members that are not known as none', () => {
    const unit = { lng: 121, lat: 31, instructors: 0, liaisons: 0, league: 0, kind: 'internet' };
    const project = projectOf({ units: [unit, unit] });
    project.units.members = Float64Array.of(NaN, 0);
    const audit = auditOf(project, PACKED);
    const alone = groupingOf(2, []);
    const columns = nextSteps(project, PACKED, audit, alone, alone);
    expect(stepAt(columns, 0)?.step).toBe('catch_all');
    expect(stepAt(columns, 1)?.step).toBe('dispatch');
  });

  it('does not tell a unit that is affiliated already to affiliate', () => {
    const divisions = [{ code: '991', level: 2, parent: -1 }];
    const unit = { lng: 121, lat: 31, division: 0, kind: 'internet', instructors: 1 };
    const project = projectOf({
      divisions,
      units: [unit, unit],
      organisations: [{}],
      links: [{ organisation: 0, unit: 0, mode: 'affiliated' }],
    });
    project.organisations.lng[0] = 121;
    project.organisations.lat[0] = 31;
    project.organisations.division[0] = 0;
    const alone = groupingOf(2, []);
    const columns = nextSteps(project, PACKED, auditOf(project, PACKED), alone, alone);
    expect(stepAt(columns, 0)?.step).toBe('catch_all');
    expect(stepAt(columns, 1)?.step).toBe('affiliate');
  });
});
