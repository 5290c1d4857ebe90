import { en } from '#lib/i18n/en.ts';
import { zhCN, type Messages } from '#lib/i18n/zh-CN.ts';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type Params = Record<string, string | number>;

/** Says a key in one language, with `{name}` replaced by `params.name`. */
export type Translate = (key: string, params?: Params) => string;

export const WORDS: Record<Locale, Messages> = { 'zh-CN': zhCN, en };

const has = (words: Messages, key: string): key is keyof Messages =>
  Object.prototype.hasOwnProperty.call(words, key);

/** The words of a locale. A key that has none (a rule of a foreign pack) is shown as its last part. */
export function translator(locale: Locale): Translate {
  const words = WORDS[locale];
  return (key, params) => {
    if (!has(words, key)) return key.slice(key.indexOf('.') + 1);
    return words[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      params && name in params ? String(params[name]) : whole,
    );
  };
}
