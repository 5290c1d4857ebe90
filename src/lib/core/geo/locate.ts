import type { Shapes } from '#lib/core/model.ts';
import type { Edges } from '#lib/core/geo/edge-bands.ts';
import { ON_EDGE_DEG, edgesOf } from '#lib/core/geo/edge-bands.ts';
import { Integers } from '#lib/core/geo/integers.ts';
import type { OwnerRaster } from '#lib/core/geo/owner-raster.ts';
import { ownerRaster } from '#lib/core/geo/owner-raster.ts';

/**
 * Tells which polygon a point lies in.
 *
 * Polygons are taken in the plane of longitude and latitude, as GeoJSON draws them. A point on a
 * border that polygons share belongs to exactly one of them (half-open parity over edges that are
 * the same for both); where polygons overlap the lowest record has the point; a point in none
 * that lies on an edge all the same (the outer border, a sliver between edges that ought to be
 * one) belongs to the lowest record with such an edge. Cells of a raster that lie wholly in one
 * polygon answer at once; the others count the edges met by a level line in the cell's row.
 */
export class PolygonIndex {
  private readonly edges: Edges;
  private readonly raster: OwnerRaster | null;

  /** `records` are rows of `shapes`; those that are no polygons are left out. */
  constructor(shapes: Shapes, records: Uint32Array | number[]) {
    this.edges = edgesOf(shapes, records);
    this.raster = this.edges.record.length > 0 ? ownerRaster(this.edges) : null;
  }

  /** The record that the point lies in, -1 for none or for a point without a position. */
  locate(lng: number, lat: number): number {
    const { raster } = this;
    if (raster === null || !(lat >= raster.south && lat <= raster.north)) return -1;
    let found = -1;
    for (let turn = -360; turn <= 360; turn += 360) {
      const x = lng + turn;
      if (!(x >= raster.west && x <= raster.east)) continue;
      const record = this.locateAt(raster, x, lat);
      if (record >= 0 && (found < 0 || record < found)) found = record;
    }
    return found;
  }

  /** `locate` for columns of points. */
  locateAll(lng: Float64Array, lat: Float64Array): Int32Array {
    const { raster } = this;
    const out = new Int32Array(lng.length).fill(-1);
    if (raster === null) return out;
    const { west, south, east, north, cols, rows, colsPerDegree, rowsPerDegree, cells } = raster;
    const simple = west > -180 && east < 180;
    const open = new Integers();
    for (let i = 0; i < lng.length; i++) {
      const x = lng[i];
      const y = lat[i];
      if (!simple || !(x >= west && x <= east && y >= south && y <= north)) {
        if (!simple || x > 180 || x < -180) out[i] = this.locate(x, y);
        continue;
      }
      const col = Math.floor((x - west) * colsPerDegree);
      const row = Math.floor((y - south) * rowsPerDegree);
      const cell = (row < rows ? row : rows - 1) * cols + (col < cols ? col : cols - 1);
      const owner = cells[cell];
      if (owner >= -1) out[i] = owner;
      else {
        out[i] = owner;
        open.push(i);
      }
    }
    for (const i of inOrderOf(out, open, raster.candidateStart.length)) {
      out[i] = this.decide(raster, -2 - out[i], lng[i], lat[i]);
    }
    return out;
  }

  private locateAt(raster: OwnerRaster, x: number, y: number): number {
    const col = Math.min(raster.cols - 1, Math.floor((x - raster.west) * raster.colsPerDegree));
    const row = Math.min(raster.rows - 1, Math.floor((y - raster.south) * raster.rowsPerDegree));
    const owner = raster.cells[row * raster.cols + col];
    return owner >= -1 ? owner : this.decide(raster, -2 - owner, x, y);
  }

  private decide(raster: OwnerRaster, mixed: number, x: number, y: number): number {
    const { candidate, candidateStart, bandRecord } = raster;
    const { start, edge } = raster.bands;
    const { xy } = this.edges;
    const end = candidateStart[mixed + 1];
    for (let c = candidateStart[mixed]; c < end; c++) {
      const band = candidate[c];
      if (band < 0) return ~band;
      let inside = false;
      const last = start[band + 1];
      for (let k = start[band]; k < last; k++) {
        const at = 4 * edge[k];
        const ay = xy[at + 1];
        const by = xy[at + 3];
        if (ay > y || by <= y) continue;
        const ax = xy[at];
        if ((xy[at + 2] - ax) * (y - ay) > (by - ay) * (x - ax)) inside = !inside;
      }
      if (inside) return bandRecord[band];
    }
    for (let c = candidateStart[mixed]; c < end; c++) {
      if (this.onEdge(raster, candidate[c], x, y)) return bandRecord[candidate[c]];
    }
    return -1;
  }

  private onEdge(raster: OwnerRaster, band: number, x: number, y: number): boolean {
    const { start, edge } = raster.bands;
    const { xy } = this.edges;
    for (let k = start[band]; k < start[band + 1]; k++) {
      const at = 4 * edge[k];
      const dx = xy[at + 2] - xy[at];
      const dy = xy[at + 3] - xy[at + 1];
      const px = x - xy[at];
      const py = y - xy[at + 1];
      const length2 = dx * dx + dy * dy;
      const along = length2 > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length2)) : 0;
      if (Math.hypot(px - along * dx, py - along * dy) <= ON_EDGE_DEG) return true;
    }
    return false;
  }
}

/** The open points grouped by their mixed cells, neighbours together: their edges are then read once. */
function inOrderOf(owner: Int32Array, open: Integers, mixed: number): Int32Array {
  const shift = Math.max(0, 32 - Math.clz32(mixed) - 12);
  const groupStart = new Uint32Array((mixed >> shift) + 2);
  for (let k = 0; k < open.length; k++) groupStart[((-2 - owner[open.values[k]]) >> shift) + 1]++;
  for (let g = 1; g < groupStart.length; g++) groupStart[g] += groupStart[g - 1];
  const order = new Int32Array(open.length);
  for (let k = 0; k < open.length; k++) {
    const i = open.values[k];
    order[groupStart[(-2 - owner[i]) >> shift]++] = i;
  }
  return order;
}
