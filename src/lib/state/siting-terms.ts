import { FACILITY_LEVELS, type FacilityLevel, type Project } from '#lib/core/model.ts';
import type {
  DemandSource,
  DemandWeight,
  SiteSource,
  SitingAsk,
} from '#lib/core/report/siting/ask.ts';
import { SITE_SOURCES } from '#lib/core/report/siting/ask.ts';
import type { Backup, SitingKind } from '#lib/core/siting/problem.ts';
import { askOf, type ReachTable } from '#lib/state/reaching.svelte.ts';
import type { SitingSetting } from '#lib/state/siting-address.ts';

/** Terms that only some problems have. */
export type SitingTerm = 'count' | 'cover' | 'floor' | 'fair' | 'capacity' | 'backup';

const TERMS: Record<SitingKind, readonly SitingTerm[]> = {
  lscp: ['cover', 'backup', 'capacity'],
  mclp: ['count', 'cover', 'floor', 'fair', 'capacity', 'backup'],
  'p-median': ['count', 'capacity'],
  'p-center': ['count', 'capacity'],
  'p-dispersion': ['count'],
};

/** Whether a problem has a term; with a backup there is no capacity. */
export function hasTerm(
  { problem, backup }: Pick<SitingSetting, 'problem' | 'backup'>,
  term: SitingTerm,
): boolean {
  if (!TERMS[problem].includes(term)) return false;
  return term !== 'capacity' || backupOf(problem, backup) === 'none';
}

/** The backups that a problem has. */
export function backupsOf(problem: SitingKind): readonly Backup[] {
  if (problem === 'lscp') return ['none', 'lscp-b'];
  return problem === 'mclp' ? ['none', 'bacop1', 'bacop2'] : ['none'];
}
export const backupOf = (problem: SitingKind, backup: Backup): Backup =>
  backupsOf(problem).includes(backup) ? backup : 'none';

type Tables = Pick<
  Project,
  'demand' | 'units' | 'candidates' | 'divisions' | 'facilities' | 'walk' | 'columns'
>;

/** What is served where nothing is chosen. */
export const demandOf = ({ demand }: SitingSetting, tables: Tables): DemandSource =>
  demand ?? (tables.demand.count > 0 ? 'demand' : 'units');

/** What some demand can weigh. */
export const weightsOf = (demand: DemandSource): readonly DemandWeight[] =>
  demand === 'demand' ? ['weight', 'one'] : ['one', 'households', 'employees', 'members'];

export function weightOf(setting: SitingSetting, tables: Tables): DemandWeight {
  const own = weightsOf(demandOf(setting, tables));
  return setting.weight && own.includes(setting.weight) ? setting.weight : own[0];
}

/** How many sites a source has; those drawn are counted from the setting. */
export function sitesIn(source: SiteSource, { drawn }: SitingSetting, tables: Tables): number {
  if (source === 'drawn') return drawn.length;
  if (source === 'candidates') return tables.candidates.count;
  if (source === 'units') return tables.units.count;
  // Grids are the lowest level of divisions.
  return tables.divisions.level.reduce((sum, level) => sum + (level === GRID ? 1 : 0), 0);
}
const GRID = 4;

/** Where stations may go where nothing is chosen. */
export function sourcesOf(setting: SitingSetting, tables: Tables): readonly SiteSource[] {
  if (setting.sources) return setting.sources;
  const first = SITE_SOURCES.filter((source) => source !== 'drawn').sort(
    (a, b) => RANK[a] - RANK[b],
  );
  const own = first.find((source) => sitesIn(source, setting, tables) > 0);
  const drawn: SiteSource[] = setting.drawn.length > 0 ? ['drawn'] : [];
  return own ? [own, ...drawn] : drawn;
}
const RANK: Record<SiteSource, number> = { candidates: 0, grids: 1, units: 2, drawn: 3 };

/** Whether some row of the candidates says what it costs, or holds. */
export const hasColumn = ({ candidates }: Tables, column: 'cost' | 'capacity'): boolean =>
  candidates[column].some((value) => !Number.isNaN(value));

const withLevel = (levels: readonly FacilityLevel[], own: FacilityLevel) =>
  FACILITY_LEVELS.filter((level) => level === own || levels.includes(level));

/** The setting as a question; terms that its problem does not have are left out of it. */
export function sitingAsk(setting: SitingSetting, table: ReachTable): SitingAsk {
  const { project } = table;
  const { problem, floor, fair, budget, existing } = setting;
  const reach = askOf(setting.reach, table);
  const only = <T>(term: SitingTerm, value: T, otherwise: T): T =>
    hasTerm(setting, term) ? value : otherwise;
  return {
    ...reach,
    // Where no level is chosen, new stations count as those that stand do.
    levels: setting.reach.levels ?? withLevel(reach.levels, setting.level),
    problem,
    p: only('count', setting.p, null),
    demand: demandOf(setting, project),
    weight: weightOf(setting, project),
    sources: sourcesOf(setting, project),
    drawn: setting.drawn,
    existing,
    level: setting.level,
    forced: setting.forced,
    forbidden: setting.forbidden,
    floor: only('floor', floor, null),
    fair: only('fair', fair, null),
    budget,
    closingCost: existing === 'movable' ? setting.closingCost : 0,
    capacitated: only('capacity', setting.capacitated, false),
    backup: backupOf(problem, setting.backup),
    spacingM: setting.spacingM,
    seconds: setting.seconds,
    seed: setting.seed,
  };
}

/** Why a question cannot be put; each has a sentence that says what to do. */
export const SITING_TROUBLES = [
  'demand',
  'sources',
  'sites',
  'walk',
  'level',
  'count',
  'count_or_budget',
  'too_many',
  'two',
  'both_named',
  'forced_too_many',
  'no_cost',
  'no_capacity',
] as const;
export type SitingTrouble = (typeof SITING_TROUBLES)[number];

/** What is wrong with a question about a project, the worst first; none: it can be put. */
export function sitingTroubles(
  ask: SitingAsk,
  setting: SitingSetting,
  tables: Tables,
): SitingTrouble[] {
  const fromTable = ask.sources.includes('candidates');
  const sites = ask.sources.reduce((sum, source) => sum + sitesIn(source, setting, tables), 0);
  const demand = ask.demand === 'demand' ? tables.demand.count : tables.units.count;
  const named = new Set(ask.forced);
  const counts = hasTerm(setting, 'count');
  const found: [SitingTrouble, boolean][] = [
    ['demand', demand === 0],
    ['sources', ask.sources.length === 0],
    ['sites', ask.sources.length > 0 && sites === 0],
    ['walk', ask.method === 'walk' && tables.walk.count === 0],
    ['level', !ask.levels.includes(ask.level)],
    ['count_or_budget', counts && ask.p === null && ask.budget === null],
    ['count', ask.problem === 'p-dispersion' && ask.p === null],
    ['two', ask.problem === 'p-dispersion' && ask.p !== null && ask.p < 2],
    ['too_many', ask.p !== null && sites > 0 && ask.p > sites],
    ['both_named', ask.forbidden.some((key) => named.has(key))],
    ['forced_too_many', ask.p !== null && ask.forced.length > ask.p],
    ['no_cost', ask.budget !== null && !(fromTable && hasColumn(tables, 'cost'))],
    ['no_capacity', ask.capacitated && !(fromTable && hasColumn(tables, 'capacity'))],
  ];
  return found.filter(([, holds]) => holds).map(([code]) => code);
}
