import type { Project } from '#lib/core/model.ts';
import { unitLooks } from '#lib/core/coverage/look.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Engine } from '#lib/tables/engine.ts';
import { createViews } from '#lib/tables/views.ts';

function numbered(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

/**
 * Loads a project and its audit and creates the views over them; whatever was loaded before is
 * replaced. Records keep their index, so that an answer's `unit` or `division` is the index into
 * the project's columns.
 */
export async function loadProject(
  engine: Engine,
  views: Record<string, string>,
  project: Project,
  audit: Audit,
): Promise<void> {
  const { divisions, units, facilities } = project;
  await engine.load('divisions', {
    division: numbered(divisions.count),
    code: divisions.code,
    name: divisions.name,
    level: divisions.level,
    parent: divisions.parent,
  });
  await engine.load('units', {
    unit: numbered(units.count),
    id: units.id,
    name: units.name,
    kind: units.kind,
    division: units.division,
    enterprises: units.enterprises,
    employees: units.employees,
    households: units.households,
    members: units.members,
  });
  await engine.load('facilities', {
    facility: numbered(facilities.count),
    id: facilities.id,
    name: facilities.name,
    level: facilities.level,
    division: facilities.division,
    area_m2: facilities.areaM2,
  });
  await loadVerdicts(engine, project, audit);
  await loadMask(engine, null);
  await createViews(engine, views);
}

/** Replaces every verdict, as when another rule pack is chosen. */
export async function loadVerdicts(engine: Engine, project: Project, audit: Audit): Promise<void> {
  // One behind a load and one before it: with a million units each takes a while.
  const organisationLook = unitLooks(project, audit, 'organisation');
  await engine.load('rules', {
    rule: numbered(audit.rules.length),
    id: audit.rules,
    reason: audit.reasons,
  });
  const workLook = unitLooks(project, audit, 'work');
  await engine.load('verdicts', {
    unit: numbered(project.units.count),
    due: audit.due,
    exempt_rule: audit.exemptRule,
    organisation: audit.organisation.state,
    organisation_rule: audit.organisation.rule,
    mode: audit.organisation.mode,
    any_mode: audit.organisation.anyMode,
    work: audit.work.state,
    work_rule: audit.work.rule,
    organisation_look: organisationLook,
    work_look: workLook,
  });
  await loadService(engine, audit.service);
}

/** Replaces the service verdicts alone, as at a step of the radius slider. */
export async function loadService(engine: Engine, service: Audit['service']): Promise<void> {
  await engine.load('service_verdicts', {
    unit: numbered(service.state.length),
    service: service.state,
    service_rule: service.rule,
    facility: service.facility,
    distance_m: service.distanceM,
  });
}

/** Chooses the units that every count follows: 1 for each that counts; null = all. */
export async function loadMask(engine: Engine, mask: Uint8Array | null): Promise<void> {
  const out: number[] = [];
  mask?.forEach((counts, unit) => {
    if (counts === 0) out.push(unit);
  });
  await engine.load('left_out', { unit: Int32Array.from(out) });
}
