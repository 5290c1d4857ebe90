import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Issue } from '#lib/core/model.ts';
import type { HandBackNoteCode, HandBackTexts } from '#lib/core/report/handback/hand-back-texts.ts';
import type { MarkedWorkbook } from '#lib/core/report/handback/mark.ts';
import type { ReadAgain } from '#lib/core/report/handback/read-again.ts';

export interface HandBackNote {
  code: HandBackNoteCode;
  n: number;
}

/** A file with its errors marked. */
export interface HandedBack {
  name: string;
  /** Media type. */
  type: string;
  bytes: Uint8Array;
  notes: HandBackNote[];
}

/** One file while it is being handed back. */
export interface Work {
  input: InputFile;
  bytes: Uint8Array;
  /** Its issues alone. */
  issues: readonly Issue[];
  mappings: ReadAgain['mappings'];
  lexicon: Lexicon;
  /** What is personal; null for files that hold nothing of the kind. */
  personal: PersonalTexts | null;
  clean: (text: string) => string;
  texts: HandBackTexts;
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const XLSM = 'application/vnd.ms-excel.sheet.macroEnabled.12';

/** The notes of which there is anything to say. */
export const notesOf = (counts: Partial<Record<HandBackNoteCode, number>>): HandBackNote[] =>
  (Object.entries(counts) as [HandBackNoteCode, number][])
    .filter(([, n]) => n > 0)
    .map(([code, n]) => ({ code, n }));

/** The notes of a workbook that was marked. */
export const workbookNotes = ({ uncommented, unplaced, unclean }: MarkedWorkbook) => ({
  uncommented,
  unplaced,
  unclean: unclean.length,
});

/** The name of a file with the suffix before its ending, without folders above it. */
export function handedName(name: string, { suffix }: HandBackTexts, ending: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return `${base.replace(/\.[^.]+$/, '')}-${suffix}.${ending}`;
}
