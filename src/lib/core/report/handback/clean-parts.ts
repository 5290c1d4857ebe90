import type { OfficePackage } from '#lib/core/report/handback/package.ts';
import { redacted } from '#lib/core/report/handback/redact.ts';
import type { RemovedValues } from '#lib/core/report/handback/removed-values.ts';
import { partOf, recalculateOnLoad } from '#lib/core/report/handback/workbook-part.ts';
import type { WorkbookPart } from '#lib/core/report/handback/workbook-part.ts';

const XML = /\.(xml|rels|vml)$/i;
/** Parts of the format itself, which hold no values of cells. */
const VALUELESS = /(^\[content_types\]\.xml|\/styles\d*\.xml|\/theme\/[^/]*)$/i;
/** Files within the file, which are packed in ways of their own. */
const EMBEDDED = /\/embeddings\/|vbaProject\.bin$/i;

/**
 * Takes the values that left the cells out of every part but the `skipped` ones: comments, caches
 * of pivot tables, names, properties, headers and footers, links. The picture of the first page is
 * dropped, as is the order of calculation where a formula left; formulas are computed anew on
 * opening. Returns the members that cannot be cleaned and hold, or may hold, such a value.
 */
export function cleanParts(
  file: OfficePackage,
  book: WorkbookPart,
  removed: RemovedValues,
  skipped: readonly string[],
  formulaLeft: boolean,
): string[] {
  if (formulaLeft) {
    const chain = partOf(file, book, 'calcChain');
    if (chain) {
      file.unrelate(book.part, chain);
      file.remove(chain);
    }
  }
  if (!removed.any) return [];
  for (const { type, target } of file.relationships(''))
    if (type === 'thumbnail' && file.has(target)) {
      file.unrelate('', target);
      file.remove(target);
    }
  recalculateOnLoad(file, book);
  const unclean: string[] = [];
  const done = new Set(skipped.map((part) => part.toLowerCase()));
  for (const name of file.names()) {
    if (done.has(name.replace(/^\//, '').toLowerCase()) || VALUELESS.test(name)) continue;
    if (XML.test(name)) {
      const text = file.text(name);
      const clean = redacted(text, removed, false, /pivotCache/i.test(name));
      if (clean !== text) file.set(name, clean);
    } else if (EMBEDDED.test(name) || removed.inBytes(file.bytes(name))) unclean.push(name);
  }
  return unclean;
}
