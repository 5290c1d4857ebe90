import { decompress as decompressZstd } from 'fzstd';
import type { Compressors } from 'hyparquet';
// Not from the package's index: that compiles WebAssembly as soon as it is imported, which the
// Content-Security-Policy of the page forbids.
import { decompressBrotli } from 'hyparquet-compressors/src/brotli.js';
import { gunzip } from 'hyparquet-compressors/src/gzip.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';

/** Inflates pages; each writes into as many bytes as the page's header claims and no more. */
export const CODECS: Compressors = {
  GZIP: (input, length) => gunzip(input, new Uint8Array(length)),
  BROTLI: decompressBrotli,
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** Codecs that are read; snappy is the reader's own. */
export const READABLE_CODECS: ReadonlySet<string> = new Set([
  'UNCOMPRESSED',
  'SNAPPY',
  ...Object.keys(CODECS),
]);
