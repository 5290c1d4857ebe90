/** Encodings of one byte a character decode every byte, so that fitting says nothing for them. */
const SINGLE_BYTE = /^(?:windows-|iso-8859|koi8|ibm|macintosh|x-mac)/;
/** Code pages as .cpg files and old tools number them. */
const CODE_PAGES: Record<string, string> = {
  '936': 'gb18030',
  '54936': 'gb18030',
  '20936': 'gb18030',
  '65001': 'utf-8',
  '950': 'big5',
  '932': 'shift_jis',
  '949': 'euc-kr',
  '88591': 'windows-1252',
};

/** The encoding that a declaration names (`UTF-8`, `GBK`, `936`, `OEM 936`), null where it is unknown. */
export function encodingNamed(declared: string): string | null {
  const name = declared
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
  const digits = /^(?:cp|ansi|oem|ms|windows)?[\s_-]*(\d{3,5})$/.exec(name)?.[1];
  if (digits) {
    if (CODE_PAGES[digits]) return CODE_PAGES[digits];
    if (/^125\d$/.test(digits)) return `windows-${digits}`;
  }
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === 'gbk' ? 'gb18030' : encoding;
  } catch {
    return null;
  }
}

/** True where a byte needs an encoding to be read. */
export function isBeyondAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] > 0x7f) return true;
  return false;
}

/** How one text fits an encoding. `end` stands before a last character that is cut, else at the end. */
interface Fit {
  bad: boolean;
  end: number;
  /** Bytes beyond ASCII that belong to characters only this encoding is likely to give. */
  telling: number;
  beyondAscii: number;
}

function fitUtf8(bytes: Uint8Array): Fit {
  const n = bytes.length;
  const fit: Fit = { bad: false, end: n, telling: 0, beyondAscii: 0 };
  for (let i = 0; i < n;) {
    const lead = bytes[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    const size = lead >= 0xc2 && lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4) return { ...fit, bad: true };
    const [low, high] =
      lead === 0xe0
        ? [0xa0, 0xbf]
        : lead === 0xed
          ? [0x80, 0x9f]
          : lead === 0xf0
            ? [0x90, 0xbf]
            : lead === 0xf4
              ? [0x80, 0x8f]
              : [0x80, 0xbf];
    for (let k = 1; k < size && i + k < n; k++)
      if (bytes[i + k] < (k === 1 ? low : 0x80) || bytes[i + k] > (k === 1 ? high : 0xbf))
        return { ...fit, bad: true };
    if (i + size > n) return { ...fit, end: i };
    fit.beyondAscii += size;
    if (size > 2) fit.telling += size;
    i += size;
  }
  return fit;
}

function fitGb18030(bytes: Uint8Array): Fit {
  const n = bytes.length;
  const fit: Fit = { bad: false, end: n, telling: 0, beyondAscii: 0 };
  for (let i = 0; i < n;) {
    const lead = bytes[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead === 0x80 || lead === 0xff) return { ...fit, bad: true };
    if (i + 1 >= n) return { ...fit, end: i };
    const next = bytes[i + 1];
    if (next >= 0x30 && next <= 0x39) {
      const rest = [bytes[i + 2], bytes[i + 3]];
      if (i + 2 < n && (rest[0] < 0x81 || rest[0] === 0xff)) return { ...fit, bad: true };
      if (i + 3 < n && (rest[1] < 0x30 || rest[1] > 0x39)) return { ...fit, bad: true };
      if (i + 3 >= n) return { ...fit, end: i };
      fit.beyondAscii += 2;
      i += 4;
      continue;
    }
    if (next < 0x40 || next === 0x7f || next === 0xff) return { ...fit, bad: true };
    fit.beyondAscii += next > 0x7f ? 2 : 1;
    if (next > 0xa0 && lead > 0xa0) fit.telling += 2;
    i += 2;
  }
  return fit;
}

class Tally {
  bad = 0;
  telling = 0;
  beyondAscii = 0;
  readonly cut: number[] = [];

  add(fit: Fit, full: boolean, key: number, length: number): void {
    const cut = fit.end < length;
    if (fit.bad || (cut && !full)) this.bad++;
    else if (cut) this.cut.push(key);
    this.telling += fit.telling;
    this.beyondAscii += fit.beyondAscii;
  }
}

/** The encoding of a file's texts, and how it was come to. */
export interface ChosenEncoding {
  /** A label of `TextDecoder`. */
  encoding: string;
  /** True where the declaration was not followed. */
  overruled: boolean;
  /** Texts that do not fit even this encoding. */
  damaged: number;
  /** Keys of the texts whose last character is cut by the width of their field. */
  cut: readonly number[];
}

/**
 * Weighs the texts of a file against a declared encoding, UTF-8 and GB18030 (which holds GBK).
 *
 * A text that fills its field may end inside a character: that says nothing against an encoding.
 */
export class EncodingScale {
  readonly #hint: string | null;
  readonly #utf8 = new Tally();
  readonly #gb = new Tally();
  readonly #declared = new Tally();
  readonly #decoder: TextDecoder | null;
  #texts = 0;

  constructor(hint: string | null) {
    this.#hint = hint;
    this.#decoder =
      hint === null || hint === 'utf-8' || hint === 'gb18030' ? null : new TextDecoder(hint);
  }

  /** Adds a text; `full` says that it reaches the end of its field, `key` names it in `cut`. */
  add(bytes: Uint8Array, full: boolean, key: number): void {
    if (!isBeyondAscii(bytes)) return;
    this.#texts++;
    this.#utf8.add(fitUtf8(bytes), full, key, bytes.length);
    this.#gb.add(fitGb18030(bytes), full, key, bytes.length);
    if (this.#decoder === null) return;
    const at = this.#decoder.decode(bytes).indexOf('\ufffd');
    if (at >= 0) this.#declared.bad++;
  }

  choose(): ChosenEncoding {
    const [utf8, gb, hint] = [this.#utf8, this.#gb, this.#hint];
    const chosen = (encoding: string, { bad, cut }: Tally): ChosenEncoding => ({
      encoding,
      overruled: this.#texts > 0 && hint !== null && hint !== encoding,
      damaged: bad,
      cut,
    });
    if (this.#texts === 0) return chosen('utf-8', utf8);
    const single = hint !== null && SINGLE_BYTE.test(hint);
    if (utf8.bad === 0) {
      // Without characters of three bytes, it may be by chance that the text is valid UTF-8.
      const chance = utf8.telling === 0 && hint !== null && hint !== 'utf-8' && !single;
      if (chance && hint === 'gb18030' && gb.bad === 0) return chosen(hint, gb);
      if (chance && hint !== 'gb18030' && this.#declared.bad === 0)
        return chosen(hint, this.#declared);
      return chosen('utf-8', utf8);
    }
    if (single) {
      const likely = gb.bad === 0 && gb.telling >= 0.75 * gb.beyondAscii;
      return likely ? chosen('gb18030', gb) : chosen(hint, this.#declared);
    }
    if (this.#decoder !== null && hint !== null && this.#declared.bad <= Math.min(utf8.bad, gb.bad))
      return chosen(hint, this.#declared);
    const even = hint === 'utf-8' ? utf8.bad <= gb.bad : utf8.bad < gb.bad;
    return even ? chosen('utf-8', utf8) : chosen('gb18030', gb);
  }
}

/** Decodes texts of fields: a last character that the field's width cut is left out. */
export function fieldDecoder(encoding: string): (bytes: Uint8Array, full: boolean) => string {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const fit = encoding === 'utf-8' ? fitUtf8 : encoding === 'gb18030' ? fitGb18030 : null;
  return (bytes, full) => {
    if (!full || !isBeyondAscii(bytes)) return decoder.decode(bytes);
    if (fit === null) return decoder.decode(bytes).replace(/\ufffd$/, '');
    const { bad, end } = fit(bytes);
    return decoder.decode(bad ? bytes : bytes.subarray(0, end));
  };
}
