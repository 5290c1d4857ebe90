import { ArchiveFault } from '#lib/core/ingest/format/archive-fault.ts';

const SIGNATURE_END = 0x06054b50;
const SIGNATURE_END_64 = 0x06064b50;
const SIGNATURE_LOCATOR_64 = 0x07064b50;
const SIGNATURE_ENTRY = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ZIP64_EXTRA = 1;
const UTF8_FLAG = 0x800;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** A member as the central directory has it, its name in bytes. */
interface Entry {
  name: Uint8Array;
  isUtf8: boolean;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Offset of the member's own header, before the shift. */
  at: number;
}

interface Directory {
  /** Entries that the end record declares. */
  count: number;
  /** Bytes that stand before the archive itself, as in one that unpacks itself. */
  shift: number;
  entries(): Generator<Entry>;
}

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const whole = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

/** Finds the central directory of a zip archive from its end. Throws `ArchiveFault`. */
export function directoryOf(bytes: Uint8Array): Directory {
  const view = viewOf(bytes);
  const end = endRecord(view);
  let count = view.getUint16(end + 10, true);
  let length = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  let tail = end;
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === SIGNATURE_LOCATOR_64) {
    const at = whole(view, locator + 8);
    if (at + 56 > bytes.length || view.getUint32(at, true) !== SIGNATURE_END_64)
      throw new ArchiveFault('archive_damaged', `@${at}`, 'PK\\6\\6');
    count = whole(view, at + 32);
    length = whole(view, at + 40);
    offset = whole(view, at + 48);
    tail = at;
  } else if (count === FULL_16 || offset === FULL_32)
    throw new ArchiveFault('archive_damaged', `@${end}`, 'PK\\6\\7');
  const shift = tail - length - offset;
  if (shift < 0) throw new ArchiveFault('archive_damaged', offset + length, `<= ${tail}`);

  function* entries(): Generator<Entry> {
    let at = offset + shift;
    for (let i = 0; i < count; i++) {
      const fixed = at + 46;
      if (fixed > tail || view.getUint32(at, true) !== SIGNATURE_ENTRY)
        throw new ArchiveFault('archive_damaged', `@${at}`, 'PK\\1\\2');
      const nameEnd = fixed + view.getUint16(at + 28, true);
      const extraEnd = nameEnd + view.getUint16(at + 30, true);
      if (extraEnd > tail) throw new ArchiveFault('archive_damaged', `@${extraEnd}`, `<= ${tail}`);
      const flags = view.getUint16(at + 8, true);
      const entry: Entry = {
        name: bytes.subarray(fixed, nameEnd),
        isUtf8: (flags & UTF8_FLAG) !== 0,
        flags,
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        at: view.getUint32(at + 42, true),
      };
      widen(entry, bytes.subarray(nameEnd, extraEnd));
      yield entry;
      at = extraEnd + view.getUint16(at + 32, true);
    }
  }
  return { count, shift, entries };
}

/** Offset of the last end record whose comment fits before the end of the file. */
function endRecord(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === SIGNATURE_END && at + view.getUint16(at + 20, true) <= last)
      return at;
  throw new ArchiveFault('archive_damaged', view.byteLength, 'PK\\5\\6');
}

/** Puts the sizes and the offset of the Zip64 extra field where the entry's own are full. */
function widen(entry: Entry, extra: Uint8Array): void {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue;
    let next = at + 4;
    for (const key of ['size', 'packed', 'at'] as const) {
      if (entry[key] !== FULL_32) continue;
      if (next + 8 > extra.length) throw new ArchiveFault('archive_damaged', 'Zip64', null);
      entry[key] = whole(view, next);
      next += 8;
    }
  }
}

/**
 * The name of a member as it may be shown: UTF-8 where flagged or valid, else GB18030, as Windows
 * in Chinese writes it. Backslashes and leading slashes are made harmless; a way out of the folder,
 * a drive or a control character throws `ArchiveFault`.
 */
export function memberName(raw: Uint8Array, isUtf8: boolean): string {
  const name = textOfName(raw, isUtf8).replace(/\\/g, '/').replace(/^\/+/, '');
  // eslint-disable-next-line no-control-regex -- such characters are what is looked for
  const isForbidden = /[\x00-\x1f\x7f]|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(name);
  // eslint-disable-next-line no-control-regex -- the name is shown without them
  if (isForbidden) throw new ArchiveFault('archive_path', name.replace(/[\x00-\x1f]/g, '?'), null);
  return name;
}

function textOfName(raw: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(raw);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return new TextDecoder('gb18030').decode(raw);
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** CRC-32 of ISO 3309, as zip has it. */
export function checksumOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}
