/** 度 分 秒 and the marks that stand for them. */
const DEGREE = /[\u00b0\u00ba\u02da\u2103\u5ea6]/g;
const SECOND = /[\u2033\u201c\u201d\uff02\u79d2"]|[\u2032\u2018\u2019\u00b4'\uff07]{2}/g;
const MINUTE = /[\u2032\u2018\u2019\u00b4\uff07`\u5206']/g;
/** 东经 西经 北纬 南纬, with or without the second character. */
const SIDES: [RegExp, string][] = [
  [/\u4e1c(?:\u7ecf)?/g, 'e'],
  [/\u897f(?:\u7ecf)?/g, 'w'],
  [/\u5317(?:\u7eac)?/g, 'n'],
  [/\u5357(?:\u7eac)?/g, 's'],
];

const NUMBER = '(\\d+(?:\\.\\d*)?)';
const MARKED = new RegExp(`^${NUMBER}\\*(?:${NUMBER}'(?:${NUMBER}"?)?|${NUMBER})?$`);
const SEPARATED = new RegExp(`^(\\d+)([: -])${NUMBER}(?:\\2${NUMBER})?$`);
const PLAIN = new RegExp(`^${NUMBER}$`);

/** An angle, and the axis that its letter or word gives it, null for none. */
export interface Angle {
  degrees: number;
  axis: 'lng' | 'lat' | null;
}

/**
 * The angle that a text writes in degrees, with minutes and seconds or decimals; null for anything else.
 *
 * Marks may be typographic, typewriter, full-width or Chinese; parts may instead be separated by
 * colons, hyphens or spaces (three parts, or two with a side); a side may stand before or after.
 * West and south are negative. Minutes and seconds must be below 60 (60 seconds, as rounding
 * writes them, pass). Digits packed as DDDMMSS are not read here: that is a guess.
 */
export function angleOf(text: string): Angle | null {
  let plain = text.replace(DEGREE, '*').replace(SECOND, '"').replace(MINUTE, "'");
  for (const [word, side] of SIDES) plain = plain.replace(word, side);
  plain = plain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u2212/g, '-')
    .replace(/[\ufeff\u200b]/g, '')
    .trim();
  const outer = /^([ewns]?)[\s:]*([+-]?)\s*(.*?)[\s]*([ewns]?)$/.exec(plain);
  if (!outer) return null;
  const [, before, sign, body, after] = outer;
  const side = before || after;
  if ((before && after) || (side && sign)) return null;
  const size = sizeOf(body.replace(/\s+/g, ' '), side !== '');
  if (size === null) return null;
  const axis = side === '' ? null : side === 'e' || side === 'w' ? 'lng' : 'lat';
  if (size > (axis === 'lat' ? 90 : 180)) return null;
  return { degrees: sign === '-' || side === 'w' || side === 's' ? -size : size, axis };
}

/** The degrees of `angleOf` alone. */
export function degreesOf(text: string): number | null {
  return angleOf(text)?.degrees ?? null;
}

function sizeOf(body: string, sided: boolean): number | null {
  const marked = MARKED.exec(body.replace(/ ?([*'"]) ?/g, '$1'));
  if (marked) return sum(marked[1], marked[2] ?? marked[4], marked[3]);
  const separated = SEPARATED.exec(body.replace(/ ?: ?/g, ':'));
  if (separated) {
    const [, degrees, mark, minutes, seconds] = separated;
    if (seconds === undefined && mark !== ':' && !sided) return null;
    return sum(degrees, minutes, seconds);
  }
  const plain = PLAIN.exec(body);
  return plain ? Number(plain[1]) : null;
}

function sum(degrees: string, minutes?: string, seconds?: string): number | null {
  if (minutes !== undefined && degrees.includes('.')) return null;
  if (seconds !== undefined && minutes?.includes('.')) return null;
  const [m, s] = [Number(minutes ?? 0), Number(seconds ?? 0)];
  return m < 60 && s <= 60 ? Number(degrees) + m / 60 + s / 3600 : null;
}
