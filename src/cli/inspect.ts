import { lexicon } from '#data/lexicon.ts';
import { reachTest } from '#lib/core/coverage/reach-test.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { questionsOf } from '#lib/core/ingest/questions.ts';
import type { ReachOf } from '#lib/core/ingest/questions.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import { ArgumentFault, inspectArguments } from '#cli/arguments.ts';
import type { InspectArguments } from '#cli/arguments.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';
import { findingLines } from '#cli/finding-lines.ts';
import { findingsOf } from '#cli/finding.ts';
import { pathFiles } from '#cli/folder.ts';
import { openFiles } from '#cli/open-files.ts';
import { readPack } from '#cli/rule-pack.ts';

/** By how far the facilities of the national pack reach. */
async function nationalReach(): Promise<ReachOf | null> {
  const read = await readPack('national');
  if (read === null || !('pack' in read)) return null;
  return (level, lng, lat) => reachTest(read.pack, level, lng, lat);
}

/**
 * Says what is made of files, together as one folder, and imports nothing.
 *
 * Exit code 0; 1 where there are errors or warnings or a mapping is for none of the sheets; 2 where
 * nothing could be read or the arguments are no good.
 */
export async function inspect(args: readonly string[], console: Console): Promise<number> {
  const { words, error, out } = console;
  let given: InspectArguments;
  try {
    given = inspectArguments(args);
  } catch (fault) {
    if (!(fault instanceof ArgumentFault)) throw fault;
    error(words(fault.key, fault.params));
    return 2;
  }
  let files: InputFile[];
  try {
    files = await pathFiles(given.paths);
  } catch (fault) {
    const { path = given.paths.join(', ') } = fault as NodeJS.ErrnoException;
    error(words('pathUnreadable', { path, detail: reason(fault) }));
    return 2;
  }
  const opened = await openFiles(files, given.mappings, console);
  if (opened === null) return 2;
  const { folder, options, unused } = opened;
  const questions = questionsOf(folder, lexicon, await nationalReach());
  const { issues } = await importFolder(folder, lexicon, options);
  const findings = findingsOf(folder, questions, issues);
  if (given.json) out(JSON.stringify(findings.length === 1 ? findings[0] : findings, null, 2));
  else for (const finding of findings) for (const line of findingLines(finding, console)) out(line);
  if (folder.sheets.length === 0) {
    error(words('noTable'));
    return 2;
  }
  const doubtful = findings.some((one) => one.issues.some(({ severity }) => severity !== 'note'));
  return doubtful || unused ? 1 : 0;
}
