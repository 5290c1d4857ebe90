import '#lib/polyfills.ts';
import { expose, transfer } from 'comlink';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import type { ReadProgress } from '#lib/core/ingest/read-folder.ts';
import type { Project } from '#lib/core/model.ts';

/** A file to read in the worker: its content, or the address of it. */
export interface Handed {
  name: string;
  size: number;
  from: Blob | string;
}

/** Where a reading stands: as the importer tells it, and the distances after it. */
type Reading = Omit<ReadProgress, 'stage'> & { stage: ReadProgress['stage'] | 'reach' };

async function bytesOf(from: Blob | string): Promise<Uint8Array> {
  const source = typeof from === 'string' ? await fetch(from) : new Response(from);
  if (!source.ok) throw new Error(`${source.status} ${String(from)}`);
  return new Uint8Array(await source.arrayBuffer());
}

function buffersOf(value: unknown, found = new Set<ArrayBufferLike>()): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value !== null && typeof value === 'object' && !Array.isArray(value))
    for (const inner of Object.values(value)) buffersOf(inner, found);
  return found;
}

const ingest = {
  async open(files: Handed[], contract: Contract, onProgress: (progress: Reading) => void) {
    const inputs = files.map((f) => ({ name: f.name, size: f.size, bytes: () => bytesOf(f.from) }));
    // A plain function in between: compiled code may go through `onProgress.call`, which a proxy forwards as a name.
    const tell = (progress: Reading) => void onProgress(progress);
    const project: Project = await readFolder(inputs, contract, { onProgress: tell });
    tell({ stage: 'reach', file: null, done: 0, total: 0 });
    const field: ReachField = reachField(project);
    return transfer({ project, field }, [...buffersOf(project), ...buffersOf(field)] as never);
  },
};
export type Ingest = typeof ingest;
expose(ingest);
