import { describe, expect, it } from 'vitest';
import { listOfGroups } from '#lib/core/coverage/joint/assemble.ts';
import { moveUnit, newGroup, takeOut } from '#lib/core/coverage/joint/by-hand.ts';
import { groupGrids } from '#lib/core/coverage/joint/group-grids.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import { gridContext, jointContext } from '#lib/core/coverage/joint/hand-context.ts';
import { violationsOf } from '#lib/core/coverage/joint/violations.ts';
import { whatIf } from '#lib/core/coverage/joint/what-if.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { NO, UNKNOWN, YES } from '#lib/core/model.ts';
import { PACK } from './coverage-project.ts';
import { blanks, brickGrids, demandsOf, randomBlanks } from './joint-cases.ts';
import type { Blank } from './joint-cases.ts';
import { faultsOf, isGroup } from './joint-checker.ts';

const TIME = { seconds: 600, now: () => 0 };

function setUp(units: Blank[], pack: RulePack = PACK) {
  const { project, verdicts } = blanks(units);
  const grouping = groupUnits(project, pack, verdicts, null, TIME);
  return { project, verdicts, grouping, context: jointContext(project, pack, verdicts) };
}
/** Two groups of two, and one unit that is left. */
const PAIRS: Blank[] = [
  { members: 2 },
  { members: 1, x: 10 },
  { members: 2, x: 900 },
  { members: 1, x: 910 },
  { members: 0, x: 2000 },
];

describe('editing by hand', () => {
  it('moves a unit, and says that the group is spread too far and the other too small', () => {
    const { grouping, context } = setUp(PAIRS);
    expect(listOfGroups(grouping)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const { grouping: after, group } = moveUnit(grouping, 1, 1, context);
    expect(listOfGroups(after)).toEqual([[0], [1, 2, 3]]);
    expect(group).toBe(1);
    expect(after).toMatchObject({ proof: 'by_hand', served: 4, spreadBound: 0 });
    const codes = violationsOf(context, after).map(({ code, group, units, found, limit }) => [
      code,
      group,
      units,
      found === null ? null : Math.round(found),
      limit,
    ]);
    expect(codes).toEqual([
      ['too_few_units', 0, [0], 1, 2],
      ['too_few_members', 0, [0], 2, 3],
      ['too_far_apart', 1, [1, 3], 900, 500],
    ]);
    expect(listOfGroups(grouping)).toHaveLength(2);
  });
  it('takes a unit out, and the group with its last', () => {
    const { grouping, context } = setUp(PAIRS);
    const once = takeOut(grouping, 0, context);
    expect(listOfGroups(once.grouping)).toEqual([[1], [2, 3]]);
    expect(once.group).toBe(0);
    const twice = takeOut(once.grouping, 1, context);
    expect(listOfGroups(twice.grouping)).toEqual([[2, 3]]);
    expect(twice.group).toBe(-1);
    expect(twice.grouping.groupOf[0]).toBe(-1);
    expect(takeOut(twice.grouping, 4, context).grouping).toBe(twice.grouping);
  });
  it('makes a group of chosen units, out of those they were in', () => {
    const { grouping, context } = setUp(PAIRS);
    const { grouping: after, group } = newGroup(grouping, [4, 3, 3], context);
    expect(listOfGroups(after)).toEqual([[0, 1], [2], [3, 4]]);
    expect(group).toBe(2);
    expect(() => newGroup(grouping, [], context)).toThrow(RangeError);
    expect(() => moveUnit(grouping, 0, 2, context)).toThrow(RangeError);
  });
  it('has nothing against what the rules allow, and something against everything else', () => {
    let refused = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { project, verdicts, pack } = randomBlanks(seed);
      const grouping = groupUnits(project, pack, verdicts, null, TIME);
      const context = jointContext(project, pack, verdicts);
      const demands = demandsOf(pack);
      expect(violationsOf(context, grouping), `seed ${seed}`).toEqual([]);
      const count = project.units.count;
      const units = [...Array(count).keys()].filter((i) => (seed * 7 + i * 5) % 3 > 0);
      if (units.length === 0) continue;
      const { grouping: after } = newGroup(grouping, units, context);
      const wrong = new Set(violationsOf(context, after).map(({ group }) => group));
      listOfGroups(after).forEach((group, g) => {
        const alone = { ...after, groups: 1, groupStart: Uint32Array.of(0, group.length) };
        const faults = faultsOf(
          project,
          verdicts,
          { ...alone, member: Uint32Array.from(group) },
          demands,
        );
        const allowed =
          isGroup(project, group, demands) && !faults.some((fault) => /no candidate/.test(fault));
        if (!allowed) refused++;
        expect(wrong.has(g), `seed ${seed}, group ${group.join()}`).toBe(!allowed);
      });
    }
    expect(refused).toBeGreaterThan(50);
  });
  it.each([
    ['not_due', {}, (v: ReturnType<typeof blanks>) => (v.verdicts.due[1] = 0)],
    [
      'not_blank',
      {},
      (v: ReturnType<typeof blanks>) => (v.verdicts.organisation.state[1] = UNKNOWN),
    ],
    ['wrong_kind', { kind: 'grid' }, null],
    ['members_unknown', { members: NaN }, null],
    ['branch_of_own', { members: 3 }, null],
    ['other_division', { division: 3 }, null],
    ['no_position', { x: NaN }, null],
    ['no_division', { division: -1 }, null],
  ] as [string, Blank, ((made: ReturnType<typeof blanks>) => unknown) | null][])(
    'says %s of a unit that is put in',
    (code, unit, spoil) => {
      const made = blanks([{ members: 2 }, { members: 1, ...unit }, { members: 1 }]);
      spoil?.(made);
      const { project, verdicts } = made;
      const context = jointContext(project, PACK, verdicts);
      const grouping = groupUnits(project, PACK, verdicts, null, TIME);
      const { grouping: after } = newGroup(grouping, [0, 1, 2], context);
      const said = violationsOf(context, after).filter((violation) => violation.code === code);
      expect(said.map(({ units }) => units)).toEqual([[1]]);
    },
  );
  it('says of trade, host and number what the rule says', () => {
    const units = [1, 1, 1, 1, 1, 1].map((members, i) => ({
      members,
      trade: i === 5 ? 'b' : 'a',
      host: i === 4 ? null : 'x',
    }));
    const pack = { ...PACK, joint: { ...PACK.joint, sameTrade: true, sameHost: true } };
    const { grouping, context } = setUp(units, pack);
    const { grouping: after } = newGroup(grouping, [0, 1, 2, 3, 4, 5], context);
    expect(violationsOf(context, after).map(({ code, units }) => [code, units])).toEqual([
      ['too_many_units', [0, 1, 2, 3, 4, 5]],
      ['other_trade', [5]],
      ['other_host', [4]],
    ]);
  });
  it('wants grids to be adjacent and in one community', () => {
    const { project, verdicts } = brickGrids(1, 1, 4, 0);
    project.units.members = Float64Array.of(3, 3, 1, 0);
    const context = gridContext(project, PACK, verdicts);
    const grouping = groupGrids(project, PACK, verdicts, null, TIME);
    expect(violationsOf(context, grouping)).toEqual([]);
    const { grouping: after } = newGroup(grouping, [0, 2, 3], context);
    expect(violationsOf(context, after).map(({ code, units }) => [code, units])).toEqual([
      ['not_adjacent', [2, 3]],
    ]);
  });
});

describe('what if', () => {
  const { project } = blanks([{}, {}, {}, {}, {}]);
  const state = (...states: number[]) => ({ state: Uint8Array.from(states) });
  const audit = {
    due: Uint8Array.of(1, 1, 1, 1, 0),
    organisation: state(NO, UNKNOWN, YES, NO, NO),
    work: state(YES, NO, NO, UNKNOWN, NO),
    service: state(NO, NO, YES, YES, NO),
  };
  it('counts who becomes covered, and leaves the other ledgers as they are', () => {
    const { newly, ledgers, workWithoutOrganisation } = whatIf(project, PACK, audit, [4, 2, 1, 0]);
    expect([...newly]).toEqual([0, 1]);
    expect(ledgers.organisation).toEqual({
      before: { due: 4, no: 2, yes: 1, unknown: 1 },
      after: { due: 4, no: 1, yes: 3, unknown: 0 },
    });
    expect(ledgers.work.after).toEqual(ledgers.work.before);
    expect(ledgers.service).toEqual({
      before: { due: 4, no: 2, yes: 2, unknown: 0 },
      after: { due: 4, no: 2, yes: 2, unknown: 0 },
    });
    expect(workWithoutOrganisation).toEqual({
      before: { due: 3, no: 1, yes: 1, unknown: 1 },
      after: { due: 1, no: 0, yes: 0, unknown: 1 },
    });
    expect([...audit.organisation.state]).toEqual([NO, UNKNOWN, YES, NO, NO]);
  });
  it('keeps to some units, and covers nobody where joint branches do not count', () => {
    const within = Uint8Array.of(1, 0, 1, 0, 0);
    const { newly, ledgers } = whatIf(project, PACK, audit, [0, 1], within);
    expect([...newly]).toEqual([0, 1]);
    expect(ledgers.organisation.after).toEqual({ due: 2, no: 0, yes: 2, unknown: 0 });
    const pack: RulePack = {
      ...PACK,
      organisation: { ...PACK.organisation, modes: ['standalone'] },
    };
    expect(whatIf(project, pack, audit, [0, 1]).newly).toHaveLength(0);
  });
});
