import { LINK_MODES, NO, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { VerdictWriter } from '#lib/core/coverage/evidence.ts';
import { LINK_VALID } from '#lib/core/coverage/link-index.ts';
import type { LinkIndex } from '#lib/core/coverage/link-index.ts';
import type { UnitRules } from '#lib/core/coverage/rule-sets.ts';
import type { RuleIndex } from '#lib/core/coverage/rules.ts';
import type { Verdicts } from '#lib/core/coverage/verdict.ts';

/**
 * The work ledger, independent of the organisation ledger. Yes: one of the pack's counts is above
 * zero, or a valid link has a mode that means work. Unknown: none of the pack's columns was handed
 * in, or one that was is empty for the unit. Else no. Columns that are absent altogether are left
 * out of account as long as another is there. Source: General Office 2012 No. 11.
 */
export function workVerdicts(
  project: Project,
  { sets, of }: UnitRules,
  index: LinkIndex,
  standings: readonly Uint8Array[],
  rules: RuleIndex,
): Verdicts {
  const { links, units } = project;
  const columns = project.columns.units ?? [];
  const looks = sets.map(({ work }) => {
    const fields = work.fields.filter((field) => columns.includes(field));
    return {
      counts: fields.map((field) => units[field]),
      blind: fields.length === 0 && work.fields.length > 0,
      counting: LINK_MODES.map((mode) => work.modes.includes(mode)),
      byRule: rules.of(work.id),
    };
  });
  const [unsaid, unsure, never] = ['work.no-column', 'work.unknown', 'work.none'].map((id) =>
    rules.of(id),
  );
  const writer = new VerdictWriter(units.count);

  for (let unit = 0; unit < units.count; unit++) {
    const { counts, blind, counting, byRule } = looks[of[unit]];
    const standing = standings[of[unit]];
    const present = counts.some((values) => values[unit] > 0);
    let linked = false;
    for (let e = index.start[unit]; e < index.start[unit + 1]; e++) {
      const link = index.link[e];
      if (standing[link] !== LINK_VALID || !counting[links.mode[link]]) continue;
      linked = true;
      writer.cite('links', link);
      writer.cite('organisations', links.organisation[link]);
    }
    if (present || !linked) writer.cite('units', unit);
    if (present || linked) writer.decide(YES, byRule);
    else if (blind) writer.decide(UNKNOWN, unsaid);
    else if (counts.some((values) => Number.isNaN(values[unit]))) writer.decide(UNKNOWN, unsure);
    else writer.decide(NO, never);
  }
  return writer.done();
}
