import { nameDivisions, type City, type Division } from './divisions.ts';
import { plantCandidates, plantFacilities, type Candidate, type Facility } from './facilities.ts';
import { useLand } from './land.ts';
import { plantOrganisations, plantWork, type Link, type Organisation } from './organisations.ts';
import { drawPlan } from './plan.ts';
import { Chance } from './random.ts';
import { drawBackdrop, type Scenery } from './backdrop.ts';
import { clearCutoffs, Stations } from './truth.ts';
import { plantUnits, type Unit } from './units.ts';
import { layWalk, type Way } from './walk.ts';

/** Everything that was planted, over all four periods. */
export interface Planted {
  city: City;
  units: Unit[];
  facilities: Facility[];
  candidates: Candidate[];
  organisations: Organisation[];
  links: Link[];
  ways: Way[];
  scenery: Scenery[];
  /** A demand point of each grid, in degrees. */
  demand: { grid: Division; lng: number; lat: number }[];
}

/**
 * Plants the fictional city of a seed at a scale (1 is about 12,000 units), all four periods of it.
 *
 * Pure: the same seed and scale give the same city on every machine.
 */
export function plantCity({ seed, scale }: { seed: number; scale: number }): Planted {
  const chance = new Chance(seed, 'city');
  const plan = drawPlan(scale, chance);
  const city = nameDivisions(plan, scale, chance);
  const story = useLand(city, chance);
  const units = plantUnits(city, chance);
  const facilities = plantFacilities(city, story, chance);
  const demand = units
    .filter((u) => u.kind === 'grid')
    .map((u) => ({ grid: u.grid, lng: u.lng, lat: u.lat }));
  const stuck = new Set(clearCutoffs(units, new Stations(facilities), chance));
  const settled = units.filter((u) => !stuck.has(u));
  const { organisations, links } = plantOrganisations(city, story, settled, chance);
  plantWork(settled, links, chance);
  return {
    city,
    units: settled,
    facilities,
    candidates: plantCandidates(city, chance),
    organisations,
    links,
    ways: layWalk(city, chance),
    scenery: drawBackdrop(city, chance),
    demand,
  };
}
