import geodesic from 'geographiclib-geodesic';
import type { FacilityLevel, LinkMode } from '#lib/core/model.ts';
import type { Facility } from './facilities.ts';
import { edgeDistance, inRing } from './ground.ts';
import type { Link, Organisation } from './organisations.ts';
import { PERIODS } from './periods.ts';
import type { Chance } from './random.ts';
import { whereabouts, type Unit } from './units.ts';
import { fromDegrees, round6, type Point } from './warp.ts';

/**
 * What was planted, said without the audit: its own reading of the national pack (radius of each
 * level, modes that count, grace of a term), its own cell grid, the geodesic library for distances.
 */
export const RADIUS_M: Record<FacilityLevel, number> = {
  city: 1000,
  district: 1000,
  street: 1000,
  community: 500,
  point: 300,
};
const GRACE_DAYS = 180;
/** Nobody is left nearer to a cutoff than this. */
const CLEAR_M = 2;
const { Geodesic } = geodesic;

export interface Truth {
  id: string;
  due: boolean;
  exempt_reason: 'closed' | 'shell' | null;
  organisation: 'yes' | 'no' | 'unknown';
  mode: LinkMode | null;
  work: 'yes' | 'no' | 'unknown';
  service: 'yes' | 'no' | 'unknown';
}

/** Facilities in square cells of 1,030 m, so that a look at nine cells sees everything that can reach. */
export class Stations {
  private readonly cells = new Map<string, Facility[]>();

  constructor(list: readonly Facility[]) {
    for (const f of list) {
      const key = this.key(fromDegrees(f.lng, f.lat), 0, 0);
      const cell = this.cells.get(key);
      if (cell) cell.push(f);
      else this.cells.set(key, [f]);
    }
  }

  private key(p: Point, dx: number, dy: number): string {
    return `${Math.floor(p.x / 1030) + dx},${Math.floor(p.y / 1030) + dy}`;
  }

  near(p: Point): Facility[] {
    const out: Facility[] = [];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) out.push(...(this.cells.get(this.key(p, dx, dy)) ?? []));
    }
    return out;
  }
}

function distanceM(lng: number, lat: number, f: Facility): number {
  return Geodesic.WGS84.Inverse(lat, lng, f.lat, f.lng, Geodesic.DISTANCE).s12!;
}

/** Plane distance, good to 1 % at this latitude: only to tell what needs the library. */
function roughM(p: Point, f: Facility): number {
  const q = fromDegrees(f.lng, f.lat);
  return Math.hypot(p.x - q.x, p.y - q.y);
}

function isAmbiguous(lng: number, lat: number, stations: Stations): boolean {
  const p = fromDegrees(lng, lat);
  return stations.near(p).some((f) => {
    const radius = RADIUS_M[f.level];
    if (Math.abs(roughM(p, f) - radius) > 0.02 * radius + CLEAR_M) return false;
    return Math.abs(distanceM(lng, lat, f) - radius) < CLEAR_M + 0.1;
  });
}

/** Moves units a few metres until none is within 2 m of a cutoff; says which could not be. */
export function clearCutoffs(units: readonly Unit[], stations: Stations, chance: Chance): Unit[] {
  const dice = chance.fork('clear');
  const stuck: Unit[] = [];
  for (const unit of units) {
    if (Number.isNaN(unit.lng) || !isAmbiguous(unit.lng, unit.lat, stations)) continue;
    const [lng, lat] = [unit.lng, unit.lat];
    const home = unit.kind === 'building' || unit.kind === 'market' ? unit.shape : null;
    const ring = home ?? unit.grid.ring;
    let done = false;
    for (let attempt = 0; attempt < 60 && !done; attempt++) {
      const span = (home ? 5 : 8) + attempt * 0.3;
      unit.lng = round6(lng + dice.range(-span, span) / 96000);
      unit.lat = round6(lat + dice.range(-span, span) / 110850);
      const p = whereabouts(unit);
      done =
        inRing(ring, p.x, p.y) &&
        edgeDistance(ring, p.x, p.y) > 1.5 &&
        !isAmbiguous(unit.lng, unit.lat, stations);
    }
    if (!done) {
      [unit.lng, unit.lat] = [lng, lat];
      stuck.push(unit);
    }
  }
  return stuck;
}

/** True where the term had ended more than the grace period before the day of judgement. */
export function isStale(organisation: Organisation, asOf: string): boolean {
  if (organisation.termEnd === '') return false;
  const days = (Date.parse(asOf) - Date.parse(organisation.termEnd)) / 86400000;
  return days > GRACE_DAYS;
}

/** The three states of one unit in one period. `links` are the unit's own in that period. */
export function truthOf(
  unit: Unit,
  links: readonly Link[],
  stations: Stations,
  period: number,
): Truth {
  const asOf = PERIODS[period - 1].asOf;
  const closed = unit.closed <= period;
  const good = links.filter((l) => !isStale(l.organisation, asOf));
  const mode =
    (['standalone', 'joint'] as const).find((m) => good.some((l) => l.mode === m)) ?? null;
  const counts = workCounts(unit, period);
  const present =
    counts.some((c) => c !== null && c > 0) || links.some((l) => l.mode === 'dispatched');
  return {
    id: unit.id,
    due: !closed && !unit.shell,
    exempt_reason: closed ? 'closed' : unit.shell ? 'shell' : null,
    organisation: mode !== null ? 'yes' : good.length < links.length ? 'unknown' : 'no',
    mode,
    work: present ? 'yes' : counts.includes(null) ? 'unknown' : 'no',
    service: service(unit, stations),
  };
}

/** Instructors, liaisons and league as they stand in a period. */
export function workCounts(unit: Unit, period: number): (number | null)[] {
  if (unit.closed <= period) return [0, 0, 0];
  return unit.work.map((c) => (c !== null && period < unit.workSince ? 0 : c));
}

function service(unit: Unit, stations: Stations): Truth['service'] {
  if (Number.isNaN(unit.lng)) return 'unknown';
  const p = whereabouts(unit);
  const reached = stations.near(p).some((f) => {
    const rough = roughM(p, f);
    const radius = RADIUS_M[f.level];
    if (rough < 0.98 * radius) return true;
    return rough < 1.02 * radius && distanceM(unit.lng, unit.lat, f) <= radius;
  });
  return reached ? 'yes' : 'no';
}
