import type { GivenTexts, ReportDivision } from '#lib/core/division/place.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

/** Turns a division that could not be found into an issue of the row that names it. */
export function reportDivision(reader: TableReader, { texts, at }: GivenTexts): ReportDivision {
  return (fault, i) => reader.issue(fault, i, 'division', texts[at[i]]);
}
