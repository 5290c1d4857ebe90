import type { Project } from '#lib/core/model.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { scenarioText } from '#lib/core/reach/scenario.ts';
import { answerOf } from '#lib/core/report/siting/answer.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';
import { planFeatures } from '#lib/core/report/siting/plan-features.ts';
import { planText, siteNames } from '#lib/core/report/siting/plan-json.ts';
import { planScenario } from '#lib/core/report/siting/plan-scenario.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { sitesWithoutCost, sitingProblem } from '#lib/core/report/siting/problem.ts';
import { sitesOf } from '#lib/core/report/siting/sites.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { textAt } from '#lib/core/texts.ts';
import { ArgumentFault } from '#cli/arguments.ts';
import { readProject } from '#cli/audit.ts';
import type { Console } from '#cli/console.ts';
import { siteArguments } from '#cli/site-arguments.ts';
import type { SiteArguments } from '#cli/site-arguments.ts';
import { writeFiles } from '#cli/site-files.ts';
import { siteMatrix } from '#cli/site-matrix.ts';
import { search } from '#cli/site-search.ts';
import { exitCode, planLines, progressLine } from '#cli/site-summary.ts';
import { issueLines } from '#cli/summary.ts';

/** The problem of the question; null where there is none, which is said. */
function posed(
  ground: Ground,
  ask: SitingAsk,
  folder: string,
  { words, error }: Console,
): { sites: SitingSites; problem: SitingProblem } | null {
  // prettier-ignore
  try {
    const sites = sitesOf(ground.project, ask);
    error(words('stage_matrix', { sites: sites.count }));
    return { sites, problem: sitingProblem(ground, ask, sites) };
  } catch (thrown) {
    if (thrown instanceof AskFault) error(words(`ask_${thrown.code}`, { ...thrown.params, folder }));
    else if (thrown instanceof ReachFault) {
      const key = thrown.code === 'no_walk_network' ? 'noWalkNetwork' : 'noWalkableLine';
      error(words(key, { folder, refused: ground.project.walk.count }));
    } else throw thrown;
    return null;
  }
}

/** What an item of a reason is called: a demand's id, or a division's code and name. */
const namesOf =
  (project: Project, ask: SitingAsk) =>
  (code: string, item: number): string => {
    if (code === 'unreachable_demand')
      return textAt(project[ask.demand].id, item) ?? `#${item + 1}`;
    const { divisions } = project;
    return item < divisions.count
      ? `${divisions.code[item]} ${divisions.name[item]}`
      : String(item);
  };

async function siteFolder(
  out: string,
  { folder, mappings, ask }: Extract<SiteArguments['of'], { folder: string }>,
  console: Console,
): Promise<number> {
  const { words, error } = console;
  const found = await readProject({ folder, mappings, asOf: null }, console);
  if (found === null) return 2;
  const { project } = found;
  for (const line of issueLines(project.issues, console, 'issuesByAudit')) error(line);
  const ground = new Ground(project);
  const question = posed(ground, ask, folder, console);
  if (question === null) return 2;
  const { sites, problem } = question;
  const left = sitesWithoutCost(project, sites, ask);
  if (left > 0) error(words('sitesWithoutCost', { n: left }));
  const data = { problem, seconds: ask.seconds, seed: ask.seed };
  const { solution, stopped } = await search(data, progressLine(console));
  if (stopped) error(words('stopped'));
  const answer: SitingAnswer = answerOf(ground, ask, sites, solution);
  const files = {
    'plan.json': planText(answer, project, ask),
    'plan.geojson': JSON.stringify(planFeatures(answer)),
    'scenario.json': scenarioText(planScenario(answer, project, ask)),
  };
  if (!(await writeFiles(out, files, console))) return 2;
  for (const line of planLines(answer.plan, siteNames(answer), namesOf(project, ask), words))
    console.out(line);
  const { unknownWeight, withoutPosition } = answer.demand;
  if (unknownWeight > 0) console.out(words('planUnknownWeight', { n: unknownWeight }));
  if (withoutPosition > 0) console.out(words('planWithoutPosition', { n: withoutPosition }));
  const sound = !found.unused && project.issues.every(({ severity }) => severity === 'note');
  return exitCode(answer.plan) || (sound ? 0 : 1);
}

/**
 * Says where stations should go, for a project folder or for costs from a file, and writes
 * `plan.json`; for a folder also the sites as GeoJSON and a scenario that `lacuna reach` reads.
 * Ctrl-C ends the search and keeps the best plan.
 *
 * Exit code 0; 1 where the data have errors or warnings (results are written); 2 where the arguments
 * or the data are no good; 3 where there is no plan, or none was found in time, `plan.json` says why.
 */
export async function site(args: readonly string[], console: Console): Promise<number> {
  try {
    const { out, of } = siteArguments(args);
    return await ('folder' in of ? siteFolder(out, of, console) : siteMatrix(out, of, console));
  } catch (fault) {
    if (!(fault instanceof ArgumentFault)) throw fault;
    console.error(console.words(fault.key, fault.params));
    return 2;
  }
}
