import { LINK_MODES, NO, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { VerdictWriter } from '#lib/core/coverage/evidence.ts';
import { LINK_VALID } from '#lib/core/coverage/link-index.ts';
import type { LinkIndex } from '#lib/core/coverage/link-index.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
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
  pack: RulePack,
  index: LinkIndex,
  rules: RuleIndex,
): Verdicts {
  const { links, units } = project;
  const columns = project.columns.units ?? [];
  const fields = pack.work.fields.filter((field) => columns.includes(field));
  const blind = fields.length === 0 && pack.work.fields.length > 0;
  const counting = LINK_MODES.map((mode) => pack.work.modes.includes(mode));
  const writer = new VerdictWriter(units.count);

  for (let unit = 0; unit < units.count; unit++) {
    const present = fields.some((field) => units[field][unit] > 0);
    let linked = false;
    for (let e = index.start[unit]; e < index.start[unit + 1]; e++) {
      const link = index.link[e];
      if (index.standing[link] !== LINK_VALID || !counting[links.mode[link]]) continue;
      linked = true;
      writer.cite('links', link);
      writer.cite('organisations', links.organisation[link]);
    }
    if (present || !linked) writer.cite('units', unit);
    if (present || linked) writer.decide(YES, rules.of(pack.work.id));
    else if (blind) writer.decide(UNKNOWN, rules.of('work.no-column'));
    else if (fields.some((field) => Number.isNaN(units[field][unit])))
      writer.decide(UNKNOWN, rules.of('work.unknown'));
    else writer.decide(NO, rules.of('work.none'));
  }
  return writer.done();
}
