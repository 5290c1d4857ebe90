import type { FigureRows } from '#lib/core/report/figures.ts';
import type { Say } from '#lib/core/report/lists/list-input.ts';
import { codeWords, columnName, listName } from '#lib/core/report/lists/list-words.ts';
import type { ListColumn } from '#lib/core/report/lists/list.ts';

/** Which rows a figure counts, in words: the page, and what to filter in it. */
export function figureWords(figure: FigureRows, columns: readonly ListColumn[], say: Say): string {
  const parts = figure.where.map(({ column, is }) => {
    const kind = columns.find(({ key }) => key === column);
    const values = is.map((value) => {
      if (value === null) return say('figures.empty');
      return kind?.prefix
        ? codeWords({ ...kind, kind: 'code' }, String(value), say)
        : String(value);
    });
    return say('figures.filter', {
      column: columnName(figure.list, column, say),
      value: values.join(say('figures.or')),
    });
  });
  return [listName(figure.list, say), ...parts].join(say('figures.join'));
}
