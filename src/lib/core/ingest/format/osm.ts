import type { Geometry, Position } from 'geojson';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import {
  MOST_OSM_BYTES,
  blobsOf,
  contentOf,
  osmInvalid,
} from '#lib/core/ingest/format/osm-blobs.ts';
import { readBlock, requiredFeatures } from '#lib/core/ingest/format/osm-block.ts';
import type { OsmVisitor } from '#lib/core/ingest/format/osm-block.ts';
import { wayCells } from '#lib/core/ingest/format/osm-tags.ts';
import type { WayCells } from '#lib/core/ingest/format/osm-tags.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { FEATURE_ID, sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';

/** Vertices of ways that are kept; a city of twenty million has a third of them. */
const MOST_VERTICES = 8_000_000;
const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);
/** Blobs read between two looks at whether the reading is called off. */
const AT_ONCE = 16;

/** The ways for walkers, and the ids of the nodes they run over, one behind the other. */
interface Ways {
  id: number[];
  cells: WayCells[];
  row: number[];
  refStart: number[];
  ref: Float64Array;
}

/**
 * Reads the ways for walkers of an OpenStreetMap extract (.osm.pbf) as lines with `highway`,
 * `foot`, `tunnel`, `bridge` and `oneway`. Rows count all ways of the file from 1.
 *
 * The file is gone through twice, for the ways and then for their nodes, so that it costs what is
 * kept of it. Nodes that an extract cut off are passed over, with an issue. Throws `FormatFault`
 * for what is damaged, too large, or asks for more than OsmSchema-V0.6 with dense nodes.
 */
export async function readOsm(
  file: string,
  bytes: Uint8Array,
  issues: IssueLog,
  options: ReadOptions,
): Promise<Sheet> {
  const pass = async (visitor: OsmVisitor): Promise<void> => {
    let inflated = 0;
    for (const [i, blob] of blobs.entries()) {
      if (i % AT_ONCE === 0) await breathe(options);
      if (blob.type !== 'OSMData') continue;
      const content = contentOf(bytes, blob);
      inflated += content.length;
      if (inflated > MOST_OSM_BYTES)
        throw new FormatFault('osm_too_large', `> ${MOST_OSM_BYTES}`, `<= ${MOST_OSM_BYTES} bytes`);
      decoded(blob.start, () => readBlock(content, visitor));
    }
  };
  const blobs = blobsOf(bytes);
  for (const blob of blobs)
    if (blob.type === 'OSMHeader')
      for (const feature of decoded(blob.start, () => requiredFeatures(contentOf(bytes, blob))))
        if (!KNOWN_FEATURES.has(feature))
          throw new FormatFault('osm_not_supported', feature, [...KNOWN_FEATURES].join(', '));

  const ways = newWays();
  let rows = 0;
  let end = 0;
  await pass({
    way(id, tags, refs) {
      rows++;
      const cells = wayCells(tags);
      if (cells === null) return;
      if (end + refs.length > MOST_VERTICES)
        throw new FormatFault('osm_too_large', `> ${MOST_VERTICES}`, `<= ${MOST_VERTICES} vertices`); // prettier-ignore
      if (end + refs.length > ways.ref.length) ways.ref = grown(ways.ref, end + refs.length);
      ways.ref.set(refs, end);
      end += refs.length;
      ways.id.push(id);
      ways.cells.push(cells);
      ways.row.push(rows);
      ways.refStart.push(end);
    },
  });
  const wanted = new WantedNodes(ways.ref.subarray(0, end));
  await pass({ node: (id, lng, lat) => wanted.put(id, lng, lat) });
  return sheetOfWays(file, ways, wanted, issues);
}

/** Runs a piece of decoding; whatever the decoder throws means that the blob is damaged. */
function decoded<T>(at: number, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw error instanceof FormatFault ? error : osmInvalid(at);
  }
}

const newWays = (): Ways => ({
  id: [],
  cells: [],
  row: [],
  refStart: [0],
  ref: new Float64Array(1 << 12),
});

function grown(array: Float64Array, least: number): Float64Array {
  const larger = new Float64Array(Math.max(least, 2 * array.length));
  larger.set(array);
  return larger;
}

/** Where the nodes are that ways run over. */
class WantedNodes {
  readonly #id: Float64Array;
  readonly #lng: Float64Array;
  readonly #lat: Float64Array;
  #cursor = 0;

  constructor(refs: Float64Array) {
    const sorted = refs.slice().sort();
    let count = 0;
    for (let i = 0; i < sorted.length; i++)
      if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i];
    this.#id = sorted.slice(0, count);
    this.#lng = new Float64Array(count).fill(NaN);
    this.#lat = new Float64Array(count).fill(NaN);
  }

  put(id: number, lng: number, lat: number): void {
    const at = this.#indexOf(id);
    if (at < 0) return;
    this.#lng[at] = lng;
    this.#lat[at] = lat;
  }

  /** Where a node is; null for one that the file lacks. */
  place(id: number): Position | null {
    const at = this.#indexOf(id);
    return at < 0 || Number.isNaN(this.#lng[at]) ? null : [this.#lng[at], this.#lat[at]];
  }

  #indexOf(id: number): number {
    const ids = this.#id;
    // Files have their nodes in order, so that the next one is near.
    let low = this.#cursor;
    if (!(ids[low] <= id)) low = 0;
    let step = 1;
    while (low + step < ids.length && ids[low + step] <= id) {
      low += step;
      step *= 2;
    }
    let high = Math.min(ids.length, low + step);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (ids[middle] <= id) low = middle;
      else high = middle;
    }
    this.#cursor = low;
    return ids[low] === id ? low : -1;
  }
}

function sheetOfWays(file: string, ways: Ways, nodes: WantedNodes, issues: IssueLog): Sheet {
  let missing = 0;
  const geometry = ways.id.map((_, i): Geometry | null => {
    const parts: Position[][] = [[]];
    for (let at = ways.refStart[i]; at < ways.refStart[i + 1]; at++) {
      const place = nodes.place(ways.ref[at]);
      if (place) parts[parts.length - 1].push(place);
      else {
        missing++;
        parts.push([]);
      }
    }
    const lines = parts.filter((part) => part.length > 1);
    if (lines.length === 1) return { type: 'LineString', coordinates: lines[0] };
    return lines.length === 0 ? null : { type: 'MultiLineString', coordinates: lines };
  });
  if (missing > 0) issues.add('osm_nodes_missing', file, { found: missing, expected: '0' });
  // A way of which the extract has no two nodes in a row is not there.
  const kept = [...geometry.keys()].filter((i) => geometry[i] !== null);
  const column = (cell: (i: number) => Cell): Cell[] => kept.map(cell);
  return sheetOf({
    file,
    format: 'osm',
    crs: 'OGC:CRS84',
    headers: [FEATURE_ID, 'highway', 'foot', 'tunnel', 'bridge', 'oneway'],
    columns: [
      column((i) => String(ways.id[i])),
      column((i) => ways.cells[i].highway),
      column((i) => ways.cells[i].foot),
      column((i) => ways.cells[i].tunnel),
      column((i) => ways.cells[i].bridge),
      column((i) => ways.cells[i].oneway),
    ],
    row: Uint32Array.from(kept, (i) => ways.row[i]),
    geometry: kept.map((i) => geometry[i]),
  });
}
