import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { DEEPEST, tooDeepAt } from '#lib/core/ingest/json-fault.ts';
import { decode, limitOf } from '#lib/core/ingest/sniff.ts';

/** The text of a file, with an issue where it was not UTF-8. */
export function textOf(file: string, bytes: Uint8Array, issues: IssueLog): string {
  const { text, encoding, damaged } = decode(bytes);
  if (encoding !== null)
    issues.add('encoding_not_utf8', file, { found: encoding, expected: 'UTF-8' });
  if (damaged) issues.add('text_damaged', file, { found: '\ufffd', expected: 'UTF-8, GB18030' });
  return text;
}

/** The text of a JSON file; null, with an issue, for one that is too large or too deep. */
export function jsonTextOf(file: string, bytes: Uint8Array, issues: IssueLog): string | null {
  const limit = limitOf('.json');
  if (bytes.length > limit) {
    issues.add('file_too_large', file, { found: bytes.length, expected: `<= ${limit}` });
    return null;
  }
  const deepAt = tooDeepAt(bytes);
  if (deepAt >= 0) {
    issues.add('json_too_deep', file, { found: `@${deepAt}`, expected: `<= ${DEEPEST}` });
    return null;
  }
  return textOf(file, bytes, issues);
}
