import loadHighs from 'highs';
import { packingSolver } from '#lib/core/coverage/joint/highs-packing.ts';
import type { PackingSolver } from '#lib/core/coverage/joint/grouping.ts';

let solver: Promise<PackingSolver> | null = null;

/** HiGHS on the command line, loaded once: its WebAssembly lies beside the package's loader. */
export const loadSolver = (): Promise<PackingSolver> =>
  (solver ??= loadHighs().then(packingSolver));
