import { utils, write } from '@e965/xlsx';
import { LISTS } from '#lib/core/report/lists/all.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { listName } from '#lib/core/report/lists/list-words.ts';
import { LIST_IDS } from '#lib/core/report/lists/list.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import type { Result } from '#lib/core/report/result.ts';
import { pageName } from '#lib/core/report/handback/workbook-part.ts';
import { finished } from '#lib/core/report/workbook/finish.ts';
import { listSheet, PAGE_ROWS } from '#lib/core/report/workbook/list-sheet.ts';
import { totalsSheet } from '#lib/core/report/workbook/totals-sheet.ts';

/** What the workbook takes of a result: counts, and what they were counted under. */
export type WorkbookTotals = Pick<Result, 'totals' | 'unplaced' | 'as_of' | 'radius_m'>;

/** Every list of a report, in the order of their pages. */
export const reportLists = (input: ListInput): List[] =>
  LIST_IDS.flatMap((id) => LISTS[id]?.(input) ?? []);

/**
 * The report as an XLSX workbook: totals first, then a page for each list, method and sources last.
 * Every text is a text and every number a number with a format; nothing is a formula. The same input
 * gives the same bytes.
 *
 * @param created ISO time of making, left out where null
 */
export function reportWorkbook(
  input: ListInput,
  result: WorkbookTotals,
  created: string | null = null,
): Uint8Array {
  const { say } = input;
  const lists = reportLists(input);
  const book = utils.book_new();
  utils.book_append_sheet(book, totalsSheet(input, result, lists), say('lists.totals'));
  for (const list of lists) {
    let from = 0;
    do {
      const name = pageName(listName(list.id, say), book.SheetNames);
      utils.book_append_sheet(book, listSheet(list, from, say), name);
      from += PAGE_ROWS - 1;
    } while (from < list.count);
  }
  book.Props = {
    Title: input.project.info.name ?? say('app.untitled'),
    Application: 'Lacuna',
    ...(created === null ? {} : { CreatedDate: new Date(created) }),
  };
  const bytes = write(book, { type: 'array', bookType: 'xlsx', bookSST: true }) as ArrayBuffer;
  return finished(new Uint8Array(bytes));
}
