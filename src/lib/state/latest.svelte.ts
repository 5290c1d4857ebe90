import type { Project } from '#lib/core/model.ts';

/** A question about a project. */
export interface Question<Ask> {
  project: Project;
  ask: Ask;
}

/**
 * Answers one question at a time away from the screen: of several in a row the last one is answered,
 * and an answer to a question that is no longer wanted is dropped.
 */
export class Latest<Ask, Answer> {
  /** The last answer that was wanted when it came, and what it answers. */
  answered = $state.raw<(Question<Ask> & { answer: Answer }) | null>(null);
  busy = $state.raw(false);
  failed = $state.raw<string | null>(null);
  readonly #door: (project: Project, ask: Ask) => Promise<Answer | null>;
  #wanted: Question<Ask> | null = null;
  #underWay = false;

  /** `door` answers null where it was ended before it could. */
  constructor(door: (project: Project, ask: Ask) => Promise<Answer | null>) {
    this.#door = door;
  }

  /** Whether what is there answers this. */
  answers(wanted: Question<Ask> | null): boolean {
    return this.answered !== null && same(this.answered, wanted);
  }

  /** Wants an answer; null wants none, and keeps what is there. */
  follow(wanted: Question<Ask> | null): void {
    this.#wanted = wanted;
    if (!wanted) return;
    if (this.answered && this.answered.project !== wanted.project) this.answered = null;
    this.failed = null;
    if (!this.#underWay) void this.#work();
  }

  async #work(): Promise<void> {
    this.#underWay = true;
    this.busy = true;
    while (this.#wanted && !this.answers(this.#wanted)) {
      const own: Question<Ask> = this.#wanted;
      try {
        const answer = await this.#door(own.project, own.ask);
        if (!same(own, this.#wanted)) continue;
        if (answer === null) break;
        this.answered = { ...own, answer };
      } catch (reason) {
        if (!same(own, this.#wanted)) continue;
        this.failed = reason instanceof Error ? reason.message : String(reason);
        break;
      }
    }
    this.#underWay = false;
    this.busy = false;
  }
}

const same = <Ask>(one: Question<Ask>, other: Question<Ask> | null): boolean =>
  one.project === other?.project && JSON.stringify(one.ask) === JSON.stringify(other.ask);
