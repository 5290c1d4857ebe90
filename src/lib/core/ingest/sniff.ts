import { baseName } from '#lib/core/ingest/spelling.ts';

/** JSON larger than this is refused before it is read: it would need several times that in memory. */
export const JSON_LIMIT_BYTES = 160_000_000;
/** Any other file larger than this is refused before it is read. */
export const TABLE_LIMIT_BYTES = 320_000_000;

/** The bound on a file of this name. */
export function limitOf(fileName: string): number {
  return /json$/i.test(fileName) ? JSON_LIMIT_BYTES : TABLE_LIMIT_BYTES;
}

/** What the first bytes of a file are. `other` names a format that is known but not read here. */
export type Content =
  { kind: 'empty' } | { kind: 'json' } | { kind: 'delimited' } | { kind: 'other'; format: string };

const SIGNATURES: [string, number[]][] = [
  ['zip, xlsx, kmz', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  ['gzip', [0x1f, 0x8b]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['shapefile', [0x00, 0x00, 0x27, 0x0a]],
];
const HEAD = 4096;

/**
 * Tells from its content what a file is; the extension only decides between JSON and a table of
 * text where the first character leaves both open.
 */
export function sniff(bytes: Uint8Array, fileName: string): Content {
  for (const [format, signature] of SIGNATURES)
    if (signature.every((byte, i) => bytes[i] === byte)) return { kind: 'other', format };
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) return { kind: 'delimited' };
  const head = bytes.subarray(0, HEAD);
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] === 32 || (bytes[at] >= 9 && bytes[at] <= 13))) at++;
  if (at === bytes.length) return { kind: 'empty' };
  if (head.includes(0)) return { kind: 'other', format: 'binary' };
  const named = baseName(fileName).toLowerCase();
  if (/\.(geo)?json$/.test(named)) return { kind: 'json' };
  const first = String.fromCharCode(bytes[at]);
  if (first === '{' || first === '[') {
    const text = /\.(csv|tsv|txt)$/.test(named);
    return { kind: text && !closesLike(bytes, first) ? 'delimited' : 'json' };
  }
  if (first === '<') return { kind: 'other', format: 'xml, kml, html' };
  return { kind: 'delimited' };
}

function closesLike(bytes: Uint8Array, opening: string): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] <= 32) end--;
  return bytes[end - 1] === (opening === '{' ? 0x7d : 0x5d);
}

export interface Decoded {
  text: string;
  /** The encoding used where it was not UTF-8. */
  encoding: string | null;
  /** True where characters were lost: the bytes fit no encoding that is tried. */
  damaged: boolean;
}

/** Decodes text: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (which holds GBK and GB 2312). */
export function decode(bytes: Uint8Array): Decoded {
  for (const [encoding, a, b] of [
    ['utf-16le', 0xff, 0xfe],
    ['utf-16be', 0xfe, 0xff],
  ] as const)
    if (bytes[0] === a && bytes[1] === b)
      return { text: new TextDecoder(encoding).decode(bytes), encoding, damaged: false };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: null, damaged: false };
  } catch {
    const text = new TextDecoder('gb18030').decode(bytes);
    return { text, encoding: 'gb18030', damaged: text.includes('\ufffd') };
  }
}
