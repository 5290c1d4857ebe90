import { DOMParser } from '@xmldom/xmldom';
import type { Document } from '@xmldom/xmldom';
import { encodingNamed } from '#lib/core/ingest/format/encoding.ts';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { placeInText, quotedAt, withoutLongNumbers } from '#lib/core/ingest/json-fault.ts';
import { decode } from '#lib/core/ingest/sniff.ts';
import type { Decoded } from '#lib/core/ingest/sniff.ts';

/** Deepest nesting of elements that is read. */
export const DEEPEST_XML = 64;
const HEAD_BYTES = 200;
const QUOTED = 40;

/**
 * The text of an XML file: by its byte order mark, else by the encoding it declares, else as any
 * text is decoded. A declared encoding that does not fit is not followed.
 */
export function xmlText(bytes: Uint8Array): Decoded {
  let head = '';
  for (const byte of bytes.subarray(0, HEAD_BYTES)) head += String.fromCharCode(byte);
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  const encoding = declared === undefined ? null : encodingNamed(declared);
  if (encoding === null || encoding === 'utf-8' || encoding.startsWith('utf-16'))
    return decode(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (!text.includes('\ufffd')) return { text, encoding, damaged: false };
  const tried = decode(bytes);
  return tried.damaged ? { text, encoding, damaged: true } : tried;
}

function fault(code: 'xml_doctype' | 'xml_invalid', text: string, at: number): FormatFault {
  return new FormatFault(code, `${placeInText(text, at)} ${quotedAt(text, at, QUOTED)}`, 'XML');
}

function endOf(text: string, closing: string, from: number, at: number): number {
  const end = text.indexOf(closing, from);
  if (end < 0) throw fault('xml_invalid', text, at);
  return end + closing.length;
}

/** End of the tag that starts at `at`; an attribute may hold `>`, and must not hold `<`. */
function endOfTag(text: string, at: number): number {
  let quote = '';
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '<') throw fault('xml_invalid', text, at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i + 1;
  }
  throw fault('xml_invalid', text, at);
}

const PREFIXED = /(?:^<|\s)([A-Za-z_][\w.-]*):[\w.-]+/g;

/** What is learnt of a text before it is parsed. */
interface Markup {
  /** End of the name in the first tag, -1 where there is none. */
  rootNameEnd: number;
  /** Prefixes that are used without being declared anywhere. */
  undeclared: string[];
}

/** Looks at the tags of a text without building anything; throws what must not reach a parser. */
function checkMarkup(text: string): Markup {
  const used = new Set<string>();
  const declared = new Set(['xml', 'xmlns']);
  let rootNameEnd = -1;
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0;) {
    let end: number;
    if (text.startsWith('<!--', at)) end = endOf(text, '-->', at + 4, at);
    else if (text.startsWith('<![CDATA[', at)) end = endOf(text, ']]>', at + 9, at);
    else if (text[at + 1] === '!') throw fault('xml_doctype', text, at);
    else if (text[at + 1] === '?') end = endOf(text, '?>', at + 2, at);
    else if (text[at + 1] === '/') {
      end = endOf(text, '>', at + 2, at);
      depth--;
    } else {
      end = endOfTag(text, at);
      const tag = text.slice(at, end);
      if (rootNameEnd < 0) rootNameEnd = at + (/^<[^\s/>]*/.exec(tag)?.[0].length ?? 1);
      if (tag.includes(':')) {
        for (const [, prefix] of tag.matchAll(PREFIXED)) used.add(prefix);
        for (const [, prefix] of tag.matchAll(/\sxmlns:([\w.-]+)\s*=/g)) declared.add(prefix);
      }
      if (text[end - 2] !== '/' && ++depth > DEEPEST_XML)
        throw new FormatFault('xml_too_deep', placeInText(text, at), `<= ${DEEPEST_XML}`);
    }
    at = text.indexOf('<', end);
  }
  return { rootNameEnd, undeclared: [...used].filter((prefix) => !declared.has(prefix)) };
}

/**
 * Parses XML. Whatever could declare an entity is refused before a parser sees it, as is nesting
 * deeper than `DEEPEST_XML`; so a document can neither grow nor reach out. Prefixes that nobody
 * declared are taken as their own namespaces. Throws `FormatFault` with `line:column`.
 */
export function parseXml(text: string): Document {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const { rootNameEnd, undeclared } = checkMarkup(body);
  if (rootNameEnd < 0) throw fault('xml_invalid', body, 0);
  const spaces = undeclared.map((prefix) => ` xmlns:${prefix}="urn:${prefix}"`).join('');
  const whole = body.slice(0, rootNameEnd) + spaces + body.slice(rootNameEnd);
  try {
    return new DOMParser({
      onError: (level, message) => {
        // An unknown name such as &nbsp; stays as it is written.
        if (level === 'error' && !message.startsWith('entity not found')) throw new Error(message);
      },
    }).parseFromString(whole, 'text/xml');
  } catch (error) {
    const locator = (error as { locator?: { lineNumber?: number; columnNumber?: number } }).locator;
    const place = `${locator?.lineNumber ?? 1}:${locator?.columnNumber ?? 1}`;
    const message = error instanceof Error ? error.message : String(error);
    const quoted = withoutLongNumbers(message.slice(0, QUOTED));
    throw new FormatFault('xml_invalid', `${place} ${quoted}`, 'XML');
  }
}
