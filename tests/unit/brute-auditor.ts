import geodesic from 'geographiclib-geodesic';
import type { RandomFolder } from './brute-folder.ts';

/** What the auditor says of one unit; several divisions where it stands on a shared border. */
export interface Said {
  id: string;
  kind: string | null;
  divisions: (string | null)[];
  due: boolean;
  reason: string | null;
  organisation: string;
  mode: string | null;
  work: string;
  service: string;
  distance: number | null;
}

const RADIUS: Record<string, number> = { point: 300, community: 500, street: 1000, district: 1000, city: 1000 }; // prettier-ignore
const DAY = 86_400_000;

function full(code: string): string {
  return /^\d+$/.test(code) && code.length < 12 ? code.padEnd(12, '0') : code;
}

/** How many grids stand above a division. */
function gridsAbove(folder: RandomFolder, code: string): number {
  const division = folder.divisions.find((d) => d.code === code);
  const above = folder.divisions.find((d) => d.code === division?.parent);
  if (!above) return 0;
  return gridsAbove(folder, above.code) + (above.level === 'grid' ? 1 : 0);
}

function placesOf(folder: RandomFolder, unit: Record<string, unknown>): (string | null)[] {
  const named = folder.divisions.find((d) => d.code === full(unit.division as string));
  if (named) return [named.code];
  if (unit.lng === null) return [null];
  const [lng, lat] = [unit.lng as number, unit.lat as number];
  const around = folder.divisions.filter(
    ({ box }) => box && lng >= box[0] && lng <= box[2] && lat >= box[1] && lat <= box[3],
  );
  if (around.length === 0) return [null];
  const rank = (d: (typeof around)[number]): number =>
    ['city', 'district', 'street', 'community', 'grid'].indexOf(d.level) * 100 +
    (d.level === 'grid' ? gridsAbove(folder, d.code) : 0);
  const deepest = Math.max(...around.map(rank));
  return around.filter((d) => rank(d) === deepest).map(({ code }) => code);
}

function organisationOf(folder: RandomFolder, id: string): { state: string; modes: string[] } {
  const { links, organisations, asOf } = folder;
  if (links === null || organisations === null) return { state: 'unknown', modes: [] };
  const modes: string[] = [];
  let doubt = false;
  for (const link of links.filter((l) => l.unit === id)) {
    const organisation = organisations.find((o) => o.id === link.organisation);
    const ended = organisation?.term ? Date.parse(organisation.term.replace(/\//g, '-')) : NaN;
    const stale = asOf !== null && ended + 180 * DAY < Date.parse(asOf);
    const readable = ['standalone', 'joint', 'affiliated', 'dispatched'].includes(link.mode);
    if (!organisation || !readable || stale) doubt = true;
    else modes.push(link.mode);
  }
  if (modes.includes('standalone') || modes.includes('joint')) return { state: 'yes', modes };
  return { state: doubt ? 'unknown' : 'no', modes };
}

function workOf(folder: RandomFolder, unit: Record<string, unknown>, modes: string[]): string {
  if (modes.includes('dispatched')) return 'yes';
  const values = folder.workColumns.map((column) => {
    const cell = unit[column];
    if (cell === '是' || cell === 1 || cell === 2) return 1;
    if (cell === '否' || cell === 0 || cell === false) return 0;
    return null;
  });
  if (values.includes(1)) return 'yes';
  return values.length === 0 || values.includes(null) ? 'unknown' : 'no';
}

/** A grid without a position stands somewhere on its own polygon: the test looks no closer. */
function standsOnGrid(folder: RandomFolder, unit: Record<string, unknown>): boolean {
  const division = folder.divisions.find((d) => d.code === full(unit.division as string));
  return unit.kind === 'grid' && division?.level === 'grid' && division.box !== null;
}

function serviceOf(
  folder: RandomFolder,
  unit: Record<string, unknown>,
  radiusM: number | null,
): { service: string; distance: number | null } {
  const known = (folder.facilities ?? []).filter((f) => f.lng !== null);
  let reached = Infinity;
  let nearest = Infinity;
  if (unit.lng === null && standsOnGrid(folder, unit)) return { service: 'any', distance: null };
  for (const facility of unit.lng === null ? [] : known) {
    const { s12 } = geodesic.Geodesic.WGS84.Inverse(
      unit.lat as number,
      unit.lng as number,
      facility.lat as number,
      facility.lng as number,
    );
    const metres = s12 as number;
    nearest = Math.min(nearest, metres);
    if (metres <= (radiusM ?? RADIUS[facility.level || 'point']))
      reached = Math.min(reached, metres);
  }
  if (reached < Infinity) return { service: 'yes', distance: reached };
  if (unit.lng === null || known.length === 0) return { service: 'unknown', distance: null };
  return { service: 'no', distance: nearest };
}

/** Audits a folder under the national rules by plain loops over the contract's words. */
export function bruteAudit(folder: RandomFolder, radiusM: number | null): Said[] {
  const said: Said[] = [];
  for (const unit of folder.units) {
    const id = unit.id as string;
    if (said.some((earlier) => earlier.id === id)) continue;
    const { state, modes } = organisationOf(folder, id);
    const closed = unit.status === 'closed' || unit.status === '注销';
    const shell = unit.status === 'shell' || unit.status === '空壳';
    said.push({
      id,
      kind: (unit.kind as string) || null,
      divisions: placesOf(folder, unit),
      due: !closed && !shell,
      reason: closed ? 'closed' : shell ? 'shell' : null,
      organisation: state,
      mode: state !== 'yes' ? null : modes.includes('standalone') ? 'standalone' : 'joint',
      work: workOf(folder, unit, modes),
      ...serviceOf(folder, unit, radiusM),
    });
  }
  return said;
}
