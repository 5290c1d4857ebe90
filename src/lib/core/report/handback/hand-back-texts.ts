import type { HandbackWords } from '#lib/core/report/handback/mark.ts';
import type { Issue, Severity } from '#lib/core/model.ts';
import { filled } from '#lib/core/report/handback/mark.ts';

/** What is worth knowing of a file handed back; `n` says how many. */
export const NOTE_CODES = [
  'uncommented',
  'unplaced',
  'unclean',
  'reencoded',
  'guarded',
  'rebuilt',
  'rows_left_out',
  'personal_blanked',
] as const;
export type HandBackNoteCode = (typeof NOTE_CODES)[number];

/** All that is said in a file handed back, in the reader's language; `{name}` is filled in. */
export interface HandBackTexts {
  /** Issue code -> sentence. */
  sentences: Readonly<Record<string, string>>;
  words: HandbackWords;
  /** What the name of the file gains before its ending. */
  suffix: string;
  /** Title of the summary, of `{file}`. */
  title: string;
  /** Under the title: `{errors}`, `{warnings}`, `{notes}`. */
  counts: string;
  labels: Record<'severity' | 'sheet' | 'row' | 'column' | 'what' | 'found' | 'expected', string>;
  severities: Record<Severity, string>;
  /** A sentence with what was found: `{text}`, `{found}`. */
  withFound: string;
  /** A sentence with its repair: `{text}`, `{expected}`. */
  withExpected: string;
  /** A sentence about one column of a row: `{column}`, `{text}`. */
  inColumn: string;
  /** Said where a value was taken out because it is personal. */
  blanked: string;
  /** Header of the column of record numbers in a rebuilt table. */
  record: string;
  /** How many places an entry of the summary stands for: `{n}`. */
  times: string;
  /** Lines under the title of the summary: `{n}`. */
  notes: Record<HandBackNoteCode, string>;
}

/** What is wrong, as a reader is told. */
export function sentenceOf({ code }: Issue, texts: HandBackTexts): string {
  return Object.hasOwn(texts.sentences, code) ? texts.sentences[code] : code;
}

/** What was expected, in words where it names another kind of issue. */
export function expectedOf({ code, expected }: Issue, texts: HandBackTexts): string {
  if (expected === null) return '';
  const named = code === 'more_of_same' && Object.hasOwn(texts.sentences, expected);
  return named ? texts.sentences[expected] : expected;
}

/** The text of a mark: what is wrong, what was found where the cell does not show it, the repair. */
export function markText(issue: Issue, shown: boolean, texts: HandBackTexts): string {
  let text = sentenceOf(issue, texts);
  if (!shown && issue.found !== null) text = filled(texts.withFound, { text, found: issue.found });
  const expected = expectedOf(issue, texts);
  return expected === '' ? text : filled(texts.withExpected, { text, expected });
}
