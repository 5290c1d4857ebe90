import { planFolder } from '#lib/core/ingest/folder-plan.ts';
import { pageKey } from '#lib/core/ingest/header-choice.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { mappingKey } from '#lib/core/ingest/mapping/mapping.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';
import type { Issue } from '#lib/core/model.ts';

/** Issues of a kind that are marked one by one; of all kinds together. */
const PER_KIND = 100_000;
const TOTAL = 400_000;

/** Files as they were read, to be read once more; their `bytes` are asked for again. */
export interface ReadFiles {
  files: readonly InputFile[];
  /** What each sheet was read by, in the order of the sheets; empty for what is proposed. */
  used: readonly UsedMapping[];
  /** Mappings of earlier files, as the first reading had them. */
  remembered?: readonly Mapping[];
  /** See `ReadOptions.trusted`. */
  trusted?: boolean;
}

/** What a second reading tells of files that are to be handed back. */
export interface ReadAgain {
  /** Every issue of the files asked for, none left to a count as far as memory goes. */
  issues: Issue[];
  /** By the name that the issues have for them. */
  inputs: ReadonlyMap<string, InputFile>;
  /** What a sheet was read by; see `pageKey`. */
  mappings: ReadonlyMap<string, Mapping>;
  trusted: boolean;
}

export { pageKey };

/** True for an issue of a file or of a member of it. */
export const isOf = (file: string, name: string): boolean =>
  file === name || file.startsWith(`${name}/`);

/**
 * Reads files a second time, each sheet as it was read the first time, and lists the issues of one
 * file (of all where `only` is null) without the bound that the screen has. Throws `Cancelled`.
 */
export async function readAgain(
  { files, used, remembered = [], trusted = false }: ReadFiles,
  lexicon: Lexicon,
  only: string | null,
  options: ReadOptions = {},
): Promise<ReadAgain> {
  const of = (file: string) => only === null || isOf(file, only);
  const listing = { perKind: PER_KIND, total: TOTAL, of };
  const rows = new Map(used.flatMap((own) => (own.rows ? [[own.page, own.rows] as const] : [])));
  const headers = used.length > 0 ? rows : null;
  const read = { ...options, trusted, listing };
  const folder = await openFolder(files, lexicon, read, remembered, headers);
  const sheets = folder.sheets.map((own, i) => {
    const before = used.length === folder.sheets.length ? used[i] : null;
    const same = before && mappingKey(before.mapping.headers) === mappingKey(own.sheet.headers);
    return same ? { ...own, mapping: before.mapping, chosen: before.chosen } : own;
  });
  const project = await importFolder({ ...folder, sheets }, lexicon, { ...options, trusted });
  const plan = planFolder(files, lexicon.contract);
  return {
    issues: project.issues.filter(({ file }) => of(file)),
    inputs: new Map(folder.files.map(({ name }, i) => [name, plan[i].input])),
    mappings: new Map(
      sheets.map(({ sheet, mapping }) => [pageKey(sheet.file, sheet.sheet), mapping]),
    ),
    trusted,
  };
}
