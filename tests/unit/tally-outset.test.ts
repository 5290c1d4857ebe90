import { expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { unitLooks } from '#lib/core/coverage/look.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { LEDGERS, UNKNOWN } from '#lib/core/model.ts';
import { firstAnswered, outsetOf } from '#lib/core/report/tally/outset.ts';
import { tally } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';
import { PACK, randomProject } from './coverage-project.ts';

it.each([1, 2, 3, 4, 5, 6])(
  'is what the screen would make of the project itself (seed %d)',
  (seed) => {
    const project = randomProject(seed, 200);
    const decided = audit(project, PACK, reachField(project), { radiusM: null });
    const outset = outsetOf(project, decided);
    const answered = LEDGERS.find((ledger) =>
      [...decided[ledger].state].some((state, u) => decided.due[u] === 1 && state !== UNKNOWN),
    );
    expect(outset.ledger).toBe(answered ?? 'organisation');
    expect(outset.looks).toEqual(unitLooks(project, decided, outset.ledger));
    expect(outset.classes).toEqual(unitClasses(decided));
    const { classes } = outset;
    expect(outset.counts).toEqual(tally({ project, classes, mask: null }));
  },
);

it('looks at organisation first where nothing is known of anything', () => {
  const project = randomProject(7, 50);
  const decided = audit(project, PACK, reachField(project), { radiusM: null });
  for (const ledger of LEDGERS) decided[ledger].state.fill(UNKNOWN);
  expect(firstAnswered(decided)).toBe('organisation');
  decided.service.state[decided.due.indexOf(1)] = 0;
  expect(firstAnswered(decided)).toBe('service');
});
