import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { shippedFiles } from '#data/rules/shipped.ts';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import type { PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { readPackText } from '#lib/core/coverage/pack/read-file.ts';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';
import type { Console } from '#cli/console.ts';

/** Ids of the rule packs that come with the program. */
export const shippedPacks = (): string[] => [...shippedFiles.keys()];

/** The packs that a file can be built on: the shipped ones, and those beside it, of which the first by name has an id. */
async function parentsOf(file: string): Promise<Map<string, PackFile>> {
  const folder = path.dirname(path.resolve(file));
  const parents = new Map(shippedFiles);
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((one) => /\.json$/i.test(one)).sort()) {
    const other = path.join(folder, name);
    if (other === path.resolve(file)) continue;
    const text = await readFile(other, 'utf8').catch(() => '');
    // Other JSON stands beside a pack too; only what says that it is one is looked at.
    if (!text.includes('"lacuna-rules"')) continue;
    const read = readPackText(text);
    if ('file' in read && !parents.has(read.file.id)) parents.set(read.file.id, read.file);
  }
  return parents;
}

/** Reads a pack by its id or its path and makes it complete; null where there is none. */
export async function readPack(
  idOrPath: string,
): Promise<{ pack: RulePack } | { issues: PackIssue[] } | null> {
  const shipped = shippedFiles.get(idOrPath);
  if (shipped) return resolvePack(shipped, shippedFiles);
  const text = await readFile(idOrPath, 'utf8').catch(() => null);
  if (text === null) return null;
  const read = readPackText(text);
  return 'issues' in read ? read : resolvePack(read.file, await parentsOf(idOrPath));
}

/** What is wrong with a pack, a line each: the place, what is wrong, what was found and expected. */
export const faultLines = (issues: readonly PackIssue[], { words, say }: Console): string[] =>
  issues.map((issue) =>
    words('faultLine', {
      place: issue.place === '' ? '/' : issue.place,
      problem: say(`packFault.${issue.code}`),
      found: issue.found ?? words('nothing'),
      expected: issue.expected === null ? words('nothing') : say(`packExpected.${issue.expected}`),
    }),
  );

/** The pack of an id or a path; null where there is none or it is refused, of which the console was told. */
export async function packNamed(found: string, console: Console): Promise<RulePack | null> {
  const { words, error } = console;
  const read = await readPack(found);
  if (read === null) error(words('packNotFound', { found, packs: shippedPacks().join(', ') }));
  else if ('pack' in read) return read.pack;
  else {
    error(words('packInvalid', { found }));
    for (const line of faultLines(read.issues, console)) error(line);
  }
  return null;
}
