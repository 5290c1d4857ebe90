import type { DivisionLevel, FacilityLevel } from '#lib/core/model.ts';
import type { ReachAsk } from '#lib/core/reach/answer.ts';
import type { Backup, SitingKind } from '#lib/core/siting/problem.ts';

/** What is to be served: the demand points of the data, or their units. */
export const DEMANDS = ['demand', 'units'] as const;
export type DemandSource = (typeof DEMANDS)[number];

/** What a demand weighs: its own weight, one each, or a count of the unit. */
export const DEMAND_WEIGHTS = ['weight', 'one', 'households', 'employees', 'members'] as const;
export type DemandWeight = (typeof DEMAND_WEIGHTS)[number];

/** Where stations may go: candidate sites of the data, the lobbies of units, the centres of grids, or places drawn on the map. */
export const SITE_SOURCES = ['candidates', 'units', 'grids', 'drawn'] as const;
export type SiteSource = (typeof SITE_SOURCES)[number];

/** What becomes of the stations there are. */
export const EXISTINGS = ['kept', 'movable', 'ignored'] as const;
export type Existing = (typeof EXISTINGS)[number];

/** A place drawn on the map, WGS 84 degrees. */
export interface DrawnSite {
  name: string;
  lng: number;
  lat: number;
}

/** A siting question as a person asks it of a project. `levels` are those of the existing stations that count. */
export interface SitingAsk extends ReachAsk {
  problem: SitingKind;
  /** Stations to add; null: as few as it takes, or as many as the budget buys. */
  p: number | null;
  demand: DemandSource;
  weight: DemandWeight;
  sources: readonly SiteSource[];
  drawn: readonly DrawnSite[];
  existing: Existing;
  /** Level at which new stations are put up. */
  level: FacilityLevel;
  /** Keys of sites (`SitingSites.key`) that have to be, and must not be, opened. */
  forced: readonly string[];
  forbidden: readonly string[];
  /** Share of the weight of every division of a level that has to be covered, 0..1; null: no floor. */
  floor: { level: DivisionLevel; share: number } | null;
  /** Raise the worst division of this level first; null: the total alone. */
  fair: DivisionLevel | null;
  budget: number | null;
  /** Price of giving up a station that stands, in the terms of the budget. */
  closingCost: number;
  /** Whether the capacity column of the candidates counts. */
  capacitated: boolean;
  backup: Backup;
  /** Metres that new stations keep from one another and from those that stand; null: none. */
  spacingM: number | null;
  seconds: number;
  seed: number;
}
