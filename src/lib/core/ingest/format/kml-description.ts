/** What a description holds once it is text: what it says, and its table of names and values. */
export interface Description {
  text: string;
  /** Rows of two cells, in their order. */
  pairs: [string, string][];
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  middot: '\u00b7',
  deg: '\u00b0',
  times: '\u00d7',
  ndash: '\u2013',
  mdash: '\u2014',
  hellip: '\u2026',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201c',
  rdquo: '\u201d',
  sup2: '\u00b2',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z0-9]{2,8}));/gi, (whole, ...parts) => {
    const [decimal, hex, name] = parts as (string | undefined)[];
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : whole;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function tidy(text: string): string {
  return decodeEntities(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}

const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'ul', 'ol', 'table', 'hr', 'h1', 'h2', 'h3']);
/** Elements whose content is never text. */
const SILENT = new Set(['script', 'style', 'head', 'title']);

/** Reads HTML as text, and the rows of two cells of its tables as pairs. Nothing is rendered. */
export function readDescription(html: string): Description {
  if (!html.includes('<')) return { text: tidy(html), pairs: [] };
  const pairs: [string, string][] = [];
  let text = '';
  let row: string[] | null = null;
  let cell: string | null = null;
  const say = (piece: string): void => {
    text += piece;
    if (cell !== null) cell += piece;
  };
  const endCell = (): void => {
    if (cell !== null) row?.push(tidy(cell).replace(/\n/g, ' '));
    cell = null;
  };
  const endRow = (): void => {
    endCell();
    if (row?.length === 2 && row[0] !== '') pairs.push([row[0].replace(/[:\uff1a]$/, ''), row[1]]);
    row = null;
  };
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    if (open < 0 || !/[a-z/!?]/i.test(html[open + 1] ?? '')) {
      const end = open < 0 ? html.length : open + 1;
      say(html.slice(at, end));
      at = end;
      continue;
    }
    say(html.slice(at, open));
    const comment = html.startsWith('<!--', open);
    const close = html.indexOf(comment ? '-->' : '>', open);
    const end = close < 0 ? html.length : close + (comment ? 3 : 1);
    const [, slash, tag] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 16)) ?? [];
    const name = tag?.toLowerCase() ?? '';
    at = end;
    if (SILENT.has(name) && slash === '') {
      const rest = html.slice(end).search(new RegExp(`</${name}`, 'i'));
      at = rest < 0 ? html.length : end + rest;
    } else if (name === 'tr') {
      if (slash === '') {
        cell = null;
        row = [];
      } else endRow();
    } else if (name === 'td' || name === 'th') {
      endCell();
      if (slash === '' && row !== null) cell = '';
    } else if (name === 'table') {
      if (slash === '') {
        cell = null;
        row = null;
      } else endRow();
    }
    if (BREAKS.has(name)) say('\n');
    else if (name === 'td' || name === 'th') text += ' ';
  }
  endRow();
  return { text: tidy(text), pairs };
}
