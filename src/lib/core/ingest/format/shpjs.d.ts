declare module 'shpjs' {
  import type { Geometry } from 'geojson';

  /** Geometry of each record of a .shp, null for null shapes. */
  export function parseShp(shp: Uint8Array): (Geometry | null)[];
}
