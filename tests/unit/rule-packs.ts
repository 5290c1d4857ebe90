import { readFileSync, readdirSync } from 'node:fs';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import type { PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { readPackFile } from '#lib/core/coverage/pack/read-file.ts';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';
import { shippedFiles } from '#data/rules/shipped.ts';

export type Json = Record<string, unknown>;

/** The pack files in data/rules, as they are written. */
export const packFiles = readdirSync('data/rules')
  .filter((file) => file.endsWith('.json') && file !== 'schema.json')
  .sort();
export const packJson = (file: string): Json =>
  JSON.parse(readFileSync(`data/rules/${file}`, 'utf8')) as Json;
export const national = (): Json => packJson('national.json');

/** A pack that is built on the national one and changes nothing. */
export const child = (changes: Json = {}): Json => ({
  format: 'lacuna-rules',
  formatVersion: 1,
  id: 'child',
  version: '1',
  name: words('child'),
  effective: '2020-01-01',
  extends: 'national',
  ...changes,
});
export const words = (text: string) => ({ 'zh-CN': text, en: text });
export const cited = { source: words('source'), clause: words('clause') };

/** JSON with the value at a pointer changed, or removed where it is undefined. */
export function changed(json: Json, place: string, value: unknown): Json {
  const pack = JSON.parse(JSON.stringify(json)) as Json;
  const steps = place.split('/').slice(1);
  const last = steps.pop() ?? '';
  let at = pack;
  for (const step of steps) at = at[step] as Json;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return pack;
}

/** What is wrong with a pack, read and made complete on the shipped ones. */
export function issuesOf(json: unknown): PackIssue[] {
  const read = readPackFile(json);
  if ('issues' in read) return read.issues;
  const resolved = resolvePack(read.file, shippedFiles);
  return 'issues' in resolved ? resolved.issues : [];
}

/** A pack made complete, on the shipped ones and those given. */
export function packOf(json: unknown, parents: unknown[] = []): RulePack {
  const fileOf = (one: unknown): PackFile => {
    const read = readPackFile(one);
    if ('issues' in read) throw new Error(JSON.stringify(read.issues));
    return read.file;
  };
  const own = parents.map(fileOf).map((file): [string, PackFile] => [file.id, file]);
  const resolved = resolvePack(fileOf(json), new Map([...shippedFiles, ...own]));
  if ('issues' in resolved) throw new Error(JSON.stringify(resolved.issues));
  return resolved.pack;
}
