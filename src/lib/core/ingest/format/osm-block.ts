import { PbfReader } from 'pbf';
import { endOf } from '#lib/core/ingest/format/osm-blobs.ts';

/** What a block of a file is asked for; `refs` are ids of nodes, valid until the next call. */
export interface OsmVisitor {
  /** Degrees. */
  node?(id: number, lng: number, lat: number): void;
  way?(id: number, tags: ReadonlyMap<string, string>, refs: readonly number[]): void;
}

interface Block {
  strings: string[];
  groups: [number, number][];
  granularity: number;
  latOffset: number;
  lngOffset: number;
}

const DECODER = new TextDecoder();
/** A degree in the nanodegrees of the format, and in the tenths of microdegrees that nearly all files have. */
const NANO = 1e9;
const COARSE = 1e7;

/** Reads the fields of a message that ends at `end`; throws where they do not end there. */
function fields(pbf: PbfReader, end: number, read: (tag: number) => void): void {
  pbf.readFields((tag) => read(tag), null, end);
  if (pbf.pos !== end) throw new RangeError('message beyond its end');
}

/** Calls `read` for each of the numbers packed in the field at hand. */
function packed(pbf: PbfReader, read: () => void): void {
  const end = endOf(pbf);
  while (pbf.pos < end) read();
  if (pbf.pos !== end) throw new RangeError('number beyond its end');
}

function blockOf(pbf: PbfReader, withStrings: boolean): Block {
  const block: Block = { strings: [], groups: [], granularity: 100, latOffset: 0, lngOffset: 0 };
  fields(pbf, pbf.length, (tag) => {
    if (tag === 1 && withStrings)
      fields(pbf, endOf(pbf), (own) => {
        if (own !== 1) return;
        const end = endOf(pbf);
        block.strings.push(DECODER.decode(pbf.buf.subarray(pbf.pos, end)));
        pbf.pos = end;
      });
    else if (tag === 2) {
      const end = endOf(pbf);
      block.groups.push([pbf.pos, end]);
      pbf.pos = end;
    } else if (tag === 17) block.granularity = pbf.readVarint(true);
    else if (tag === 19) block.latOffset = pbf.readVarint(true);
    else if (tag === 20) block.lngOffset = pbf.readVarint(true);
  });
  return block;
}

/** Degrees of a coordinate, as the decimal number it stands for is nearest. */
function degrees(offset: number, granularity: number, value: number): number {
  const nano = offset + granularity * value;
  return nano % 100 === 0 ? nano / 100 / COARSE : nano / NANO;
}

/**
 * Reads a primitive block: dense and plain nodes, ways. Throws, whatever it may be, where it is
 * damaged. OpenStreetMap PBF format, osmformat.proto.
 */
export function readBlock(content: Uint8Array, visitor: OsmVisitor): void {
  const pbf = new PbfReader(content);
  const block = blockOf(pbf, visitor.way !== undefined);
  for (const [start, end] of block.groups) {
    pbf.pos = start;
    fields(pbf, end, (tag) => {
      if (tag === 1 && visitor.node) node(pbf, block, visitor.node.bind(visitor));
      else if (tag === 2 && visitor.node) dense(pbf, block, visitor.node.bind(visitor));
      else if (tag === 3 && visitor.way) way(pbf, block, visitor.way.bind(visitor));
    });
  }
}

function node(pbf: PbfReader, block: Block, visit: NonNullable<OsmVisitor['node']>): void {
  let [id, lat, lng] = [NaN, NaN, NaN];
  fields(pbf, endOf(pbf), (tag) => {
    if (tag === 1) id = pbf.readSVarint();
    else if (tag === 8) lat = pbf.readSVarint();
    else if (tag === 9) lng = pbf.readSVarint();
  });
  const { granularity, latOffset, lngOffset } = block;
  visit(id, degrees(lngOffset, granularity, lng), degrees(latOffset, granularity, lat));
}

function dense(pbf: PbfReader, block: Block, visit: NonNullable<OsmVisitor['node']>): void {
  // The three columns lie one behind the other and are read side by side.
  const at: Record<number, [number, number]> = {};
  fields(pbf, endOf(pbf), (tag) => {
    if (tag !== 1 && tag !== 8 && tag !== 9) return;
    const end = endOf(pbf);
    at[tag] = [pbf.pos, end];
    pbf.pos = end;
  });
  const column = (tag: number): PbfReader => {
    const [start, end] = at[tag] ?? [0, 0];
    return new PbfReader(pbf.buf.subarray(start, end));
  };
  const [ids, lats, lngs] = [column(1), column(8), column(9)];
  const { granularity, latOffset, lngOffset } = block;
  let [id, lat, lng] = [0, 0, 0];
  while (ids.pos < ids.length) {
    if (lats.pos >= lats.length || lngs.pos >= lngs.length) throw new RangeError('columns differ');
    id += ids.readSVarint();
    lat += lats.readSVarint();
    lng += lngs.readSVarint();
    visit(id, degrees(lngOffset, granularity, lng), degrees(latOffset, granularity, lat));
  }
}

function way(pbf: PbfReader, block: Block, visit: NonNullable<OsmVisitor['way']>): void {
  let id = NaN;
  const keys: number[] = [];
  const values: number[] = [];
  const refs: number[] = [];
  let ref = 0;
  fields(pbf, endOf(pbf), (tag) => {
    if (tag === 1) id = pbf.readVarint(true);
    else if (tag === 2) packed(pbf, () => keys.push(pbf.readVarint()));
    else if (tag === 3) packed(pbf, () => values.push(pbf.readVarint()));
    else if (tag === 8) packed(pbf, () => refs.push((ref += pbf.readSVarint())));
  });
  const tags = new Map<string, string>();
  keys.forEach((key, i) => {
    const [name, value] = [block.strings[key], block.strings[values[i]]];
    if (name === undefined || value === undefined) throw new RangeError('no such string');
    tags.set(name, value);
  });
  visit(id, tags, refs);
}

/** The features that a reader of the file must know, as its header says. */
export function requiredFeatures(content: Uint8Array): string[] {
  const pbf = new PbfReader(content);
  const required: string[] = [];
  fields(pbf, pbf.length, (tag) => {
    if (tag !== 4) return;
    const end = endOf(pbf);
    required.push(DECODER.decode(pbf.buf.subarray(pbf.pos, end)));
    pbf.pos = end;
  });
  return required;
}
