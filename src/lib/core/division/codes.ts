/** Digits of a code that name each level: province, city, district, street, community. */
const CUTS = [2, 4, 6, 9, 12] as const;
const FULL = 12;

/** Positions in DIVISION_LEVELS. */
const CITY = 0;
const GRID = 4;

/**
 * A statistical division code (统计用区划代码) as it is compared: full-width digits made plain,
 * spaces removed, a code of 2, 4, 6 or 9 digits filled up to 12. Codes of other forms stay as
 * written. Structure after the National Bureau of Statistics' rules for statistical division codes
 * (2009): 2 province + 2 city + 2 district + 3 street + 3 community.
 */
export function normaliseCode(code: string): string {
  const plain = code.normalize('NFKC').replace(/[\s\ufeff\u200b]+/g, '');
  const text = plain.replace(/^(\d+)\.0+$/, '$1');
  if (!/^\d+$/.test(text)) return text;
  return text.length < FULL && CUTS.some((cut) => cut === text.length)
    ? text.padEnd(FULL, '0')
    : text;
}

/** Twelve digits, alone or before a grid's suffix. */
function isStatistical(key: string): boolean {
  return /^\d{12}/.test(key);
}

/** How many leading digits of a 12-digit code are not filling. */
function significant(key: string): number {
  return CUTS.find((cut) => /^0*$/.test(key.slice(cut, FULL))) ?? FULL;
}

/**
 * The level a normalised code speaks of, as a position in DIVISION_LEVELS, -1 where the code is no
 * statistical one. A province's code counts as a city (the municipalities under the central
 * government are both); a community's code with a suffix is a grid.
 */
export function levelOfCode(key: string): number {
  if (!isStatistical(key)) return -1;
  if (key.length > FULL) return GRID;
  return Math.max(CITY, CUTS.indexOf(significant(key) as (typeof CUTS)[number]) - 1);
}

/**
 * The normalised codes of possible ancestors, nearest first: a grid's shorter prefixes down to its
 * community, then street, district, city and province.
 */
export function ancestorsOfCode(key: string): string[] {
  if (!isStatistical(key)) return [];
  const ancestors: string[] = [];
  for (let length = key.length - 1; length >= FULL; length--) ancestors.push(key.slice(0, length));
  const digits = significant(key);
  for (let i = CUTS.length - 1; i >= 0; i--) {
    const code = key.slice(0, CUTS[i]).padEnd(FULL, '0');
    if (CUTS[i] < digits && code !== key) ancestors.push(code);
  }
  return ancestors;
}
