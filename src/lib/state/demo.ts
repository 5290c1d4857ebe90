import type { Handed } from '#lib/state/opened.ts';

/** Addresses of the bundled demo's files, from the list that stands beside them. `base` ends without a slash. */
export async function demoFiles(base: string): Promise<Handed[]> {
  const folder = new URL(`${base}/demo/`, location.href);
  const list = await fetch(new URL('files.json', folder));
  if (!list.ok) throw new Error(`${list.status} demo/files.json`);
  const files = (await list.json()) as { name: string; size: number }[];
  return files.map(({ name, size }) => ({ name, size, from: new URL(name, folder).href }));
}
