import { readGeoJson } from '#lib/core/ingest/geojson.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { duplicateMembers, parseJson } from '#lib/core/ingest/json-text.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import { isWalkGraph, readWalkGraph } from '#lib/core/ingest/walk-graph.ts';

const RECORD_SEPARATOR = '\x1e';

/** The texts of a sequence, null where the text is one value. */
function recordsOf(text: string): string[] | null {
  if (text.startsWith(RECORD_SEPARATOR)) return text.split(RECORD_SEPARATOR);
  const end = text.indexOf('\n');
  if (end < 0 || text.slice(end).trim() === '') return null;
  const first = text.slice(0, end);
  // A value over several lines starts with a line that is none by itself.
  if (!/^\s*\{.*\}\s*$/.test(first)) return null;
  try {
    JSON.parse(first);
  } catch {
    return null;
  }
  return text.split('\n');
}

/** The value of a text, or the list of those of a text with one on each line; undefined for none. */
export function jsonRoot(file: string, text: string, issues: IssueLog): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const records = recordsOf(body.trimStart());
  if (records === null) return parseJson(file, body, issues);
  return records
    .filter((record) => record.trim() !== '')
    .map((record) => parseJson(file, record, issues))
    .filter((value) => value !== undefined);
}

/**
 * Reads the text of a GeoJSON file: one value, one on each line, or a sequence of RFC 8142; or the
 * graph of a walking network. A
 * record that is no JSON costs itself; keys that an object holds twice are issues.
 */
export function readGeoJsonText(
  file: string,
  text: string,
  issues: IssueLog,
  options: ReadOptions = {},
): Sheet | null {
  const root = jsonRoot(file, text, issues);
  if (root === undefined) return null;
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  for (const { name, line, column } of options.trusted ? [] : duplicateMembers(body))
    issues.add('duplicate_member', file, { column: name, found: `${line}:${column} ${name}` });
  if (isWalkGraph(root)) return readWalkGraph(file, root, issues);
  return readGeoJson(file, root, issues);
}
