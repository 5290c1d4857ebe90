import { readFile } from 'node:fs/promises';
import { lexicon } from '#data/lexicon.ts';
import { MAPPING_FILE } from '#lib/core/ingest/folder-plan.ts';
import { readMapping } from '#lib/core/ingest/mapping/saved.ts';
import type { SavedMapping } from '#lib/core/ingest/mapping/saved.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Console } from '#cli/console.ts';
import { reason } from '#cli/console.ts';

function parsed(file: string, text: string, { words, error }: Console): SavedMapping | null {
  const read = readMapping(text, lexicon.contract);
  if ('mapping' in read) return { file, mapping: read.mapping };
  if ('notJson' in read) {
    error(words('mappingNoJson', { file, detail: read.notJson }));
    return null;
  }
  error(words('mappingInvalid', { file }));
  for (const { place, code, found, expected } of read.faults) {
    const params = {
      place: place === '' ? '/' : place,
      problem: words(code),
      found: found ?? words('nothing'),
      expected: expected ?? words('nothing'),
    };
    error(words('faultLine', params));
  }
  return null;
}

/**
 * The mappings among files, then those of further paths, which win over them; null where one cannot
 * be used, which is said. `rest` are the files that are no mappings.
 */
export async function takeMappings(
  files: readonly InputFile[],
  paths: readonly string[],
  console: Console,
): Promise<{ mappings: SavedMapping[]; rest: InputFile[] } | null> {
  const among = files.filter(({ name }) => MAPPING_FILE.test(name));
  const sources = [
    ...among.map(({ name, bytes }) => ({ name, bytes })),
    ...paths.map((name) => ({ name, bytes: () => readFile(name) })),
  ];
  const mappings: SavedMapping[] = [];
  for (const { name, bytes } of sources) {
    let text: string;
    try {
      text = new TextDecoder().decode(await bytes());
    } catch (fault) {
      console.error(console.words('mappingUnreadable', { file: name, detail: reason(fault) }));
      return null;
    }
    const saved = parsed(name, text, console);
    if (saved === null) return null;
    mappings.push(saved);
  }
  return { mappings, rest: files.filter((file) => !among.includes(file)) };
}
