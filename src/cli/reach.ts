import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { scenarioProject } from '#lib/core/reach/scenario-project.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { answerReach } from '#lib/core/report/reach-answer.ts';
import type { ReachAnswer } from '#lib/core/report/reach-answer.ts';
import { blankZonesParquet, reachAreaParquet } from '#lib/core/report/reach-features.ts';
import { reachText } from '#lib/core/report/reach-result.ts';
import { ArgumentFault } from '#cli/arguments.ts';
import { makeFolder, readProject } from '#cli/audit.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';
import { reachArguments } from '#cli/reach-arguments.ts';
import type { ReachArguments } from '#cli/reach-arguments.ts';
import { reachLines } from '#cli/reach-summary.ts';
import { readScenario, sayFaults } from '#cli/scenario-file.ts';
import { issueLines } from '#cli/summary.ts';

/** How many facilities with a position the folder has of each level, as text. */
function levelCounts(project: Project, console: Console): string {
  const ground = new Ground(project);
  const counts = FACILITY_LEVELS.map((level) => [level, ground.stationsOf([level]).count] as const);
  const some = counts.filter(([, count]) => count > 0);
  if (some.length === 0) return console.words('nothing');
  return some.map(([level, count]) => `${level} ${count}`).join(', ');
}

/** Why the question cannot be asked of this project; null where it can. */
function whyNot(
  project: Project,
  { folder, question }: ReachArguments,
  console: Console,
): string | null {
  const { words } = console;
  if (project.demand.count + project.units.count === 0) return words('noPlaces', { folder });
  if (new Ground(project).stationsOf(question.levels).count === 0)
    return words('noStations', {
      levels: question.levels.join(', '),
      found: levelCounts(project, console),
    });
  return null;
}

async function write(out: string, { result, area, zones }: ReachAnswer): Promise<void> {
  await makeFolder(path.resolve(out));
  const put = (name: string, content: string | Uint8Array): Promise<void> =>
    writeFile(path.join(out, name), content);
  await put('reach.json', reachText(result));
  await put('reach_area.geojson', JSON.stringify(area));
  await put('reach_area.parquet', reachAreaParquet(area));
  await put('blank_zones.geojson', JSON.stringify(zones));
  await put('blank_zones.parquet', blankZonesParquet(zones));
}

/** The project under the scenario that is asked for; null where that cannot be used, which is said. */
async function underScenario(
  project: Project,
  { scenario: file, question }: ReachArguments,
  console: Console,
): Promise<{ project: Project; scenario: ScenarioEdit[] | null } | null> {
  if (file === null) return { project, scenario: null };
  const scenario = await readScenario(file, console);
  if (scenario === null) return null;
  const level = question.levels[question.levels.length - 1];
  const edited = scenarioProject(project, scenario, level);
  if ('project' in edited) return { project: edited.project, scenario };
  sayFaults(file, edited.faults, console);
  return null;
}

/**
 * Says who is in reach of the facilities of a project folder, by radius or on foot, and writes
 * `reach.json`, and the area in reach and the blank areas as GeoJSON and GeoParquet.
 *
 * Exit code 0; 1 where the data have errors or warnings or a mapping is for none of the sheets
 * (results are written); 2 where nothing can be said or the arguments are no good.
 */
export async function reach(args: readonly string[], console: Console): Promise<number> {
  const { words, error, out } = console;
  let options: ReachArguments;
  try {
    options = reachArguments(args);
  } catch (fault) {
    if (!(fault instanceof ArgumentFault)) throw fault;
    error(words(fault.key, fault.params));
    return 2;
  }
  const { folder, question } = options;
  const found = await readProject({ ...options, asOf: null }, console);
  if (found === null) return 2;
  const { issues } = found.project;
  for (const line of issueLines(issues, console, 'issuesByAudit')) error(line);
  const asked = await underScenario(found.project, options, console);
  if (asked === null) return 2;
  const { project, scenario } = asked;
  const fault = whyNot(project, options, console);
  if (fault !== null) {
    error(fault);
    return 2;
  }
  let answer: ReachAnswer;
  try {
    answer = answerReach(project, question, scenario, (stage) => error(words(`stage_${stage}`)));
  } catch (thrown) {
    if (!(thrown instanceof ReachFault)) throw thrown;
    const key = thrown.code === 'no_walk_network' ? 'noWalkNetwork' : 'noWalkableLine';
    error(words(key, { folder, refused: project.walk.count }));
    return 2;
  }
  error(words('stage_write', { folder: options.out }));
  try {
    await write(options.out, answer);
  } catch (thrown) {
    error(words('writeFailed', { folder: options.out, detail: reason(thrown) }));
    return 2;
  }
  for (const line of reachLines(answer.result, words)) out(line);
  return found.unused || issues.some((issue) => issue.severity !== 'note') ? 1 : 0;
}
