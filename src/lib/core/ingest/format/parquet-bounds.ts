import type { FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { READABLE_CODECS } from '#lib/core/ingest/format/parquet-codecs.ts';

/** More cells than this are refused before a page is read. */
export const CELL_LIMIT = 20_000_000;
/** Bytes that one row group may inflate to. */
export const GROUP_LIMIT_BYTES = 400_000_000;

function tooLarge(found: number, expected: string): FormatFault {
  return new FormatFault('parquet_too_large', found, expected);
}

/** What the pages of one column chunk claim, by their own headers. */
function claimsOf(chunk: Uint8Array): { bytes: number; values: number } {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const reader = { view, offset: 0 };
  const claims = { bytes: 0, values: 0 };
  while (reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    const values =
      header.data_page_header?.num_values ??
      header.data_page_header_v2?.num_values ??
      header.dictionary_page_header?.num_values ??
      0;
    if (header.compressed_page_size < 0 || header.uncompressed_page_size < 0 || values < 0)
      throw new FormatFault('parquet_invalid', `page of ${header.compressed_page_size} bytes`);
    claims.bytes += header.uncompressed_page_size;
    // A dictionary is not a cell, but takes the memory of as many.
    claims.values += values;
    reader.offset += header.compressed_page_size;
  }
  return claims;
}

/**
 * Refuses a file that would grow too large, before anything is inflated: by what its footer says,
 * and by what the headers of its pages say, since either can lie. Throws `FormatFault`, also for
 * codecs that are not read and for encrypted columns.
 */
export function checkBounds(bytes: Uint8Array, metadata: FileMetaData): void {
  const columns = metadata.schema.filter((element) => element.type !== undefined).length;
  const rows = Number(metadata.num_rows);
  if (rows * columns > CELL_LIMIT) throw tooLarge(rows * columns, `<= ${CELL_LIMIT} cells`);
  let cells = 0;
  let groupRows = 0;
  for (const group of metadata.row_groups) {
    groupRows += Number(group.num_rows);
    let claimed = 0;
    let inflated = 0;
    for (const chunk of group.columns) {
      const meta = chunk.meta_data;
      if (!meta || chunk.crypto_metadata)
        throw new FormatFault('parquet_not_supported', 'encrypted');
      if (chunk.file_path) throw new FormatFault('parquet_not_supported', chunk.file_path);
      if (!READABLE_CODECS.has(meta.codec))
        throw new FormatFault(
          'parquet_not_supported',
          meta.codec ?? '?',
          [...READABLE_CODECS].join(', '),
        );
      claimed += Number(meta.total_uncompressed_size);
      const first = Number(meta.data_page_offset);
      const start = Math.min(first, Number(meta.dictionary_page_offset ?? first) || first);
      const end = start + Number(meta.total_compressed_size);
      if (start < 0 || end > bytes.length)
        throw new FormatFault('parquet_invalid', end, `<= ${bytes.length} bytes`);
      if (claimed <= GROUP_LIMIT_BYTES) {
        const pages = claimsOf(bytes.subarray(start, end));
        inflated += pages.bytes;
        cells += pages.values;
      }
      if (Math.max(claimed, inflated) > GROUP_LIMIT_BYTES)
        throw tooLarge(Math.max(claimed, inflated), `<= ${GROUP_LIMIT_BYTES} bytes`);
      // Dictionaries at their largest hold as many values as the column.
      if (cells > 2 * CELL_LIMIT) throw tooLarge(cells, `<= ${CELL_LIMIT} cells`);
    }
  }
  if (groupRows !== rows) throw new FormatFault('parquet_invalid', groupRows, `${rows} rows`);
}
