/** Deepest nesting of objects and lists that is read. GeoJSON needs about ten. */
export const DEEPEST = 64;

/** Byte offset at which JSON nests deeper than `DEEPEST`, or -1. */
export function tooDeepAt(bytes: Uint8Array): number {
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x22) {
      for (i++; i < bytes.length && bytes[i] !== 0x22; i++) if (bytes[i] === 0x5c) i++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > DEEPEST) return i;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return -1;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** End of the string that starts at `at`, -1 where none does. */
function skipString(text: string, at: number): number {
  if (text[at] !== '"') return -1;
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '"') return i + 1;
    if (text[i] < ' ') return -1;
    if (text[i] === '\\') {
      const end = skip(ESCAPE, text, i + 1);
      if (end < 0) return -1;
      i = end - 1;
    }
  }
  return -1;
}

/**
 * Offset of the first character at which `text` stops being JSON (its length where it ends too
 * soon), or -1 for valid JSON. Engines differ in whether their error names a position; this does
 * not. Used only after `JSON.parse` has refused the text.
 */
export function jsonFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let at = skip(SPACE, text, 0);
  let wants: 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end' = 'value';
  for (;;) {
    at = skip(SPACE, text, at);
    const char = text[at];
    const inObject = open[open.length - 1] === '{';
    if (wants === 'comma or end') {
      if (open.length === 0) return at === text.length ? -1 : at;
      if (char === (inObject ? '}' : ']')) open.pop();
      else if (char === ',') wants = inObject ? 'key' : 'value';
      else return at;
      at++;
    } else if (wants === 'key' || wants === 'key or end') {
      if (wants === 'key or end' && char === '}') {
        open.pop();
        wants = 'comma or end';
        at++;
        continue;
      }
      const end = skipString(text, at);
      if (end < 0) return at;
      at = skip(SPACE, text, end);
      if (text[at] !== ':') return at;
      at++;
      wants = 'value';
    } else if (wants === 'value or end' && char === ']') {
      open.pop();
      wants = 'comma or end';
      at++;
    } else if (char === '{' || char === '[') {
      open.push(char);
      wants = char === '{' ? 'key or end' : 'value or end';
      at++;
    } else {
      const end = char === '"' ? skipString(text, at) : skip(SCALAR, text, at);
      if (end < 0) return at;
      at = end;
      wants = 'comma or end';
    }
  }
}

/** `line:column` of an offset, both from 1. */
export function placeInText(text: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    start = i + 1;
  }
  return `${line}:${offset - start + 1}`;
}

/** A number of more digits than this may be one that a quotation cuts in two. */
const LONG_NUMBER = /\d{5,}/g;

/** What stands at an offset, in one line; long numbers, of which it may hold a half, are left out. */
export function quotedAt(text: string, offset: number, length: number): string {
  return withoutLongNumbers(text.slice(offset, offset + length));
}

/** A message that quotes from a file, in one line and without long numbers. */
export function withoutLongNumbers(message: string): string {
  return message.replace(/\s+/g, ' ').replace(LONG_NUMBER, '#');
}
