import { cellAt, cellText, ownHeaders } from '#lib/core/ingest/sheet.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { packTexts, type Texts } from '#lib/core/texts.ts';

/**
 * The columns that the contract does not name, as texts of the kept rows, under their own headers
 * in an object without prototype.
 */
export function furtherColumns(
  sheet: Sheet,
  named: ReadonlySet<number>,
  kept: Uint32Array,
): Record<string, Texts> {
  const extra = Object.create(null) as Record<string, Texts>;
  ownHeaders(sheet).forEach((header, at) => {
    if (named.has(at) || kept.length === 0) return;
    const cells = sheet.columns[at];
    let name = header === '' ? `#${at + 1}` : header;
    for (let n = 2; name in extra; n++) name = `${header} (${n})`;
    extra[name] = packTexts(Array.from(kept, (r) => cellText(cellAt(cells, r))));
  });
  return extra;
}
