import { bd09ToGcj02, gcj02ToBd09 } from '#lib/core/geo/crs/bd09.ts';
import type { Columns } from '#lib/core/geo/crs/columns.ts';
import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { gcj02ToWgs84, wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';
import { transverseMercator } from '#lib/core/geo/crs/transverse-mercator.ts';
import { webMercatorToWgs84, wgs84ToWebMercator } from '#lib/core/geo/crs/web-mercator.ts';
import { zoneOf } from '#lib/core/geo/crs/zones.ts';

interface Step {
  forward: (x: Float64Array, y: Float64Array) => Columns;
  back: (x: Float64Array, y: Float64Array) => Columns;
}

const GCJ: Step = { forward: wgs84ToGcj02, back: gcj02ToWgs84 };
const UNDONE: Step = { forward: gcj02ToWgs84, back: wgs84ToGcj02 };
const BAIDU: Step = { forward: gcj02ToBd09, back: bd09ToGcj02 };
const MERCATOR: Step = { forward: wgs84ToWebMercator, back: webMercatorToWgs84 };

/** What was done to WGS 84 degrees, first to last. */
function stepsOf(crs: CrsId): Step[] {
  switch (crs) {
    case 'wgs84':
      return [];
    case 'gcj02':
      return [GCJ];
    case 'bd09':
      return [GCJ, BAIDU];
    case 'gcj02_twice':
      return [GCJ, GCJ];
    case 'bd09_of_gcj02':
      return [GCJ, GCJ, BAIDU];
    case 'bd09_as_gcj02':
      return [GCJ, BAIDU, UNDONE];
    case 'gcj02_undone':
      return [UNDONE];
    case 'web_mercator':
      return [MERCATOR];
    case 'web_mercator_gcj02':
      return [GCJ, MERCATOR];
    default: {
      const zone = zoneOf(crs);
      if (zone === null) throw new RangeError(crs);
      return [transverseMercator(zone)];
    }
  }
}

/** WGS 84 degrees, new columns, of positions in a system; NaN where the numbers cannot be of it. */
export function toWgs84(crs: CrsId, x: Float64Array, y: Float64Array): Columns {
  const [lng, lat] = stepsOf(crs).reduceRight<Columns>(
    ([atX, atY], step) => step.back(atX, atY),
    [x.slice(), y.slice()],
  );
  for (let i = 0; i < lng.length; i++) {
    if (Math.abs(lng[i]) <= 180 && Math.abs(lat[i]) <= 90) continue;
    lng[i] = lat[i] = NaN;
  }
  return [lng, lat];
}

/** Positions in a system, new columns, of WGS 84 degrees. */
export function fromWgs84(crs: CrsId, lng: Float64Array, lat: Float64Array): Columns {
  return stepsOf(crs).reduce<Columns>(
    ([atX, atY], step) => step.forward(atX, atY),
    [lng.slice(), lat.slice()],
  );
}
