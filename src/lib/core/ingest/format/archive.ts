import { Inflate } from 'fflate';
import { checksumOf, directoryOf, memberName } from '#lib/core/ingest/format/archive-directory.ts';
import { ArchiveFault } from '#lib/core/ingest/format/archive-fault.ts';

export { ArchiveFault } from '#lib/core/ingest/format/archive-fault.ts';
export type { ArchiveFaultCode } from '#lib/core/ingest/format/archive-fault.ts';

/** More members than this are refused, those of archives inside an archive included. */
export const MOST_MEMBERS = 2_000;
/** More bytes than this in sum, once inflated, are refused; archives inside an archive included. */
export const MOST_INFLATED_BYTES = 400_000_000;
/** A member may be this many times as large as its packed form; sheets of workbooks reach about 30. */
export const MOST_RATIO = 100;
/** Members up to this size may have any ratio: a short file of one letter reaches a thousand. */
export const RATIO_FREE_BYTES = 1_000_000;

const SIGNATURE_MEMBER = 0x04034b50;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Packed bytes inflated between two looks at the bound. */
const PIECE = 1 << 16;

export interface Member {
  /** As it may be shown: forward slashes, no leading slash. A member is never written to a disk. */
  name: string;
  /** Bytes once inflated, as the directory declares them. */
  size: number;
  /** Bytes in the archive. */
  packed: number;
}

/** What an archive and those inside it hold together. */
interface Spent {
  members: number;
  bytes: number;
}

export interface Archive {
  /** Every file, folders left out, in the order of the directory. */
  members: Member[];
  /** The bytes of a member; of members that share a name the first. Throws `ArchiveFault`. */
  read(name: string): Uint8Array;
  spent: Spent;
}

/**
 * Opens a zip archive: reads its directory, inflates nothing yet. An archive that lies in another
 * is opened with `outer`, so that the limits hold for all of them together.
 *
 * Throws `ArchiveFault` for what is damaged, encrypted, badly named or beyond a limit, before any
 * member is inflated; a member that is larger than declared is given up at the declared size.
 * Follows APPNOTE.TXT 6.3.10 (PKWARE), Zip64 included.
 */
export function openArchive(bytes: Uint8Array, outer: Archive | null = null): Archive {
  const spent: Spent = outer?.spent ?? { members: 0, bytes: 0 };
  const { entries, count, shift } = directoryOf(bytes);
  spent.members += count;
  if (spent.members > MOST_MEMBERS)
    throw new ArchiveFault('archive_too_many', spent.members, `<= ${MOST_MEMBERS}`);
  const members: Member[] = [];
  const places = new Map<string, { at: number; flags: number; method: number; crc: number }>();
  for (const entry of entries()) {
    const name = memberName(entry.name, entry.isUtf8);
    if (name.endsWith('/') || name === '') continue;
    const { size, packed, flags, method, crc } = entry;
    spent.bytes += size;
    if (spent.bytes > MOST_INFLATED_BYTES)
      throw new ArchiveFault('archive_too_large', spent.bytes, `<= ${MOST_INFLATED_BYTES}`);
    if (size > RATIO_FREE_BYTES && size > packed * MOST_RATIO) {
      const found = `${name} ${Math.round(size / Math.max(packed, 1))}:1`;
      throw new ArchiveFault('archive_ratio', found, `<= ${MOST_RATIO}:1`);
    }
    if (places.has(name)) continue;
    members.push({ name, size, packed });
    places.set(name, { at: entry.at + shift, flags, method, crc });
  }
  const byName = new Map(members.map((member) => [member.name, member]));

  return {
    members,
    spent,
    read(name) {
      const member = byName.get(name);
      const place = places.get(name);
      if (!member || !place) throw new ArchiveFault('archive_damaged', name, 'member');
      if (place.flags & ENCRYPTED) throw new ArchiveFault('archive_encrypted', name, null);
      const packed = packedBytes(bytes, place.at, member);
      if (place.method !== STORED && place.method !== DEFLATED)
        throw new ArchiveFault('archive_damaged', `${name} method ${place.method}`, '0, 8');
      const read = place.method === STORED ? packed : inflate(packed, member);
      if (read.length !== member.size)
        throw new ArchiveFault('archive_damaged', `${name} ${read.length}`, String(member.size));
      if (checksumOf(read) !== place.crc)
        throw new ArchiveFault('archive_damaged', `${name} CRC`, null);
      return read;
    },
  };
}

function packedBytes(bytes: Uint8Array, at: number, { name, packed }: Member): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== SIGNATURE_MEMBER)
    throw new ArchiveFault('archive_damaged', `${name} @${at}`, 'PK\\3\\4');
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > bytes.length)
    throw new ArchiveFault('archive_damaged', `${name} @${start + packed}`, `<= ${bytes.length}`);
  return bytes.subarray(start, start + packed);
}

/** Inflates a piece at a time and stops as soon as more comes out than the directory declares. */
function inflate(packed: Uint8Array, { name, size }: Member): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > size)
      throw new ArchiveFault('archive_too_large', `${name} > ${size}`, String(size));
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += PIECE)
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof ArchiveFault) throw error;
    throw new ArchiveFault('archive_damaged', name, null);
  }
  return filled === size ? out : out.subarray(0, filled);
}
