import type { Project } from '#lib/core/model.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import { projectKey, type PlanShelf } from '#lib/state/plan-shelf.ts';
import type { Siter } from '#lib/state/siter.ts';
import type { KeptPlan } from '#lib/state/siting-plan.ts';

/** What is known of a plan: what it does, or why that could not be worked out; null while it is. */
type Known = { answer: SitingAnswer } | { failed: string } | null;

/** The plans of the project on the screen, and which of them are looked at. */
export class SitingPlans {
  all = $state.raw<readonly KeptPlan[]>([]);
  /** Ids: the plan that is shown (A), and the one beside it (B). */
  shown = $state.raw<string | null>(null);
  beside = $state.raw<string | null>(null);
  /** True where the browser had no room to keep a plan. */
  notKept = $state.raw(false);
  #known = $state.raw<Readonly<Record<string, Known>>>({});
  readonly #siter: Siter;
  readonly #shelf: PlanShelf;
  #project: Project | null = null;

  readonly a = $derived.by(() => this.#found(this.shown));
  readonly b = $derived.by(() => this.#found(this.beside));
  readonly answerA = $derived.by(() => this.#answer(this.shown));
  readonly answerB = $derived.by(() => this.#answer(this.beside));
  readonly failed = $derived.by((): string | null => {
    for (const id of [this.shown, this.beside]) {
      const known = id === null ? null : this.#known[id];
      if (known && 'failed' in known) return known.failed;
    }
    return null;
  });

  constructor(siter: Siter, shelf: PlanShelf) {
    this.#siter = siter;
    this.#shelf = shelf;
  }

  /** Plans belong to their project: another one has others, those of earlier visits among them. */
  async settle(project: Project): Promise<void> {
    if (this.#project === project) return;
    this.#project = project;
    this.all = [];
    this.shown = this.beside = null;
    this.#known = {};
    const kept = await this.#shelf.all(projectKey(project)).catch(() => []);
    if (this.#project !== project) return;
    const here = this.all.map(({ id }) => id);
    this.all = [...kept.filter(({ id }) => !here.includes(id)), ...this.all];
  }

  /** Takes a plan in and shows it; `answer` where it is known already. */
  add(plan: KeptPlan, answer: SitingAnswer | null): void {
    this.#take(plan);
    if (answer) this.#know(plan.id, { answer });
    this.show(plan.id);
  }
  /** Takes a plan in and sets it beside the one that is shown. */
  addBeside(plan: KeptPlan): void {
    this.#take(plan);
    this.compare(plan.id);
  }
  #take(plan: KeptPlan): void {
    this.all = [...this.all.filter(({ id }) => id !== plan.id), plan];
    this.keep(plan);
  }

  /** Writes a plan to the shelf, one that is still being bettered too. */
  keep(plan: KeptPlan): void {
    if (!this.#project) return;
    this.#shelf.put(projectKey(this.#project), plan).then(
      () => (this.notKept = false),
      () => (this.notKept = true),
    );
  }

  show(id: string | null): void {
    this.shown = id;
    if (this.beside === id) this.beside = null;
    void this.#learn(id);
  }
  /** Sets a plan beside the one that is shown. */
  compare(id: string | null): void {
    this.beside = id === this.shown ? null : id;
    void this.#learn(this.beside);
  }

  rename(id: string, name: string): void {
    const plan = this.#found(id);
    if (!plan || name.trim() === '') return;
    const named = { ...plan, name: name.trim() };
    this.all = this.all.map((own) => (own.id === id ? named : own));
    this.keep(named);
  }

  remove(id: string): void {
    this.all = this.all.filter((own) => own.id !== id);
    if (this.shown === id) this.show(this.all[this.all.length - 1]?.id ?? null);
    if (this.beside === id) this.beside = null;
    if (this.#project) void this.#shelf.del(projectKey(this.#project), id).catch(() => undefined);
  }

  /** Works out again what failed. */
  again(): void {
    this.#known = Object.fromEntries(
      Object.entries(this.#known).filter(([, known]) => known && 'answer' in known),
    );
    void this.#learn(this.shown);
    void this.#learn(this.beside);
  }

  async #learn(id: string | null): Promise<void> {
    const plan = this.#found(id);
    const project = this.#project;
    if (!plan || !project || plan.id in this.#known) return;
    this.#know(plan.id, null);
    try {
      const { ask, open, head } = plan;
      const answer = await this.#siter.planned(project, ask, open, head).answer;
      if (this.#project === project) this.#know(plan.id, { answer });
    } catch (reason) {
      if (this.#project !== project) return;
      this.#know(plan.id, { failed: reason instanceof Error ? reason.message : String(reason) });
    }
  }

  #know(id: string, known: Known): void {
    this.#known = { ...this.#known, [id]: known };
  }
  #found = (id: string | null): KeptPlan | null => this.all.find((own) => own.id === id) ?? null;
  #answer(id: string | null): SitingAnswer | null {
    const known = id === null ? null : this.#known[id];
    return known && 'answer' in known ? known.answer : null;
  }
}
