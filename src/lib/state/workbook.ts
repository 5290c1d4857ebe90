import { wrap } from 'comlink';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import type { WordBook } from '#lib/core/report/saying.ts';
import type { WorkbookTotals } from '#lib/core/report/workbook.ts';
import type { Report } from '#workers/report.worker.ts';

/** The report as the bytes of a workbook, written in a worker that ends with it. */
export async function workbookOf(
  { say: _, ...input }: ListInput,
  words: WordBook,
  totals: WorkbookTotals,
): Promise<Uint8Array> {
  const worker = new Worker(new URL('../../../workers/report.worker.ts', import.meta.url), {
    type: 'module',
  });
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'worker'));
      wrap<Report>(worker)
        .workbook({ ...input, words }, totals)
        .then(resolve, reject);
    });
  } finally {
    worker.terminate();
  }
}
