import { DIVISION_LEVELS, UNIT_KINDS } from '#lib/core/model.ts';
import { adjacentGrids } from '#lib/core/coverage/joint/adjacency.ts';
import { numbering } from '#lib/core/coverage/joint/candidates.ts';
import type { GroupingInput, GroupingVerdicts } from '#lib/core/coverage/joint/candidates.ts';
import { gridMetres } from '#lib/core/coverage/joint/group-grids.ts';
import { isStandalone } from '#lib/core/coverage/joint/standalone.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import type { RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import type { UnitKind } from '#lib/core/model.ts';

/** What a group of one rule set has to keep to. */
export interface HandLimits {
  kinds: readonly UnitKind[];
  leastUnits: number;
  mostUnits: number;
  minMembers: number;
  /** Metres; null for grids, which have to be adjacent instead. */
  maxDistanceM: number | null;
}

/** What editing a grouping by hand asks of a project. Units are numbers of the project. */
export interface HandContext {
  kind: Uint8Array;
  members: Float64Array;
  verdicts: GroupingVerdicts;
  /** Metres between two units, NaN where one has no position. */
  metres(a: number, b: number): number;
  /** Index of the rule set of a unit's division. */
  rulesOf(unit: number): number;
  limitsOf(rules: number): HandLimits;
  /** The division in which all units of a group must be, -1 where there is none. */
  placeOf(unit: number): number;
  /** Numbers of trade and host where the rule set wants them equal: -1 not known, 0 where it does not. */
  tradeOf(unit: number): number;
  hostOf(unit: number): number;
  /** Members enough for a branch of its own, which a joint branch must not take. */
  isAlone(unit: number): boolean;
  /** Pairs of some units that are adjacent grids; null where adjacency is not asked for. */
  adjacentOf: ((units: readonly number[]) => (a: number, b: number) => boolean) | null;
}

interface Base {
  sets: readonly RuleSet[];
  rulesOf(unit: number): number;
}

function baseOf({ units, divisions }: GroupingInput, pack: RulePack): Base {
  const { sets, ofDivision: of } = ruleSets(divisions, pack);
  return { sets, rulesOf: (unit) => of[units.division[unit]] ?? 0 };
}

/** The context for joint branches under a pack. */
export function jointContext(
  input: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
): HandContext {
  const { units, divisions } = input;
  const { sets, rulesOf } = baseOf(input, pack);
  const within = sets.map(({ joint }) =>
    ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf(joint.within)),
  );
  const trade = numbering(units.trade);
  const host = numbering(units.host);
  return {
    kind: units.kind,
    members: units.members,
    verdicts,
    metres: gridMetres(input),
    rulesOf,
    limitsOf: (rules) => {
      const { kinds, maxUnits, minMembers, maxDistanceM } = sets[rules].joint;
      return { kinds, leastUnits: 2, mostUnits: maxUnits, minMembers, maxDistanceM };
    },
    placeOf: (unit) => within[rulesOf(unit)][units.division[unit]] ?? -1,
    tradeOf: (unit) => (sets[rulesOf(unit)].joint.sameTrade ? trade(unit) : 0),
    hostOf: (unit) => (sets[rulesOf(unit)].joint.sameHost ? host(unit) : 0),
    isAlone: (unit) => isStandalone(sets[rulesOf(unit)], units.kind[unit], units.members[unit]),
    adjacentOf: null,
  };
}

/** The context for branches over grids under a pack. */
export function gridContext(
  input: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
): HandContext {
  const { units, divisions } = input;
  const { sets, rulesOf } = baseOf(input, pack);
  const community = ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf('community'));
  return {
    kind: units.kind,
    members: units.members,
    verdicts,
    metres: gridMetres(input),
    rulesOf,
    limitsOf: (rules) => {
      const { maxGrids, minMembers } = sets[rules].gridBranch;
      const kinds = UNIT_KINDS.filter((kind) => kind === 'grid');
      return { kinds, leastUnits: 1, mostUnits: maxGrids, minMembers, maxDistanceM: null };
    },
    placeOf: (unit) => community[units.division[unit]] ?? -1,
    tradeOf: () => 0,
    hostOf: () => 0,
    isAlone: () => false,
    adjacentOf: (group) => {
      const pairs = adjacentGrids(input, group);
      return (a, b) => pairs.has(Math.min(a, b) * units.count + Math.max(a, b));
    },
  };
}
