import type { Polygon } from 'geojson';
import { DIVISION_LEVELS, FACILITY_LEVELS, NONE, SHAPE_POLYGON } from '#lib/core/model.ts';
import type { DivisionLevel, Divisions, Project, Shapes } from '#lib/core/model.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { BlankZones, ZoneBasis } from '#lib/core/reach/blank-zone.ts';
import { discsIn, planeTiles } from '#lib/core/reach/plane-tiles.ts';
import type { ServiceDiscs } from '#lib/core/reach/plane-tiles.ts';
import { PolygonCover } from '#lib/core/reach/polygon-cover.ts';
import { uncoveredParts } from '#lib/core/reach/zone-parts.ts';

const STREET = DIVISION_LEVELS.indexOf('street');
const GRID = DIVISION_LEVELS.indexOf('grid');
const POINT = FACILITY_LEVELS.indexOf('point');
/** Parts smaller than this in which nobody is counted are slivers of the drawing, square metres. */
export const MIN_ZONE_AREA_M2 = 1000;
/** Arcs are drawn as lines no farther than this from them, metres. */
export const ZONE_TOLERANCE_M = 0.5;

/** How facilities reach by one set of rules. */
export interface ZoneRules {
  /** How far a facility of each level reaches, metres, by position in FACILITY_LEVELS; not above 0 where it does not. */
  radiiM: ArrayLike<number>;
  /** Facilities serve only inside their own division of this level; null: anywhere. */
  within: DivisionLevel | null;
}

/** Who is counted in what is left of the communities. */
export interface ZonePeople {
  /** 1 for each unit that is due. */
  due: Uint8Array;
  /** 1 for each demand point that is known to be reached, null where that follows from the zones alone. */
  reached: Uint8Array | null;
  minAreaM2?: number;
}

/** What is taken away from the communities, and who is counted in what is left. */
export interface ZoneInput extends ZonePeople {
  rules: readonly ZoneRules[];
  /** The rules that each division follows, by position in `rules`. */
  rulesOf: ArrayLike<number>;
}

/** A part of a division that is out of reach, before anyone is counted. */
export interface DrawnZone {
  division: number;
  areaM2: number;
  polygon: Polygon;
}

interface Zone extends DrawnZone {
  points: number;
  weight: number;
  units: number;
}

/**
 * Blank areas: what is left of each community when the reach of every facility is taken away, by
 * straight line and the radius of its level, and by the policy across boundaries. Each connected
 * part is a zone.
 *
 * Areas are exact on the ellipsoid to 1e-6 within 15 km of a community's middle (`LocalPlane`).
 * None where no facility with a position is known, as nothing is known of reach then.
 */
export const blankZones = (project: Project, input: ZoneInput): BlankZones =>
  countZones(project, input, uncoveredZones(project, input));

/** Counts who is in zones that are drawn, leaves out slivers, and ranks them, the most people first. */
export function countZones(
  project: Project,
  input: ZonePeople,
  drawn: readonly DrawnZone[],
): BlankZones {
  const { minAreaM2 = MIN_ZONE_AREA_M2 } = input;
  const zones = drawn.map((zone): Zone => ({ ...zone, points: 0, weight: 0, units: 0 }));
  const index = new PolygonIndex(shapesOf(zones), [...zones.keys()]);
  const zoneOf = zonesOfUnits(project, input, zones, index);
  const basis =
    project.demand.count > 0
      ? countDemand(project, input, zones, index)
      : countUnits(project, input, zones, zoneOf);
  const kept = [...zones.keys()].filter((z) => {
    const { areaM2: area, points, units } = zones[z];
    return area >= minAreaM2 || points > 0 || units > 0;
  });
  kept.sort((a, b) => {
    const [p, q] = [zones[a], zones[b]];
    return q.weight - p.weight || q.units - p.units || q.areaM2 - p.areaM2 || a - b;
  });
  const rank = new Int32Array(zones.length).fill(-1);
  kept.forEach((z, at) => (rank[z] = at));
  const list = kept.map((z) => zones[z]);
  const street = ancestorsAtLevel(project.divisions, STREET);
  return {
    count: list.length,
    division: Int32Array.from(list, (zone) => zone.division),
    street: Int32Array.from(list, (zone) => street[zone.division]),
    areaM2: Float64Array.from(list, (zone) => zone.areaM2),
    points: Uint32Array.from(list, (zone) => zone.points),
    weight: Float64Array.from(list, (zone) => zone.weight),
    basis,
    units: Uint32Array.from(list, (zone) => zone.units),
    zoneOf: zoneOf.map((z) => (z < 0 ? -1 : rank[z])),
    shapes: shapesOf(list),
    minAreaM2,
  };
}

/** The divisions that answer for zones: of the lowest level above the grids that has polygons, else the grids. */
export function zoneDivisions({ count, level, parent, shapes }: Divisions): number[] {
  const polygons = [...Array(count).keys()].filter((d) => shapes.type[d] === SHAPE_POLYGON);
  const above = polygons.filter((d) => level[d] !== GRID);
  const lowest = above.reduce((low, d) => Math.max(low, level[d]), -1);
  const wanted = lowest < 0 ? polygons : above.filter((d) => level[d] === lowest);
  const split = new Set(
    wanted.filter((d) => parent[d] >= 0 && level[parent[d]] === level[d]).map((d) => parent[d]),
  );
  return wanted.filter((d) => !split.has(d));
}

function uncoveredZones(project: Project, { rules, rulesOf }: ZoneInput): DrawnZone[] {
  const { divisions, facilities } = project;
  const standing = [...Array(facilities.count).keys()].filter((f) =>
    hasPosition(facilities.lng[f], facilities.lat[f]),
  );
  if (standing.length === 0) return [];
  // Each rule set keeps a zone to the facilities of one division, or looks at the whole city.
  const areasOf = rules.map((rule) =>
    rule.within === null ? null : ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf(rule.within)),
  );
  const groups = new Map<string, { set: number; area: number; records: number[] }>();
  for (const division of zoneDivisions(divisions)) {
    const set = rulesOf[division];
    const area = areasOf[set]?.[division] ?? 0;
    const group = groups.get(`${set} ${area}`);
    if (group) group.records.push(division);
    else groups.set(`${set} ${area}`, { set, area, records: [division] });
  }
  const zones: DrawnZone[] = [];
  for (const { set, area, records } of groups.values()) {
    const { radiiM } = rules[set];
    const areas = areasOf[set];
    const serving = standing.filter(
      (f) => areas === null || (area >= 0 && areas[facilities.division[f]] === area),
    );
    addZones(zones, divisions.shapes, records, {
      lng: Float64Array.from(serving, (f) => facilities.lng[f]),
      lat: Float64Array.from(serving, (f) => facilities.lat[f]),
      radiusM: Float64Array.from(serving, (f) =>
        Math.max(0, radiiM[facilities.level[f] === NONE ? POINT : facilities.level[f]]),
      ),
    });
  }
  return zones;
}

function addZones(
  zones: DrawnZone[],
  shapes: Shapes,
  records: number[],
  discs: ServiceDiscs,
): void {
  const reachM = discs.radiusM.reduce((most, r) => Math.max(most, r), 0);
  for (const tile of planeTiles(shapes, records, reachM)) {
    const cover = new PolygonCover(discsIn(tile.plane, discs));
    tile.polygons.forEach((polygon, k) => {
      const division = tile.records[k];
      // From the plane to the ellipsoid: the parts add up to the area of the division.
      const scale = areaM2(shapes, division) / polygon.areaM2;
      for (const part of uncoveredParts(cover, polygon, tile.plane, ZONE_TOLERANCE_M)) {
        const area = part.areaM2 * scale;
        zones.push({ division, areaM2: area, polygon: part.polygon });
      }
    });
  }
}

function shapesOf(zones: Zone[]): Shapes {
  const builder = new ShapesBuilder();
  for (const { polygon } of zones) builder.append(polygon);
  return builder.build();
}

/** The zone that each due unit stands in, -1 for none; counts them. */
function zonesOfUnits(
  { units }: Project,
  { due }: ZonePeople,
  zones: Zone[],
  index: PolygonIndex,
): Int32Array {
  const zoneOf = index.locateAll(units.lng, units.lat);
  for (let unit = 0; unit < units.count; unit++) {
    if (due[unit] === 0) zoneOf[unit] = -1;
    if (zoneOf[unit] >= 0) zones[zoneOf[unit]].units++;
  }
  return zoneOf;
}

/** Counts the demand in each zone that is not known to be reached. */
function countDemand(
  project: Project,
  { reached }: ZonePeople,
  zones: Zone[],
  index: PolygonIndex,
): ZoneBasis {
  const { count, lng, lat, weight } = project.demand;
  const found = index.locateAll(lng, lat);
  for (let i = 0; i < count; i++) {
    if (found[i] < 0 || reached?.[i] === 1) continue;
    zones[found[i]].points++;
    if (!Number.isNaN(weight[i])) zones[found[i]].weight += weight[i];
  }
  return 'demand';
}

/** Where no demand was handed in: households, else employees, of the due units. */
function countUnits(
  { units }: Project,
  { due }: ZonePeople,
  zones: Zone[],
  zoneOf: Int32Array,
): ZoneBasis {
  const bases = ['households', 'employees'] as const;
  const basis = bases.find((field) =>
    units[field].some((value, unit) => due[unit] === 1 && !Number.isNaN(value)),
  );
  if (basis === undefined) return 'none';
  for (let unit = 0; unit < units.count; unit++) {
    const value = units[basis][unit];
    if (zoneOf[unit] >= 0 && !Number.isNaN(value)) zones[zoneOf[unit]].weight += value;
  }
  return basis;
}
