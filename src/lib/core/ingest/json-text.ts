import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { jsonFaultAt, placeInText, quotedAt } from '#lib/core/ingest/json-fault.ts';

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
    const found = at < 0 ? null : `${placeInText(body, at)} ${quotedAt(body, at, 20)}`;
    issues.add('json_invalid', file, { found, expected: 'JSON' });
    return undefined;
  }
}

/** A key that an object holds a second time, and where, from 1. */
export interface DuplicateMember {
  name: string;
  line: number;
  column: number;
}

/** Every key that its object already has, in valid JSON; parsing keeps only the last of them. */
export function* duplicateMembers(text: string): Generator<DuplicateMember> {
  const open: (Set<string> | null)[] = [];
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x0a) {
      line++;
      lineStart = at + 1;
    } else if (char === 0x7b) open.push(new Set());
    else if (char === 0x5b) open.push(null);
    else if (char === 0x7d || char === 0x5d) open.pop();
    else if (char === 0x22) {
      let end = at + 1;
      while (end < text.length && text.charCodeAt(end) !== 0x22)
        end += text.charCodeAt(end) === 0x5c ? 2 : 1;
      const names = open[open.length - 1];
      let next = end + 1;
      while (text.charCodeAt(next) <= 0x20) next++;
      if (names && text.charCodeAt(next) === 0x3a) {
        const name = text.slice(at + 1, end);
        if (names.has(name)) yield { name, line, column: at - lineStart + 1 };
        else names.add(name);
      }
      at = end;
    }
  }
}
