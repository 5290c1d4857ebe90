import type { Locale } from '#lib/i18n/words.ts';

/** Numbers, shares, lengths and dates as a locale writes them; what is not known is a dash. */
export interface Numbers {
  /** A count or any other number, thousands separated. */
  count(value: number): string;
  /** A ratio or a rate, to three significant digits. */
  ratio(value: number): string;
  /** A share 0..1 as a percentage with one decimal; null and NaN are a dash. */
  percent(share: number | null): string;
  /** Metres below 1,000, kilometres with one decimal from there on. */
  metres(value: number): string;
  /** Square metres. */
  areaM2(value: number): string;
  /** An ISO date `YYYY-MM-DD`, whatever the time zone; text that is no date comes back as it is. */
  date(iso: string): string;
}

export const UNKNOWN_NUMBER = '—';

/** Formats of a locale, by Intl. */
export function numbersOf(locale: Locale): Numbers {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const ratio = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const known = (value: number | null): value is number => value !== null && Number.isFinite(value);
  return {
    count: (value) => (known(value) ? count.format(value) : UNKNOWN_NUMBER),
    ratio: (value) => (known(value) ? ratio.format(value) : UNKNOWN_NUMBER),
    percent: (share) => (known(share) ? percent.format(share) : UNKNOWN_NUMBER),
    metres: (value) => {
      if (!known(value)) return UNKNOWN_NUMBER;
      return value < 1000 ? `${whole.format(value)} m` : `${tenth.format(value / 1000)} km`;
    },
    areaM2: (value) => (known(value) ? `${whole.format(value)} m²` : UNKNOWN_NUMBER),
    date: (iso) => {
      const [year, month, day] = iso.split('-').map(Number);
      return year && month && day ? date.format(Date.UTC(year, month - 1, day)) : iso;
    },
  };
}
