import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { linedJson } from '#lib/core/report/lined-json.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { Plan } from '#lib/core/report/siting/plan.ts';
import { planScenario } from '#lib/core/report/siting/plan-scenario.ts';
import { textAt } from '#lib/core/texts.ts';

/** How sure it is: nothing is better, no plan at all, the gap is known, or nothing is known. */
export type Proof = 'optimal' | 'infeasible' | 'gap' | 'none';

/** Metres and weights as they are written: six decimals; null for what is no number. */
export const written = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null;
const share = (part: number, all: number): number | null => (all > 0 ? written(part / all) : null);

export const proofOf = ({ status, bound }: Pick<Plan, 'status' | 'bound'>): Proof =>
  status === 'optimal' || status === 'infeasible'
    ? status
    : Number.isFinite(bound)
      ? 'gap'
      : 'none';

/** The figures of a plan that every `plan.json` has, whatever it was made from. */
export function planFigures(
  plan: Plan,
  nameOfSite: (site: number) => string,
  demandId: (at: number) => string,
): object {
  // prettier-ignore
  const rows = plan.sites.map((row) => ({
    id: nameOfSite(row.site),
    existing: row.existing,
    served_weight: written(row.servedWeight),
    served_points: row.servedPoints,
    reach_weight: written(row.reachWeight),
    reach_points: row.reachPoints,
    lost_weight: written(row.lostWeight),
    lost_points: row.lostPoints,
  }));
  const assignment = Array.from(plan.assigned, (site, at) => ({ site, at }))
    .filter(({ site }) => site >= 0)
    .map(({ site, at }) => ({
      demand: demandId(at),
      site: nameOfSite(site),
      cost: written(plan.cost[at]),
    }));
  return {
    problem: plan.problem,
    status: plan.status,
    objective: written(plan.objective),
    bound: written(plan.bound),
    gap: written(plan.gap),
    proof: proofOf(plan),
    seconds: written(plan.seconds),
    covered_weight: written(plan.coveredWeight),
    covered_points: plan.coveredPoints,
    total_weight: written(plan.totalWeight),
    total_points: plan.totalPoints,
    covered_share_of_weight: share(plan.coveredWeight, plan.totalWeight),
    covered_share_of_points: share(plan.coveredPoints, plan.totalPoints),
    sites: rows.map(({ id }) => id),
    site_figures: rows,
    assignment,
  };
}

/** Sites by id where that is unambiguous among the sites of the question, else by key. */
export function siteNames({ sites }: Pick<SitingAnswer, 'sites'>): (site: number) => string {
  const times = new Map<string, number>();
  for (const id of sites.id) times.set(id, (times.get(id) ?? 0) + 1);
  return (site) => (times.get(sites.id[site]) === 1 ? sites.id[site] : sites.key[site]);
}

/** The question as `plan.json` has it. */
export function questionOf(ask: SitingAsk): object {
  const { cutoffM, closingCost, spacingM, forced, forbidden, drawn, sources, levels } = ask;
  return {
    problem: ask.problem,
    p: ask.p,
    method: ask.method,
    cutoff_m: cutoffM,
    snap: ask.snap,
    levels: [...levels],
    demand: ask.demand,
    weight: ask.weight,
    sources: [...sources],
    drawn: [...drawn],
    existing: ask.existing,
    level: ask.level,
    forced: [...forced],
    forbidden: [...forbidden],
    floor: ask.floor,
    fair: ask.fair,
    budget: ask.budget,
    closing_cost: closingCost,
    capacitated: ask.capacitated,
    backup: ask.backup,
    spacing_m: spacingM,
    seconds: ask.seconds,
    seed: ask.seed,
  };
}

/** A plan as the contract's `plan.json`, a record a line. Ids of the reasons are those of the tables. */
export function planText(answer: SitingAnswer, project: Project, ask: SitingAsk): string {
  const { plan, sites, demand, divisions: by } = answer;
  const { divisions } = project;
  const name = siteNames(answer);
  const table = project[ask.demand];
  const demandId = (record: number): string => textAt(table.id, record) ?? `#${table.row[record]}`;
  const ids = (site: number): object => ({
    id: name(site),
    key: sites.key[site],
    name: sites.name[site],
    source: sites.source[site],
    lng: sites.lng[site],
    lat: sites.lat[site],
  });
  const opened = plan.sites.filter(({ existing }) => !existing);
  const kept = plan.sites.filter(({ existing }) => existing);
  const reasons = plan.reasons.map(({ code, items }) => ({
    code,
    items: Array.from(items, (item) =>
      code === 'unreachable_demand' ? demandId(item) : (divisions.code[item] ?? String(item)),
    ),
  }));
  const { name: title, fictional, attribution } = project.info;
  return linedJson({
    format: 'lacuna-plan',
    version: 1,
    project: { name: title, fictional, attribution },
    ...planFigures(plan, name, demandId),
    reasons,
    opened: opened.map(({ site }) => ids(site)),
    kept: kept.map(({ site }) => ids(site)),
    closed: Array.from(plan.closed, ids),
    before_weight: written(plan.beforeWeight),
    before_points: plan.beforePoints,
    unknown_weight: demand.unknownWeight,
    without_position: demand.withoutPosition,
    question: questionOf(ask),
    scenario: planScenario(answer, project, ask),
    divisions: divisions.code.map((code, d) => ({
      code,
      name: divisions.name[d],
      level: DIVISION_LEVELS[divisions.level[d]],
      parent: divisions.parent[d] < 0 ? null : divisions.code[divisions.parent[d]],
      points: by.points[d],
      weight: written(by.weight[d]),
      before_points: by.beforePoints[d],
      before_weight: written(by.beforeWeight[d]),
      after_points: by.afterPoints[d],
      after_weight: written(by.afterWeight[d]),
    })),
  });
}
