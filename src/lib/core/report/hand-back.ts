import { ArchiveFault, openArchive } from '#lib/core/ingest/format/archive.ts';
import { archiveKind } from '#lib/core/ingest/format/archive-sheets.ts';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { openFile } from '#lib/core/ingest/open-file.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { limitOf, sniff } from '#lib/core/ingest/sniff.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import type { HandbackFaultCode } from '#lib/core/report/handback/fault.ts';
import { handCsv } from '#lib/core/report/handback/hand-csv.ts';
import { handGeoJson } from '#lib/core/report/handback/hand-geojson.ts';
import { handLayers } from '#lib/core/report/handback/hand-layers.ts';
import { handWorkbook } from '#lib/core/report/handback/hand-workbook.ts';
import type { HandBackTexts } from '#lib/core/report/handback/hand-back-texts.ts';
import type { HandedBack, Work } from '#lib/core/report/handback/handed-back.ts';
import { isOf, readAgain } from '#lib/core/report/handback/read-again.ts';
import type { ReadAgain, ReadFiles } from '#lib/core/report/handback/read-again.ts';

export { readAgain } from '#lib/core/report/handback/read-again.ts';
export type { ReadAgain, ReadFiles } from '#lib/core/report/handback/read-again.ts';
export type { HandBackTexts } from '#lib/core/report/handback/hand-back-texts.ts';
export type { HandedBack, HandBackNote } from '#lib/core/report/handback/handed-back.ts';

/** Why a file could not be handed back. */
export interface NotHandedBack {
  fault: HandbackFaultCode | IssueCode;
}

async function handed(work: Work): Promise<HandedBack> {
  const { input, bytes, lexicon } = work;
  const { kind } = sniff(bytes, input.name);
  if (kind === 'cfb' || kind === 'html') return handWorkbook(work, false);
  if (kind === 'zip' && archiveKind(openArchive(bytes)) === 'workbook')
    return handWorkbook(work, true);
  if (kind === 'delimited') return handCsv(work);
  if (kind === 'json') return handGeoJson(work);
  const quiet = new IssueLog(work.clean, { perKind: 0, total: 0, of: () => false });
  const read = { ...input, bytes: () => Promise.resolve(bytes) };
  return handLayers(work, await openFile(read, lexicon, quiet, { trusted: true }));
}

/**
 * One of the files that were read again, with what is wrong marked in it and personal data gone:
 * XLSX in place, XLS and HTML as a new workbook, delimited text and GeoJSON as they are with a
 * column or a property of issues, other formats as a workbook of their tables. `name` is the file as
 * its issues name it. A file that cannot be marked gives a code instead.
 */
export async function handBack(
  again: ReadAgain,
  name: string,
  lexicon: Lexicon,
  texts: HandBackTexts,
): Promise<HandedBack | NotHandedBack> {
  const input = again.inputs.get(name);
  if (!input) return { fault: 'no_file' };
  if (input.size > limitOf(input.name)) return { fault: 'file_too_large' };
  const words = new PersonalTexts(lexicon.cells);
  try {
    return await handed({
      input: { ...input, name, bytes: () => input.bytes() },
      bytes: await input.bytes(),
      issues: again.issues.filter(({ file }) => isOf(file, name)),
      mappings: again.mappings,
      lexicon,
      personal: again.trusted ? null : words,
      clean: (text) => words.clean(text),
      texts,
    });
  } catch (fault) {
    if (
      fault instanceof HandbackFault ||
      fault instanceof WorkbookFault ||
      fault instanceof ArchiveFault ||
      fault instanceof FormatFault
    )
      return { fault: fault.code };
    throw fault;
  }
}

/** Reads files again and hands one of them back. */
export async function handBackOf(
  read: ReadFiles,
  name: string,
  lexicon: Lexicon,
  texts: HandBackTexts,
  options: ReadOptions = {},
): Promise<HandedBack | NotHandedBack> {
  return handBack(await readAgain(read, lexicon, name, options), name, lexicon, texts);
}
