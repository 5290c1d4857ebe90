import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  type DivisionLevel,
  type FacilityLevel,
} from '#lib/core/model.ts';
import { DEMANDS, DEMAND_WEIGHTS, EXISTINGS, SITE_SOURCES } from '#lib/core/report/siting/ask.ts';
import type {
  DemandSource,
  DemandWeight,
  DrawnSite,
  Existing,
  SiteSource,
} from '#lib/core/report/siting/ask.ts';
import { BACKUPS, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';
import type { Backup, SitingKind } from '#lib/core/siting/problem.ts';
import {
  FIRST_SETTING,
  readSetting,
  writeSetting,
  type ReachSetting,
} from '#lib/state/reach-address.ts';

/** What the siting screen is asked by; null = as the data have it. */
export interface SitingSetting {
  problem: SitingKind;
  /** How stations are reached; its levels are those of the stations that stand. */
  reach: ReachSetting;
  /** Stations to add; null = as many as the budget buys. Not asked for where the fewest are sought. */
  p: number | null;
  demand: DemandSource | null;
  weight: DemandWeight | null;
  sources: readonly SiteSource[] | null;
  drawn: readonly DrawnSite[];
  existing: Existing;
  level: FacilityLevel;
  forced: readonly string[];
  forbidden: readonly string[];
  floor: { level: DivisionLevel; share: number } | null;
  fair: DivisionLevel | null;
  budget: number | null;
  closingCost: number;
  capacitated: boolean;
  backup: Backup;
  spacingM: number | null;
  seconds: number;
  seed: number;
}

/** What the list below the map lists on the siting screen. */
export const SITING_LISTS = ['sites', 'divisions'] as const;
export type SitingList = (typeof SITING_LISTS)[number];

/** What an address says of the siting screen. */
export interface SitingAddress {
  setting: SitingSetting;
  list: SitingList;
  sort: { column: string; descending: boolean } | null;
}

export const P_MAX = 10_000;
export const BUDGET_MAX = 1e12;
export const SECONDS_MAX = 3600;
export const SPACING_MAX_M = 50_000;
const SEED_MAX = 0xffff_ffff;
/** More places drawn or named than these make a link longer than programs take. */
export const NAMED_IN_LINK = 60;

export const FIRST_SITING: SitingSetting = {
  problem: 'mclp',
  reach: FIRST_SETTING,
  p: 5,
  demand: null,
  weight: null,
  sources: null,
  drawn: [],
  existing: 'kept',
  level: 'community',
  forced: [],
  forbidden: [],
  floor: null,
  fair: null,
  budget: null,
  closingCost: 0,
  capacitated: false,
  backup: 'none',
  spacingM: null,
  seconds: 60,
  seed: 1,
};
export const FIRST_SITING_ADDRESS: SitingAddress = {
  setting: FIRST_SITING,
  list: 'sites',
  sort: null,
};

const AT = 'site.';
const NOTHING = '-';
const DIGITS = 6;

/** Adds the siting screen to a query; what is as at the start is left out. */
export function writeSiting(query: URLSearchParams, { setting, list, sort }: SitingAddress): void {
  const first = FIRST_SITING;
  const put = (name: string, value: string | number | null, otherwise: string | number | null) => {
    if (value !== otherwise) query.set(AT + name, value === null ? NOTHING : String(value));
  };
  put('problem', setting.problem, first.problem);
  writeSetting(query, AT, setting.reach);
  put('p', setting.p, first.p);
  put('demand', setting.demand, null);
  put('weight', setting.weight, null);
  if (setting.sources) query.set(`${AT}from`, setting.sources.join('.') || NOTHING);
  put('keep', setting.existing, first.existing);
  put('level', setting.level, first.level);
  const { floor } = setting;
  if (floor) query.set(`${AT}floor`, `${floor.level}.${Math.round(floor.share * 1000) / 10}`);
  put('fair', setting.fair, null);
  put('budget', setting.budget, null);
  put('closing', setting.closingCost, first.closingCost);
  if (setting.capacitated) query.set(`${AT}capacity`, '1');
  put('backup', setting.backup, first.backup);
  put('apart', setting.spacingM, null);
  put('time', setting.seconds, first.seconds);
  put('seed', setting.seed, first.seed);
  if (setting.drawn.length <= NAMED_IN_LINK)
    for (const { name, lng, lat } of setting.drawn)
      query.append(`${AT}drawn`, `${lng.toFixed(DIGITS)}_${lat.toFixed(DIGITS)}_${name}`);
  if (setting.forced.length + setting.forbidden.length <= NAMED_IN_LINK) {
    for (const key of setting.forced) query.append(`${AT}force`, key);
    for (const key of setting.forbidden) query.append(`${AT}forbid`, key);
  }
  put('list', list, FIRST_SITING_ADDRESS.list);
  if (sort) query.set(`${AT}sort`, `${sort.column}.${sort.descending ? 'desc' : 'asc'}`);
}

function drawnOf(texts: readonly string[]): DrawnSite[] {
  return texts.flatMap((text) => {
    const [, x, y, name] = /^(-?[\d.]+)_(-?[\d.]+)_([^]*)$/.exec(text) ?? [];
    const [lng, lat] = [Number(x), Number(y)];
    return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [{ name, lng, lat }] : [];
  });
}

function floorOf(text: string | null): SitingSetting['floor'] {
  const [, named, percent] = /^([a-z]+)\.([\d.]+)$/.exec(text ?? '') ?? [];
  const level = DIVISION_LEVELS.find((known) => known === named);
  const share = Number(percent) / 100;
  return level && share >= 0 && share <= 1 ? { level, share } : null;
}

/** Reads it back; whatever it does not understand is as at the start. */
export function readSiting(query: URLSearchParams): SitingAddress {
  const first = FIRST_SITING;
  const text = (name: string) => query.get(AT + name);
  const among = <T extends string>(list: readonly T[], name: string): T | null =>
    list.find((known) => known === text(name)) ?? null;
  const within = (name: string, least: number, most: number, whole: boolean): number | null => {
    const value = Number(text(name) || NaN);
    const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits ? value : null;
  };
  const sources = text('from')?.split('.');
  const sort = /^([A-Za-z]+)\.(asc|desc)$/.exec(text('sort') ?? '');
  return {
    setting: {
      problem: among(SITING_PROBLEMS, 'problem') ?? first.problem,
      reach: readSetting(query, AT),
      p: text('p') === NOTHING ? null : (within('p', 1, P_MAX, true) ?? first.p),
      demand: among(DEMANDS, 'demand'),
      weight: among(DEMAND_WEIGHTS, 'weight'),
      sources: sources ? SITE_SOURCES.filter((source) => sources.includes(source)) : null,
      drawn: drawnOf(query.getAll(`${AT}drawn`)),
      existing: among(EXISTINGS, 'keep') ?? first.existing,
      level: among(FACILITY_LEVELS, 'level') ?? first.level,
      forced: query.getAll(`${AT}force`),
      forbidden: query.getAll(`${AT}forbid`),
      floor: floorOf(text('floor')),
      fair: among(DIVISION_LEVELS, 'fair'),
      budget: within('budget', 0, BUDGET_MAX, false),
      closingCost: within('closing', 0, BUDGET_MAX, false) ?? first.closingCost,
      capacitated: text('capacity') === '1',
      backup: among(BACKUPS, 'backup') ?? first.backup,
      spacingM: within('apart', 0, SPACING_MAX_M, false),
      seconds: within('time', 1, SECONDS_MAX, false) ?? first.seconds,
      seed: within('seed', 0, SEED_MAX, true) ?? first.seed,
    },
    list: among(SITING_LISTS, 'list') ?? FIRST_SITING_ADDRESS.list,
    sort: sort ? { column: sort[1], descending: sort[2] === 'desc' } : null,
  };
}
