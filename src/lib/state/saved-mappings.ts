import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { MAPPING_FILE } from '#lib/core/ingest/folder-plan.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { recall } from '#lib/core/ingest/mapping/memory.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { MappingFaultCode } from '#lib/core/ingest/mapping/parse-mapping.ts';
import { readMapping } from '#lib/core/ingest/mapping/saved.ts';
import type { SavedMapping } from '#lib/core/ingest/mapping/saved.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import type { Issue } from '#lib/core/model.ts';
import type { Handed, SheetQuestion } from '#lib/state/opened.ts';

/** What became of a mapping file that was loaded while sheets are asked about. */
export interface MappingNote {
  file: string;
  code: MappingFaultCode | 'not_json' | 'other_headers' | 'loaded';
  /** Where in the file the fault is. */
  place: string;
  /** Sheets that are read by it now. */
  sheets: number;
}

/** Mapping files that were handed in: those that can be used, and what is wrong with the others. */
export interface TakenMappings {
  saved: SavedMapping[];
  issues: Issue[];
  /** The first fault; null where there is none. */
  fault: MappingNote | null;
}

/** The mapping files among files, and the others. */
export function partMappings(files: readonly Handed[]): [mappings: Handed[], others: Handed[]] {
  const isMapping = ({ name }: Handed) => MAPPING_FILE.test(name);
  return [files.filter(isMapping), files.filter((file) => !isMapping(file))];
}

/** Reads mapping files; every fault is an issue with its place as the column. */
export async function takeMappings(
  files: readonly Handed[],
  { contract, cells }: Lexicon,
): Promise<TakenMappings> {
  const texts = new PersonalTexts(cells);
  const issues = new IssueLog((text) => texts.clean(text));
  const saved: SavedMapping[] = [];
  let fault: MappingNote | null = null;
  for (const { name, from } of files) {
    const file = texts.clean(name);
    const source = typeof from === 'string' ? await fetch(from) : new Response(from);
    const text = await source.text();
    const read = readMapping(text, contract);
    if ('mapping' in read) saved.push({ file, mapping: read.mapping });
    else if ('notJson' in read) {
      issues.add('mapping_not_json', name, { found: read.notJson });
      fault ??= { file, code: 'not_json', place: file, sheets: 0 };
    } else
      for (const { place, code, found, expected } of read.faults) {
        issues.add('mapping_invalid', name, { column: place || '/', found, expected });
        fault ??= { file, code, place: place || '/', sheets: 0 };
      }
  }
  return { saved, issues: issues.list(), fault };
}

/** The mappings of sheets that are asked about, with saved ones wherever these fit. */
export function withSaved(
  questions: readonly SheetQuestion[],
  saved: readonly SavedMapping[],
): { mappings: Mapping[]; notes: MappingNote[] } {
  const mappings = questions.map(({ mapping }) => mapping);
  const notes = saved.map(({ file, mapping }): MappingNote => {
    let sheets = 0;
    questions.forEach(({ survey, proposal }, i) => {
      const fit = recall([mapping], survey.headers, proposal.mapping);
      if (fit === null) return;
      mappings[i] = fit;
      sheets++;
    });
    return { file, code: sheets > 0 ? 'loaded' : 'other_headers', place: file, sheets };
  });
  return { mappings, notes };
}
