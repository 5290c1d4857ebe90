import type { Say } from '#lib/core/report/lists/list-input.ts';

/** The words of a language as they are sent to another thread, by key. */
export type WordBook = Readonly<Record<string, string>>;

/** Says keys from a book of words, as the page's own translator does. */
export const saying =
  (words: WordBook): Say =>
  (key, params) => {
    const known = Object.prototype.hasOwnProperty.call(words, key);
    if (!known) return key.slice(key.indexOf('.') + 1);
    return words[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      params && name in params ? String(params[name]) : whole,
    );
  };
