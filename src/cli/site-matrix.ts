import { readFile } from 'node:fs/promises';
import { matrixPlan, matrixPlanText } from '#lib/core/report/siting/matrix-plan.ts';
import { distancesOfFile, readMatrixCsv } from '#lib/core/siting/matrix-csv.ts';
import type { MatrixFile } from '#lib/core/siting/matrix-csv.ts';
import { SITE_FORBIDDEN, SITE_FORCED, plainProblem } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';
import type { MatrixQuestion, SiteArguments } from '#cli/site-arguments.ts';
import { search } from '#cli/site-search.ts';
import { exitCode, planLines, progressLine } from '#cli/site-summary.ts';
import { writeFiles } from '#cli/site-files.ts';

/** The costs of a file; null where it cannot be used, which is said. */
async function readMatrix(file: string, { words, error }: Console): Promise<MatrixFile | null> {
  let text: string;
  try {
    const bytes = await readFile(file);
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder('gb18030').decode(bytes);
    }
  } catch (fault) {
    error(words('pathUnreadable', { path: file, detail: reason(fault) }));
    return null;
  }
  const read = readMatrixCsv(text);
  if (!('faults' in read)) return read;
  error(words('matrixInvalid', { file }));
  for (const { code, row, column, found, expected } of read.faults)
    error(
      words('matrixFault', {
        row,
        column: column ?? '',
        problem: words(code),
        found: found ?? words('nothing'),
        expected: expected ?? words('nothing'),
      }),
    );
  return null;
}

/** The problem of a question about a file; null where there is none, which is said. */
function problemOf(
  file: MatrixFile,
  asked: MatrixQuestion,
  { words, error }: Console,
): SitingProblem | null {
  // prettier-ignore
  const { problem: kind, p, cutoff, backup } = asked;
  const farthest = kind === 'lscp' || kind === 'mclp' ? cutoff : Infinity;
  const problem = { ...plainProblem(kind, file.matrix, file.weight, p, farthest), backup };
  const give = (role: number, names: string[]): boolean =>
    names.every((key) => {
      const site = file.site.indexOf(key);
      if (site < 0) error(words('ask_unknown_site', { key }));
      else problem.role[site] = role;
      return site >= 0;
    });
  if (!give(SITE_FORCED, asked.forced) || !give(SITE_FORBIDDEN, asked.forbidden)) return null;
  if (kind !== 'p-dispersion') return problem;
  const distances = distancesOfFile(file);
  if (distances === null) {
    error(words('matrixNoDistances'));
    return null;
  }
  return { ...problem, distances };
}

/** `lacuna site --matrix FILE`: exit code as `site` has it. */
export async function siteMatrix(
  out: string,
  { matrix: path, question }: Extract<SiteArguments['of'], { matrix: string }>,
  console: Console,
): Promise<number> {
  const { words, error } = console;
  const file = await readMatrix(path, console);
  if (file === null) return 2;
  const problem = problemOf(file, question, console);
  if (problem === null) return 2;
  const { seconds, seed, p, cutoff } = question;
  const { solution, stopped } = await search({ problem, seconds, seed }, progressLine(console));
  if (stopped) error(words('stopped'));
  const plan = matrixPlan(problem, solution, cutoff);
  const text = matrixPlanText(plan, file, { p, cutoff, seconds, seed });
  if (!(await writeFiles(out, { 'plan.json': text }, console))) return 2;
  const lines = planLines(plan, (s) => file.site[s], (_, item) => file.demand[item], words); // prettier-ignore
  for (const line of lines) console.out(line);
  return exitCode(plan);
}
