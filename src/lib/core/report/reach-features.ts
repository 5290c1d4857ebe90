import type { MultiPolygon, Polygon } from 'geojson';
import { toGeoJson } from '#lib/core/geo/shapes.ts';
import type { Project, Shapes } from '#lib/core/model.ts';
import type { ReachArea, ReachAsk } from '#lib/core/reach/answer.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import type { Pace } from '#lib/core/reach/field.ts';
import { geoParquet } from '#lib/core/report/geo-parquet.ts';
import type { AreaColumn, AreaFeature, AreaFeatures } from '#lib/core/report/geo-parquet.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import { divisionPath } from '#lib/core/report/source-row.ts';

/** What an area in reach is the answer to. */
export interface AreaQuestion extends ReachAsk {
  /** Null where the cutoff was given in metres. */
  minutes: number | null;
  pace: Pace | null;
}

type Columns = Readonly<Record<string, AreaColumn>>;

const REACH_COLUMNS: Columns = {
  method: 'text',
  levels: 'text',
  cutoff_m: 'number',
  minutes: 'number',
  pace: 'text',
  snap: 'text',
  area_m2: 'number',
  perimeter_m: 'number',
};

const ZONE_COLUMNS: Columns = {
  zone: 'text',
  division: 'text',
  division_path: 'text',
  street: 'text',
  area_m2: 'number',
  points: 'count',
  weight: 'number',
  basis: 'text',
  units: 'count',
};

const decimals = (value: number): number => Math.round(value * 100) / 100;

function feature(
  shapes: Shapes,
  record: number,
  properties: Record<string, string | number | null>,
): AreaFeature[] {
  const geometry = toGeoJson(shapes, record);
  return geometry === null
    ? []
    : [{ type: 'Feature', geometry: geometry as Polygon | MultiPolygon, properties }];
}

/** The area in reach as one feature; none where there is no area. */
export function reachAreaFeatures(area: ReachArea, question: AreaQuestion): AreaFeatures {
  const { method, levels, cutoffM, minutes, pace, snap } = question;
  const features =
    area.shapes.type.length === 0
      ? []
      : feature(area.shapes, 0, {
          method,
          levels: levels.join(';'),
          cutoff_m: decimals(cutoffM),
          minutes,
          pace,
          snap: method === 'walk' ? snap : null,
          area_m2: decimals(area.unionM2),
          perimeter_m: decimals(area.perimeterM),
        });
  return { type: 'FeatureCollection', features };
}

/** What is out of reach of each community, a feature a connected part, the most people first. */
export function blankZoneFeatures(project: Project, zones: BlankZones): AreaFeatures {
  const { divisions } = project;
  const codeOf = (d: number): string | null => (d < 0 ? null : divisions.code[d]);
  const features = Array.from({ length: zones.count }, (_, z) =>
    feature(zones.shapes, z, {
      zone: groupId('zone', z),
      division: codeOf(zones.division[z]),
      division_path: divisionPath(project, zones.division[z]).join(' / '),
      street: codeOf(zones.street[z]),
      area_m2: decimals(zones.areaM2[z]),
      points: zones.points[z],
      weight: zones.basis === 'none' ? null : decimals(zones.weight[z]),
      basis: zones.basis,
      units: zones.units[z],
    }),
  );
  return { type: 'FeatureCollection', features: features.flat() };
}

/** The area in reach as GeoParquet. */
export const reachAreaParquet = (features: AreaFeatures): Uint8Array =>
  geoParquet(features, REACH_COLUMNS);

/** Blank areas as GeoParquet. */
export const blankZonesParquet = (features: AreaFeatures): Uint8Array =>
  geoParquet(features, ZONE_COLUMNS);
