import type { FACILITY_LEVELS } from '#lib/core/model.ts';

/**
 * One ledger's verdicts, a row per unit. `state[i]` is NO, YES or UNKNOWN; `rule[i]` indexes
 * `Audit.rules`; the rows that decided it are evidence entries
 * `evidenceStart[i] .. evidenceStart[i + 1]`, each a table (index into TABLES) and a record of it.
 */
export interface Verdicts {
  state: Uint8Array;
  rule: Uint16Array;
  evidenceStart: Uint32Array;
  evidenceTable: Uint8Array;
  evidenceRecord: Uint32Array;
}

/**
 * Distance of every unit to the nearest facility of each level, so that a change of radius is a
 * threshold and not a recomputation. Entry `level * units + unit`; facility -1 and distance
 * Infinity where there is none, NaN distance where the unit has no position. Metres on the WGS 84
 * ellipsoid, as exact as the geodesic library.
 */
export interface ReachField {
  units: number;
  levels: typeof FACILITY_LEVELS;
  facility: Int32Array;
  distanceM: Float64Array;
  /** Index into CROSSINGS for each unit: only facilities of its own area are looked at. Absent: all are, for every unit. */
  crossing?: Uint8Array;
}

/** The three ledgers of a project under one rule pack. */
export interface Audit {
  /** Rule ids; position 0 is the empty rule. */
  rules: string[];
  /** 1 due, 0 exempt. */
  due: Uint8Array;
  /** Index into `rules` of the rule that exempts the unit, 0 where it is due. */
  exemptRule: Uint16Array;
  /** Reason codes of exemption beside `rules`: `reasons[exemptRule[i]]`, null where not an exempting rule. */
  reasons: (string | null)[];
  organisation: Verdicts & {
    /** Index into LINK_MODES of the strongest link that counts (standalone before joint before the rest), else NONE. */
    mode: Uint8Array;
    /** As `mode`, over all valid links whether they count or not: what the map's middle tint shows. */
    anyMode: Uint8Array;
  };
  work: Verdicts;
  service: Verdicts & {
    /** The facility that reaches the unit, else the nearest one that counts for its kind; -1 none. */
    facility: Int32Array;
    /** Distance to that facility in metres; NaN where there is none or the unit has no position. */
    distanceM: Float64Array;
  };
}
/** What the map and the status column of the ledger show for a unit, darkest ink first. */
export const UNIT_LOOKS = ['standalone', 'joint', 'partial', 'blank', 'unknown', 'exempt'] as const;
export type UnitLook = (typeof UNIT_LOOKS)[number];
