import { unzlibSync } from 'fflate';
import { PbfReader } from 'pbf';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';

/** The format's own bounds on the head of a blob and on what is in it. */
const MOST_HEAD_BYTES = 64 * 1024;
const MOST_BLOB_BYTES = 32 * 1024 * 1024;
/** More bytes than this, once inflated, are refused: some fifteen times what a city has. */
export const MOST_OSM_BYTES = 2_000_000_000;

/** A blob of the file as it lies there. */
export interface OsmBlob {
  type: string;
  /** Its content from `start` to `end`. */
  start: number;
  end: number;
}

export const osmInvalid = (at: number): FormatFault => new FormatFault('osm_invalid', `@${at}`);

/** The end of the field at hand, which must lie in the message. */
export function endOf(pbf: PbfReader): number {
  const end = pbf.readVarint() + pbf.pos;
  if (!(end <= pbf.length)) throw new RangeError('field beyond the end');
  return end;
}

/** The bytes of the field at hand. */
function bytesOf(pbf: PbfReader): Uint8Array {
  const end = endOf(pbf);
  const bytes = pbf.buf.subarray(pbf.pos, end);
  pbf.pos = end;
  return bytes;
}

/** The blobs of a file, in its order. Throws `FormatFault` where one is cut off or out of bounds. */
export function blobsOf(bytes: Uint8Array): OsmBlob[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blobs: OsmBlob[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) throw osmInvalid(at);
    const headBytes = view.getUint32(at);
    if (headBytes > MOST_HEAD_BYTES || at + 4 + headBytes > bytes.length) throw osmInvalid(at);
    const head = new PbfReader(bytes.subarray(at + 4, at + 4 + headBytes));
    const found = { type: '', size: -1 };
    try {
      head.readFields((tag) => {
        if (tag === 1) found.type = new TextDecoder().decode(bytesOf(head));
        else if (tag === 3) found.size = head.readVarint(true);
      }, found);
    } catch {
      throw osmInvalid(at);
    }
    const start = at + 4 + headBytes;
    const { type, size } = found;
    if (type === '' || !(size >= 0 && size <= MOST_BLOB_BYTES) || start + size > bytes.length)
      throw osmInvalid(at);
    at = start + size;
    blobs.push({ type, start, end: at });
  }
  return blobs;
}

const PACKINGS: Record<number, string> = { 4: 'lzma', 5: 'bzip2', 6: 'lz4', 7: 'zstd' };

/** What is in a blob, inflated. Throws `FormatFault` for one that is damaged or packed otherwise. */
export function contentOf(bytes: Uint8Array, { start, end }: OsmBlob): Uint8Array {
  const blob = new PbfReader(bytes.subarray(start, end));
  const found: { raw: Uint8Array | null; zlib: Uint8Array | null; size: number; other: string } = {
    raw: null,
    zlib: null,
    size: -1,
    other: '',
  };
  try {
    blob.readFields((tag) => {
      if (tag === 1) found.raw = bytesOf(blob);
      else if (tag === 2) found.size = blob.readVarint(true);
      else if (tag === 3) found.zlib = bytesOf(blob);
      else if (tag in PACKINGS) found.other = PACKINGS[tag];
    }, found);
    if (found.raw && found.raw.length <= MOST_BLOB_BYTES) return found.raw;
    if (found.zlib && found.size >= 0 && found.size <= MOST_BLOB_BYTES) {
      const content = unzlibSync(found.zlib, { out: new Uint8Array(found.size) });
      if (content.length === found.size) return content;
    }
  } catch {
    throw osmInvalid(start);
  }
  if (found.other !== '') throw new FormatFault('osm_not_supported', found.other, 'zlib');
  throw osmInvalid(start);
}
