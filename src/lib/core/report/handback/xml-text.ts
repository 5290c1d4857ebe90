import { TagWalk } from '#lib/core/report/handback/xml-tags.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with its references resolved. */
export function unescaped(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, dec, hex, name) => {
    if (name) return ENTITIES[name as string] ?? whole;
    const code = dec ? Number(dec) : parseInt(hex as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Control characters, halves of a pair and the two non-characters, none of which XML can hold. */
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that XML can hold: control characters are dropped, half a pair becomes U+FFFD. */
export function writable(text: string): string {
  const put = (found: string, kept: string | undefined) =>
    kept !== undefined ? `${kept}\ufffd` : found >= '\ud800' && found < '\ue000' ? '\ufffd' : '';
  // Twice, since a run of second halves is matched one in two.
  return text.replace(UNWRITABLE, put).replace(UNWRITABLE, put);
}

/** Text as the content of an element or an attribute, `"` and `'` included. */
export function escaped(text: string): string {
  return writable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** Text of a cell or a comment: what a spreadsheet would take for an escape of its own is escaped. */
export function cellEscaped(text: string): string {
  return escaped(text.replace(/\r\n?/g, '\n')).replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_');
}

/** The text between two positions, without the tags in it: references resolved, CDATA as it is. */
export function innerText(text: string, from: number, to: number): string {
  const raw = text.slice(from, to);
  if (!raw.includes('<')) return unescaped(raw);
  return raw
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((piece) =>
      piece.startsWith('<![CDATA[')
        ? piece.slice(9, -3)
        : unescaped(piece.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<[^>]*>/g, '')),
    )
    .join('');
}

/** The text of a string of a workbook: its `t` elements, the phonetic ones left out. */
export function stringText(text: string, from: number, to: number): string {
  const walk = new TagWalk(text, from, to);
  let joined = '';
  while (walk.next()) {
    if (walk.kind !== 1) continue;
    if (walk.name === 'rPh') walk.toClose();
    else if (walk.name === 't') {
      const start = walk.end;
      walk.toClose();
      joined += innerText(text, start, walk.start);
    }
  }
  return joined;
}

/** Replacements in a text, made at once. */
export class Edits {
  readonly #list: { from: number; to: number; put: string; order: number }[] = [];

  get any(): boolean {
    return this.#list.length > 0;
  }

  replace(from: number, to: number, put: string): void {
    this.#list.push({ from, to, put, order: this.#list.length });
  }

  insert(at: number, put: string): void {
    this.replace(at, at, put);
  }

  /** Sets an attribute without prefix of the tag a walk stands at. */
  setAttribute(walk: TagWalk, name: string, value: string): void {
    let found = false;
    walk.eachAttribute((each, from, to) => {
      if (each !== name) return;
      this.replace(from, to, value);
      found = true;
    });
    if (!found) this.insert(walk.nameEnd, ` ${name}="${value}"`);
  }

  apply(text: string): string {
    this.#list.sort((a, b) => a.from - b.from || a.order - b.order);
    const pieces: string[] = [];
    let at = 0;
    for (const { from, to, put } of this.#list) {
      pieces.push(text.slice(at, from), put);
      at = Math.max(at, to);
    }
    pieces.push(text.slice(at));
    return pieces.join('');
  }
}
