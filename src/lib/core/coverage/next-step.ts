import { DIVISION_LEVELS, LINK_MODES, NO, NONE, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { staleOrganisations } from '#lib/core/coverage/link-index.ts';
import { StreetOrganisations } from '#lib/core/coverage/nearest-organisation.ts';
import { STEP_TARGETS } from '#lib/core/coverage/next-step-column.ts';
import type { NextStepColumns, StepAt, StepTarget } from '#lib/core/coverage/next-step-column.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import type { RulePack, RuleSet, StepRule } from '#lib/core/coverage/pack.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import { appliesToKind } from '#lib/core/coverage/rules.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { textAt } from '#lib/core/texts.ts';

const COMMUNITY = DIVISION_LEVELS.indexOf('community');
const STREET = DIVISION_LEVELS.indexOf('street');
const AFFILIATED = LINK_MODES.indexOf('affiliated');

/** What a step is about, where its conditions hold. */
interface Target {
  table: StepTarget;
  record: number;
  distanceM: number;
}

const NO_TARGET: Target = { table: 'none', record: -1, distanceM: NaN };
const target = (table: StepTarget, record: number): Target => ({ table, record, distanceM: NaN });

/** Tries rules on units of one rule set. */
class Steps {
  readonly #project: Project;
  readonly #rules: RuleSet;
  readonly #audit: Audit;
  readonly #groups: Groupings;
  readonly #community: Int32Array;
  readonly #street: Int32Array;
  #organisations: StreetOrganisations | null = null;

  constructor(project: Project, rules: RuleSet, audit: Audit, groups: Groupings) {
    this.#project = project;
    this.#rules = rules;
    this.#audit = audit;
    this.#groups = groups;
    this.#community = ancestorsAtLevel(project.divisions, COMMUNITY);
    this.#street = ancestorsAtLevel(project.divisions, STREET);
  }

  /** The first rule that holds for a unit, and its target; null where none does. */
  first(unit: number): { rule: StepRule; target: Target } | null {
    const unknown = this.#audit.organisation.state[unit] === UNKNOWN;
    for (const rule of this.#rules.nextSteps) {
      if ((rule.step === 'verify') !== unknown || !this.#allows(rule, unit)) continue;
      const found = this.#target(rule, unit);
      if (found) return { rule, target: found };
    }
    return null;
  }

  #allows({ kinds, membersAtLeast, membersAtMost, needs = [] }: StepRule, unit: number): boolean {
    const { units } = this.#project;
    const members = units.members[unit];
    if (!appliesToKind(kinds, units.kind[unit])) return false;
    // A comparison with NaN is false: members that are not known meet no bound.
    if (membersAtLeast !== undefined && !(members >= membersAtLeast)) return false;
    if (membersAtMost !== undefined && !(members <= membersAtMost)) return false;
    return needs.every((need) => {
      if (need === 'host') return textAt(units.host, unit) !== null;
      return this.#audit.work.state[unit] === (need === 'presence' ? YES : NO);
    });
  }

  /** What the step itself asks for beyond the rule's conditions; null where the unit has not got it. */
  #target(rule: StepRule, unit: number): Target | null {
    const { units } = this.#project;
    const { joint, grids } = this.#groups;
    switch (rule.step) {
      case 'standalone':
        return Number.isNaN(units.members[unit]) ? null : NO_TARGET;
      case 'joint':
        return joint.groupOf[unit] < 0 ? null : target('joint_group', joint.groupOf[unit]);
      case 'grid_branch':
        return grids.groupOf[unit] < 0 ? null : target('grid_group', grids.groupOf[unit]);
      case 'host':
        return textAt(units.host, unit) === null ? null : NO_TARGET;
      case 'affiliate':
        return this.#affiliate(unit, rule.withinM ?? Infinity);
      case 'catch_all':
        return this.#catchAll(unit);
      case 'verify':
      case 'dispatch':
        return NO_TARGET;
    }
  }

  #affiliate(unit: number, withinM: number): Target | null {
    const { organisation } = this.#audit;
    // Whoever is affiliated already, or linked more closely than that, is not told to be so again.
    if (organisation.anyMode[unit] <= AFFILIATED) return null;
    this.#organisations ??= new StreetOrganisations(
      this.#project,
      staleOrganisations(this.#project, this.#rules.staleness),
    );
    const found = this.#organisations.nearest(unit, withinM);
    return found && { ...target('organisation', found.organisation), distanceM: found.distanceM };
  }

  #catchAll(unit: number): Target {
    const division = this.#project.units.division[unit];
    if (division < 0) return NO_TARGET;
    const community = this.#community[division];
    const record = community >= 0 ? community : this.#street[division];
    return record < 0 ? NO_TARGET : target('division', record);
  }
}

/** The proposed joint branches and grid branches. */
export interface Groupings {
  joint: Grouping;
  grids: Grouping;
}

/**
 * The next lawful step (组建建议) of every due unit that no organisation covers: the first rule of
 * its rule set (a district's own, else the pack's) whose every condition holds. Where it is not
 * known whether one covers, only a rule that says to verify applies, and that one only there.
 * Affiliation is to the nearest organisation in the same street that has a position and whose term
 * has not run out beyond the grace period; the catch-all falls to the community, else the street.
 */
export function nextSteps(
  project: Project,
  pack: RulePack,
  audit: Audit,
  joint: Grouping,
  grids: Grouping,
): NextStepColumns {
  const { count, division } = project.units;
  const { sets, ofDivision } = ruleSets(project.divisions, pack);
  const steps = sets.map((rules) => new Steps(project, rules, audit, { joint, grids }));
  const rules = ['', ...new Set(sets.flatMap((set) => set.nextSteps.map(({ id }) => id)))];
  const numbers = new Map(rules.map((id, i) => [id, i]));
  const columns: NextStepColumns = {
    step: new Uint8Array(count).fill(NONE),
    rules,
    rule: new Uint16Array(count),
    targetTable: new Uint8Array(count),
    target: new Int32Array(count).fill(-1),
    distanceM: new Float64Array(count).fill(NaN),
  };
  for (let unit = 0; unit < count; unit++) {
    if (audit.due[unit] === 0 || audit.organisation.state[unit] === YES) continue;
    const found = steps[division[unit] < 0 ? 0 : ofDivision[division[unit]]].first(unit);
    if (found === null) continue;
    columns.step[unit] = NEXT_STEPS.indexOf(found.rule.step);
    columns.rule[unit] = numbers.get(found.rule.id) ?? 0;
    columns.targetTable[unit] = STEP_TARGETS.indexOf(found.target.table);
    columns.target[unit] = found.target.record;
    columns.distanceM[unit] = found.target.distanceM;
  }
  return columns;
}

/** The step at one unit, null where nothing is to be done. */
export function stepAt(columns: NextStepColumns, unit: number): StepAt | null {
  if (columns.step[unit] === NONE) return null;
  const table = STEP_TARGETS[columns.targetTable[unit]];
  return {
    step: NEXT_STEPS[columns.step[unit]],
    rule: columns.rules[columns.rule[unit]],
    target: table === 'none' ? null : { table, record: columns.target[unit] },
    distanceM: columns.distanceM[unit],
  };
}
