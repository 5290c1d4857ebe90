/** Length of the shortest text that is looked for inside other texts. */
const WINDOW = 6;
const BASE = 31;
const SIEVE = 1 << 16;

/** What may be looked for inside other texts without hitting the words of the format itself. */
function telling(value: string): boolean {
  if (value.length < WINDOW || /^(.)\1*$/.test(value)) return false;
  if (/^[\d.]+$/.test(value)) return value.length >= 8;
  return /[^\0-\x7f]|@|\d{6}/.test(value);
}

/** The digits of a large whole number that was written with an exponent; else null. */
function spelledOut(value: string): string | null {
  if (!/^\d(\.\d+)?e\+?\d{1,2}$/i.test(value)) return null;
  const number = Number(value);
  return Number.isInteger(number) ? BigInt(number).toString() : null;
}

/**
 * The values that left a file, to be found again wherever else a program keeps copies: a formula's
 * cached result, a pivot table's cache, a comment. Numbers of fewer than eight digits are not
 * looked for; short texts only where they are the whole text.
 */
export class RemovedValues {
  readonly #whole = new Set<string>();
  readonly #byHash = new Map<number, string[]>();
  readonly #sieve = new Uint8Array(SIEVE);
  #any = false;

  get any(): boolean {
    return this.#any;
  }

  add(raw: string): void {
    const value = raw.trim();
    const long = spelledOut(value);
    if (long !== null) this.add(long);
    if (value.length < 2 || this.#whole.has(value)) return;
    if (/^-?[\d.]+$/.test(value) && value.length < 8) return;
    this.#whole.add(value);
    this.#any = true;
    if (!telling(value)) return;
    let hash = 0;
    for (let i = 0; i < WINDOW; i++) hash = (Math.imul(hash, BASE) + value.charCodeAt(i)) | 0;
    const list = this.#byHash.get(hash);
    if (list) {
      list.push(value);
      list.sort((a, b) => b.length - a.length);
    } else this.#byHash.set(hash, [value]);
    this.#sieve[hash & (SIEVE - 1)] = 1;
  }

  /** Whether a text is one of the values. */
  is(text: string): boolean {
    return this.#whole.has(text.trim());
  }

  /** The text with every value in it put out; the text itself where there is none. */
  without(text: string, put: (value: string) => string): string {
    if (this.is(text)) return put(text.trim());
    if (this.#byHash.size === 0 || text.length < WINDOW) return text;
    const lead = BASE ** (WINDOW - 1);
    let hash = 0;
    let kept = '';
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      if (i >= WINDOW) hash = (hash - Math.imul(text.charCodeAt(i - WINDOW), lead)) | 0;
      hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
      const start = i - WINDOW + 1;
      if (start < from || !this.#sieve[hash & (SIEVE - 1)]) continue;
      const value = this.#byHash.get(hash)?.find((each) => text.startsWith(each, start));
      if (value === undefined) continue;
      kept += text.slice(from, start) + put(value);
      from = start + value.length;
    }
    return from === 0 ? text : kept + text.slice(from);
  }

  /** Whether bytes that are no text hold a value, in UTF-8 or UTF-16. */
  inBytes(bytes: Uint8Array): boolean {
    const marked = (text: string) => this.without(text, () => '*') !== text;
    return ['utf-8', 'utf-16le'].some(
      (encoding) =>
        marked(new TextDecoder(encoding).decode(bytes)) ||
        (encoding === 'utf-16le' && marked(new TextDecoder(encoding).decode(bytes.subarray(1)))),
    );
  }
}
