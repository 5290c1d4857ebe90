import type { OfficeWords } from '#lib/core/ingest/contract.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** How far a spelling is from the header as it stands; a spelling that is nearer is preferred. */
export const LOSS = { joined: 2, turned: 3, leaf: 10, parent: 12, crs: 15, bare: 25 } as const;

export interface HeaderSpelling {
  key: string;
  loss: number;
  /** Whether only the lowest level of a header of several was looked at, or a unit was taken off. */
  how: 'whole' | 'bare' | 'leaf';
  /** The coordinate system that the header named and that was taken off. */
  crs: string | null;
}

/** A header of an office: what it may be looked up as, and the unit it names. */
export interface HeaderLabel {
  spellings: HeaderSpelling[];
  /** Key of the levels without separators, the lowest last. */
  joined: string;
  /** The unit behind the name, in brackets or not; empty where there is none. */
  unit: string;
}

const BRACKETED = /\(([^()]*)\)\s*$/;
const MARKS = /^[\s*\u2605\u2606\u203b]+|[\s*:\u2605\u2606\u203b]+$/g;
const NUMBERED =
  /^(?:\d{1,2}|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,2})[.\u3001](?=\D)/;

/** The levels of a header, the lowest last; a slash in brackets parts no levels. */
export function levelsOf(header: string): string[] {
  const levels: string[] = [''];
  let depth = 0;
  for (const char of header.normalize('NFKC')) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === '/' && depth <= 0) levels.push('');
    else levels[levels.length - 1] += char;
  }
  return levels
    .map((level) => level.replace(MARKS, '').replace(NUMBERED, ''))
    .filter((level) => level !== '');
}

/** The name without what stands in brackets at its end, and that. */
function unbracketed(text: string): [string, string] {
  const inside = BRACKETED.exec(text);
  return inside ? [text.slice(0, inside.index), inside[1]] : [text, ''];
}

/** The unit at the end of a name without brackets, empty where none stands there. */
function trailingUnit(key: string, { units, multiples, areas_m2 }: OfficeWords): string {
  const prefixes = ['', ...Object.keys(multiples)];
  let longest = '';
  for (const unit of [...units, ...Object.keys(areas_m2)])
    for (const prefix of prefixes) {
      const whole = headerKey(prefix + unit);
      if (whole.length > longest.length && whole.length < key.length && key.endsWith(whole))
        longest = whole;
    }
  return longest;
}

const ASCII = /^[\x21-\x7e]+$/;

/** The coordinate system a key names, and the key without it; null where it names none. */
function withoutCrs(
  key: string,
  offices: OfficeWords,
  whole = true,
): { crs: string; rest: string } | null {
  let found: { crs: string; rest: string; length: number } | null = null;
  for (const [crs, words] of Object.entries(offices.crs))
    for (const word of words.map(headerKey)) {
      if (found && found.length >= word.length) continue;
      if (!whole && word === key) continue;
      const at = key.indexOf(word);
      const edge = at === 0 || key.endsWith(word);
      if (at < 0 || (ASCII.test(word) && !edge)) continue;
      const from = at === 0 ? 0 : ASCII.test(word) ? key.length - word.length : at;
      const rest = key.slice(0, from) + key.slice(from + word.length);
      found = { crs, rest, length: word.length };
    }
  return found;
}

/** Reads a header into the keys under which its meaning may be found, nearest first. */
export function readHeader(header: string, offices: OfficeWords): HeaderLabel {
  const levels = levelsOf(header);
  const leaf = levels[levels.length - 1] ?? '';
  const parent = levels.length > 1 ? levels[levels.length - 2] : '';
  const spellings: HeaderSpelling[] = [];
  const seen = new Set<string>();
  const add = (key: string, loss: number, how: HeaderSpelling['how'], crs: string | null) => {
    if (key === '' || seen.has(`${key} ${crs ?? ''}`)) return;
    seen.add(`${key} ${crs ?? ''}`);
    spellings.push({ key, loss, how, crs });
  };
  let unit = unbracketed(leaf)[1];
  const addName = (text: string, loss: number, how: HeaderSpelling['how']) => {
    const key = headerKey(text);
    add(key, loss, how, null);
    const [bare] = unbracketed(text);
    const bareKey = headerKey(bare);
    if (bareKey !== key) add(bareKey, loss + LOSS.bare, how === 'leaf' ? how : 'bare', null);
    const trailing = trailingUnit(bareKey, offices);
    if (trailing === '') return;
    if (unit === '' && text.endsWith(leaf)) unit = trailing;
    const short = bareKey.slice(0, -trailing.length);
    add(short, loss + LOSS.bare + 1, how === 'leaf' ? how : 'bare', null);
  };
  addName(header.normalize('NFKC').replace(MARKS, ''), 0, 'whole');
  if (levels.length === 1) addName(leaf, 1, 'whole');
  if (parent !== '') {
    addName(parent + leaf, LOSS.joined, 'whole');
    addName(leaf + parent, LOSS.turned, 'whole');
    addName(leaf, LOSS.leaf, 'leaf');
    const units = offices.units.map(headerKey);
    if (units.includes(headerKey(leaf))) {
      unit = leaf;
      addName(parent, LOSS.parent, 'leaf');
    }
  }
  const above = [headerKey(levels.slice(0, -1).join('')), headerKey(unit)]
    .map((text) => withoutCrs(text, offices)?.crs)
    .find((crs) => crs !== undefined);
  for (const { key, loss, how } of [...spellings]) {
    const named = withoutCrs(key, offices);
    // A header that is nothing but the name of a system is a column of positions in it.
    const own = named?.rest === '' ? withoutCrs(key, offices, false) : named;
    if (own) add(own.rest, loss + LOSS.crs, how, own.crs);
    else if (above !== undefined) add(key, loss + LOSS.crs, how, above);
  }
  return { spellings, joined: headerKey(levels.join('')), unit: headerKey(unit) };
}

/** What numbers under a unit are multiplied by to be single, or square metres; 1 for none. */
export function factorOf(unit: string, area: boolean, offices: OfficeWords): number {
  if (unit === '') return 1;
  const exact = (among: Record<string, number>, text: string) =>
    Object.entries(among).find(([word]) => headerKey(word) === text)?.[1];
  const areaM2 = exact(offices.areas_m2, unit);
  if (areaM2 !== undefined) return area ? areaM2 : 1;
  for (const [word, times] of Object.entries(offices.multiples)) {
    if (!unit.startsWith(word)) continue;
    const rest = unit.slice(word.length);
    if (rest === '' || offices.units.map(headerKey).includes(rest)) return times;
    const large = exact(offices.areas_m2, rest);
    if (large !== undefined) return area ? times * large : 1;
  }
  return 1;
}
