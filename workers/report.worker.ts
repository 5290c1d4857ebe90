import '#lib/polyfills.ts';
import { expose, transfer } from 'comlink';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { saying } from '#lib/core/report/saying.ts';
import type { WordBook } from '#lib/core/report/saying.ts';
import { reportWorkbook } from '#lib/core/report/workbook.ts';
import type { WorkbookTotals } from '#lib/core/report/workbook.ts';

/** What a list is made of, its words as a book: functions do not change threads. */
export type SentInput = Omit<ListInput, 'say'> & { words: WordBook };

const report = {
  workbook({ words, ...input }: SentInput, totals: WorkbookTotals): Uint8Array {
    const bytes = reportWorkbook({ ...input, say: saying(words) }, totals);
    return transfer(bytes, [bytes.buffer]);
  },
};
export type Report = typeof report;
expose(report);
