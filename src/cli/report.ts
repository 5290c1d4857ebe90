import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import type { Project } from '#lib/core/model.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { Result } from '#lib/core/report/result.ts';
import { reportWorkbook } from '#lib/core/report/workbook.ts';
import { VERSION } from '#lib/core/version.ts';
import type { Console } from '#cli/console.ts';

/** What a report is made of. */
export interface Reported {
  files: readonly InputFile[];
  project: Project;
  pack: RulePack;
  audit: Audit;
  assessment: Assessment;
  radiusM: number | null;
  result: Result;
}

/** The SHA-256 of each file that a project was read from, by its name; null where it could not be read. */
async function digestsOf(
  files: readonly InputFile[],
  { files: sources }: Project,
): Promise<(string | null)[]> {
  const byName = new Map(files.map((file) => [file.name, file]));
  return Promise.all(
    sources.map(async ({ name }) => {
      // What cannot be read is an issue by now, and has no digest.
      const bytes = await byName
        .get(name)
        ?.bytes()
        .catch(() => null);
      return bytes ? createHash('sha256').update(bytes).digest('hex') : null;
    }),
  );
}

/** Writes `report.xlsx` in the language of the console. */
export async function writeReport(
  out: string,
  { files, result, ...of }: Reported,
  { locale, say }: Console,
): Promise<void> {
  const digests = await digestsOf(files, of.project);
  const bytes = reportWorkbook({ ...of, locale, say, version: VERSION, digests }, result);
  await writeFile(path.join(out, 'report.xlsx'), bytes);
}
