import { audit as decide } from '#lib/core/coverage/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { demandReach } from '#lib/core/coverage/demand-reach.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import type { Project } from '#lib/core/model.ts';
import { buildResult } from '#lib/core/report/result.ts';
import type { Result } from '#lib/core/report/result.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { tally, tallyDivisionKinds } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';
import { translator } from '#lib/i18n/words.ts';
import type { Locale } from '#lib/i18n/words.ts';
import { handMadeAssessment } from './assessment-fixture.ts';
import { PACK as NATIONAL } from './coverage-project.ts';

/** The national rules as a reader of packs gives them. */
export const PACK: RulePack = { ...NATIONAL, lineage: [], origin: {}, districts: [] };

/** What a report is made of, for a project under the national rules and an assessment made by hand. */
export function reportOf(
  project: Project,
  locale: Locale = 'en',
): { input: ListInput; result: Result } {
  const audit = decide(project, PACK, reachField(project), { radiusM: null });
  const whole = { project, classes: unitClasses(audit), mask: null };
  const { byKind, ...counts } = tally(whole);
  const assessment = handMadeAssessment(project, audit);
  const result = buildResult({
    assessment,
    project,
    pack: PACK,
    audit,
    radiusM: null,
    kinds: byKind,
    ...counts,
    divisionKinds: tallyDivisionKinds(whole),
    demand: demandReach(project, PACK, null),
  });
  const input = {
    project,
    pack: PACK,
    audit,
    assessment,
    radiusM: null,
    locale,
    say: translator(locale),
    version: '0.1.0',
  };
  return { input, result };
}
