import { HandbackFault } from '#lib/core/report/handback/fault.ts';

export const OPEN = 1;
export const CLOSE = 2;
/** A tag that opens and closes its element. */
export const EMPTY = 3;

const [QUOTE, APOSTROPHE, SLASH, GREATER, COLON, EQUALS] = [34, 39, 47, 62, 58, 61];
const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

/** The text in which a markup declaration that is no tag ends, at the position behind it. */
function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new HandbackFault('workbook_broken');
  return at + mark.length;
}

/**
 * Walks over the tags of an XML text, without building anything. Comments, CDATA sections and
 * processing instructions are passed over. The fields tell of the tag last found; names are without
 * their prefix. Throws `workbook_broken` where markup does not end.
 */
export class TagWalk {
  readonly text: string;
  readonly to: number;
  kind = 0;
  name = '';
  start = 0;
  end: number;
  /** Where the name, and the attributes behind it, begin and end. */
  nameStart = 0;
  nameEnd = 0;
  #attributesEnd = 0;

  constructor(text: string, from = 0, to = text.length) {
    this.text = text;
    this.end = from;
    this.to = to;
  }

  /** Goes to the next tag; false at the end. */
  next(): boolean {
    const { text } = this;
    for (;;) {
      const start = text.indexOf('<', this.end);
      if (start < 0 || start >= this.to) return false;
      const mark = text[start + 1];
      if (mark === '?') this.end = behind(text, '?>', start);
      else if (mark !== '!') return this.#tag(start);
      else if (text.startsWith('<!--', start)) this.end = behind(text, '-->', start + 4);
      else if (text.startsWith('<![CDATA[', start)) this.end = behind(text, ']]>', start);
      else this.end = behind(text, '>', start);
    }
  }

  #tag(start: number): true {
    const { text } = this;
    let at = start + 1;
    let kind = OPEN;
    if (text.charCodeAt(at) === SLASH) {
      kind = CLOSE;
      at++;
    }
    let local = at;
    let code = text.charCodeAt(at);
    while (code !== GREATER && code !== SLASH && !isSpace(code)) {
      if (code !== code) throw new HandbackFault('workbook_broken');
      if (code === COLON) local = at + 1;
      code = text.charCodeAt(++at);
    }
    this.nameStart = local;
    this.nameEnd = at;
    while (code !== GREATER) {
      if (code === QUOTE || code === APOSTROPHE)
        at = behind(text, code === QUOTE ? '"' : "'", at + 1) - 1;
      else if (code !== code) throw new HandbackFault('workbook_broken');
      code = text.charCodeAt(++at);
    }
    this.#attributesEnd = at;
    if (text.charCodeAt(at - 1) === SLASH && kind === OPEN) {
      kind = EMPTY;
      this.#attributesEnd = at - 1;
    }
    this.start = start;
    this.end = at + 1;
    this.kind = kind;
    this.name = text.slice(local, this.nameEnd);
    return true;
  }

  /** The prefix of the tag with its colon; empty without one. */
  get prefix(): string {
    return this.text.slice(this.start + (this.kind === CLOSE ? 2 : 1), this.nameStart);
  }

  /** Where new attributes go. */
  get attributesEnd(): number {
    return this.#attributesEnd;
  }

  /** Goes over the attributes: names as written, positions of the raw values. */
  eachAttribute(see: (name: string, from: number, to: number) => void): void {
    const { text } = this;
    let at = this.nameEnd;
    while (at < this.#attributesEnd) {
      while (isSpace(text.charCodeAt(at))) at++;
      const from = at;
      while (at < this.#attributesEnd && text.charCodeAt(at) !== EQUALS) at++;
      const name = text.slice(from, at).trim();
      while (
        at < this.#attributesEnd &&
        text.charCodeAt(at) !== QUOTE &&
        text.charCodeAt(at) !== APOSTROPHE
      )
        at++;
      if (at >= this.#attributesEnd) return;
      const valueEnd = text.indexOf(text[at], at + 1);
      if (valueEnd < 0) return;
      see(name, at + 1, valueEnd);
      at = valueEnd + 1;
    }
  }

  /** The raw value of an attribute; null without it. */
  attribute(name: string): string | null {
    let value: string | null = null;
    if (this.#attributesEnd - this.nameEnd > name.length)
      this.eachAttribute((found, from, to) => {
        if (found === name) value = this.text.slice(from, to);
      });
    return value;
  }

  /** The raw value of an attribute of any prefix, such as `r:id`. */
  prefixedAttribute(local: string): string | null {
    let value: string | null = null;
    this.eachAttribute((found, from, to) => {
      if (found.endsWith(`:${local}`)) value = this.text.slice(from, to);
    });
    return value;
  }

  /** From an opening tag, goes to the tag that closes its element. */
  toClose(): void {
    const { name, kind } = this;
    if (kind !== OPEN) return;
    for (let depth = 1; depth > 0;) {
      if (!this.next()) throw new HandbackFault('workbook_broken');
      if (this.name === name && this.kind !== EMPTY) depth += this.kind === OPEN ? 1 : -1;
    }
  }

  /** Goes to the next opening or empty tag of a name; false at the end. */
  find(name: string): boolean {
    while (this.next()) if (this.name === name && this.kind !== CLOSE) return true;
    return false;
  }
}

/** The tag of the root element. */
export function rootTag(text: string): TagWalk {
  const walk = new TagWalk(text);
  if (!walk.next()) throw new HandbackFault('workbook_broken');
  return walk;
}
