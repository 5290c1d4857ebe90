import path from 'node:path';
import { build } from '../../src/cli/build.mjs';
import { serve } from '../../src/cli/serve.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Site {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the page on a free port, built anew where its sources changed. The whole run builds once
 * beforehand and says so by `LACUNA_BUILT`.
 */
export async function openSite(): Promise<Site> {
  if (!process.env.LACUNA_BUILT) build();
  return serve({ dir: path.join(ROOT, 'build'), port: 0 });
}
