import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { STEP_TARGETS } from '#lib/core/coverage/next-step-column.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project, Shapes } from '#lib/core/model.ts';
import { blankLedgers } from '#lib/core/report/blanks.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { PACK } from './coverage-project.ts';

const noShapes = (count: number): Shapes => ({
  type: new Uint8Array(count),
  partStart: new Uint32Array(count + 1),
  ringStart: new Uint32Array(1),
  vertexStart: new Uint32Array(1),
  xy: new Float64Array(0),
});

/** Units cut into groups of `size`, as they come. */
export function groupsOf(units: readonly number[], all: number, size: number): Grouping {
  const groups = Math.ceil(units.length / size);
  const groupOf = new Int32Array(all).fill(-1);
  units.forEach((unit, i) => (groupOf[unit] = Math.floor(i / size)));
  return {
    groups,
    groupStart: Uint32Array.from({ length: groups + 1 }, (_, g) =>
      Math.min(units.length, g * size),
    ),
    member: Uint32Array.from(units),
    groupOf,
    members: new Float64Array(groups).fill(3),
    spanM: Float64Array.from({ length: groups }, (_, g) => 100.25 + g),
    candidates: units.length,
    served: units.length,
    bound: units.length,
    spread: 0,
    spreadBound: 0,
    proof: 'optimal',
  };
}

/** An assessment made by hand: every third blank grouped, a step for each, one norm judged on every organisation. */
export function handMadeAssessment(project: Project, audit: Audit): Assessment {
  const n = project.units.count;
  const blank = Array.from({ length: n }, (_, u) => u).filter(
    (u) => blankLedgers(audit, u).length > 0,
  );
  const grid = UNIT_KINDS.indexOf('grid');
  const joint = groupsOf(
    blank.filter((u, i) => i % 3 === 0 && project.units.kind[u] !== grid),
    n,
    2,
  );
  const grids = groupsOf(
    blank.filter((u) => project.units.kind[u] === grid),
    n,
    3,
  );
  const step = new Uint8Array(n).fill(NONE);
  const target = new Int32Array(n).fill(-1);
  const targetTable = new Uint8Array(n);
  const rule = new Uint16Array(n);
  const rules = ['', ...PACK.nextSteps.map(({ id }) => id)];
  for (const u of blank) {
    const named = joint.groupOf[u] >= 0 ? 'joint' : 'catch_all';
    step[u] = NEXT_STEPS.indexOf(named);
    rule[u] = 1 + PACK.nextSteps.findIndex((each) => each.step === named);
    target[u] = joint.groupOf[u];
    targetTable[u] = STEP_TARGETS.indexOf(named === 'joint' ? 'joint_group' : 'none');
  }
  const organisations = project.organisations.count;
  return {
    joint,
    grids,
    steps: {
      step,
      rules,
      rule,
      targetTable,
      target,
      distanceM: new Float64Array(n).fill(NaN),
    },
    norms: {
      norms: PACK.norms,
      count: organisations,
      norm: new Uint16Array(organisations).fill(1),
      record: Uint32Array.from({ length: organisations }, (_, i) => i),
      state: Uint8Array.from({ length: organisations }, (_, i) => i % 3),
      value: Float64Array.from({ length: organisations }, (_, i) => (i % 3 === 2 ? NaN : i % 5)),
      threshold: new Float64Array(organisations).fill(3),
      lacking: Float64Array.from({ length: organisations }, (_, i) => [0, 1, NaN][i % 3]),
      division: project.organisations.division.slice(),
    },
    belts: {
      count: 0,
      beltStart: new Uint32Array(1),
      member: new Uint32Array(0),
      beltOf: new Int32Array(n).fill(-1),
      street: new Int32Array(0),
      community: new Int32Array(0),
      employees: new Float64Array(0),
      households: new Float64Array(0),
      hulls: noShapes(0),
    },
    zones: {
      count: 0,
      division: new Int32Array(0),
      street: new Int32Array(0),
      areaM2: new Float64Array(0),
      points: new Uint32Array(0),
      weight: new Float64Array(0),
      units: new Uint32Array(0),
      basis: 'none',
      zoneOf: new Int32Array(n).fill(-1),
      minAreaM2: 1000,
      shapes: noShapes(0),
    },
    crossing: {
      district: new Uint32Array(project.divisions.count),
      street: new Uint32Array(project.divisions.count),
    },
  };
}
