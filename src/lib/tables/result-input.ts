import type { Project } from '#lib/core/model.ts';
import { demandReach } from '#lib/core/coverage/demand-reach.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { ResultInput } from '#lib/core/report/result.ts';
import type { Engine } from '#lib/tables/engine.ts';
import {
  divisionCounts,
  divisionKindCounts,
  totals,
  totalsByKind,
  unplaced,
} from '#lib/tables/queries.ts';

/**
 * Asks the counting views for what `buildResult` needs beside the assessment. The engine must hold this project and this
 * audit, with every unit let through.
 */
export async function resultInput(
  engine: Engine,
  project: Project,
  pack: RulePack,
  audit: Audit,
  radiusM: number | null,
): Promise<Omit<ResultInput, 'assessment'>> {
  return {
    project,
    pack,
    audit,
    radiusM,
    totals: await totals(engine),
    kinds: await totalsByKind(engine),
    unplaced: await unplaced(engine),
    divisions: await divisionCounts(engine),
    divisionKinds: await divisionKindCounts(engine),
    demand: project.present.includes('demand') ? demandReach(project, pack, radiusM) : null,
  };
}
