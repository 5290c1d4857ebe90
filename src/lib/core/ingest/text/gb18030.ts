/** Rows of the table: lead bytes 0x81 to 0xFE. */
const LEADS = 126;
/** Columns of the table: trail bytes 0x40 to 0xFE. */
const TRAILS = 191;
const LOST = 0xfffd;
let table: Uint16Array | null = null;

/**
 * The UTF-16 unit of every two-byte character, at `(lead - 0x81) * 191 + trail - 0x40`; 0 where
 * there is none. Made once from the platform's own decoder, so that both agree.
 */
export function gbTable(): Uint16Array {
  if (table) return table;
  const pairs = new Uint8Array(LEADS * TRAILS * 3);
  for (let i = 0; i < LEADS * TRAILS; i++)
    pairs.set([0x81 + Math.floor(i / TRAILS), 0x40 + (i % TRAILS), 0x0a], i * 3);
  const units = new Uint16Array(LEADS * TRAILS);
  new TextDecoder('gb18030')
    .decode(pairs)
    .split('\n')
    .forEach((text, i) => {
      if (text.length === 1 && text.charCodeAt(0) !== LOST) units[i] = text.charCodeAt(0);
    });
  return (table = units);
}

/** The UTF-16 unit of the two-byte character at `at`, 0 where there is none. */
export function gbUnit(units: Uint16Array, lead: number, trail: number): number {
  return lead > 0x80 && lead < 0xff && trail >= 0x40 && trail < 0xff
    ? units[(lead - 0x81) * TRAILS + trail - 0x40]
    : 0;
}

/** True where the bytes at `at` are a character of four bytes (told by its second, a digit). */
export function isGbQuad(bytes: Uint8Array, at: number, to: number): boolean {
  if (at + 4 > to || bytes[at] < 0x81 || bytes[at] === 0xff) return false;
  const [second, third, fourth] = [bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return (
    second >= 0x30 &&
    second <= 0x39 &&
    third >= 0x81 &&
    third <= 0xfe &&
    fourth >= 0x30 &&
    fourth <= 0x39
  );
}

/** How a stretch of bytes fares as GB18030. */
export interface GbLook {
  /** False where a byte belongs to no character. */
  whole: boolean;
  /** Characters of more than one byte. */
  wide: number;
  /** Those of them that are punctuation or among the 3,755 everyday characters of GB 2312. */
  everyday: number;
}

/**
 * End of the line at `at`, behind its line feed, where it is surely GB18030: it has characters of
 * two bytes, at least half of them everyday ones, none of four, and is no UTF-8. -1
 * for any other line, and for one longer than `most` bytes.
 */
export function everydayLine(bytes: Uint8Array, from: number, most = 65_536): number {
  const units = gbTable();
  const end = Math.min(bytes.length, from + most);
  let wide = 0;
  let everyday = 0;
  let mayBeUtf8 = true;
  for (let at = from; at < end; at++) {
    const lead = bytes[at];
    if (lead < 0x80) {
      if (lead !== 10) continue;
      return !mayBeUtf8 && everyday * 2 >= wide ? at + 1 : -1;
    }
    const trail = bytes[++at];
    if (at >= end || gbUnit(units, lead, trail) === 0) return -1;
    wide++;
    if (mayBeUtf8) {
      // Pairs of UTF-8 are cut alike; a longer character of it is not.
      if (lead >= 0xe0) return -1;
      mayBeUtf8 = lead >= 0xc2 && trail >= 0x80 && trail < 0xc0;
    }
    if (trail > 0xa0 && ((lead > 0xaf && lead < 0xd8) || (lead > 0xa0 && lead < 0xaa))) everyday++;
  }
  return -1;
}

/** Counts the characters of a stretch; stops at the first fault. */
export function lookAtGb(bytes: Uint8Array, at: number, to: number): GbLook {
  const units = gbTable();
  let wide = 0;
  let everyday = 0;
  while (at < to) {
    const lead = bytes[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    const trail = at + 1 < to ? bytes[at + 1] : 0;
    if (gbUnit(units, lead, trail) !== 0) {
      at += 2;
      if (trail > 0xa0 && ((lead > 0xaf && lead < 0xd8) || (lead > 0xa0 && lead < 0xaa)))
        everyday++;
    } else if (isGbQuad(bytes, at, to)) at += 4;
    else return { whole: false, wide, everyday };
    wide++;
  }
  return { whole: true, wide, everyday };
}
