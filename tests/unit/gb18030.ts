import { gbTable } from '#lib/core/ingest/text/gb18030.ts';

const LEADS = 126;
const TRAILS = 191;
let pairs: Uint16Array | null = null;

/** For each unit of UTF-16 its two bytes in GB18030, 0 where it takes one or four. */
function pairOfUnit(): Uint16Array {
  if (pairs) return pairs;
  pairs = new Uint16Array(65_536);
  const units = gbTable();
  for (let i = LEADS * TRAILS - 1; i >= 0; i--)
    if (units[i] > 0x7f)
      pairs[units[i]] = ((0x81 + Math.floor(i / TRAILS)) << 8) | (0x40 + (i % TRAILS));
  return pairs;
}

/** A text in GB18030; characters of four bytes are not written here and become `?`. */
export function gb18030Bytes(text: string): Uint8Array {
  const table = pairOfUnit();
  const bytes = new Uint8Array(text.length * 2);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f && table[unit] > 0) {
      bytes[n++] = table[unit] >> 8;
      bytes[n++] = table[unit] & 0xff;
    } else bytes[n++] = unit < 0x80 ? unit : 0x3f;
  }
  return bytes.subarray(0, n);
}
