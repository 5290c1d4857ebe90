import type { Position } from 'geojson';
import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Divisions, Project } from '#lib/core/model.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import type { AreaNote, ReachArea } from '#lib/core/reach/answer.ts';
import { ZONE_TOLERANCE_M, blankZones } from '#lib/core/reach/blank-zones.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import { exposedArcs, unionMeasure, unionRings } from '#lib/core/reach/disc-union.ts';
import { DiscGrid } from '#lib/core/reach/discs.ts';
import { DivisionCover } from '#lib/core/reach/division-share.ts';
import { nestRings, polygonRings } from '#lib/core/reach/nest-rings.ts';
import { samePlaces } from '#lib/core/reach/same-places.ts';
import { stationClusters } from '#lib/core/reach/station-clusters.ts';
import type { StationCluster } from '#lib/core/reach/station-clusters.ts';

const EARTH_RADIUS_M = 6_371_000;
/** Local planes hold up to here. */
const POLAR_LAT = 85;

/** Stations by their columns, WGS 84 degrees; NaN where one has no position. */
export interface Stations {
  lng: Float64Array;
  lat: Float64Array;
}

/** Who is counted in what is left of the communities. */
export interface ZoneContext {
  /** 1 for each unit that is due. */
  due: Uint8Array;
  /** 1 for each demand point that is known to be reached, null where that follows from the zones alone. */
  reached: Uint8Array | null;
}

/**
 * Areas within a radius of stations, for many radii and many sets of stations: the divisions are put
 * into local planes once.
 *
 * Area, perimeter and shares are those of true arcs, in azimuthal equidistant planes of the ellipsoid
 * (`LocalPlane`), a plane for all stations that no belt of 20 km without reach parts from the others;
 * shares in planes of half a degree. What a plane misstates at most is `error`, d^2 / 6 R^2 at the
 * distance d from its centre to the end of the farthest disc: 1e-6 within 15 km, 1e-5 within 50 km,
 * 1e-4 within 150 km. A single disc of 50 km is therefore true to 1e-5, and so is a city 100 km across.
 */
export class RadiusAreas {
  private cover: DivisionCover | null = null;
  private reachM = 0;
  private readonly city: PolygonIndex | null;

  constructor(private readonly project: Project) {
    this.city = outermost(project.divisions);
  }

  /**
   * What a radius reaches, metres; rings keep to half a metre of their arcs.
   *
   * Never fails: no station, no radius above 0, stations without a position or outside the city are
   * told in `notes`. Blank zones are empty where there is no station, as nothing is known of reach then.
   */
  area(stations: Stations, radiusM: number, context: ZoneContext): ReachArea {
    const { lng, lat } = stations;
    const notes: ReachArea['notes'] = [];
    const note = (code: AreaNote, count: number): void => {
      if (count > 0) notes.push({ code, stations: count });
    };
    const all = Int32Array.from({ length: lng.length }, (_, i) => i);
    const placed = all.filter((i) => hasPosition(lng[i], lat[i]));
    const used = placed.filter((i) => Math.abs(lat[i]) <= POLAR_LAT);
    const radius = radiusM > 0 ? radiusM : 0;
    if (used.length === 0) notes.push({ code: 'no_station', stations: 0 });
    if (radius === 0) note('no_radius', Math.max(1, used.length));
    note('no_position', all.length - placed.length);
    note('polar', placed.length - used.length);
    note('outside', this.outside(lng, lat, used));
    note('same_place', samePlaces(lng, lat, used));
    const clusters = radius > 0 ? stationClusters(lng, lat, used, radius) : [];
    const set: Stations = {
      lng: Float64Array.from(used, (i) => lng[i]),
      lat: Float64Array.from(used, (i) => lat[i]),
    };
    return {
      ...unionOf(clusters, stations, radius),
      share: this.shares(set, radius),
      zones: this.zones(set, radius, context),
      notes,
    };
  }

  private shares({ lng, lat }: Stations, radiusM: number): Float64Array {
    const { shapes, count } = this.project.divisions;
    if (this.cover === null || radiusM > this.reachM) {
      // Room for the radii that a slider comes to next.
      this.reachM = Math.max(2 * radiusM, 1000);
      this.cover = new DivisionCover(shapes, Uint32Array.from({ length: count }, (_, i) => i), this.reachM); // prettier-ignore
    }
    return this.cover.shares({ lng, lat, radiusM: new Float64Array(lng.length).fill(radiusM) });
  }

  private zones({ lng, lat }: Stations, radiusM: number, context: ZoneContext): BlankZones {
    const count = lng.length;
    const facilities = {
      ...this.project.facilities,
      count,
      lng,
      lat,
      level: new Uint8Array(count),
      division: new Int32Array(count).fill(-1),
    };
    return blankZones(
      { ...this.project, facilities },
      {
        rules: [{ radiiM: [radiusM], within: null }],
        rulesOf: new Uint8Array(this.project.divisions.count),
        ...context,
      },
    );
  }

  private outside(lng: Float64Array, lat: Float64Array, used: Int32Array): number {
    const { city } = this;
    if (city === null) return 0;
    return used.reduce((sum, i) => sum + (city.locate(lng[i], lat[i]) < 0 ? 1 : 0), 0);
  }
}

/** What one radius of one set of stations reaches (see `RadiusAreas`). */
export function radiusArea(
  project: Project,
  stations: Stations,
  radiusM: number,
  context: ZoneContext,
): ReachArea {
  return new RadiusAreas(project).area(stations, radiusM, context);
}

/** Area and perimeter alone of what a radius reaches, as `RadiusAreas.area` has them: quick enough to follow a slider. */
export function radiusMeasure(
  { lng, lat }: Stations,
  radiusM: number,
): Pick<ReachArea, 'unionM2' | 'perimeterM'> {
  const used = Int32Array.from({ length: lng.length }, (_, i) => i).filter(
    (i) => hasPosition(lng[i], lat[i]) && Math.abs(lat[i]) <= POLAR_LAT,
  );
  let [unionM2, perimeterM] = [0, 0];
  if (!(radiusM > 0)) return { unionM2, perimeterM };
  for (const cluster of stationClusters(lng, lat, used, radiusM)) {
    const discs = discsOf(cluster, { lng, lat }, radiusM);
    const measure = unionMeasure(discs, exposedArcs(new DiscGrid(discs)));
    unionM2 += measure.areaM2;
    perimeterM += measure.perimeterM;
  }
  return { unionM2, perimeterM };
}

/** The discs of a cluster in its plane. */
function discsOf(
  { plane, stations: members }: StationCluster,
  stations: Stations,
  radiusM: number,
) {
  const x = new Float64Array(members.length);
  const y = new Float64Array(members.length);
  plane.forward(
    members.map((i) => stations.lng[i]),
    members.map((i) => stations.lat[i]),
    x,
    y,
  );
  return { x, y, r: new Float64Array(members.length).fill(radiusM) };
}

/** The union's measure, and its drawing as one record. */
function unionOf(
  clusters: StationCluster[],
  stations: Stations,
  radiusM: number,
): Pick<ReachArea, 'unionM2' | 'perimeterM' | 'error' | 'shapes'> {
  let [unionM2, perimeterM, farM] = [0, 0, 0];
  const coordinates: Position[][][] = [];
  for (const cluster of clusters) {
    const { plane } = cluster;
    const discs = discsOf(cluster, stations, radiusM);
    const { x, y } = discs;
    const arcs = exposedArcs(new DiscGrid(discs));
    const measure = unionMeasure(discs, arcs);
    unionM2 += measure.areaM2;
    perimeterM += measure.perimeterM;
    for (const i of x.keys()) farM = Math.max(farM, Math.hypot(x[i], y[i]) + radiusM);
    for (const part of nestRings(unionRings(discs, arcs, ZONE_TOLERANCE_M)))
      coordinates.push(polygonRings(part, plane));
  }
  const builder = new ShapesBuilder();
  builder.append(coordinates.length > 0 ? { type: 'MultiPolygon', coordinates } : null);
  const error = (farM / EARTH_RADIUS_M) ** 2 / 6;
  return { unionM2, perimeterM, error, shapes: builder.build() };
}

/** Finds the polygons that stand in no other division's polygon; null where there is none. */
function outermost({ count, parent, shapes }: Divisions): PolygonIndex | null {
  const inPolygon = new Uint8Array(count);
  const records: number[] = [];
  for (let d = 0; d < count; d++) {
    const above = parent[d] >= 0 && inPolygon[parent[d]] === 1;
    const own = shapes.type[d] === SHAPE_POLYGON;
    inPolygon[d] = above || own ? 1 : 0;
    if (own && !above) records.push(d);
  }
  return records.length > 0 ? new PolygonIndex(shapes, records) : null;
}
