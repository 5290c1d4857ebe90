import { unitLooks } from '#lib/core/coverage/look.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { LEDGERS, UNKNOWN } from '#lib/core/model.ts';
import type { Ledger, Project } from '#lib/core/model.ts';
import { tally, type Tally } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';

/** What a screen shows of a project before anything is chosen: made where the project is read. */
export interface Outset {
  /** The ledger that is looked at first. */
  ledger: Ledger;
  /** See `unitLooks`, of that ledger. */
  looks: Uint8Array;
  /** See `unitClasses`. */
  classes: Uint8Array;
  /** Counts of all units. */
  counts: Tally;
}

/** The first ledger in which some due unit has an answer; organisation where none has. */
export function firstAnswered(audit: Audit): Ledger {
  const { due } = audit;
  for (const ledger of LEDGERS) {
    const { state } = audit[ledger];
    for (let unit = 0; unit < due.length; unit++)
      if (due[unit] === 1 && state[unit] !== UNKNOWN) return ledger;
  }
  return 'organisation';
}

/** What the screen of a project begins with, under the audit of the pack itself. */
export function outsetOf(project: Project, audit: Audit): Outset {
  const ledger = firstAnswered(audit);
  const classes = unitClasses(audit);
  return {
    ledger,
    looks: unitLooks(project, audit, ledger),
    classes,
    counts: tally({ project, classes, mask: null }),
  };
}
