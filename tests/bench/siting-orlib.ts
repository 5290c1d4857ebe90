import { loadPrograms } from '../../src/cli/programs.ts';
import { solveCenter } from '#lib/core/siting/center-solve.ts';
import { ProgramBuilder } from '#lib/core/siting/cover/cover-program.ts';
import type { CostMatrix } from '#lib/core/siting/matrix.ts';
import { solveMedian } from '#lib/core/siting/median-solve.ts';
import { plainProblem } from '#lib/core/siting/problem.ts';
import type { LinearProgram } from '#lib/core/siting/program.ts';
import { orlib, orlibOptima } from './orlib.ts';
import { printTable } from './timing.ts';

const SECONDS = 60;
/** The peer runs on the small ones: a program of n x n columns. */
const PEER_VERTICES = 100;

/** p-median and p-center of the OR-Library, beside HiGHS on the textbook p-median; processor seconds. */
export async function sitingOrlib(): Promise<void> {
  const programs = await loadPrograms();
  const now = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const rows: (string | number)[][] = [];
  const seconds = (value: number): string => value.toFixed(2);
  for (const { id, n, p, pmedian_opt, pcenter_opt } of orlibOptima()) {
    const { matrix } = orlib(id);
    const problem = plainProblem('p-median', matrix, new Float64Array(n).fill(1), p, Infinity);
    let reached = NaN;
    const tools = { seconds: SECONDS, seed: 1, programs: null, now };
    const median = solveMedian(problem, {
      ...tools,
      onProgress: (progress) => {
        if (Number.isNaN(reached) && progress.objective <= pmedian_opt) reached = progress.seconds;
      },
    });
    const center = solveCenter(
      { ...problem, kind: 'p-center' },
      { ...tools, onProgress: () => {} },
    );
    let peer = '';
    if (n <= PEER_VERTICES) {
      const since = now();
      const whole = programs.solve(textbook(matrix, p), { seconds: SECONDS });
      peer = `${whole.objective.toFixed(0)} ${whole.status} ${seconds((now() - since) / 1000)}`;
    }
    rows.push([
      ...[
        id,
        String(n),
        String(p),
        String(median.objective),
        String(pmedian_opt),
        seconds(reached),
      ],
      ...[median.status === 'optimal' ? seconds(median.seconds) : '', median.gap.toFixed(5)],
      ...[String(center.objective), String(pcenter_opt)],
      ...[center.status === 'optimal' ? seconds(center.seconds) : `bound ${center.bound}`, peer],
    ]);
  }
  printTable(
    [
      ...['OR-Library', 'n', 'p', 'p-median', 'published', 's to reach', 's to prove', 'gap'],
      ...['p-center', 'published', 's to prove', 'HiGHS on the textbook p-median, s'],
    ],
    rows,
  );
}

/** Columns: vertex `j` open, then vertex `i` served by `j`; each served once, by open ones only. */
function textbook({ sites, demands, cost }: CostMatrix, p: number): LinearProgram {
  const builder = new ProgramBuilder();
  for (let j = 0; j < sites; j++) builder.addColumn(0, 0, 1, true);
  const count = builder.addRow(p, p);
  for (let j = 0; j < sites; j++) builder.put(count, j, 1);
  for (let i = 0; i < demands; i++) {
    const once = builder.addRow(1, 1);
    for (let j = 0; j < sites; j++) {
      const column = builder.addColumn(cost[j * demands + i], 0, 1);
      builder.put(once, column, 1);
      const linked = builder.addRow(-Infinity, 0);
      builder.put(linked, column, 1);
      builder.put(linked, j, -1);
    }
  }
  return builder.build(false);
}
