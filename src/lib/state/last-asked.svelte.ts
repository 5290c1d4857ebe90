/** Answers the last of many questions: none waits in a queue, and one that is asked while another is answered comes next. */
export class LastAsked<Q extends object, A> {
  /** The last answer, and what it answers. */
  last = $state.raw<{ question: Q; answer: A } | null>(null);
  failed = $state.raw<string | null>(null);
  readonly #ask: (question: Q) => Promise<A>;
  readonly #restMs: number;
  #wanted: Q | null = null;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `restMs`: how long a question has to stand before it is asked. */
  constructor(ask: (question: Q) => Promise<A>, restMs: number) {
    this.#ask = ask;
    this.#restMs = restMs;
  }

  /** Wants an answer; null wants none and keeps what is there. */
  follow(question: Q | null): void {
    clearTimeout(this.#timer);
    this.#wanted = question;
    this.failed = null;
    if (question && question !== this.last?.question)
      this.#timer = setTimeout(() => void this.#work(), this.#restMs);
  }

  /** Asks again after a failure. */
  again(): void {
    this.follow(this.#wanted);
  }

  /** The answer to this very question, null as long as there is none. */
  to(question: Q | null): A | null {
    return question && this.last?.question === question ? this.last.answer : null;
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wanted && this.#wanted !== this.last?.question && this.failed === null) {
      const question: Q = this.#wanted;
      try {
        const answer = await this.#ask(question);
        this.last = { question, answer };
      } catch (reason) {
        if (this.#wanted === question)
          this.failed = reason instanceof Error ? reason.message : String(reason);
      }
    }
    this.#busy = false;
  }
}
