import { LINK_MODES, STATES, UNIT_KINDS } from '#lib/core/model.ts';
import type { Divisions, Ledger, Project, Units } from '#lib/core/model.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { NOT_GIVEN, type Dimension } from '#lib/core/report/facets/dimension.ts';

/** The kind of each unit; last those of no known kind. */
export function kindDimension({ kind }: Units): Dimension {
  const none = UNIT_KINDS.length;
  return {
    id: 'kind',
    codes: kind.map((k) => Math.min(k, none)),
    keys: [...UNIT_KINDS, NOT_GIVEN],
  };
}

/** The state of each unit in one ledger; the exempt apart. */
export function ledgerDimension(audit: Audit, ledger: Ledger): Dimension {
  const { state } = audit[ledger];
  const { due } = audit;
  const codes = new Uint8Array(due.length);
  for (let unit = 0; unit < codes.length; unit++)
    codes[unit] = due[unit] === 0 ? STATES.length : state[unit];
  return { id: ledger, codes, keys: [...STATES, 'exempt'] };
}

/** The strongest valid link of each unit, whether it counts or not. */
export function modeDimension({ organisation }: Audit): Dimension {
  const none = LINK_MODES.length;
  const codes = organisation.anyMode.map((mode) => Math.min(mode, none));
  return { id: 'mode', codes, keys: [...LINK_MODES, NOT_GIVEN] };
}

/** The rule that decided the organisation ledger of each unit; of an exempt one, the rule that exempts it. */
export function ruleDimension({ due, exemptRule, organisation, rules }: Audit): Dimension {
  const codes = new Uint16Array(due.length);
  for (let unit = 0; unit < codes.length; unit++)
    codes[unit] = due[unit] === 0 ? exemptRule[unit] : organisation.rule[unit];
  return { id: 'rule', codes, keys: rules.map((rule) => (rule === '' ? NOT_GIVEN : rule)) };
}

/** The highest level at which a project has several divisions: the one worth filtering by. -1 none. */
export function dividingLevel({ count, level }: Divisions): number {
  const n = new Uint32Array(256);
  for (let d = 0; d < count; d++) n[level[d]]++;
  return n.findIndex((divisions) => divisions > 1 && divisions < 0xffff);
}

/**
 * The division of a level (an index into DIVISION_LEVELS) that each unit stands in, however far
 * below; last those that stand in none. Keys are division codes.
 */
export function divisionDimension({ divisions, units }: Project, level: number): Dimension {
  const keys: string[] = [];
  const own = new Int32Array(divisions.count).fill(-1);
  for (let d = 0; d < divisions.count; d++) {
    // Grids may stand in grids: the outermost of the level is the one that counts.
    const above = divisions.parent[d] < 0 ? -1 : own[divisions.parent[d]];
    own[d] = above < 0 && divisions.level[d] === level ? keys.push(divisions.code[d]) - 1 : above;
  }
  const none = keys.length;
  const codes = new Uint16Array(units.count);
  for (let unit = 0; unit < codes.length; unit++) {
    const at = units.division[unit] < 0 ? -1 : own[units.division[unit]];
    codes[unit] = at < 0 ? none : at;
  }
  return { id: 'division', codes, keys: [...keys, NOT_GIVEN] };
}
