import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import { parsePack } from '#lib/core/coverage/parse-pack.ts';

const SHIPPED = fileURLToPath(new URL('../../data/rules/', import.meta.url));

/** Ids of the rule packs that come with the program. */
export async function shippedPacks(): Promise<string[]> {
  const files = await readdir(SHIPPED);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .sort();
}

/** Reads a pack by its id or its path; null where there is none. */
export async function readPack(
  idOrPath: string,
): Promise<{ pack: RulePack } | { issues: PackIssue[] } | null> {
  const shipped = (await shippedPacks()).includes(idOrPath);
  const file = shipped ? path.join(SHIPPED, `${idOrPath}.json`) : idOrPath;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return parsePack(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return parsePack(text.slice(0, 60));
  }
}
