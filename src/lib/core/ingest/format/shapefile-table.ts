import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { EncodingScale, fieldDecoder } from '#lib/core/ingest/format/encoding.ts';
import type { ChosenEncoding } from '#lib/core/ingest/format/encoding.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';

const FIELD_BYTES = 32;
const NAME_BYTES = 11;
const DELETED = 0x2a;
/** Types whose bytes are text in the encoding of the file. */
const TEXT = new Set(['C', 'V', 'W']);
const JULIAN_DAY_OF_1970 = 2_440_588;
const DAY_MS = 86_400_000;

interface Field {
  name: Uint8Array;
  type: string;
  /** Bytes from the start of a record. */
  at: number;
  size: number;
}

/** A .dbf before its texts are decoded; its cells are made when asked for. */
export interface DbfTable {
  headers: string[];
  /** Records, deleted ones too. */
  count: number;
  /** Records that the header promises. */
  promised: number;
  deleted: (record: number) => boolean;
  cell: (field: number, record: number) => Cell;
  encoding: ChosenEncoding;
  /** The record and field of a key in `encoding.cut`; the record is -1 for a header. */
  placeOf: (key: number) => { record: number; field: number };
}

/** Bytes of a text without the spaces and zeros after it. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.indexOf(0);
  if (end < 0) end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end--;
  return bytes.subarray(0, end);
}

function fieldsOf(dbf: Uint8Array, headerBytes: number, recordBytes: number): Field[] {
  const fields: Field[] = [];
  let at = 1;
  for (let start = 32; start + FIELD_BYTES <= headerBytes && dbf[start] !== 0x0d;) {
    const bytes = dbf.subarray(start, start + FIELD_BYTES);
    const raw = bytes.subarray(0, NAME_BYTES);
    const end = raw.indexOf(0);
    const name = end < 0 ? raw : raw.subarray(0, end);
    const type = String.fromCharCode(bytes[11]).toUpperCase();
    fields.push({ name, type, at, size: bytes[16] });
    at += bytes[16];
    start += FIELD_BYTES;
  }
  if (fields.length === 0 || at > recordBytes)
    throw new FormatFault('shapefile_invalid', `.dbf record of ${recordBytes} bytes`, `${at}`);
  return fields;
}

function numberCell(text: string): Cell {
  const plain = text.trim();
  if (plain === '' || /^[*\0]+$/.test(plain)) return null;
  const number = Number(plain.includes('.') ? plain : plain.replace(',', '.'));
  if (Number.isNaN(number)) return plain;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? plain : number;
}

function dateCell(text: string): Cell {
  const plain = text.trim();
  if (/^(\d{4})(\d{2})(\d{2})$/.test(plain) && plain !== '00000000')
    return `${plain.slice(0, 4)}-${plain.slice(4, 6)}-${plain.slice(6)}`;
  return plain === '' || /^[0*\0]+$/.test(plain) ? null : plain;
}

function logicalCell(text: string): Cell {
  if (/^[YyTt]/.test(text)) return true;
  return /^[NnFf]/.test(text) ? false : null;
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function cellOf(bytes: Uint8Array, type: string): Cell {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'N':
    case 'F':
      return numberCell(ascii(bytes));
    case 'D':
      return dateCell(ascii(bytes));
    case 'L':
      return logicalCell(ascii(bytes));
    case 'I':
      return bytes.length === 4 ? view.getInt32(0, true) : null;
    case 'B':
    case 'O':
      return bytes.length === 8 ? view.getFloat64(0, true) : null;
    case 'T': {
      const day = bytes.length === 8 ? view.getInt32(0, true) : 0;
      if (day === 0) return null;
      const ms = (day - JULIAN_DAY_OF_1970) * DAY_MS + view.getInt32(4, true);
      const moment = new Date(ms);
      return Number.isNaN(moment.getTime()) ? null : moment.toISOString().slice(0, 19);
    }
    default:
      return null;
  }
}

/** The encoding that the language byte of a .dbf means, where it is one of East Asia. */
const LANGUAGES: Record<number, string> = {
  0x4d: 'gb18030',
  0x4f: 'big5',
  0x78: 'big5',
  0x7a: 'gb18030',
};

/**
 * Reads a .dbf. Its texts are weighed by `EncodingScale`; `hint` is what the .cpg says, else its
 * language byte counts. Dates are ISO text, numbers too long for a double stay text, `***` and
 * blanks are null, memos are null. Throws `FormatFault` for what is no table.
 *
 * dBASE III+ and Visual FoxPro table files.
 */
export function readDbf(dbf: Uint8Array, hint: string | null): DbfTable {
  if (dbf.length < 65) throw new FormatFault('shapefile_invalid', `${dbf.length} bytes`, '.dbf');
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength);
  const promised = view.getUint32(4, true);
  const headerBytes = view.getUint16(8, true);
  const recordBytes = view.getUint16(10, true);
  const fields = fieldsOf(dbf, Math.min(headerBytes, dbf.length), recordBytes);
  const whole = Math.max(0, Math.floor((dbf.length - headerBytes) / recordBytes));
  const count = Math.min(promised, whole);
  const bytesAt = (field: Field, record: number): Uint8Array => {
    const start = headerBytes + record * recordBytes + field.at;
    return dbf.subarray(start, start + field.size);
  };
  const deleted = (record: number): boolean => dbf[headerBytes + record * recordBytes] === DELETED;

  const scale = new EncodingScale(hint ?? LANGUAGES[dbf[29]] ?? null);
  const width = fields.length;
  fields.forEach(({ name }, f) => scale.add(name, name.length >= NAME_BYTES - 1, f));
  for (const [f, field] of fields.entries()) {
    if (!TEXT.has(field.type)) continue;
    for (let record = 0; record < count; record++) {
      if (deleted(record)) continue;
      const text = trimmed(bytesAt(field, record));
      scale.add(text, text.length === field.size, (record + 1) * width + f);
    }
  }
  const encoding = scale.choose();
  const decode = fieldDecoder(encoding.encoding);
  return {
    headers: fields.map(({ name }) => decode(name, name.length >= NAME_BYTES - 1).trim()),
    count,
    promised,
    deleted,
    cell: (f, record) => {
      const field = fields[f];
      const bytes = bytesAt(field, record);
      if (!TEXT.has(field.type)) return cellOf(bytes, field.type);
      const text = trimmed(bytes);
      return text.length === 0 ? null : decode(text, text.length === field.size);
    },
    encoding,
    placeOf: (key) => ({ record: Math.floor(key / width) - 1, field: key % width }),
  };
}
