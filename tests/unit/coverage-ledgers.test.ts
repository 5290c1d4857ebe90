import { describe, expect, it } from 'vitest';
import { LINK_MODES, NONE, STATES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { audit } from '#lib/core/coverage/audit.ts';
import { evidenceOf } from '#lib/core/coverage/evidence.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { RULE_CODES } from '#lib/core/coverage/rules.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { PACK, projectOf, randomProject } from './coverage-project.ts';
import type { Parts, UnitRow } from './coverage-project.ts';

const decide = (project: Project, pack: RulePack = PACK, radiusM: number | null = null): Audit =>
  audit(project, pack, reachField(project), { radiusM });

const WORKLESS = { instructors: 0, liaisons: 0, league: 0 };

/** State and rule of the first unit in one ledger. */
function first(ledger: 'organisation' | 'work', parts: Partial<Parts>, pack: RulePack = PACK) {
  const project = projectOf({ units: [{ ...WORKLESS }], ...parts });
  const verdicts = decide(project, pack);
  return `${STATES[verdicts[ledger].state[0]]} ${verdicts.rules[verdicts[ledger].rule[0]]}`;
}

const link = (mode: string | null, organisation = 0) => ({ organisation, unit: 0, mode });
const ENDED = { organisations: [{ termEnd: '2025-01-01' }, {}], asOf: '2026-06-30' };

describe('organisation ledger', () => {
  const organisations = [{}, {}];
  it.each([
    ['standalone counts', { organisations, links: [link('standalone')] }, 'yes organisation.mode'],
    ['joint counts', { organisations, links: [link('joint')] }, 'yes organisation.mode'],
    ['affiliated does not', { organisations, links: [link('affiliated')] }, 'no organisation.none'],
    ['dispatched does not', { organisations, links: [link('dispatched')] }, 'no organisation.none'],
    ['no link', { organisations }, 'no organisation.none'],
    [
      'an organisation that does not exist',
      { organisations, links: [link('joint', -1)] },
      'unknown organisation.dangling',
    ],
    [
      'a mode that cannot be read',
      { organisations, links: [link(null)] },
      'unknown organisation.unreadable',
    ],
    ['a term long ended', { ...ENDED, links: [link('standalone')] }, 'unknown organisation.stale'],
    [
      'a term long ended beside a good link',
      { ...ENDED, links: [link('standalone'), link('joint', 1)] },
      'yes organisation.mode',
    ],
    [
      'a doubtful link beside one that does not count',
      { organisations, links: [link('affiliated'), link('joint', -1)] },
      'unknown organisation.dangling',
    ],
    [
      'a term long ended, no date to judge it on',
      { ...ENDED, asOf: undefined, links: [link('joint')] },
      'yes organisation.mode',
    ],
    ['no table of links', { absent: ['links'] }, 'unknown organisation.no-table'],
    ['no table of organisations', { absent: ['organisations'] }, 'unknown organisation.no-table'],
  ] as [string, Partial<Parts>, string][])('%s', (_, parts, expected) => {
    expect(first('organisation', parts)).toBe(expected);
  });

  it('lets a term run until the last day of grace', () => {
    const ended = (termEnd: string) =>
      first('organisation', {
        organisations: [{ termEnd }],
        links: [link('joint')],
        asOf: '2026-06-30',
      });
    expect(ended('2026-01-01')).toBe('yes organisation.mode');
    expect(ended('2025-12-31')).toBe('unknown organisation.stale');
  });

  it('counts the modes that the pack names', () => {
    const pack: RulePack = {
      ...PACK,
      organisation: { ...PACK.organisation, modes: ['affiliated'] },
    };
    const links = [link('standalone')];
    expect(first('organisation', { organisations, links }, pack)).toBe('no organisation.none');
    const affiliated = { organisations, links: [link('affiliated')] };
    expect(first('organisation', affiliated, pack)).toBe('yes organisation.mode');
  });

  it('keeps the strongest mode, and the strongest of any mode beside it', () => {
    const units = [{}, {}, {}];
    const links = [
      { organisation: 0, unit: 0, mode: 'dispatched' },
      { organisation: 0, unit: 0, mode: 'joint' },
      { organisation: 1, unit: 0, mode: 'standalone' },
      { organisation: 0, unit: 1, mode: 'affiliated' },
    ];
    const { organisation } = decide(projectOf({ units, organisations, links }));
    const name = (code: number) => (code === NONE ? null : LINK_MODES[code]);
    expect([...organisation.mode].map(name)).toEqual(['standalone', null, null]);
    expect([...organisation.anyMode].map(name)).toEqual(['standalone', 'affiliated', null]);
  });
});

describe('work ledger', () => {
  const work = (unit: UnitRow, columns?: string[], parts: Partial<Parts> = {}) =>
    first('work', { units: [unit], columns, ...parts });

  it.each(['instructors', 'liaisons', 'league'] as const)('%s above zero is work', (field) => {
    expect(work({ ...WORKLESS, [field]: 1 })).toBe('yes work.presence');
    expect(work({ [field]: 1 })).toBe('yes work.presence');
  });
  it('is no where every column says none', () => {
    expect(work(WORKLESS)).toBe('no work.none');
  });
  it('is unknown where a column that is there is empty', () => {
    expect(work({ ...WORKLESS, liaisons: NaN })).toBe('unknown work.unknown');
  });
  it('leaves absent columns out of account while another is there', () => {
    expect(work({ instructors: 0 }, ['id', 'kind', 'instructors'])).toBe('no work.none');
  });
  it('is unknown where none of the columns is there', () => {
    expect(work({}, ['id', 'kind'])).toBe('unknown work.no-column');
  });
  it('takes a dispatched link for work, not one that is affiliated, dangling or stale', () => {
    const organisations = [{}];
    const links = [link('dispatched')];
    expect(work({}, ['id'], { organisations, links })).toBe('yes work.presence');
    const others = [link('affiliated'), link('dispatched', -1)];
    expect(work(WORKLESS, undefined, { organisations, links: others })).toBe('no work.none');
    expect(work(WORKLESS, undefined, { ...ENDED, links })).toBe('no work.none');
  });
  it('does not ask the organisation ledger', () => {
    const parts = { organisations: [{}], links: [link('standalone')] };
    expect(work(WORKLESS, undefined, parts)).toBe('no work.none');
  });
});

describe('denominator', () => {
  const exempt = (unit: UnitRow, pack: RulePack = PACK) => {
    const verdicts = decide(projectOf({ units: [unit] }), pack);
    return verdicts.due[0] === 1 ? null : verdicts.reasons[verdicts.exemptRule[0]];
  };
  it('leaves out closed and shell units, not open ones or those without a status', () => {
    expect(['open', undefined, 'closed', 'shell'].map((status) => exempt({ status }))).toEqual([
      null,
      null,
      'closed',
      'shell',
    ]);
  });
  it('asks every condition of a rule, and the first rule that matches decides', () => {
    const source = { 'zh-CN': '某市', en: 'a city' };
    const below = { below: { employees: 10 }, kinds: ['building' as const] };
    const due = [
      { id: 'due.small', reason: 'below_threshold', when: below, source, clause: source },
      {
        id: 'due.shut',
        reason: 'closed',
        when: { status: ['closed' as const] },
        source,
        clause: source,
      },
    ];
    const pack: RulePack = { ...PACK, due };
    expect(exempt({ employees: 9 }, pack)).toBe('below_threshold');
    expect(exempt({ employees: 10 }, pack)).toBeNull();
    expect(exempt({}, pack)).toBeNull();
    expect(exempt({ employees: 9, kind: 'market' }, pack)).toBeNull();
    expect(exempt({ employees: 9, kind: null }, pack)).toBeNull();
    expect(exempt({ employees: 9, status: 'closed' }, pack)).toBe('below_threshold');
    const open: RulePack = {
      ...PACK,
      due: [{ id: 'x', reason: 'x', when: { status: ['open'] }, source, clause: source }],
    };
    expect(exempt({}, open)).toBe('x');
  });
});

describe('verdicts', () => {
  it('each have a rule with words and a row that decided them', () => {
    const project = randomProject(7, 800);
    const verdicts = decide(project);
    for (let unit = 0; unit < project.units.count; unit++) {
      for (const ledger of ['organisation', 'work', 'service'] as const) {
        expect(RULE_CODES).toContain(verdicts.rules[verdicts[ledger].rule[unit]]);
        const rows = evidenceOf(verdicts[ledger], unit);
        expect(rows.length).toBeGreaterThan(0);
        for (const { table, record } of rows) expect(record).toBeLessThan(project[table].count);
      }
      const rows = evidenceOf(verdicts.organisation, unit);
      for (const { table, record } of rows)
        if (table === 'links') expect(project.links.unit[record]).toBe(unit);
    }
  });
  it('cite the link and its organisation', () => {
    const project = projectOf({
      units: [{}, WORKLESS],
      organisations: [{}, {}],
      links: [{ organisation: 1, unit: 1, mode: 'joint' }],
    });
    const { organisation } = decide(project);
    expect(evidenceOf(organisation, 1)).toEqual([
      { table: 'links', record: 0 },
      { table: 'organisations', record: 1 },
    ]);
    expect(evidenceOf(organisation, 0)).toEqual([{ table: 'units', record: 0 }]);
  });
});
