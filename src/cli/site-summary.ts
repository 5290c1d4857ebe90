import type { Plan } from '#lib/core/report/siting/plan.ts';
import type { SitingProgress } from '#lib/core/siting/solution.ts';
import type { CliTranslate } from '#lib/i18n/cli.ts';
import type { Console } from '#cli/console.ts';
import { aligned, percent } from '#cli/summary.ts';

/** Reasons name so many of what they are about; all are in plan.json. */
const NAMED = 10;
const short = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '-';

/** 3 where there is no plan. */
export const exitCode = ({ status }: Plan): number =>
  status === 'infeasible' || status === 'unknown' ? 3 : 0;

/** Says how a search is doing, at most once a second. */
export function progressLine({ words, error }: Console): (progress: SitingProgress) => void {
  let said = -1;
  return ({ seconds, open, objective, bound }) => {
    if (open === null || seconds < said + 1) return;
    said = seconds;
    error(words('siteProgress', { seconds: seconds.toFixed(1), objective: short(objective), bound: short(bound) })); // prettier-ignore
  };
}

function reasonLines(
  { reasons }: Plan,
  nameOf: (code: string, item: number) => string,
  words: CliTranslate,
): string[] {
  // prettier-ignore
  return reasons.map(({ code, items }) => {
    const named = Array.from(items.subarray(0, NAMED), (item) => nameOf(code, item)).join(', ');
    const list = items.length > NAMED ? `${named} ...` : named;
    return words(`reason_${code}`, { n: items.length, list });
  });
}

/** The short table that a run ends with: what is covered, of weight and of points, and by which sites. */
export function planLines(
  plan: Plan,
  nameOf: (site: number) => string,
  itemName: (code: string, item: number) => string,
  words: CliTranslate,
): string[] {
  const { status, objective, bound, gap, seconds } = plan;
  const lines = [
    words(`plan_${status}`, {
      problem: plan.problem,
      objective: short(objective),
      bound: short(bound),
      gap: Number.isFinite(gap) ? `${(gap * 100).toFixed(3)} %` : '-',
      seconds: seconds.toFixed(1),
    }),
    ...reasonLines(plan, itemName, words),
  ];
  if (plan.sites.length === 0) return lines;
  const { coveredWeight, totalWeight, coveredPoints, totalPoints } = plan;
  const share = (part: number, all: number): string =>
    `${short(part)} / ${short(all)}\t${percent(all > 0 ? part / all : null)}`;
  lines.push(
    ...aligned([
      words('planCoverColumns').split('\t'),
      [words('planWeight'), ...share(coveredWeight, totalWeight).split('\t')],
      [words('planPoints'), ...share(coveredPoints, totalPoints).split('\t')],
    ]),
    ...aligned([
      words('planSiteColumns').split('\t'),
      ...plan.sites.map((row) => [
        nameOf(row.site),
        words(row.existing ? 'site_kept' : 'site_opened'),
        short(row.servedWeight),
        String(row.servedPoints),
        short(row.lostWeight),
      ]),
    ]),
  );
  if (plan.closed.length > 0)
    lines.push(words('planClosed', { list: Array.from(plan.closed, nameOf).join(', ') }));
  return lines;
}
