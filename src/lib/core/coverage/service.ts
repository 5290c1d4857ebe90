import { FACILITY_LEVELS, NO, NONE, TABLES, UNIT_KINDS, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import type { RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import { unitRules } from '#lib/core/coverage/rule-sets.ts';
import { appliesToKind, ruleIndex } from '#lib/core/coverage/rules.ts';
import type { RuleIndex } from '#lib/core/coverage/rules.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';

const LEVELS = FACILITY_LEVELS.length;
const FACILITIES = TABLES.indexOf('facilities');
const UNITS = TABLES.indexOf('units');

/** How far each facility level reaches each kind, metres; -1 where it does not. Entry `kind * levels + level`. */
interface ReachTable {
  radiusM: Float64Array;
  rule: Uint16Array;
}

function reachTable(pack: RuleSet, rules: RuleIndex, radiusM: number | null): ReachTable {
  const radii = new Float64Array((UNIT_KINDS.length + 1) * LEVELS).fill(-1);
  const rule = new Uint16Array(radii.length);
  for (let slot = 0; slot <= UNIT_KINDS.length; slot++) {
    const kind = slot < UNIT_KINDS.length ? slot : NONE;
    for (const reach of pack.service.reach) {
      if (!appliesToKind(reach.kinds, kind)) continue;
      const entry = slot * LEVELS + FACILITY_LEVELS.indexOf(reach.level);
      const radius = radiusM ?? reach.radiusM;
      if (radius <= radii[entry]) continue;
      radii[entry] = radius;
      rule[entry] = rules.of(reach.id);
    }
  }
  return { radiusM: radii, rule };
}

/**
 * The service ledger. Yes: a facility of a level that serves the unit's kind stands within that
 * level's radius, the boundary included; levels do not nest. Unknown: the unit has no position, or
 * none in an area where only facilities of the own one count, or no facility with a position is known. Else no. A threshold over the reach field, so that it answers
 * while a slider is dragged. Evidence: the facility, else the unit.
 *
 * @param field that of `crossedField` for the pack
 * @param radiusM replaces every rule's radius; null keeps the pack's own. Metres.
 */
export function serviceVerdicts(
  project: Project,
  pack: RulePack,
  field: ReachField,
  radiusM: number | null,
): Audit['service'] {
  const { count, kind, lng, lat } = project.units;
  const rules = ruleIndex(pack);
  const followed = unitRules(project, pack);
  const tables = followed.sets.map((set) => reachTable(set, rules, radiusM));
  const noArea = rules.of('service.no-area');
  const beyond = rules.of('service.beyond');
  const noPosition = rules.of('service.no-position');
  const tablePresent = project.present.includes('facilities');
  const nothing = tablePresent ? rules.of('service.no-facility') : rules.of('service.no-table');
  const anyFacility = tablePresent && facilitiesWithPosition(project);

  const state = new Uint8Array(count);
  const rule = new Uint16Array(count);
  const facility = new Int32Array(count).fill(-1);
  const distanceM = new Float64Array(count).fill(NaN);
  const evidenceStart = new Uint32Array(count + 1);
  const evidenceTable = new Uint8Array(count);
  const evidenceRecord = new Uint32Array(count);

  for (let unit = 0; unit < count; unit++) {
    const table = tables[followed.of[unit]];
    const slot = (kind[unit] < UNIT_KINDS.length ? kind[unit] : UNIT_KINDS.length) * LEVELS;
    let nearest = Infinity;
    let reached = Infinity;
    let by = -1;
    for (let level = 0; level < LEVELS; level++) {
      const radius = table.radiusM[slot + level];
      if (radius < 0) continue;
      const entry = level * count + unit;
      const distance = field.distanceM[entry];
      if (distance < nearest && reached === Infinity) {
        nearest = distance;
        facility[unit] = field.facility[entry];
      }
      if (distance <= radius && distance < reached) {
        reached = distance;
        by = level;
        facility[unit] = field.facility[entry];
      }
    }
    const hasPosition = !Number.isNaN(field.distanceM[unit]);
    if (by >= 0) {
      state[unit] = YES;
      rule[unit] = table.rule[slot + by];
      distanceM[unit] = reached;
    } else if (!anyFacility || !hasPosition) {
      state[unit] = UNKNOWN;
      const stands = field.crossing !== undefined && !Number.isNaN(lng[unit] + lat[unit]);
      rule[unit] = !anyFacility ? nothing : stands ? noArea : noPosition;
    } else {
      state[unit] = NO;
      rule[unit] = beyond;
      if (nearest < Infinity) distanceM[unit] = nearest;
    }
    const cited = facility[unit] >= 0;
    evidenceTable[unit] = cited ? FACILITIES : UNITS;
    evidenceRecord[unit] = cited ? facility[unit] : unit;
    evidenceStart[unit + 1] = unit + 1;
  }
  return {
    state,
    rule,
    evidenceStart,
    evidenceTable,
    evidenceRecord,
    facility,
    distanceM,
  };
}

function facilitiesWithPosition(project: Project): boolean {
  const { count, lng, lat } = project.facilities;
  for (let i = 0; i < count; i++) if (!Number.isNaN(lng[i]) && !Number.isNaN(lat[i])) return true;
  return false;
}
