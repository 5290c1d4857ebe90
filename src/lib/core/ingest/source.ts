import type { Listing } from '#lib/core/ingest/issue-log.ts';

/** A file to read. `name` may hold a path relative to the folder; `bytes` is called at most once. */
export interface InputFile {
  name: string;
  size: number;
  bytes(): Promise<Uint8Array>;
  /** Files that belong to it: those beside a .shp. */
  companions?: InputFile[];
}

export interface ReadProgress {
  stage: 'read' | 'parse' | 'build' | 'place';
  file: string | null;
  done: number;
  total: number;
}

export interface ReadOptions {
  /**
   * The files are the product's own: they are not searched for what only files of others have
   * (personal data, other coordinate systems, broken or overlapping polygons, keys that stand twice,
   * contents that are out of the way).
   */
  trusted?: boolean;
  /** How many issues are listed one by one; without it few of each kind. */
  listing?: Listing;
  onProgress?: (progress: ReadProgress) => void;
  cancelled?: () => boolean;
}

/** Thrown when the caller cancelled a reading. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/**
 * Lets waiting messages in, then throws `Cancelled` if one of them cancelled the reading. A message
 * to oneself, because browsers make nested timers wait.
 */
export async function breathe(options: ReadOptions): Promise<void> {
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  if (options.cancelled?.()) throw new Cancelled();
}
