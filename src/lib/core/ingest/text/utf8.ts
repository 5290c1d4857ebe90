/** How a stretch of bytes fares as UTF-8. */
export interface Utf8Look {
  /** Offset of the first byte that is not UTF-8, or the end of the stretch. */
  end: number;
  /** True where a byte above 0x7F was met before `end`. */
  wide: boolean;
  /** True where a Chinese character or full-width sign was met before `end`. */
  han: boolean;
}

/**
 * Walks bytes from `at` up to `to` as UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing
 * above U+10FFFF) and stops at the first fault; a character that is cut off by `to` is a fault.
 */
export function lookAtUtf8(bytes: Uint8Array, at: number, to: number): Utf8Look {
  let wide = false;
  let han = false;
  for (;;) {
    while (at < to && bytes[at] < 0x80) at++;
    if (at >= to) return { end: at, wide, han };
    const size = utf8Size(bytes, at, to);
    if (size === 0) return { end: at, wide, han };
    wide = true;
    const lead = bytes[at];
    han ||= size === 4 || (lead >= 0xe3 && lead <= 0xe9) || lead === 0xef;
    at += size;
  }
}

/** Length in bytes of the UTF-8 character at `at`, 0 where there is none whole before `to`. */
export function utf8Size(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + size > to) return 0;
  const second = bytes[at + 1];
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < size; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  return size;
}
