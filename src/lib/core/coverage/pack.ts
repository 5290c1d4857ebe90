import type {
  DivisionLevel,
  FacilityLevel,
  LinkMode,
  UnitKind,
  UnitStatus,
} from '#lib/core/model.ts';
import type { Cited, Norm, Words } from '#lib/core/norms/norm.ts';

export type { Cited, Words };

/** Takes a unit out of the denominator when every given condition holds. */
export interface DueRule extends Cited {
  id: string;
  /** Code of the reason, e.g. `closed`, `shell`, `below_threshold`, `duplicate`, `declared`. */
  reason: string;
  when: {
    status?: UnitStatus[];
    kinds?: UnitKind[];
    /** Exempt when the named count is known and lower than the number. */
    below?: Partial<Record<'enterprises' | 'employees' | 'households' | 'members', number>>;
    /** The unit stands in the ledger a second time. */
    duplicate?: true;
    /** The ledger itself gives a reason and the office that approved it. */
    declared?: true;
  };
}

/**
 * A facility of this level reaches units of these kinds (all where none is named) up to this
 * distance. It stands on the section's source and clause unless it has its own.
 */
export interface ReachRule extends Partial<Cited> {
  id: string;
  level: FacilityLevel;
  kinds?: UnitKind[];
  radiusM: number;
}

/** Whether a facility on the other side of a boundary serves: always, or only inside one's own district or street. */
export const CROSSINGS = ['anywhere', 'same_district', 'same_street'] as const;
export type Crossing = (typeof CROSSINGS)[number];

/** The next lawful step for a blank unit (组建建议), in no order; the pack's list of rules has the order. */
export const NEXT_STEPS = [
  'verify',
  'standalone',
  'joint',
  'grid_branch',
  'host',
  'dispatch',
  'affiliate',
  'catch_all',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** The first rule of the list whose every given condition holds says what is to be done with a blank unit. */
export interface StepRule extends Cited {
  id: string;
  step: NextStep;
  kinds?: UnitKind[];
  /** Full members known and at least this many. */
  membersAtLeast?: number;
  /** Full members known and at most this many. */
  membersAtMost?: number;
  /** `host`: a manager body is named. `presence`: an instructor, liaison or league is there. `no_presence`: known that none is. */
  needs?: ('host' | 'presence' | 'no_presence')[];
  /** With `affiliate`: an organisation must stand this near, metres. */
  withinM?: number;
}

/** How small blank units are put together under one joint branch (联合党支部). */
export interface JointRule extends Cited {
  id: string;
  maxUnits: number;
  /** Full members that a group must have together. */
  minMembers: number;
  /** No two units of a group are farther from one another, metres. */
  maxDistanceM: number;
  /** All units of a group are in one division of this level. */
  within: DivisionLevel;
  sameTrade: boolean;
  sameHost: boolean;
  /** Kinds that can be grouped; grids have a rule of their own. */
  kinds: UnitKind[];
}

/** One branch over one grid or over several adjacent ones (一格一支部 / 多格一支部). */
export interface GridBranchRule extends Cited {
  id: string;
  maxGrids: number;
  /** Full members that the grids of one branch must have together. */
  minMembers: number;
}

/** What makes blanks a weak belt (薄弱带): at least this many of them, each within this distance of the next. */
export interface BeltRule extends Cited {
  id: string;
  epsM: number;
  minUnits: number;
}

/** How divisions are compared: the confidence of the interval, from which N a rate is called small, and who is a peer of whom. */
export interface RankingRule extends Cited {
  id: string;
  confidence: number;
  smallBelow: number;
  /** Lower bounds of the size classes by number of due units, rising; peers are of one class. */
  peerSizes: number[];
}

/** The rules that can be inherited, overridden by a city, and again by a district. */
export interface RuleSet {
  due: DueRule[];
  organisation: { id: string; modes: LinkMode[] } & Cited;
  work: {
    id: string;
    fields: ('instructors' | 'liaisons' | 'league')[];
    modes: LinkMode[];
  } & Cited;
  service: { id: string; reach: ReachRule[]; crossing: Crossing } & Cited;
  staleness: { id: string; termGraceDays: number } & Cited;
  nextSteps: StepRule[];
  joint: JointRule;
  gridBranch: GridBranchRule;
  belts: BeltRule;
  ranking: RankingRule;
  norms: Norm[];
}

/** Rules of a district that differ from its city's; `divisions` are codes, and everything below them. */
export interface DistrictRules {
  divisions: string[];
  name: Words;
  rules: RuleSet;
}

/** A rule pack, complete: everything that differs from city to city, with the source of each rule. */
export interface RulePack extends RuleSet {
  format: 'lacuna-rules';
  formatVersion: 1;
  id: string;
  version: string;
  name: Words;
  /** ISO date. */
  effective: string;
  /** Ids of the packs it was built on, the nearest first. */
  lineage: string[];
  /** The pack that each rule id comes from. */
  origin: Record<string, string>;
  districts: DistrictRules[];
}

/** What is wrong with a rule pack: where (a JSON pointer), a code, and what was found and expected. */
export interface PackIssue {
  place: string;
  code: PackIssueCode;
  found: string | null;
  expected: string | null;
}

export const PACK_ISSUE_CODES = [
  'pack_not_json',
  'pack_not_an_object',
  'pack_missing',
  'pack_unknown_member',
  'pack_wrong_type',
  'pack_wrong_value',
  'pack_out_of_range',
  'pack_duplicate_id',
  'pack_unknown_parent',
  'pack_circular',
  'pack_unknown_rule',
  'pack_no_threshold',
  'pack_bands_overlap',
  'pack_contradiction',
] as const;
export type PackIssueCode = (typeof PACK_ISSUE_CODES)[number];
