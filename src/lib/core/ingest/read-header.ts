import { pageKey, rangeOf, withRows } from '#lib/core/ingest/header-choice.ts';
import type { HeaderRange } from '#lib/core/ingest/header-choice.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { recall } from '#lib/core/ingest/mapping/memory.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import { openFile } from '#lib/core/ingest/open-file.ts';
import type { OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';

/**
 * The folder with one of its sheets read again under another header: its file is opened once more,
 * its other pages stay as they are. What it is taken for is proposed anew. The folder itself where
 * the page has no table under that header. Throws only `Cancelled`.
 */
export async function readHeader(
  folder: OpenedFolder,
  at: number,
  rows: HeaderRange,
  lexicon: Lexicon,
  options: ReadOptions = {},
  remembered: readonly Mapping[] = [],
): Promise<OpenedFolder> {
  const own = folder.sheets[at];
  const input = folder.inputs[own.file];
  const page = pageKey(own.sheet.file, own.sheet.sheet);
  const issues = folder.issues.without(input.name);
  const ranges = new Map(
    folder.sheets.map(({ sheet }) => [pageKey(sheet.file, sheet.sheet), rangeOf(sheet)]),
  );
  ranges.set(page, rows);
  const clean = folder.clean;
  const sheets = await openFile(
    input,
    lexicon,
    issues,
    options,
    (file, sheet) => ranges.get(pageKey(clean(file), sheet === null ? null : clean(sheet))) ?? null,
  );
  const sheet = sheets.find((each) => pageKey(each.file, each.sheet) === page);
  if (!sheet) return folder;
  const proposal = proposeMapping(sheet, lexicon.contract, { fileName: input.name });
  const mapping = recall(remembered, sheet.headers, proposal.mapping) ?? proposal.mapping;
  const again = {
    ...own,
    sheet,
    personal: sheet.personal,
    proposal,
    mapping: withRows(mapping, rangeOf(sheet)),
  };
  return { ...folder, issues, sheets: folder.sheets.map((each, i) => (i === at ? again : each)) };
}
