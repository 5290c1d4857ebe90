/** GB 11643: weights of the first 17 digits, and the check character for each remainder by 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
/** First digits of provinces; 9 is the card of foreign residents, 81 to 83 of residents from overseas. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9)/;

/** What may stand between the digits of one number: spaces, hyphens, dots and invisible characters. */
const BETWEEN = String.raw`[\s\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\u202a-\u202e\ufeff._\u00b7\u2022()-]`;
const GAP = `${BETWEEN}{0,3}`;
const STEP = `${BETWEEN}{1,3}`;
const GROUPS = [
  `1[3-9]\\d${GAP}\\d{4}${GAP}\\d{4}`,
  `1[3-9]\\d${GAP}\\d{3}${GAP}\\d{5}`,
  `1[3-9]\\d${GAP}\\d{3}${GAP}\\d{2}${GAP}\\d{3}`,
  `1[3-9]\\d${GAP}\\d{2}${GAP}\\d{3}${GAP}\\d{3}`,
  `1[3-9]\\d{2}${GAP}\\d{3}${GAP}\\d{4}`,
  `1[3-9]\\d{3}${GAP}\\d{6}`,
  `1[3-9](?:${GAP}\\d{3}){3}`,
  `1${STEP}[3-9](?:${STEP}\\d){9}`,
].join('|');

/** Mobile numbers of mainland China in the usual groups, with or without 86 or a 0 before them. */
export const MOBILE = new RegExp(
  `(?<!\\d)(?:(?:\\+|00)?${GAP}86${GAP}|\\(\\+?86\\)${GAP}|0)?(?:${GROUPS})(?!\\d)`,
  'g',
);
/** Eighteen digits, the last one perhaps an X. */
export const CARD = new RegExp(`(?<!\\d)\\d(?:${GAP}\\d){16}${GAP}[\\dXx](?!\\d)`, 'g');
/** Fifteen digits. */
export const OLD_CARD = new RegExp(`(?<!\\d)\\d{6}${GAP}\\d{6}${GAP}\\d{3}(?![\\dXx])`, 'g');
/** Sixteen to nineteen digits as on bank cards. */
export const ACCOUNT = new RegExp(
  `(?<![\\dA-Za-z])[3-6]\\d{3}(?:${GAP}\\d{4}){3}(?:${GAP}\\d{1,3})?(?![\\dA-Za-z])`,
  'g',
);
export const EMAIL = /[A-Za-z0-9_.+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

/** True for a number whose only sign is one decimal point. */
export const isDecimal = (text: string): boolean => /^\s*[+-]?\d+\.\d+\s*$/.test(text);

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/**
 * True for the 18 characters of an identity card by province and day of birth; `checked` asks for
 * the check character as well. A card copied with a slip of the pen is a person's all the same.
 */
export function isCard(digits: string, checked: boolean): boolean {
  if (!/^\d{17}[\dXx]$/.test(digits) || !PROVINCE.test(digits)) return false;
  const year = Number(digits.slice(6, 10));
  if (year < 1890 || year > 2035) return false;
  if (!isDay(year, Number(digits.slice(10, 12)), Number(digits.slice(12, 14)))) return false;
  return !checked || hasCheck(digits);
}

function hasCheck(digits: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return CHECKS[sum % 11] === digits[17].toUpperCase();
}

/**
 * True for the 15 digits of an identity card of before 1999, by province and day of birth. The codes
 * of grids have 15 digits too: the numbers of streets and towns, 001 to 199, read as years to 1919.
 */
export function isOldCard(digits: string): boolean {
  if (!/^\d{15}$/.test(digits) || !PROVINCE.test(digits)) return false;
  const year = 1900 + Number(digits.slice(6, 8));
  if (year < 1920) return false;
  return isDay(year, Number(digits.slice(8, 10)), Number(digits.slice(10, 12)));
}

/** The Luhn check of bank cards (ISO/IEC 7812-1). */
export function isAccount(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
