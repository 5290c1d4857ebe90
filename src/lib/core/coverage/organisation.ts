import { LINK_MODES, NO, NONE, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { VerdictWriter } from '#lib/core/coverage/evidence.ts';
import {
  LINK_DANGLING,
  LINK_STALE,
  LINK_UNREADABLE,
  LINK_VALID,
} from '#lib/core/coverage/link-index.ts';
import type { LinkIndex } from '#lib/core/coverage/link-index.ts';
import type { UnitRules } from '#lib/core/coverage/rule-sets.ts';
import type { RuleIndex } from '#lib/core/coverage/rules.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

/** Doubts in the order in which they are named when a unit has several. */
const DOUBTS = [
  [LINK_STALE, 'organisation.stale'],
  [LINK_DANGLING, 'organisation.dangling'],
  [LINK_UNREADABLE, 'organisation.unreadable'],
] as const;

/**
 * The organisation ledger. Yes: a valid link whose mode the pack counts. Unknown: no such link, and
 * one that cannot be judged, or the table of links or of organisations was not handed in. Else no.
 * Each unit by the rule set it follows; `standings` has what the links are worth under each.
 * Evidence: the deciding links and their organisations. Source: General Office 2012 No. 11.
 */
export function organisationVerdicts(
  project: Project,
  { sets, of }: UnitRules,
  index: LinkIndex,
  standings: readonly Uint8Array[],
  rules: RuleIndex,
): Audit['organisation'] {
  const { links, units } = project;
  const countings = sets.map((set) =>
    LINK_MODES.map((name) => set.organisation.modes.includes(name)),
  );
  const byRule = sets.map((set) => rules.of(set.organisation.id));
  const tables = project.present.includes('links') && project.present.includes('organisations');
  const otherwise = tables ? rules.of('organisation.none') : rules.of('organisation.no-table');
  const writer = new VerdictWriter(units.count);
  const mode = new Uint8Array(units.count).fill(NONE);
  const anyMode = new Uint8Array(units.count).fill(NONE);

  const cite = (link: number): void => {
    writer.cite('links', link);
    if (links.organisation[link] >= 0) writer.cite('organisations', links.organisation[link]);
  };

  for (let unit = 0; unit < units.count; unit++) {
    if (index.start[unit] === index.start[unit + 1]) {
      writer.cite('units', unit);
      writer.decide(tables ? NO : UNKNOWN, otherwise);
      continue;
    }
    const counting = countings[of[unit]];
    const standing = standings[of[unit]];
    const own = index.link.subarray(index.start[unit], index.start[unit + 1]);
    for (const link of own) {
      if (standing[link] !== LINK_VALID) continue;
      anyMode[unit] = Math.min(anyMode[unit], links.mode[link]);
      if (counting[links.mode[link]]) mode[unit] = Math.min(mode[unit], links.mode[link]);
    }
    if (mode[unit] !== NONE) {
      for (const link of own)
        if (standing[link] === LINK_VALID && counting[links.mode[link]]) cite(link);
      writer.decide(YES, byRule[of[unit]]);
      continue;
    }
    const doubt = DOUBTS.find(([worth]) => own.some((link) => standing[link] === worth));
    if (doubt) {
      for (const link of own) if (standing[link] !== LINK_VALID) cite(link);
      writer.decide(UNKNOWN, rules.of(doubt[1]));
    } else {
      for (const link of own) cite(link);
      writer.decide(tables ? NO : UNKNOWN, otherwise);
    }
  }
  return { ...writer.done(), mode, anyMode };
}
