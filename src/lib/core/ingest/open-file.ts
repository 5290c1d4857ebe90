import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { readGeoJson } from '#lib/core/ingest/geojson.ts';
import { DEEPEST, jsonFaultAt, placeInText, tooDeepAt } from '#lib/core/ingest/json-fault.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { decode, limitOf, sniff } from '#lib/core/ingest/sniff.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';

/** What can be read, as an issue says it. */
const READABLE = 'CSV, GeoJSON';

/** The text of a file, with an issue where it was not UTF-8. */
export function textOf(file: string, bytes: Uint8Array, issues: IssueLog): string {
  const { text, encoding, damaged } = decode(bytes);
  if (encoding !== null)
    issues.add('encoding_not_utf8', file, { found: encoding, expected: 'UTF-8' });
  if (damaged) issues.add('text_damaged', file, { found: '\ufffd', expected: 'UTF-8, GB18030' });
  return text;
}

const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/**
 * JSON with the numbers that JSON has not (`NaN`, `Infinity`, as some programs write them) in
 * quotes, so that each becomes an issue of its own cell instead of one that loses the file.
 */
function quoteNoNumbers(text: string): string {
  return text.replace(STRING_OR_NO_NUMBER, (found) => (found[0] === '"' ? found : `"${found}"`));
}

/** Parses JSON; undefined, with an issue that names `line:column`, where the text is none. */
export function parseJson(file: string, text: string, issues: IssueLog): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    try {
      if (/NaN|Infinity/.test(body)) return JSON.parse(quoteNoNumbers(body)) as unknown;
    } catch {
      // Malformed in other ways too: reported as it stands in the file.
    }
    const at = jsonFaultAt(body);
    const found = at < 0 ? null : `${placeInText(body, at)} ${body.slice(at, at + 20)}`;
    issues.add('json_invalid', file, { found, expected: 'JSON' });
    return undefined;
  }
}

/** Reads the bytes of a file, refusing one that is too large before a byte is read; null with an issue. */
export async function bytesOf(input: InputFile, issues: IssueLog): Promise<Uint8Array | null> {
  const limit = limitOf(input.name);
  if (input.size > limit) {
    issues.add('file_too_large', input.name, { found: input.size, expected: `<= ${limit}` });
    return null;
  }
  if (input.size === 0) {
    issues.add('file_empty', input.name, { found: 0, expected: READABLE });
    return null;
  }
  try {
    return await input.bytes();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    issues.add('file_unreadable', input.name, { found });
    return null;
  }
}

/**
 * The one door for files of every format: looks at the content, not at the extension, and gives
 * columns of raw cells, or null with an issue that says why not. Throws only `Cancelled`.
 */
export async function openFile(
  input: InputFile,
  issues: IssueLog,
  options: ReadOptions,
): Promise<Sheet | null> {
  const file = input.name;
  const bytes = await bytesOf(input, issues);
  if (!bytes) return null;
  const content = sniff(bytes, file);
  if (content.kind === 'empty') {
    issues.add('file_empty', file, { found: bytes.length, expected: READABLE });
    return null;
  }
  if (content.kind === 'other') {
    issues.add('format_not_supported', file, { found: content.format, expected: READABLE });
    return null;
  }
  if (content.kind === 'delimited')
    return readCsv(file, textOf(file, bytes, issues), issues, options);
  if (bytes.length > limitOf('.json')) {
    issues.add('file_too_large', file, { found: bytes.length, expected: `<= ${limitOf('.json')}` });
    return null;
  }
  const deepAt = tooDeepAt(bytes);
  if (deepAt >= 0) {
    issues.add('json_too_deep', file, { found: `@${deepAt}`, expected: `<= ${DEEPEST}` });
    return null;
  }
  const root = parseJson(file, textOf(file, bytes, issues), issues);
  return root === undefined ? null : readGeoJson(file, root, issues);
}
