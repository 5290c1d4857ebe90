import type {
  DivisionLevel,
  FacilityLevel,
  LinkMode,
  OrganisationType,
  UnitKind,
} from '#lib/core/model.ts';

/** A text in both languages of the product. */
export interface Words {
  'zh-CN': string;
  en: string;
}

/** Where a rule stands: the document, the clause in it, and the day from which it applies where that is not the pack's. */
export interface Cited {
  source: Words;
  clause: Words;
  /** ISO date. */
  effective?: string;
}

/** What a norm is about: one table, and which of its records. */
export interface NormSubject {
  table: 'divisions' | 'facilities' | 'organisations' | 'units';
  /** Levels of the divisions or facilities; all where absent. */
  levels?: (DivisionLevel | FacilityLevel)[];
  /** Organisation types. */
  types?: OrganisationType[];
  /** Unit kinds. */
  kinds?: UnitKind[];
}

/**
 * A number that a record has. `column`: a numeric column of the subject's own table, the contract's
 * or one of the file's own by its header. `facility`: over the facilities of these levels that stand
 * in the division (with everything below it): how many, the largest or the sum of a column.
 * `organisation`: how many organisations of these types are in the division itself, or the sum of a
 * column. `distance`: metres from the unit to the nearest facility of these levels. `days_over`:
 * days by which a date column lies before the day of judgement, negative while it has not come.
 * `links`: how many units an organisation is linked to by these modes, each once.
 * Of a record that is no division, `facilities` and `organisations` are those of the division it is in.
 */
export type Measure =
  | { of: 'column'; column: string }
  | {
      of: 'facilities';
      levels?: FacilityLevel[];
      column?: 'area_m2' | 'staff';
      fold: 'count' | 'sum' | 'max';
    }
  | {
      of: 'organisations';
      types?: OrganisationType[];
      column?: 'members' | 'full_time' | 'part_time';
      fold: 'count' | 'sum' | 'max';
    }
  | { of: 'distance'; levels?: FacilityLevel[] }
  | { of: 'days_over'; column: string }
  | { of: 'links'; modes?: LinkMode[] };

/** A number, or one that grows with another measure: `base + amount * measure`. */
export type Threshold = number | { base: number; amount: number; per: Measure };

/** A stretch of another measure (`from` included, `to` excluded, open where absent) and the threshold in it. */
export interface Band {
  from?: number;
  to?: number;
  threshold: Threshold;
}

export const NORM_UNITS = ['m2', 'm', 'people', 'yuan', 'days', 'count', 'households'] as const;
export type NormUnit = (typeof NORM_UNITS)[number];

/**
 * One checkable requirement (标准): a measure of each subject against a threshold. Where `bands`
 * stand, the band that `by` falls in gives the threshold. A norm is met when the measure is
 * `at_least` or `at_most` the threshold, the threshold included.
 */
export interface Norm extends Cited {
  id: string;
  name: Words;
  subject: NormSubject;
  measure: Measure;
  require: 'at_least' | 'at_most';
  threshold?: Threshold;
  by?: Measure;
  bands?: Band[];
  unit: NormUnit;
  /** The share of subjects that meet it is what is judged; the single ones are listed all the same. 0 .. 1. */
  targetShare?: number;
  /** The average of the subjects' values is what is judged; the single ones are listed all the same. */
  average?: true;
}

/** What came of one norm for one record. */
export const NORM_STATES = ['met', 'lacking', 'unknown'] as const;
export type NormState = (typeof NORM_STATES)[number];

/**
 * Findings of a set of norms by columns, a row for every norm and every subject it applies to, in
 * the order of the norms and of their subjects. `value` is the number that decided: where some of
 * what it is made of is missing, the bound that was enough; NaN where it is not known. `lacking` is
 * how much is missing to the threshold, in the norm's unit (over, for `at_most`), 0 where it is met,
 * NaN where it is not known or, as with a facility that does not exist, cannot be measured.
 */
export interface NormFindings {
  count: number;
  /** The norms of all rule sets, each once: the pack's, then what districts have of their own. */
  norms: Norm[];
  /** Index into `norms`. */
  norm: Uint16Array;
  /** Record of the norm's subject table. */
  record: Uint32Array;
  /** Index into NORM_STATES. */
  state: Uint8Array;
  value: Float64Array;
  threshold: Float64Array;
  lacking: Float64Array;
  /** The division the record is in, -1 nowhere; the record itself where the subject is a division. */
  division: Int32Array;
}
