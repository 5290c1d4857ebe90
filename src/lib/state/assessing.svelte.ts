import type { Assessment } from '#lib/core/report/assessment.ts';
import type { AssessStage } from '#lib/core/report/assess.ts';
import type { Assessor, Audited } from '#lib/state/assessor.ts';

/** An assessment, and what it was made of. */
export interface Assessed {
  of: Audited;
  assessment: Assessment;
}

/** Whether two audited tables give the same assessment. */
const isSame = (a: Audited | null, b: Audited | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.project === b.project &&
    a.pack === b.pack &&
    a.radiusM === b.radiusM &&
    a.audit.organisation === b.audit.organisation);

/** True where only the radius differs, so that what is being worked out need not be thrown away. */
const isNear = (a: Audited, b: Audited): boolean => isSame({ ...a, radiusM: b.radiusM }, b);

/**
 * The assessment of whatever was audited last: next steps, groups, norms, belts, zones. What was
 * wanted in between is skipped; a table that is gone stops the work on it.
 */
export class Assessing {
  assessed = $state.raw<Assessed | null>(null);
  /** True from when an assessment is wanted until it is there or given up. */
  busy = $state.raw(false);
  /** What is being worked out; null where nothing is, or not yet. */
  stage = $state.raw<AssessStage | null>(null);
  failed = $state.raw<string | null>(null);
  readonly #assessor: Assessor;
  readonly #rest: () => Promise<void>;
  #wanted: Audited | null = null;
  #working: Audited | null = null;
  #run: Promise<void> | null = null;
  /** Ends the wait for a moment to spare. */
  #hurry: () => void = () => undefined;

  /** `rest` settles when the page has time for what nobody waits for yet. */
  constructor(assessor: Assessor, rest: () => Promise<void>) {
    this.#assessor = assessor;
    this.#rest = rest;
  }

  /** Wants an assessment; settles once it is there, has failed, was cancelled, or is wanted no more. */
  follow(wanted: Audited | null): Promise<void> {
    const working = this.#working;
    this.#wanted = wanted;
    if (working && (wanted === null || !isNear(working, wanted))) this.#assessor.cancel();
    // Work with nothing to do would be done before it is known to be under way.
    if (!this.#run && this.#next()) this.#run = this.#work();
    return this.#run ?? Promise.resolve();
  }

  /** The assessment of exactly this, worked out at once where it is not there. Null where that fails or is overtaken. */
  async of(wanted: Audited): Promise<Assessment | null> {
    const done = this.follow(wanted);
    this.#hurry();
    await done;
    return this.assessed && isSame(this.assessed.of, wanted) ? this.assessed.assessment : null;
  }

  /** Stops; what was there stays. */
  cancel(): void {
    this.#wanted = null;
    this.#assessor.cancel();
  }

  async #work(): Promise<void> {
    this.busy = true;
    try {
      const hurried = new Promise<void>((resolve) => (this.#hurry = resolve));
      await Promise.race([this.#rest(), hurried]);
      for (let next = this.#next(); next; next = this.#next()) await this.#assess(next);
    } finally {
      // In the same breath as the last look at what is wanted, so that nothing falls in between.
      this.#run = null;
      this.busy = false;
    }
  }

  #next(): Audited | null {
    return this.#wanted && !isSame(this.#wanted, this.assessed?.of ?? null) ? this.#wanted : null;
  }

  async #assess(wanted: Audited): Promise<void> {
    this.#working = wanted;
    this.failed = null;
    try {
      const assessment = await this.#assessor.assess(wanted, (stage) => {
        if (this.#working === wanted) this.stage = stage;
      });
      this.assessed = { of: wanted, assessment };
    } catch (reason) {
      // What failed is not tried again by itself; what was cancelled makes way for what is wanted now.
      if (isSame(this.#wanted, wanted)) this.#wanted = null;
      if (!(reason instanceof DOMException && reason.name === 'AbortError'))
        this.failed = reason instanceof Error ? reason.message : String(reason);
    } finally {
      this.#working = null;
      this.stage = null;
    }
  }
}
