import { expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { adjacentGrids } from '#lib/core/coverage/joint/adjacency.ts';
import { groupGrids } from '#lib/core/coverage/joint/group-grids.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { UNIT_KINDS } from '#lib/core/model.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { loadSolver } from '#cli/highs.ts';
import { PACK } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';
import { GRID_DEMANDS, demandsOf } from './joint-cases.ts';
import { faultsOf } from './joint-checker.ts';

const TIME = { seconds: 600, now: () => 0 };

it('groups twenty demo cities by the rules, to the proven optimum', async () => {
  const solver = await loadSolver();
  let groups = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const project = await readDemo(generateDemo({ seed, scale: 0.05 }).files);
    const verdicts = audit(project, PACK, reachField(project), { radiusM: null });
    const { units, divisions } = project;
    const grids = [...units.kind.keys()].filter((i) => UNIT_KINDS[units.kind[i]] === 'grid');
    const adjacent = adjacentGrids(project, grids);
    // Grids of the demo are divisions that share the very same vertices.
    const known = new Map<number, Set<string>>();
    const corners = (unit: number): Set<string> => {
      const found = known.get(unit) ?? cornersOf(unit);
      known.set(unit, found);
      return found;
    };
    const cornersOf = (unit: number): Set<string> => {
      const { partStart, ringStart, vertexStart, xy } = divisions.shapes;
      const at = units.division[unit];
      const from = vertexStart[ringStart[partStart[at]]];
      const to = vertexStart[ringStart[partStart[at + 1]]];
      return new Set(
        [...Array(to - from).keys()].map((k) =>
          String(xy.slice(2 * (from + k), 2 * (from + k) + 2)),
        ),
      );
    };
    const beside = (a: number, b: number): boolean => {
      const linked = adjacent.has(Math.min(a, b) * units.count + Math.max(a, b));
      const others = corners(b);
      const shared = [...corners(a)].filter((corner) => others.has(corner)).length;
      if (linked) expect(shared, `grids ${a} ${b} of seed ${seed}`).toBeGreaterThan(1);
      return linked;
    };
    for (const using of [solver, null]) {
      const joint = groupUnits(project, PACK, verdicts, using, TIME);
      const branches = groupGrids(project, PACK, verdicts, using, TIME);
      expect(faultsOf(project, verdicts, joint, demandsOf(PACK)), `seed ${seed}`).toEqual([]);
      expect(
        faultsOf(project, verdicts, branches, { ...GRID_DEMANDS, beside }),
        `seed ${seed}`,
      ).toEqual([]);
      if (using === null) continue;
      expect([joint.proof, branches.proof], `seed ${seed}`).toEqual(['optimal', 'optimal']);
      groups += joint.groups;
    }
  }
  expect(groups).toBeGreaterThan(20);
}, 120_000);
