import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { comparePacks } from '#lib/core/coverage/compare-packs.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { auditRates, verdictChanges } from '#lib/core/coverage/verdict-changes.ts';
import type { VerdictChange } from '#lib/core/coverage/verdict-changes.ts';
import { LEDGERS } from '#lib/core/model.ts';
import { randomProject } from './coverage-project.ts';
import { child, cited, packOf, words } from './rule-packs.ts';
import type { Json } from './rule-packs.ts';

const BASE = packOf(child());

const reach = (id: string, level: string, radiusM: number) => ({ id, level, radiusM });
const due = (id: string, when: Json, more: Json = {}) => ({
  id,
  reason: 'closed',
  when,
  ...cited,
  ...more,
});
const step = (id: string, of: string) => ({ id, step: of, ...cited });
const norm = (id: string) => ({
  ...{ id, name: words(id), subject: { table: 'units' } },
  measure: { of: 'distance' },
  require: 'at_most',
  threshold: 500,
  unit: 'm',
  ...cited,
});

/** One rule changed: its place and id, the change, and the rules that may stand beside a verdict that changes. */
const CHANGES: [string, string, Json, RegExp | null][] = [
  ['/due', 'due.closed', { due: [due('due.closed', { status: ['shell'] })] }, /^due\.(closed|duplicate)$/],
  ['/due', 'due.shell', { due: [{ id: 'due.shell', removed: true }] }, /^due\.(shell|duplicate)$/],
  ['/due', 'due.duplicate', { due: [{ id: 'due.duplicate', removed: true }] }, /^due\.duplicate$/],
  ['/due', 'due.declared', { due: [{ id: 'due.declared', removed: true }] }, /^due\.declared$/],
  ['/due', 'due.small', { due: [due('due.small', { kinds: ['park'] }, { before: 'due.closed' })] }, /^due\.(small|duplicate)$/],
  ['organisation', 'organisation.mode', { organisation: { modes: ['joint', 'affiliated'], ...cited } }, /^organisation\.mode$/],
  ['work', 'work.presence', { work: { fields: ['league'], ...cited } }, /^work\./],
  ['work', 'work.presence', { work: { modes: ['joint'], ...cited } }, /^work\.presence$/],
  ['service', 'service.reach', { service: { crossing: 'same_street', ...cited } }, /^service\./],
  ['/service/reach', 'service.point', { service: { reach: [reach('service.point', 'point', 900)] } }, /^service\.point$/],
  ['/service/reach', 'service.community', { service: { reach: [reach('service.community', 'community', 100)] } }, /^service\.community$/],
  ['/service/reach', 'service.street', { service: { reach: [{ id: 'service.street', removed: true }] } }, /^service\.street$/],
  ['/service/reach', 'service.district', { service: { reach: [reach('service.district', 'district', 2500)] } }, /^service\.district$/],
  ['/service/reach', 'service.city', { service: { reach: [reach('service.city', 'city', 10)] } }, /^service\.city$/],
  ['/service/reach', 'service.grids', { service: { reach: [{ ...reach('service.grids', 'point', 800), kinds: ['grid'] }] } }, /^service\.grids$/],
  ['staleness', 'organisation.term', { staleness: { termGraceDays: 10_000, ...cited } }, /^(organisation\.stale|work\.presence)$/],
  ['joint', 'joint.branch', { joint: { maxUnits: 4, ...cited } }, null],
  ['gridBranch', 'grid.branch', { gridBranch: { maxGrids: 2, ...cited } }, null],
  ['belts', 'belt.density', { belts: { epsM: 100, ...cited } }, null],
  ['ranking', 'ranking.interval', { ranking: { confidence: 0.9, ...cited } }, null],
  ['/nextSteps', 'step.host', { nextSteps: [step('step.host', 'host')] }, null],
  ['/norms', 'norm.near', { norms: [norm('norm.near')] }, null],
  ['/norms', 'norm.term', { norms: [{ id: 'norm.term', removed: true }] }, null],
]; // prettier-ignore

const decided = (seed: number, pack: RulePack): Audit => {
  const project = randomProject(seed, 300);
  return audit(project, pack, reachField(project), { radiusM: null });
};
const all = (changes: ReturnType<typeof verdictChanges>): VerdictChange[] =>
  Object.values(changes).flatMap(({ changes: list }) => list);

describe('one rule changed', () => {
  it.each(CHANGES)(
    '%s %s is the one difference, and only its verdicts change',
    (place, id, json, named) => {
      const pack = packOf(child(json));
      const differences = comparePacks(BASE, pack);
      expect(differences.districts).toEqual([]);
      expect(differences.rules.map((rule) => `${rule.place} ${rule.id}`)).toEqual([
        `${place} ${id}`,
      ]);
      let changed = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const changes = verdictChanges(decided(seed, BASE), decided(seed, pack));
        for (const { ruleFrom, ruleTo, units } of all(changes)) {
          changed += units.length;
          expect(
            named === null ? '' : [ruleFrom, ruleTo].find((rule) => named.test(rule)),
            `seed ${seed}: ${ruleFrom} > ${ruleTo}`,
          ).toMatch(/./);
        }
      }
      const silent = named === null || ['due.duplicate', 'due.declared'].includes(id);
      expect(changed > 0).toBe(!silent);
    },
  );

  it('covers every rule that can stand beside a verdict', () => {
    const ids = new Set(CHANGES.map(([, id]) => id));
    for (const id of [
      ...BASE.due,
      ...BASE.service.reach,
      BASE.organisation,
      BASE.work,
      BASE.staleness,
    ])
      expect(ids).toContain(id.id);
  });
});

describe('differences of packs', () => {
  const pack = packOf(
    child({
      due: [{ ...due('due.closed', { status: ['closed'] }), before: 'due.declared' }],
      service: {
        reach: [reach('service.street', 'street', 800)],
        crossing: 'same_street',
        ...cited,
      },
      norms: [norm('norm.near'), { id: 'norm.term', removed: true }],
      districts: [
        {
          divisions: ['9901'],
          name: words('d'),
          rules: { service: { reach: [reach('service.point', 'point', 200)] } },
        },
      ],
    }),
  );

  it('name the fields, old and new', () => {
    const { rules, districts } = comparePacks(BASE, pack);
    const found = (id: string) => rules.find((rule) => rule.id === id);
    expect(found('service.street')).toEqual({
      place: '/service/reach',
      id: 'service.street',
      change: 'changed',
      fields: [
        { field: 'radiusM', from: 1000, to: 800 },
        { field: 'effective', from: '2018-10-28', to: '2020-01-01' },
      ],
    });
    expect(found('service.reach')?.fields).toContainEqual({
      field: 'crossing',
      from: 'anywhere',
      to: 'same_street',
    });
    expect(found('norm.near')).toMatchObject({ change: 'added' });
    expect(found('norm.near')?.fields).toContainEqual({
      field: 'measure',
      from: undefined,
      to: { of: 'distance' },
    });
    expect(found('norm.term')).toMatchObject({ change: 'removed' });
    expect(districts).toHaveLength(1);
    expect(districts[0].rules.map(({ id }) => id)).toEqual(['service.point']);
  });

  it('say what only moved', () => {
    const moved = packOf(child());
    const [first, ...rest] = moved.nextSteps;
    const { rules } = comparePacks(BASE, { ...moved, nextSteps: [...rest, first] });
    expect(rules).toEqual([
      {
        place: '/nextSteps',
        id: first.id,
        change: 'moved',
        fields: [{ field: 'turn', from: 1, to: BASE.nextSteps.length }],
      },
    ]);
  });

  it('turn round when the packs do', () => {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' };
    const [there, back] = [comparePacks(BASE, pack), comparePacks(pack, BASE)];
    const key = (id: string, change: string) => `${id} ${change}`;
    expect(back.rules.map(({ id, change }) => key(id, change)).sort()).toEqual(
      there.rules.map(({ id, change }) => key(id, opposite[change])).sort(),
    );
    expect(comparePacks(pack, pack)).toEqual({ rules: [], districts: [] });
  });
});

describe('changes of verdicts', () => {
  it('are those of plain loops, unit by unit, and rates are n / N over what is due', () => {
    const json = {
      organisation: { modes: ['standalone'], ...cited },
      due: [due('due.parks', { kinds: ['park'] })],
    };
    const pack = packOf(child(json));
    for (let seed = 1; seed <= 5; seed++) {
      const [a, b] = [decided(seed, BASE), decided(seed, pack)];
      const changes = verdictChanges(a, b);
      for (const ledger of LEDGERS) {
        const units = [...a.due.keys()].filter(
          (u) => (a.due[u] === 1 || b.due[u] === 1) && a[ledger].state[u] !== b[ledger].state[u],
        );
        const found = changes[ledger].changes.flatMap((change) => [...change.units]);
        expect(
          found.sort((x, y) => x - y),
          `seed ${seed}`,
        ).toEqual(units);
        expect(changes[ledger].count).toBe(units.length);
        for (const { from, to, ruleFrom, units: own } of changes[ledger].changes)
          for (const u of own) {
            expect([a[ledger].state[u], b[ledger].state[u]]).toEqual([from, to]);
            expect(a.rules[a[ledger].rule[u]]).toBe(ruleFrom);
          }
        const over = [...b.due.keys()].filter(
          (u) => b.due[u] === 1 && (ledger !== 'work' || b.organisation.state[u] !== 1),
        );
        const yes = over.filter((u) => b[ledger].state[u] === 1).length;
        expect(auditRates(b)[ledger]).toMatchObject({
          yes,
          due: over.length,
          rate: yes / over.length,
        });
      }
      expect(changes.due.count).toBe([...a.due.keys()].filter((u) => a.due[u] !== b.due[u]).length);
    }
  });
});
