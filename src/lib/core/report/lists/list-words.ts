import type { Say } from '#lib/core/report/lists/list-input.ts';
import type { ListColumn, ListId } from '#lib/core/report/lists/list.ts';

/** What a list is called. */
export const listName = (id: ListId, say: Say): string => say(`lists.${id}`);

/** Head of a column: words of its own in one list, else those it has in all. */
export function columnName(id: ListId, key: string, say: Say): string {
  const own = `list.${id}.${key}`;
  const said = say(own);
  return said === own.slice(own.indexOf('.') + 1) ? say(`list.${key}`) : said;
}

/** A code in words, the code itself where it has none. */
export function codeWords(column: ListColumn, cell: string, say: Say): string {
  const one = (code: string): string => say(`${column.prefix}.${code}`);
  return column.kind === 'codes' ? cell.split(';').map(one).join('; ') : one(cell);
}
