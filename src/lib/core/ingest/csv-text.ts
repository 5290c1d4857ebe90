import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';
import { surveyText } from '#lib/core/ingest/text/encoding.ts';
import type { Encoding, Survey } from '#lib/core/ingest/text/encoding.ts';
import { toUtf8 } from '#lib/core/ingest/text/to-utf8.ts';

/** Walks a long work to its end, breathing whenever it pauses. */
export async function paced<T>(
  work: Generator<number, T, void>,
  options: ReadOptions,
  onPause?: (done: number) => void,
): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    onPause?.(step.value);
    await breathe(options);
  }
}

/** The encoding as a sheet and an issue name it; null for UTF-8. */
const nameOf = (encoding: Encoding): string | null =>
  encoding === 'utf-8' ? null : encoding === 'mixed' ? 'utf-8 + gb18030' : encoding;

function report(file: string, bytes: Uint8Array, survey: Survey, issues: IssueLog): void {
  const { encoding, damagedLine, mixedLine } = survey;
  const found = nameOf(encoding);
  if (encoding === 'mixed')
    issues.add('encoding_mixed', file, { row: mixedLine, found, expected: 'UTF-8' });
  else if (found !== null) issues.add('encoding_not_utf8', file, { found, expected: 'UTF-8' });
  if (damagedLine > 0)
    issues.add('text_damaged', file, {
      row: damagedLine,
      found: '\ufffd',
      expected: 'UTF-8, GB18030',
    });
  else if (!encoding.startsWith('utf-16') && bytes.includes(0))
    issues.add('text_damaged', file, { found: '\\u0000', expected: 'UTF-8, GB18030' });
}

/**
 * The bytes of a text as they can be cut: sound UTF-8 or GB18030 without a byte order mark. Those
 * of any other text are rewritten as UTF-8, which is the one copy of it. Issues say where it was
 * not UTF-8, was mixed, or lost characters.
 */
export async function textToCut(
  file: string,
  bytes: Uint8Array,
  issues: IssueLog,
  options: ReadOptions,
): Promise<{ text: TextBytes; encoding: string | null }> {
  const progress = (done: number) =>
    options.onProgress?.({ stage: 'parse', file, done, total: bytes.length * 2 });
  const survey = await paced(surveyText(bytes), options, progress);
  report(file, bytes, survey, issues);
  const { encoding, start, damagedLine } = survey;
  const cuttable = (encoding === 'utf-8' || encoding === 'gb18030') && damagedLine === 0;
  const text: TextBytes = cuttable
    ? { bytes: bytes.subarray(start), encoding }
    : { bytes: await paced(toUtf8(bytes, survey), options), encoding: 'utf-8' };
  return { text, encoding: nameOf(encoding) };
}

/** The same text as UTF-8, for a delimiter that may be part of a character of GB18030. */
export async function asUtf8(text: TextBytes, options: ReadOptions): Promise<TextBytes> {
  if (text.encoding === 'utf-8') return text;
  const survey: Survey = { encoding: text.encoding, start: 0, damagedLine: 0, mixedLine: 0 };
  return { bytes: await paced(toUtf8(text.bytes, survey), options), encoding: 'utf-8' };
}
