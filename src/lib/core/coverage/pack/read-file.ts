import type { PackIssue } from '#lib/core/coverage/pack.ts';
import { checkRules } from '#lib/core/coverage/pack/check-rules.ts';
import { checkSpec, isFields } from '#lib/core/coverage/pack/check-spec.ts';
import { COMPLETE_FILE, EXTENDING_FILE } from '#lib/core/coverage/pack/file-spec.ts';
import { notebook } from '#lib/core/coverage/pack/pack-file.ts';
import type { Note, PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';

export type PackRead = { file: PackFile } | { issues: PackIssue[] };

function checkDistricts(note: Note, file: PackFile): void {
  const taken = new Set<string>();
  file.districts?.forEach(({ divisions, rules }, d) => {
    divisions.forEach((code, i) => {
      const key = normaliseCode(code);
      if (taken.has(key)) note(`/districts/${d}/divisions/${i}`, 'pack_duplicate_id', code, null);
      taken.add(key);
    });
    checkRules(note, `/districts/${d}/rules`, rules);
  });
}

/**
 * Reads a pack file from parsed JSON, by itself: what it is built on is looked at by `resolvePack`.
 * A file with anything wrong in it is refused as a whole, with every issue named: a rule that was
 * silently left out would change every rate.
 */
export function readPackFile(json: unknown): PackRead {
  const { issues, note } = notebook();
  if (!isFields(json)) {
    note('', 'pack_not_an_object', json, 'object');
    return { issues };
  }
  checkSpec(note, '', json, json.extends === undefined ? COMPLETE_FILE : EXTENDING_FILE);
  if (issues.length > 0) return { issues };
  const { $schema: _schema, ...rest } = json;
  const file = rest as unknown as PackFile;
  checkRules(note, '', file);
  checkDistricts(note, file);
  return issues.length > 0 ? { issues } : { file };
}

/** Reads a pack file from its text; what is no JSON is `pack_not_json`. */
export function readPackText(text: string): PackRead {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    const { issues, note } = notebook();
    note('', 'pack_not_json', fault instanceof Error ? fault.message : text, 'JSON');
    return { issues };
  }
  return readPackFile(json);
}
