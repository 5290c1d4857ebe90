import type { ProjectInfo, SourceFile } from '#lib/core/model.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { planFolder } from '#lib/core/ingest/folder-plan.ts';
import type { PlannedFile } from '#lib/core/ingest/folder-plan.ts';
import { pageKey, rangeOf, rememberedRows, withRows } from '#lib/core/ingest/header-choice.ts';
import type { HeaderPick, HeaderRange } from '#lib/core/ingest/header-choice.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Cleaner } from '#lib/core/ingest/issue-log.ts';
import { recall } from '#lib/core/ingest/mapping/memory.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import type { MappingProposal } from '#lib/core/ingest/mapping/propose.ts';
import { bytesOf, openFile } from '#lib/core/ingest/open-file.ts';
import { UNKNOWN_INFO, readInfo } from '#lib/core/ingest/project-info.ts';
import type { ScrubFinding } from '#lib/core/ingest/scrub.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';

/** A sheet of a folder and what it is taken for. */
export interface FolderSheet {
  sheet: Sheet;
  /** Personal data that was taken out of it. */
  personal: ScrubFinding[];
  /** Index into the folder's files. */
  file: number;
  /** True where the file bears a table's own name, so that there can be no second. */
  named: boolean;
  proposal: MappingProposal;
  /** What it is read by: a mapping remembered for its header, else the one proposed. */
  mapping: Mapping;
  /** Whether somebody chose the mapping, for a file before this one or for this. */
  chosen: 'no' | 'before' | 'now';
}

/** What a sheet was read by in the end. */
export interface UsedMapping extends Pick<FolderSheet, 'mapping' | 'chosen'> {
  /** Of which sheet; see `pageKey`. */
  page: string;
  /** The rows of its header; null for a format that has none. */
  rows: HeaderRange | null;
}

/** What the sheets of a folder are read by, in their order. */
export function usedBy(sheets: readonly FolderSheet[]): UsedMapping[] {
  return sheets.map(({ sheet, mapping, chosen }) => ({
    page: pageKey(sheet.file, sheet.sheet),
    rows: rangeOf(sheet),
    mapping,
    chosen,
  }));
}

/** A folder whose files have been opened and whose sheets have been looked at, before anything is decided. */
export interface OpenedFolder {
  info: ProjectInfo;
  files: SourceFile[];
  sheets: FolderSheet[];
  issues: IssueLog;
  /** The files under the names they are shown by, for one to be opened again. */
  inputs: readonly InputFile[];
  /** Takes personal data out of names. */
  clean: Cleaner;
}

/**
 * Opens the files of a folder and proposes what each of their sheets is. Personal data are gone from
 * the sheets, the names of files and the issues when this returns. Bad files never throw: they are issues. Throws `Cancelled` once
 * `options.cancelled` says so. The order of `files` does not matter. `headers` are rows by `pageKey`
 * that are the headers; without it a remembered mapping may say them.
 */
export async function openFolder(
  files: readonly InputFile[],
  lexicon: Lexicon,
  options: ReadOptions = {},
  remembered: readonly Mapping[] = [],
  headers: ReadonlyMap<string, HeaderRange> | null = null,
): Promise<OpenedFolder> {
  const plan = planFolder(files, lexicon.contract);
  const texts = new PersonalTexts(lexicon.cells);
  const clean: Cleaner = (text) => texts.clean(text);
  const shown = shownNames(plan, clean);
  const issues = new IssueLog(clean, options.listing);
  const picked = new Map<string, HeaderRange>();
  const pick: HeaderPick = (file, sheet, headersAt) => {
    const page = pageKey(clean(file), sheet === null ? null : clean(sheet));
    const rows = headers ? headers.get(page) : rememberedRows(remembered, headersAt);
    if (rows && !headers) picked.set(page, rows);
    return rows ?? null;
  };
  const sheets: FolderSheet[] = [];
  const inputs = plan.map(({ input }, file): InputFile => ({
    ...input,
    name: shown[file],
    bytes: () => input.bytes(),
  }));
  let info: ProjectInfo | null = null;
  // Files that say which table they hold come first: the others fill what is left.
  const order = [...plan.keys()].sort((a, b) => turn(plan[a]) - turn(plan[b]) || a - b);
  for (const [done, file] of order.entries()) {
    const { role, input: given } = plan[file];
    const input = inputs[file];
    options.onProgress?.({ stage: 'read', file: input.name, done, total: plan.length });
    await breathe(options);
    if (role.kind === 'ignored') issues.add('file_ignored', input.name);
    else if (role.kind === 'info') {
      if (info === null) info = await infoOf(input, clean, issues);
      else issues.add('file_ignored', input.name);
    } else
      for (const sheet of await openFile(input, lexicon, issues, options, pick)) {
        const named = role.kind === 'named';
        const proposal = proposeMapping(sheet, lexicon.contract, { fileName: given.name });
        const plain = named && proposal.confidence === 'sure';
        const known = plain ? null : recall(remembered, sheet.headers, proposal.mapping);
        const proposed = sheet.hidden ? leftOut(proposal.mapping) : proposal.mapping;
        sheets.push({
          sheet,
          personal: sheet.personal,
          file,
          named,
          proposal,
          mapping: withRows(
            known ?? proposed,
            picked.get(pageKey(sheet.file, sheet.sheet)) ?? null,
          ),
          chosen: known === null ? 'no' : 'before',
        });
      }
  }
  const sources = plan.map(({ input }, file) => ({
    name: shown[file],
    bytes: input.size,
    table: null,
    rows: 0,
  }));
  return { info: info ?? UNKNOWN_INFO, files: sources, sheets, issues, inputs, clean };
}

/** A page that its workbook hides is imported only where somebody says so. */
const leftOut = (mapping: Mapping): Mapping => ({ ...mapping, table: null });

const turn = ({ role }: PlannedFile): number => (role.kind === 'unknown' ? 1 : 0);

/** Names of the files as they may be shown; two that differ in what was cut are numbered. */
function shownNames(plan: readonly PlannedFile[], clean: Cleaner): string[] {
  const given = new Set(plan.map(({ input }) => input.name));
  const taken = new Set<string>();
  return plan.map(({ input }) => {
    const name = clean(input.name);
    if (name === input.name) return name;
    let shown = name;
    for (let n = 2; taken.has(shown) || given.has(shown); n++) shown = `${name} (${n})`;
    taken.add(shown);
    return shown;
  });
}

async function infoOf(input: InputFile, clean: Cleaner, issues: IssueLog): Promise<ProjectInfo> {
  const bytes = await bytesOf(input, issues);
  if (!bytes) return UNKNOWN_INFO;
  const { name, attribution, ...info } = readInfo(input.name, bytes, issues);
  const cleaned = (text: string | null) => (text === null ? null : clean(text));
  return { ...info, name: cleaned(name), attribution: cleaned(attribution) };
}
