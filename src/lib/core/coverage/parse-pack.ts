import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import { readPackFile } from '#lib/core/coverage/pack/read-file.ts';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';
import type { PackFiles } from '#lib/core/coverage/pack/resolve.ts';

/**
 * Reads a rule pack from parsed JSON and makes it complete. A pack with anything wrong in it is
 * refused as a whole, with every issue named.
 *
 * @param parents the packs it may be built on, by id
 */
export function parsePack(
  json: unknown,
  parents: PackFiles = new Map(),
): { pack: RulePack } | { issues: PackIssue[] } {
  const read = readPackFile(json);
  return 'issues' in read ? read : resolvePack(read.file, parents);
}
