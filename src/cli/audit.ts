import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lexicon } from '#data/lexicon.ts';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Project } from '#lib/core/model.ts';
import { blankRows, blanksCsv, blanksGeoJson } from '#lib/core/report/blanks.ts';
import type { BlankRow } from '#lib/core/report/blanks.ts';
import { buildResult, resultText } from '#lib/core/report/result.ts';
import type { Result } from '#lib/core/report/result.ts';
import { loadProject } from '#lib/tables/load.ts';
import { openEngine, readViews } from '#lib/tables/node.ts';
import { resultInput } from '#lib/tables/result-input.ts';
import { ArgumentFault, auditArguments } from '#cli/arguments.ts';
import type { AuditArguments } from '#cli/arguments.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';
import { folderFiles } from '#cli/folder.ts';
import { handBackFiles } from '#cli/hand-back.ts';
import { openFiles } from '#cli/open-files.ts';
import { readPack, shippedPacks } from '#cli/rule-pack.ts';
import { issueLines, summaryLines } from '#cli/summary.ts';

async function packOf(found: string, console: Console): Promise<RulePack | null> {
  const { words, error } = console;
  const read = await readPack(found);
  if (read === null) {
    error(words('packNotFound', { found, packs: (await shippedPacks()).join(', ') }));
    return null;
  }
  if ('pack' in read) return read.pack;
  error(words('packInvalid', { found }));
  for (const issue of read.issues) {
    const params = {
      place: issue.place === '' ? '/' : issue.place,
      problem: words(issue.code),
      found: issue.found ?? words('nothing'),
      expected: issue.expected ?? words('nothing'),
    };
    error(words('faultLine', params));
  }
  return null;
}

/** The project of a folder, and whether all that was given for it was of use; null where it cannot be read. */
async function read(
  { folder, mappings, asOf }: AuditArguments,
  console: Console,
): Promise<{ project: Project; used: UsedMapping[]; unused: boolean } | null> {
  let files: InputFile[];
  try {
    files = await folderFiles(folder);
  } catch (fault) {
    console.error(console.words('folderUnreadable', { folder, detail: reason(fault) }));
    return null;
  }
  const opened = await openFiles(files, mappings, console);
  if (opened === null) return null;
  const project = await importFolder(opened.folder, lexicon, opened.options);
  const info = { ...project.info, asOf: asOf ?? project.info.asOf };
  const used = opened.folder.sheets.map(({ mapping, chosen }) => ({ mapping, chosen }));
  return { project: { ...project, info }, used, unused: opened.unused };
}

/** The audit of a project that was read: what is written, before it is written. */
export async function auditProject(
  project: Project,
  pack: RulePack,
  radiusM: number | null,
  onStage: (key: 'stage_audit' | 'stage_count') => void = () => undefined,
): Promise<{ result: Result; blanks: BlankRow[] }> {
  onStage('stage_audit');
  const verdicts = decide(project, pack, reachField(project), { radiusM });
  onStage('stage_count');
  const engine = await openEngine();
  try {
    await loadProject(engine, await readViews(), project, verdicts);
    const result = buildResult(await resultInput(engine, project, pack, verdicts, radiusM));
    return { result, blanks: blankRows(project, verdicts) };
  } finally {
    await engine.close();
  }
}

/**
 * Makes a folder and those above it, one at a time: Node's own recursion never ends where a file
 * system answers that a folder's existing parent does not exist, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => null);
  if (info?.isDirectory()) return;
  const above = path.dirname(folder);
  if (above !== folder) await makeFolder(above);
  await mkdir(folder);
}

async function write(out: string, result: Result, blanks: BlankRow[]): Promise<void> {
  await makeFolder(path.resolve(out));
  await writeFile(path.join(out, 'result.json'), resultText(result));
  await writeFile(path.join(out, 'blanks.csv'), blanksCsv(blanks));
  const features = JSON.stringify(blanksGeoJson(blanks));
  await writeFile(path.join(out, 'blanks.geojson'), features);
}

/**
 * Audits a project folder and writes `result.json`, `blanks.csv` and `blanks.geojson`.
 *
 * Exit code 0; 1 where the data have errors or warnings or a mapping is for none of the sheets
 * (results are written); 2 where nothing could be read or the arguments are no good.
 */
export async function audit(args: readonly string[], console: Console): Promise<number> {
  const { words, error, out } = console;
  let options: AuditArguments;
  try {
    options = auditArguments(args);
  } catch (fault) {
    if (!(fault instanceof ArgumentFault)) throw fault;
    error(words(fault.key, fault.params));
    return 2;
  }
  const pack = await packOf(options.rules, console);
  if (pack === null) return 2;
  const found = await read(options, console);
  if (found === null) return 2;
  const { project, used, unused } = found;
  for (const line of issueLines(project.issues, console)) error(line);
  if (project.units.count === 0 && project.divisions.count === 0) {
    error(words('nothingRead', { folder: options.folder }));
    return 2;
  }
  const { result, blanks } = await auditProject(project, pack, options.radiusM, (stage) => {
    error(words(stage));
  });
  error(words('stage_write', { folder: options.out }));
  try {
    await write(options.out, result, blanks);
    if (options.handBack) await handBackFiles({ ...options, project, used }, console);
  } catch (fault) {
    error(words('writeFailed', { folder: options.out, detail: reason(fault) }));
    return 2;
  }
  for (const line of summaryLines(result, blanks.length, words)) out(line);
  return unused || project.issues.some((issue) => issue.severity !== 'note') ? 1 : 0;
}
