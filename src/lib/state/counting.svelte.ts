import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import type { DivisionKindCounts, KindCounts } from '#lib/core/report/counts.ts';
import { tally, tallyDivisionKinds, tallyKinds, type Tally } from '#lib/core/report/tally/tally.ts';
import type { Outset } from '#lib/core/report/tally/outset.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';

/** What is to be counted. `mask` null = every unit; else 1 for each that counts. */
export interface Wanted {
  project: Project;
  audit: Audit;
  mask: Uint8Array | null;
  /** What has been counted of it already, without a mask. */
  outset?: Outset | null;
}

/** One coherent set of counts, and what they were counted from. */
export interface Counted extends Tally {
  of: Wanted;
}

/** The counts of what is wanted: from arrays, so that they stand as soon as the audit does. */
export class Counting {
  readonly #wanted: () => Wanted | null;
  readonly #audit = $derived.by(() => this.#wanted()?.audit ?? null);
  readonly #outset = $derived.by(() => this.#wanted()?.outset ?? null);
  readonly #classes = $derived.by(
    () => this.#outset?.classes ?? (this.#audit ? unitClasses(this.#audit) : null),
  );
  readonly counted = $derived.by((): Counted | null => {
    const of = this.#wanted();
    const classes = this.#classes;
    if (!of || !classes) return null;
    const known = of.mask === null ? this.#outset?.counts : undefined;
    return { of, ...(known ?? tally({ ...of, classes })) };
  });

  constructor(wanted: () => Wanted | null) {
    this.#wanted = wanted;
  }

  /** Counts by kind of the units inside some divisions (1 for each that is inside). */
  kindsInside(inside: Uint8Array): KindCounts[] {
    const of = this.#wanted();
    return of && this.#classes ? tallyKinds({ ...of, classes: this.#classes }, inside) : [];
  }
}

/** The counts of a whole project whatever is filtered on the screen, by kind too: what a report says. */
export function wholeCounts(
  project: Project,
  audit: Audit,
): Tally & { divisionKinds: DivisionKindCounts } {
  const whole = { project, classes: unitClasses(audit), mask: null };
  return { ...tally(whole), divisionKinds: tallyDivisionKinds(whole) };
}
