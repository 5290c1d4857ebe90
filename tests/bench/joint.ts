import loadHighs from 'highs';
import packJson from '#data/rules/national.json' with { type: 'json' };
import { audit } from '#lib/core/coverage/audit.ts';
import { jointPools } from '#lib/core/coverage/joint/candidates.ts';
import type { GroupingVerdicts } from '#lib/core/coverage/joint/candidates.ts';
import { groupGrids } from '#lib/core/coverage/joint/group-grids.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import type { Grouping, PackingProblem, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { packingSolver, warmUp } from '#lib/core/coverage/joint/highs-packing.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import type { Project } from '#lib/core/model.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { readDemo } from '../unit/demo-verdicts.ts';
import { projectOf } from '../unit/coverage-project.ts';
import { randomStream } from './random.ts';

const PACK = packJson as unknown as RulePack;
const SECONDS = 10;
/** Processor time in milliseconds: other programs on the machine do not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Result {
  served: number;
  bound: number;
  spread: number;
  spreadBound: number;
  proof: string;
}

/** A city of nothing but small blank units, crowded into streets. */
function crowd(
  streets: number,
  units: number,
  sideKm: number,
): { project: Project; verdicts: GroupingVerdicts } {
  const random = randomStream(1);
  const members: number[] = [];
  const divisions = [
    { code: '99', level: 0, parent: -1 },
    ...Array.from({ length: streets }, (_, i) => ({ code: `99${i}`, level: 2, parent: 0 })),
  ];
  const project = projectOf({
    divisions,
    units: Array.from({ length: streets * units }, (_, i) => {
      members.push(random() < 0.5 ? 0 : random() < 0.6 ? 1 : 2);
      return {
        lng: 121 + (random() * sideKm) / 95.5,
        lat: 31 + (random() * sideKm) / 110.9,
        division: 1 + (i % streets),
      };
    }),
  });
  project.units.members = Float64Array.from(members);
  const count = streets * units;
  const organisation = { state: new Uint8Array(count) };
  return { project, verdicts: { due: new Uint8Array(count).fill(1), organisation } };
}

/** The textbook way: every group of the city a column, one program, units weighed above all metres. */
function oneShot(
  project: Project,
  verdicts: GroupingVerdicts,
): PackingProblem & { spread: number[] } {
  const { lng, lat, members } = project.units;
  const columnStart = [0];
  const row: number[] = [];
  const sizes: number[] = [];
  const spread: number[] = [];
  let rows = 0;
  for (const { rule, units } of jointPools(project, PACK, verdicts)) {
    const far = units.map((a) => units.map((b) => distanceM(lng[a], lat[a], lng[b], lat[b])));
    const grow = (group: number[], open: number[], has: number, metres: number): void => {
      if (group.length > 1 && has >= rule.minMembers) {
        for (const i of group) row.push(rows + i);
        columnStart.push(row.length);
        sizes.push(group.length);
        spread.push(metres);
      }
      if (group.length === rule.maxUnits) return;
      open.forEach((next, at) =>
        grow(
          [...group, next],
          open.slice(at + 1).filter((k) => far[next][k] <= rule.maxDistanceM),
          has + members[units[next]],
          group.reduce((sum, i) => sum + Math.round(far[i][next]), metres),
        ),
      );
    };
    grow([], [...units.keys()], 0, 0);
    rows += units.length;
  }
  const weight = rows * 2 * PACK.joint.maxDistanceM + 1;
  return {
    rows,
    columnStart: Uint32Array.from(columnStart),
    row: Uint32Array.from(row),
    cost: Float64Array.from(sizes, (units, c) => weight * units - spread[c]),
    spread,
  };
}

const resultOf = ({ served, bound, spread, spreadBound, proof }: Grouping): Result => ({
  served,
  bound,
  spread,
  spreadBound,
  proof,
});

/** Joint branches of demo cities and of crowds: the packing, its bound, greedy beside it, and one program over all groups. */
export async function joint(): Promise<void> {
  const highs = packingSolver(await loadHighs());
  // The solver minds the clock on the wall: its limits are stretched by how much of a core there is.
  const began = [performance.now(), now()];
  const stretch = (): number =>
    Math.max(1, (performance.now() - began[0]) / Math.max(1, now() - began[1]));
  const solver: PackingSolver = {
    relax: (problem, seconds) => highs.relax(problem, seconds * stretch()),
    solve: (problem, seconds) => highs.solve(problem, seconds * stretch()),
  };
  warmUp(solver);
  const mip = (project: Project, verdicts: GroupingVerdicts): Result => {
    const problem = oneShot(project, verdicts);
    const { chosen, bound, optimal } = solver.solve(problem, SECONDS);
    const weight = problem.rows * 2 * PACK.joint.maxDistanceM + 1;
    let served = 0;
    let spread = 0;
    for (const c of chosen) {
      served += problem.columnStart[c + 1] - problem.columnStart[c];
      spread += problem.spread[c];
    }
    const most = Math.floor(bound / weight) + 1;
    return {
      served,
      bound: optimal ? served : most,
      spread,
      spreadBound: optimal ? spread : 0,
      proof: optimal ? 'optimal' : 'gap',
    };
  };
  console.log('| case | way | seconds | served | bound | gap % | spread m | bound m | proof |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  const row = (name: string, way: string, work: () => Result): void => {
    const start = now();
    const { served, bound, spread, spreadBound, proof } = work();
    const seconds = (now() - start) / 1000;
    const gap = served === 0 ? 0 : (100 * (bound - served)) / served;
    console.log(
      `| ${[name, way, seconds.toFixed(2), served, bound, gap.toFixed(2), spread, spreadBound, proof].join(' | ')} |`,
    );
  };
  const time = { seconds: SECONDS, now };
  for (const scale of [1, 17]) {
    const project = await readDemo(generateDemo({ seed: 1, scale }).files);
    const verdicts = audit(project, PACK, reachField(project), { radiusM: null });
    const name = `demo, scale ${scale}`;
    for (const [way, using] of [
      ['greedy', null],
      ['lacuna', solver],
    ] as const) {
      row(name, way, () => resultOf(groupUnits(project, PACK, verdicts, using, time)));
      row(`${name}, grids`, way, () => resultOf(groupGrids(project, PACK, verdicts, using, time)));
    }
    if (scale === 1) row(name, 'one program', () => mip(project, verdicts));
  }
  for (const [name, streets, units, side, all] of [
    ['60 streets x 20 units, 2 x 2 km', 60, 20, 2, true],
    ['1 street x 60 units, 1.5 x 1.5 km', 1, 60, 1.5, true],
    ['1 street x 300 units, 1.5 x 1.5 km', 1, 300, 1.5, false],
    ['1,020 streets x 200 units, 3 x 3 km', 1020, 200, 3, false],
  ] as const) {
    const { project, verdicts } = crowd(streets, units, side);
    for (const [way, using] of [
      ['greedy', null],
      ['lacuna', solver],
    ] as const)
      row(name, way, () => resultOf(groupUnits(project, PACK, verdicts, using, time)));
    if (all) row(name, 'one program', () => mip(project, verdicts));
  }
}
