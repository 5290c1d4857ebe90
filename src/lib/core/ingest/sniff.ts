import { delimiterOf } from '#lib/core/ingest/csv-delimiter.ts';
import { baseName } from '#lib/core/ingest/spelling.ts';
import { surveyText, wideOrder } from '#lib/core/ingest/text/encoding.ts';
import { toUtf8 } from '#lib/core/ingest/text/to-utf8.ts';

/** JSON larger than this is refused before it is read: it would need several times that in memory. */
export const JSON_LIMIT_BYTES = 160_000_000;
/** Any other file larger than this is refused before it is read. */
export const TABLE_LIMIT_BYTES = 320_000_000;

/** The bound on a file of this name. */
export function limitOf(fileName: string): number {
  return /json$/i.test(fileName) ? JSON_LIMIT_BYTES : TABLE_LIMIT_BYTES;
}

/**
 * What the content of a file is. `zip` may be a workbook, KMZ, shapefile or plain archive: its
 * members tell. `cfb` is the container of XLS and of other documents of its age. `xml` names its
 * root element, without prefix and in lower case (`workbook` is a spreadsheet of 2003). `other`
 * names a format that is known but not read.
 */
export type Content =
  | { kind: 'empty' }
  | { kind: 'json' }
  | { kind: 'delimited' }
  | { kind: 'zip' }
  | { kind: 'cfb' }
  | { kind: 'html' }
  | { kind: 'kml' }
  | { kind: 'xml'; root: string }
  | { kind: 'parquet' }
  | { kind: 'osm' }
  | { kind: 'gzip' }
  | { kind: 'other'; format: string };

const other = (format: string): Content => ({ kind: 'other', format });
const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

const SIGNATURES: [Content, number[]][] = [
  [{ kind: 'zip' }, [...ascii('PK'), 3, 4]],
  [{ kind: 'zip' }, [...ascii('PK'), 5, 6]],
  [{ kind: 'zip' }, [...ascii('PK'), 7, 8]],
  [{ kind: 'cfb' }, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  [{ kind: 'parquet' }, ascii('PAR1')],
  [{ kind: 'gzip' }, [0x1f, 0x8b]],
  [other('pdf'), ascii('%PDF')],
  [other('7z'), [...ascii('7z'), 0xbc, 0xaf]],
  [other('rar'), ascii('Rar!')],
  [other('xz'), [0xfd, ...ascii('7zXZ')]],
  [other('zstd'), [0x28, 0xb5, 0x2f, 0xfd]],
  [other('bzip2'), ascii('BZh')],
  [other('png'), [0x89, ...ascii('PNG')]],
  [other('jpeg'), [0xff, 0xd8, 0xff]],
  [other('gif'), ascii('GIF8')],
  [other('tiff'), [...ascii('II'), 0x2a, 0]],
  [other('tiff'), [...ascii('MM'), 0, 0x2a]],
  [other('shapefile'), [0, 0, 0x27, 0x0a]],
  [other('gpkg, sqlite'), ascii('SQLite format 3')],
  [other('mdb'), [0, 1, 0, 0, ...ascii('Standard')]],
  [other('flatgeobuf'), [...ascii('fgb'), 3]],
  [other('arrow'), ascii('ARROW1')],
  [other('rtf'), ascii('{\\rtf')],
  [other('mhtml'), ascii('MIME-Version:')],
];
const HEAD_BYTES = 4096;
const TEXT_NAME = /\.(csv|tsv|tab|txt)$/;
const HTML = /^(html|head|body|meta|title|style|table|thead|tbody|tr|div|span|p|script)$/;

/** The first characters of a text, as far as signs of ASCII go; other letters may be wrong. */
function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES);
  const decoded = new TextDecoder(wideOrder(bytes) ?? 'utf-8').decode(head);
  return decoded.replace(/^[\s\ufeff]+/, '');
}

/** Name of the first element behind declarations and comments, in lower case; null where there is none. */
function rootOf(head: string): string | null {
  const prolog = /^(?:\s+|<\?[^]*?\?>|<!--[^]*?-->|<!doctype[^>[]*(?:\[[^\]]*\][^>]*)?>)+/i;
  if (/^<!doctype\s+html\b/i.test(head)) return 'html';
  const root = /^<(?:[a-z_][\w.-]*:)?([a-z_][\w.-]*)/i.exec(head.replace(prolog, ''));
  if (root) return root[1].toLowerCase();
  return /^<(\?xml|!--|!doctype)/i.test(head) ? '' : null;
}

function markup(head: string, named: string): Content | null {
  const root = rootOf(head);
  if (root === null) return null;
  if (root === 'kml') return { kind: 'kml' };
  if (HTML.test(root)) return { kind: 'html' };
  return TEXT_NAME.test(named) && !head.startsWith('<?xml') ? null : { kind: 'xml', root };
}

/** A dBASE table: version, then the day it was last changed. */
function isDbf(bytes: Uint8Array, named: string): boolean {
  return named.endsWith('.dbf') && bytes[2] >= 1 && bytes[2] <= 12 && bytes[3] <= 31;
}

/** An extract of OpenStreetMap: the length of a head, whose first field is the text OSMHeader. */
function isOsm(bytes: Uint8Array): boolean {
  const head = [0x0a, 9, ...ascii('OSMHeader')];
  return head.every((byte, i) => bytes[4 + i] === byte);
}

/** True for bytes that are no text: one in a hundred is a control character. */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a)) controls++;
  return controls * 100 > head.length;
}

/**
 * Tells from its content what a file is. The extension is asked only where the content leaves JSON,
 * markup and a table of text open.
 */
export function sniff(bytes: Uint8Array, fileName: string): Content {
  for (const [content, signature] of SIGNATURES)
    if (signature.every((byte, i) => bytes[i] === byte)) return content;
  if (isOsm(bytes)) return { kind: 'osm' };
  const named = baseName(fileName).toLowerCase();
  const wide = wideOrder(bytes) !== null;
  if (isBlank(bytes, wide)) return { kind: 'empty' };
  if (!wide) {
    if (isDbf(bytes, named)) return other('dbf');
    if (isBinary(bytes.subarray(0, HEAD_BYTES))) return other('binary');
  }
  const head = headText(bytes);
  const first = head[0];
  if (first === '<') return markup(head, named) ?? { kind: 'delimited' };
  if (first === '{' || first === '[') {
    const text = TEXT_NAME.test(named) && !closesLike(bytes, first);
    return { kind: text ? 'delimited' : 'json' };
  }
  return { kind: /json$/.test(named) && !isTable(head) ? 'json' : 'delimited' };
}

/** True where lines of a text have several cells each. */
function isTable(head: string): boolean {
  const lines = head.split(/[\r\n]+/, 3).filter((line) => line.trim() !== '');
  const bytes = new TextEncoder().encode(head);
  return lines.length > 1 && delimiterOf({ bytes, encoding: 'utf-8' }).width > 1;
}

function isBlank(bytes: Uint8Array, wide: boolean): boolean {
  let at = 0;
  if (wide) {
    if (bytes[0] >= 0xfe && bytes[1] >= 0xfe) at = 2;
    while (at < bytes.length && bytes[at] <= 32) at++;
    return at === bytes.length;
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < bytes.length && (bytes[at] === 32 || (bytes[at] >= 9 && bytes[at] <= 13))) at++;
  return at === bytes.length;
}

/** True where a text ends in the bracket that its first one asks for. */
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

function walked<T>(work: Generator<number, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Decodes a text at once, whatever its encoding is. For a table, `readCsv` takes the bytes. */
export function decode(bytes: Uint8Array): Decoded {
  const survey = walked(surveyText(bytes));
  const { encoding, start, damagedLine } = survey;
  const mixed = encoding === 'mixed';
  const body = mixed ? walked(toUtf8(bytes, survey)) : bytes.subarray(start);
  return {
    text: new TextDecoder(mixed ? 'utf-8' : encoding).decode(body),
    encoding: mixed ? 'utf-8 + gb18030' : encoding === 'utf-8' ? null : encoding,
    damaged: damagedLine > 0,
  };
}
