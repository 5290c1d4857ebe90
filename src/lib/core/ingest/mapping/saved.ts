import type { Contract } from '#lib/core/ingest/contract.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { parseMapping } from '#lib/core/ingest/mapping/parse-mapping.ts';
import type { MappingFault } from '#lib/core/ingest/mapping/parse-mapping.ts';

/** A mapping and the file that it was saved in. */
export interface SavedMapping {
  file: string;
  mapping: Mapping;
}

/** What the text of a saved mapping holds: the mapping, what is wrong with it, or why it is no JSON. */
export type ReadMapping = { mapping: Mapping } | { faults: MappingFault[] } | { notJson: string };

/** Reads the text of a saved mapping; one with anything wrong in it is refused as a whole. */
export function readMapping(text: string, contract: Contract): ReadMapping {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    return { notJson: fault instanceof Error ? fault.message : String(fault) };
  }
  const mapping = parseMapping(json, contract);
  return Array.isArray(mapping) ? { faults: mapping } : { mapping };
}

/** The saved mappings by which none of the sheets is read. */
export function unusedMappings(
  saved: readonly SavedMapping[],
  sheets: readonly { mapping: Mapping }[],
): SavedMapping[] {
  // What a sheet is read by is the mapping given, with the headers of the sheet.
  const used = new Set(sheets.map(({ mapping }) => mapping.columns));
  return saved.filter(({ mapping }) => !used.has(mapping.columns));
}
