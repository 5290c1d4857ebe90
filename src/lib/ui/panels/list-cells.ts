import { codeWords } from '#lib/core/report/lists/list-words.ts';
import type { Cell, ListColumn } from '#lib/core/report/lists/list.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** Columns whose cells stand to the right. */
export const isNumeric = ({ kind }: ListColumn): boolean =>
  !['text', 'code', 'codes', 'date'].includes(kind);

/** A cell as the screen shows it: codes in words, numbers and dates as the language writes them. */
export function cellText(column: ListColumn, cell: Cell, { t, numbers }: App): string {
  if (cell === null) return isNumeric(column) ? '—' : '';
  if (typeof cell === 'string') {
    if (column.kind === 'code' || column.kind === 'codes') return codeWords(column, cell, t);
    return column.kind === 'date' ? numbers.date(cell) : cell;
  }
  return column.kind === 'share' ? numbers.percent(cell) : numbers.count(cell);
}

const WIDTHS: Partial<Record<ListColumn['kind'], string>> = {
  count: '76px',
  share: '76px',
  m: '104px',
  m2: '104px',
  people: '84px',
  yuan: '104px',
  days: '76px',
  number: '84px',
  date: '104px',
};

/** Columns whose texts are all of a length. */
const OWN_WIDTHS: Record<string, string> = {
  interval: '96px',
  ranks: '52px',
  peers: '72px',
  rate: '60px',
  rate_yes: '58px',
  rate_due: '58px',
  small: 'minmax(56px, 0.6fr)',
  place: '64px',
  article: '72px',
  theirs: '60px',
  theirs_share: '76px',
  own_n: '60px',
  own_of: '60px',
  own_share: '76px',
};

const RANK_PX = 36;
const GAP_PX = 14;
const PADDING_PX = 28;

function widthOf({ kind, key }: ListColumn): string {
  const own = OWN_WIDTHS[key] ?? WIDTHS[kind];
  if (own) return own;
  if (kind === 'text') return key === 'name' ? 'minmax(84px, 1.6fr)' : 'minmax(56px, 1fr)';
  return 'minmax(68px, 0.9fr)';
}

/** The grid's columns: a rank, then each column by what it holds. */
export function columnWidths(columns: readonly ListColumn[]): string {
  return [`${RANK_PX}px`, ...columns.map(widthOf)].join(' ');
}

/** The first columns that have room, in CSS pixels; the workbook has all of them. */
export function fitting<T extends ListColumn>(columns: readonly T[], roomPx: number): T[] {
  let left = roomPx - RANK_PX - PADDING_PX;
  return columns.filter((column) => {
    left -= GAP_PX + Number(/\d+/.exec(widthOf(column))![0]);
    return left >= 0;
  });
}
