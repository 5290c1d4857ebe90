import { expect, test } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import { Counting, wholeCounts, type Wanted } from '#lib/state/counting.svelte.ts';
import { PACK, randomProject } from '../unit/coverage-project.ts';

const SEED = 20260701;
const project = randomProject(SEED, 300);
const field = reachField(project);
const decided = audit(project, PACK, field, { radiusM: null });

test('counts stand as soon as something is wanted, and follow the mask and the radius', () => {
  let wanted: Wanted | null = null;
  expect(new Counting(() => wanted).counted).toBeNull();
  wanted = { project, audit: decided, mask: null };
  const { counted } = new Counting(() => wanted);
  expect(counted?.of).toBe(wanted);
  expect(counted?.totals.units).toBe(300);

  const mask = Uint8Array.from(project.units.kind, (kind) => (kind === 1 ? 1 : 0));
  wanted = { project, audit: decided, mask };
  const some = new Counting(() => wanted).counted!;
  expect(some.byKind.map(({ kind }) => kind)).toEqual([1]);
  expect(some.totals.units).toBe(mask.reduce((sum, one) => sum + one, 0));

  const service = serviceVerdicts(project, PACK, field, 50_000);
  wanted = { project, audit: { ...decided, service }, mask: null };
  const wide = new Counting(() => wanted).counted!;
  expect(wide.totals.service_yes).toBeGreaterThan(counted!.totals.service_yes);
  expect(wide.totals.organisation_yes).toBe(counted!.totals.organisation_yes);
});

test('the kinds of a division, and a report that no filter touches', () => {
  const counting = new Counting(() => ({ project, audit: decided, mask: null }));
  const { divisions, divisionKinds, totals } = wholeCounts(project, decided);
  expect(totals).toEqual(counting.counted!.totals);
  const inside = new Uint8Array(project.divisions.count);
  for (let d = 0; d < inside.length; d++)
    inside[d] = d === 1 || inside[project.divisions.parent[d]] === 1 ? 1 : 0;
  const kinds = counting.kindsInside(inside);
  expect(kinds.reduce((sum, { units }) => sum + units, 0)).toBe(divisions.units[1]);
  for (const { kind, due } of kinds) {
    const at = Array.from({ length: divisionKinds.count }).findIndex(
      (_, i) => divisionKinds.division[i] === 1 && divisionKinds.kind[i] === kind,
    );
    expect(divisionKinds.due[at]).toBe(due);
  }
});
