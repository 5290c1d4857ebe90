import type { CliTranslate } from '#lib/i18n/cli.ts';
import type { Locale, Translate } from '#lib/i18n/words.ts';

/** What a run of the command line writes and where. */
export interface Console {
  out: (line: string) => void;
  error: (line: string) => void;
  locale: Locale;
  words: CliTranslate;
  /** The words of the page, in the same language. */
  say: Translate;
  /** The sentence of an issue code, in the same language. */
  issueText: (code: string) => string;
}

/** What an error says of itself. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
