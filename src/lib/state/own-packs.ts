import { shippedFiles } from '#data/rules/shipped.ts';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import type { PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { readPackText } from '#lib/core/coverage/pack/read-file.ts';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';

/** Own copies as texts by id. */
export type OwnPacks = ReadonlyMap<string, string>;
/** A pack of the list: complete, or why it cannot be made so. */
export type ListedPack = { pack: RulePack } | { issues: PackIssue[] };

export const noPacks = (): OwnPacks => new Map();
export const withPack = (own: OwnPacks, id: string, text: string): OwnPacks =>
  new Map([...own, [id, text]]);
export const withoutPack = (own: OwnPacks, id: string): OwnPacks =>
  new Map([...own].filter(([one]) => one !== id));

/** The shipped files and those of own copies; an own one never takes the place of a shipped one. */
export function filesWith(own: OwnPacks): ReadonlyMap<string, PackFile> {
  const files = new Map(shippedFiles);
  for (const [id, text] of own) {
    const read = readPackText(text);
    if ('file' in read && !files.has(id)) files.set(id, read.file);
  }
  return files;
}

/** Every file made complete on the others. */
export const listed = (files: ReadonlyMap<string, PackFile>): ReadonlyMap<string, ListedPack> =>
  new Map([...files].map(([id, file]) => [id, resolvePack(file, files)]));
