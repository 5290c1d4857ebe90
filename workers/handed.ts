import { transfer } from 'comlink';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { HandBackTexts } from '#lib/core/report/hand-back.ts';

/** A file to read in the worker: its content, or the address of it. */
export interface Handed {
  name: string;
  size: number;
  from: Blob | string;
}

/** A file that is to be handed back, among the files that it was read with. */
export interface Returning {
  files: Handed[];
  /** Its name as the issues have it. */
  name: string;
  used: UsedMapping[];
  remembered: Mapping[];
  trusted: boolean;
  lexicon: Lexicon;
  texts: HandBackTexts;
}

/** The file as the importer wants it. */
export const inputOf = ({ name, size, from }: Handed): InputFile => ({
  name,
  size,
  async bytes() {
    const source = typeof from === 'string' ? await fetch(from) : new Response(from);
    if (!source.ok) throw new Error(`${source.status} ${String(from)}`);
    return new Uint8Array(await source.arrayBuffer());
  },
});

function buffersOf(value: unknown, found = new Set<ArrayBufferLike>()): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value !== null && typeof value === 'object' && !Array.isArray(value))
    for (const inner of Object.values(value)) buffersOf(inner, found);
  return found;
}

/** Gives a value to the other thread without copying its columns; they are gone from this one. */
export const handOver = <T extends object>(value: T): T =>
  transfer(value, [...buffersOf(value)] as never) as T;
