import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lexicon } from '#data/lexicon.ts';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { usedBy } from '#lib/core/ingest/open-folder.ts';
import type { UsedMapping } from '#lib/core/ingest/open-folder.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { GROUPING_SECONDS, assess } from '#lib/core/report/assess.ts';
import type { AssessStage } from '#lib/core/report/assess.ts';
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
import { loadSolver } from '#cli/highs.ts';
import { writeReport } from '#cli/report.ts';
import { openFiles } from '#cli/open-files.ts';
import { packNamed } from '#cli/rule-pack.ts';
import { issueLines, summaryLines } from '#cli/summary.ts';

interface ReadFolder {
  files: InputFile[];
  project: Project;
  used: UsedMapping[];
  unused: boolean;
}

/** The project of a folder, and whether all that was given for it was of use; null where it cannot be read. */
export async function readProject(
  { folder, mappings, asOf }: Pick<AuditArguments, 'folder' | 'mappings' | 'asOf'>,
  console: Console,
): Promise<ReadFolder | null> {
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
  const used = usedBy(opened.folder.sheets);
  return { files, project: { ...project, info }, used, unused: opened.unused };
}

/** An audit before it is written. */
export interface Audited {
  result: Result;
  blanks: BlankRow[];
  audit: Audit;
  assessment: Assessment;
}

type Stage = 'stage_audit' | 'stage_count' | `stage_${AssessStage}`;

/** The audit of a project that was read. `seconds` is for the grouping. */
export async function auditProject(
  project: Project,
  pack: RulePack,
  radiusM: number | null,
  seconds: number = GROUPING_SECONDS,
  onStage: (key: Stage) => void = () => undefined,
): Promise<Audited> {
  onStage('stage_audit');
  const field = reachField(project);
  const verdicts = decide(project, pack, field, { radiusM });
  const assessment = assess(project, pack, verdicts, {
    field,
    radiusM,
    solver: await loadSolver(),
    time: { seconds, now: () => performance.now() },
    onStage: (stage) => onStage(`stage_${stage}`),
  });
  onStage('stage_count');
  const engine = await openEngine();
  try {
    await loadProject(engine, await readViews(), project, verdicts);
    const input = await resultInput(engine, project, pack, verdicts, radiusM);
    const result = buildResult({ ...input, assessment });
    const blanks = blankRows(project, verdicts, assessment);
    return { result, blanks, audit: verdicts, assessment };
  } finally {
    await engine.close();
  }
}

/**
 * Makes a folder and those above it, one at a time: Node's own recursion never ends where a file
 * system answers that a folder's existing parent does not exist, as /proc does.
 */
export async function makeFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => null);
  if (info?.isDirectory()) return;
  const above = path.dirname(folder);
  if (above !== folder) await makeFolder(above);
  await mkdir(folder);
}

async function write(out: string, { result, blanks }: Audited): Promise<void> {
  await makeFolder(path.resolve(out));
  await writeFile(path.join(out, 'result.json'), resultText(result));
  await writeFile(path.join(out, 'blanks.csv'), blanksCsv(blanks));
  const features = JSON.stringify(blanksGeoJson(blanks));
  await writeFile(path.join(out, 'blanks.geojson'), features);
}

/**
 * Audits a project folder and writes `result.json`, `blanks.csv`, `blanks.geojson` and `report.xlsx`.
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
  const pack = await packNamed(options.rules, console);
  if (pack === null) return 2;
  const found = await readProject(options, console);
  if (found === null) return 2;
  const { files, project, used, unused } = found;
  for (const line of issueLines(project.issues, console)) error(line);
  if (project.units.count === 0 && project.divisions.count === 0) {
    error(words('nothingRead', { folder: options.folder }));
    return 2;
  }
  const { radiusM, seconds } = options;
  const audited = await auditProject(project, pack, radiusM, seconds, (stage) => {
    error(words(stage));
  });
  error(words('stage_write', { folder: options.out }));
  try {
    await write(options.out, audited);
    await writeReport(options.out, { ...audited, files, project, pack, radiusM }, console);
    if (options.handBack) await handBackFiles({ ...options, project, used }, console);
  } catch (fault) {
    error(words('writeFailed', { folder: options.out, detail: reason(fault) }));
    return 2;
  }
  for (const line of summaryLines(audited.result, audited.blanks.length, words)) out(line);
  return unused || project.issues.some((issue) => issue.severity !== 'note') ? 1 : 0;
}
