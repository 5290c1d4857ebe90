import { NONE } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { textAt } from '#lib/core/texts.ts';

/** What a link is worth as evidence. */
export const LINK_VALID = 0;
export const LINK_DANGLING = 1;
export const LINK_UNREADABLE = 2;
export const LINK_STALE = 3;

/** The links of every unit: `link[start[i] .. start[i + 1]]` are records of the links table. */
export interface LinkIndex {
  start: Uint32Array;
  link: Uint32Array;
  /** LINK_VALID, LINK_DANGLING, LINK_UNREADABLE or LINK_STALE for each link. */
  standing: Uint8Array;
}

function dayNumber(isoDate: string): number {
  return Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`) / 86_400_000;
}

/** 1 for each organisation whose term ended longer ago than the grace period, judged on the project's day. */
export function staleOrganisations(
  project: Project,
  { termGraceDays }: Pick<RulePack['staleness'], 'termGraceDays'>,
): Uint8Array {
  const { count, termEnd } = project.organisations;
  const stale = new Uint8Array(count);
  const asOf = project.info.asOf === null ? NaN : dayNumber(project.info.asOf);
  if (Number.isNaN(asOf)) return stale;
  for (let i = 0; i < count; i++) {
    const end = textAt(termEnd, i);
    if (end !== null && dayNumber(end) + termGraceDays < asOf) stale[i] = 1;
  }
  return stale;
}

/** What each link is worth where terms are given this grace. */
export function linkStanding(project: Project, staleness: RulePack['staleness']): Uint8Array {
  const { links } = project;
  const stale = staleOrganisations(project, staleness);
  const standing = new Uint8Array(links.count);
  for (let l = 0; l < links.count; l++) {
    const organisation = links.organisation[l];
    if (organisation < 0) standing[l] = LINK_DANGLING;
    else if (links.mode[l] === NONE) standing[l] = LINK_UNREADABLE;
    else if (stale[organisation] === 1) standing[l] = LINK_STALE;
  }
  return standing;
}

/**
 * Groups the links by unit, in file order, and judges each: an organisation that does not exist, a
 * mode that was not understood, a term that ended longer ago than the grace period. Terms are judged
 * only against a given date, and only where the end of the term is known.
 */
export function linkIndex(project: Project, pack: RulePack): LinkIndex {
  const { links, units } = project;
  const start = new Uint32Array(units.count + 1);
  const standing = linkStanding(project, pack.staleness);
  for (let l = 0; l < links.count; l++) if (links.unit[l] >= 0) start[links.unit[l] + 1]++;
  for (let i = 0; i < units.count; i++) start[i + 1] += start[i];
  const next = start.slice();
  const link = new Uint32Array(start[units.count]);
  for (let l = 0; l < links.count; l++) if (links.unit[l] >= 0) link[next[links.unit[l]]++] = l;
  return { start, link, standing };
}
