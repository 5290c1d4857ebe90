const DAY_MS = 86_400_000;
/** Days from 1899-12-30, where serials of the 1900 system begin, to 1970-01-01. */
const DAYS_TO_1970 = 25_569;
/** Days from the first day of the 1900 system to that of the 1904 system. */
const DAYS_TO_1904 = 1_462;
/** Serial of 9999-12-31. */
const LAST_DAY = 2_958_465;
/** Lotus 1-2-3 took 1900 for a leap year, and every spreadsheet since. */
const NO_SUCH_DAY = 60;

const LITERAL = /"[^"]*"?|\\.|[_*].|\[[^\]]*\]?/g;

/** True for a number format that shows a day: a year or a day of the month outside literals. */
export function showsDay(format: string): boolean {
  return /[yd]/i.test(format.replace(LITERAL, ''));
}

/** ISO 8601 day of a serial number, its time of day left out; null where it names no day. */
export function dayOfSerial(serial: number, is1904: boolean): string | null {
  const day = Math.floor(serial) + (is1904 ? DAYS_TO_1904 : 0);
  if (!(day >= 1 && day <= LAST_DAY) || day === NO_SUCH_DAY) return null;
  const since1970 = day - DAYS_TO_1970 + (day < NO_SUCH_DAY ? 1 : 0);
  return new Date(since1970 * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Number formats that Chinese Excel has built in and files use without defining them (ECMA-376
 * part 1, 18.8.30, zh-cn): days, and times of day.
 */
export const BUILT_IN_DAYS = [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];
export const BUILT_IN_TIMES = [32, 33, 34, 35, 55, 56];
