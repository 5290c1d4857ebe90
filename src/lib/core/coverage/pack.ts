import type { FacilityLevel, LinkMode, UnitKind, UnitStatus } from '#lib/core/model.ts';

/** A text in both languages of the product. */
export interface Words {
  'zh-CN': string;
  en: string;
}

/** Takes a unit out of the denominator when every given condition holds. */
export interface DueRule {
  id: string;
  /** Code of the reason, e.g. `closed`, `shell`, `below_threshold`. */
  reason: string;
  when: {
    status?: UnitStatus[];
    kinds?: UnitKind[];
    /** Exempt when the named count is known and lower than the number. */
    below?: Partial<Record<'enterprises' | 'employees' | 'households' | 'members', number>>;
  };
  source: Words;
}

/** A facility of this level reaches units of these kinds (all where none is named) up to this distance. */
export interface ReachRule {
  id: string;
  level: FacilityLevel;
  kinds?: UnitKind[];
  radiusM: number;
}

/** A rule pack: everything that differs from city to city, with the source of each rule. */
export interface RulePack {
  format: 'lacuna-rules';
  formatVersion: 1;
  id: string;
  version: string;
  name: Words;
  /** ISO date. */
  effective: string;
  due: DueRule[];
  organisation: { id: string; modes: LinkMode[]; source: Words };
  work: {
    id: string;
    fields: ('instructors' | 'liaisons' | 'league')[];
    modes: LinkMode[];
    source: Words;
  };
  service: { id: string; reach: ReachRule[]; source: Words };
  staleness: { id: string; termGraceDays: number; source: Words };
}

/** What is wrong with a rule pack: where (a JSON pointer), a code, and what was found and expected. */
export interface PackIssue {
  place: string;
  code: PackIssueCode;
  found: string | null;
  expected: string | null;
}

export const PACK_ISSUE_CODES = [
  'pack_not_an_object',
  'pack_missing',
  'pack_wrong_type',
  'pack_wrong_value',
  'pack_out_of_range',
  'pack_duplicate_id',
] as const;
export type PackIssueCode = (typeof PACK_ISSUE_CODES)[number];
