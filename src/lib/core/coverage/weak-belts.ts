import convex from '@turf/convex';
import { DIVISION_LEVELS, NO, YES } from '#lib/core/model.ts';
import type { Ledger, Project, Shapes } from '#lib/core/model.ts';
import type { WeakBelts } from '#lib/core/coverage/belt.ts';
import { densityClusters } from '#lib/core/coverage/density-clusters.ts';
import type { BeltRule } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { destination } from '#lib/core/geo/geodesic.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';

const STREET = DIVISION_LEVELS.indexOf('street');
const COMMUNITY = DIVISION_LEVELS.indexOf('community');

/** A hull runs this share of the rule's distance outside its units, so that one position has an area too. */
const HULL_MARGIN = 0.25;
const MARGIN_SIDES = 16;

/** True where a due unit is blank in a ledger; work is a blank only where no organisation covers. */
export function isBlankIn(audit: Audit, ledger: Ledger, unit: number): boolean {
  if (audit.due[unit] === 0 || audit[ledger].state[unit] !== NO) return false;
  return ledger !== 'work' || audit.organisation.state[unit] !== YES;
}

/**
 * Weak belts (薄弱带): due units that are blank in a ledger and lie close together, by density
 * clusters on the ellipsoid (see `densityClusters`). Units without a position are in none. The order
 * of units in the project changes nothing but their numbers.
 */
export function weakBelts(
  project: Project,
  audit: Audit,
  rule: BeltRule,
  ledger: Ledger,
): WeakBelts {
  const { units } = project;
  const blank: number[] = [];
  for (let unit = 0; unit < units.count; unit++)
    if (isBlankIn(audit, ledger, unit) && hasPosition(units.lng[unit], units.lat[unit]))
      blank.push(unit);
  const lng = Float64Array.from(blank, (unit) => units.lng[unit]);
  const lat = Float64Array.from(blank, (unit) => units.lat[unit]);
  const { count, clusterOf } = densityClusters(lng, lat, rule.epsM, rule.minUnits);
  const belts: number[][] = Array.from({ length: count }, () => []);
  blank.forEach((unit, i) => {
    if (clusterOf[i] >= 0) belts[clusterOf[i]].push(unit);
  });
  const corner = belts.map((members) => southWest(project, members));
  const order = belts
    .map((_, b) => b)
    .sort(
      (a, b) =>
        belts[b].length - belts[a].length ||
        corner[a][0] - corner[b][0] ||
        corner[a][1] - corner[b][1],
    );
  return columnsOf(
    project,
    order.map((b) => belts[b]),
    rule,
  );
}

function columnsOf(project: Project, belts: number[][], rule: BeltRule): WeakBelts {
  const { units } = project;
  const count = belts.length;
  const beltStart = new Uint32Array(count + 1);
  const beltOf = new Int32Array(units.count).fill(-1);
  const street = new Int32Array(count);
  const community = new Int32Array(count);
  const [streets, communities] = [STREET, COMMUNITY].map((level) => {
    const above = ancestorsAtLevel(project.divisions, level);
    return (unit: number): number => above[units.division[unit]] ?? -1;
  });
  belts.forEach((members, b) => {
    beltStart[b + 1] = beltStart[b] + members.length;
    for (const unit of members) beltOf[unit] = b;
    street[b] = commonest(project, members.map(streets));
    const within = members.filter((unit) => street[b] < 0 || streets(unit) === street[b]);
    community[b] = commonest(project, within.map(communities));
  });
  return {
    count,
    beltStart,
    member: Uint32Array.from(belts.flat()),
    beltOf,
    street,
    community,
    employees: Float64Array.from(belts, (members) => knownSum(units.employees, members)),
    households: Float64Array.from(belts, (members) => knownSum(units.households, members)),
    hulls: hullsOf(project, belts, rule.epsM * HULL_MARGIN),
  };
}

/** Longitude and latitude of the member farthest west, then south. */
function southWest({ units }: Project, members: number[]): [number, number] {
  let best: [number, number] = [Infinity, Infinity];
  for (const unit of members) {
    const [x, y] = [units.lng[unit], units.lat[unit]];
    if (x < best[0] || (x === best[0] && y < best[1])) best = [x, y];
  }
  return best;
}

/** The division that occurs most often, of equally frequent ones that with the lowest code; -1 where none is known. */
function commonest({ divisions }: Project, found: number[]): number {
  const times = new Map<number, number>();
  for (const division of found)
    if (division >= 0) times.set(division, (times.get(division) ?? 0) + 1);
  let best = -1;
  for (const [division, n] of times) {
    const most = times.get(best) ?? 0;
    if (n > most || (n === most && divisions.code[division] < divisions.code[best]))
      best = division;
  }
  return best;
}

/** Sum of the values that are known, NaN where none is. */
function knownSum(values: Float64Array, members: number[]): number {
  const known = members.map((unit) => values[unit]).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0);
}

/** Hulls around the members, `marginM` outside them. */
function hullsOf({ units }: Project, belts: number[][], marginM: number): Shapes {
  const builder = new ShapesBuilder();
  for (const members of belts) {
    const west = units.lng[members[0]];
    const near = (x: number): number => x - 360 * Math.round((x - west) / 360);
    const at = members.map((unit) => [near(units.lng[unit]), units.lat[unit]]);
    const corners = hullOf(at)?.coordinates[0] ?? at;
    const ring = corners.flatMap(([x, y]) =>
      Array.from({ length: MARGIN_SIDES }, (_, k) =>
        destination(x, y, (360 * k) / MARGIN_SIDES, marginM),
      ),
    );
    builder.append(hullOf(ring));
  }
  return builder.build();
}

function hullOf(positions: number[][]) {
  const hull = convex({ type: 'MultiPoint', coordinates: positions });
  return hull === null ? null : hull.geometry;
}
