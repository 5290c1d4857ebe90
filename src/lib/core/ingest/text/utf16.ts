export type Utf16 = 'utf-16le' | 'utf-16be';

/** Bytes looked at; more tell no more. */
const HEAD = 65_536;

/** True for a unit that a ledger may hold: ASCII, Latin signs, punctuation, Chinese, full width, surrogates. */
function isLikely(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x20 || unit === 9 || unit === 10 || unit === 13;
  return (
    (unit >= 0xa0 && unit < 0x500) ||
    (unit >= 0x2000 && unit < 0xa000) ||
    (unit >= 0xd800 && unit < 0xe000) ||
    unit >= 0xf900
  );
}

interface Share {
  /** Share of likely units. */
  likely: number;
  /** Share of units below U+0100, whose upper byte is zero. */
  narrow: number;
  /** Share of the other units whose two bytes are both printable ASCII: plain text read in pairs. */
  paired: number;
}

function shareOf(bytes: Uint8Array, high: 0 | 1): Share {
  const units = bytes.length >> 1;
  let likely = 0;
  let narrow = 0;
  let paired = 0;
  for (let i = 0; i < units; i++) {
    const upper = bytes[2 * i + high];
    const lower = bytes[2 * i + 1 - high];
    if (isLikely((upper << 8) | lower)) likely++;
    if (upper === 0) narrow++;
    else if (upper > 0x1f && upper < 0x7f && lower > 0x1f && lower < 0x7f) paired++;
  }
  return { likely: likely / units, narrow: narrow / units, paired: paired / (units - narrow || 1) };
}

/**
 * The order of a text in UTF-16, by its byte order mark, else by where its zero bytes stand (every
 * comma and line end has one), else, for Chinese without a comma, by which units are likely
 * (`isOther` tells that the bytes make sense in another encoding). Null for everything else.
 */
export function utf16Of(bytes: Uint8Array, isOther: (head: Uint8Array) => boolean): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length < 4) return null;
  const head = bytes.subarray(0, HEAD & ~1);
  const little = shareOf(head, 1);
  const big = shareOf(head, 0);
  const [order, share, against] =
    little.likely > big.likely || (little.likely === big.likely && little.narrow >= big.narrow)
      ? (['utf-16le', little, big] as const)
      : (['utf-16be', big, little] as const);
  if (share.likely < 0.95) return null;
  if (share.narrow >= 0.5) return against.narrow < 0.02 ? order : null;
  if (share.narrow >= 0.02) return share.paired < 0.7 ? order : null;
  return bytes.length % 2 === 0 && share.likely > against.likely && !isOther(head) ? order : null;
}
