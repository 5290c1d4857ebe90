import { mappingKey } from '#lib/core/ingest/mapping/mapping.ts';
import type { HeaderRange, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

export type { HeaderRange } from '#lib/core/ingest/mapping/mapping.ts';

/** The labels that a page has under a header; null for the header that is found. */
export type HeadersAt = (rows: HeaderRange | null) => readonly string[];

/** Says which rows of a page are its header; null leaves it to be found. */
export type HeaderPick = (
  file: string,
  sheet: string | null,
  headersAt: HeadersAt,
) => HeaderRange | null;

/** How a sheet is found by the file and the sheet that an issue names. */
export const pageKey = (file: string, sheet: string | null): string => `${file}\n${sheet ?? ''}`;

/** The first and the last of the rows of a header; null for a format that has none. */
export function rangeOf({ headerRows }: { headerRows: readonly number[] }): HeaderRange | null {
  return headerRows.length === 0 ? null : [headerRows[0], headerRows[headerRows.length - 1]];
}

/** The mapping with the rows of the header that somebody chose; null for those that are found. */
export function withRows(mapping: Mapping, rows: HeaderRange | null): Mapping {
  const { header_rows: _, ...rest } = mapping;
  return rows === null ? rest : { ...rest, header_rows: [rows[0], rows[1]] };
}

/** True where the headers of a mapping stand among labels in their order; some may have been dropped. */
function standsIn({ headers }: Mapping, labels: readonly string[]): boolean {
  const keys = labels.map(headerKey);
  let from = 0;
  return headers.every((header) => {
    const key = headerKey(header);
    if (key === '') return true;
    const at = keys.indexOf(key, from);
    from = at + 1;
    return at >= 0;
  });
}

/**
 * The rows under which a page has the headers of a mapping that somebody once chose rows for; null
 * where the header that is found has them as well, or no mapping is for it.
 */
export function rememberedRows(
  remembered: readonly Mapping[],
  headersAt: HeadersAt,
): HeaderRange | null {
  const found = mappingKey(headersAt(null));
  for (const mapping of [...remembered].reverse()) {
    const rows = mapping.header_rows;
    if (rows === undefined || mappingKey(mapping.headers) === found) continue;
    if (!standsIn(mapping, headersAt(null)) && standsIn(mapping, headersAt(rows))) return rows;
  }
  return null;
}
