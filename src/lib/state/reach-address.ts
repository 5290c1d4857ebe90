import { PACES, REACH_METHODS, SNAPS } from '#lib/core/reach/field.ts';
import type { Pace, ReachMethod, Snap } from '#lib/core/reach/field.ts';
import { parseScenario, type ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { FACILITY_LEVELS, type FacilityLevel } from '#lib/core/model.ts';

/** What one side of the reach screen is asked by. */
export interface ReachSetting {
  method: ReachMethod;
  /** null = every level that the project has. */
  levels: readonly FacilityLevel[] | null;
  /** Metres; null = as the rule pack has it. */
  metres: number | null;
  /** Minutes on foot instead of metres; null = by metres. */
  minutes: number | null;
  pace: Pace;
  snap: Snap;
}

/** What the table of divisions shows. */
export const COLUMN_SETS = ['reached', 'distance', 'ground'] as const;
export type ColumnSet = (typeof COLUMN_SETS)[number];

/** What an address says of the reach screen. */
export interface ReachAddress {
  setting: ReachSetting;
  /** Another setting to compare with. */
  pinned: ReachSetting | null;
  edits: readonly ScenarioEdit[];
  sort: { column: string; descending: boolean } | null;
  /** Whether the map shows the ground in reach. */
  area: boolean;
  columns: ColumnSet;
  /** Where the map is parted between A and B, a share of its width; null shows what differs. */
  swipe: number | null;
  /** The figure whose rows are open, of the division that is looked at. */
  figure: { measure: ReachFigure; side: 'a' | 'b' } | null;
}

/** What figures of reach count. */
export const REACH_FIGURES = [
  'weight',
  'points',
  'units',
  'households',
  'employees',
  'twiceWeight',
  'twiceUnits',
] as const;
export type ReachFigure = (typeof REACH_FIGURES)[number];

export const METRES_MAX = 50_000;
export const MINUTES_MAX = 120;
/** More changes than these make a link longer than programs take. */
export const EDITS_IN_LINK = 40;

export const FIRST_SETTING: ReachSetting = {
  method: 'radius',
  levels: null,
  metres: null,
  minutes: null,
  pace: 'adult',
  snap: 'edge',
};
export const FIRST_REACH: ReachAddress = {
  setting: FIRST_SETTING,
  pinned: null,
  edits: [],
  sort: null,
  area: false,
  columns: 'reached',
  swipe: null,
  figure: null,
};

const A = 'reach.';
const B = 'reach.b.';
const NOTHING = '-';

/** Adds a setting to a query, its names after `at`. */
export function writeSetting(query: URLSearchParams, at: string, setting: ReachSetting): void {
  const first = FIRST_SETTING;
  if (setting.method !== first.method || at === B) query.set(`${at}method`, setting.method);
  if (setting.levels) query.set(`${at}levels`, setting.levels.join('.') || NOTHING);
  if (setting.metres !== null) query.set(`${at}m`, String(setting.metres));
  if (setting.minutes !== null) query.set(`${at}min`, String(setting.minutes));
  if (setting.pace !== first.pace) query.set(`${at}pace`, setting.pace);
  if (setting.snap !== first.snap) query.set(`${at}snap`, setting.snap);
}

/** Reads it back. */
export function readSetting(query: URLSearchParams, at: string): ReachSetting {
  const among = <T extends string>(list: readonly T[], name: string, otherwise: T): T =>
    list.find((known) => known === query.get(at + name)) ?? otherwise;
  const within = (name: string, most: number): number | null => {
    const text = query.get(at + name);
    const value = Number(text);
    return text && value >= 0 && value <= most ? value : null;
  };
  const levels = query.get(`${at}levels`)?.split('.');
  return {
    method: among(REACH_METHODS, 'method', FIRST_SETTING.method),
    levels: levels ? FACILITY_LEVELS.filter((level) => levels.includes(level)) : null,
    metres: within('m', METRES_MAX),
    minutes: within('min', MINUTES_MAX),
    pace: among(PACES, 'pace', FIRST_SETTING.pace),
    snap: among(SNAPS, 'snap', FIRST_SETTING.snap),
  };
}

/** Adds the reach screen to a query; what is as at the start is left out. */
export function writeReach(query: URLSearchParams, reach: ReachAddress): void {
  writeSetting(query, A, reach.setting);
  if (reach.pinned) writeSetting(query, B, reach.pinned);
  const { sort, edits, columns, swipe, figure } = reach;
  if (columns !== FIRST_REACH.columns) query.set(`${A}columns`, columns);
  if (reach.area) query.set(`${A}area`, '1');
  if (swipe !== null) query.set(`${A}swipe`, String(Math.round(1000 * swipe) / 1000));
  if (figure) query.set(`${A}figure`, `${figure.measure}.${figure.side}`);
  if (sort) query.set(`${A}sort`, `${sort.column}.${sort.descending ? 'desc' : 'asc'}`);
  if (edits.length <= EDITS_IN_LINK)
    for (const edit of edits) query.append(`${A}edit`, JSON.stringify(edit));
}

/** Reads it back; whatever it does not understand is as at the start. */
export function readReach(query: URLSearchParams): ReachAddress {
  const sort = /^([A-Za-z]+)\.(asc|desc)$/.exec(query.get(`${A}sort`) ?? '');
  const swipe = query.get(`${A}swipe`);
  const [measure, side] = query.get(`${A}figure`)?.split('.') ?? [];
  const known = REACH_FIGURES.find((one) => one === measure);
  const scenario = parseScenario(`{"edits":[${query.getAll(`${A}edit`).join(',')}]}`);
  return {
    setting: readSetting(query, A),
    pinned: query.has(`${B}method`) ? readSetting(query, B) : null,
    edits: 'edits' in scenario ? scenario.edits : [],
    sort: sort ? { column: sort[1], descending: sort[2] === 'desc' } : null,
    area: query.get(`${A}area`) === '1',
    columns: COLUMN_SETS.find((set) => set === query.get(`${A}columns`)) ?? FIRST_REACH.columns,
    swipe: swipe && Number(swipe) >= 0 && Number(swipe) <= 1 ? Number(swipe) : null,
    figure: known ? { measure: known, side: side === 'b' ? 'b' : 'a' } : null,
  };
}
