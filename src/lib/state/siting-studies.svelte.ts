import type { Project } from '#lib/core/model.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { Lifted, MovedTo, MovingStudy } from '#lib/core/report/siting/moves.ts';
import { STUDIES, curveAsk } from '#lib/core/report/siting/studies.ts';
import type {
  AlternativePlan,
  SitingStudy,
  StudiedPlan,
  StudyKind,
} from '#lib/core/report/siting/studies.ts';
import type { Siter, UnderWay } from '#lib/state/siter.ts';
import { newPlanId, type KeptPlan } from '#lib/state/siting-plan.ts';
import type { SitingPlans } from '#lib/state/siting-plans.svelte.ts';
import type { SitingTrouble } from '#lib/state/siting-terms.ts';

/** What a study is about: a question, and of a plan also its sites. */
interface StudyQuestion {
  project: Project;
  ask: SitingAsk;
  plan: StudiedPlan | null;
  /** Differs where the answer would. */
  key: string;
}

type Place = NonNullable<Lifted['to']>;

/** What is studied: the question as it is put, and the plans. */
interface Studied {
  readonly ask: SitingAsk | null;
  readonly troubles: readonly SitingTrouble[];
  readonly plans: SitingPlans;
  readonly chosen: number | null;
}

/** Troubles with how many are to be added; the curve is of every count. */
const OF_COUNT: readonly SitingTrouble[] = ['count', 'count_or_budget', 'two', 'too_many', 'forced_too_many']; // prettier-ignore

/** One study: folded or open, under way, answered or failed. */
export class Study {
  readonly kind: StudyKind;
  open = $state.raw(false);
  /** Problems solved, while the study is under way; null otherwise. */
  solved = $state.raw<number | null>(null);
  failed = $state.raw<string | null>(null);
  #answered = $state.raw<{ key: string; answer: SitingStudy } | null>(null);
  #underWay: UnderWay<SitingStudy> | null = null;
  readonly #siter: Siter;
  readonly #question: () => StudyQuestion | null;

  readonly question = $derived.by(() => this.#question());
  /** The answer to the question as it is now; null where there is none. */
  readonly answer = $derived.by((): SitingStudy | null => {
    const [key, known] = [this.question?.key, this.#answered];
    return known && known.key === key ? known.answer : null;
  });
  /** An answer to another question is there, to one that was put before. */
  readonly outdated = $derived.by(() => this.#answered !== null && this.answer === null);

  constructor(kind: StudyKind, siter: Siter, question: () => StudyQuestion | null) {
    this.kind = kind;
    this.#siter = siter;
    this.#question = question;
  }

  /** Folds it or opens it; what is opened for the first time is worked out. `at`: where the map looks. */
  toggle(at: Place | null): void {
    this.open = !this.open;
    if (this.open && !this.answer && !this.outdated && this.solved === null) void this.start(at);
  }

  /** Works it out for the question as it is now. Never rejects. */
  async start(at: Place | null): Promise<void> {
    const { question } = this;
    if (!question || this.solved !== null) return;
    const { project, ask, key } = question;
    const lifted = question.plan?.lifted && { ...question.plan.lifted, to: at };
    const plan = question.plan && { ...question.plan, ...(lifted ? { lifted } : {}) };
    this.failed = null;
    this.solved = 0;
    const own = this.#siter.study(project, ask, this.kind, plan, (solved) => {
      if (this.#underWay === own) this.solved = solved;
    });
    this.#underWay = own;
    try {
      const answer = await own.answer;
      if (this.#underWay === own) this.#answered = { key, answer };
    } catch (reason) {
      const isCancelled = reason instanceof DOMException && reason.name === 'AbortError';
      if (this.#underWay === own && !isCancelled)
        this.failed = reason instanceof Error ? reason.message : String(reason);
    }
    if (this.#underWay !== own) return;
    this.#underWay = null;
    this.solved = null;
  }

  cancel(): void {
    this.#underWay?.cancel();
  }

  /** Forgets what was found out. */
  clear(): void {
    this.cancel();
    this.#underWay = null;
    this.#answered = this.failed = this.solved = null;
    this.open = false;
  }
}

/** What can be found out about the question that is put and the plan that is shown. */
export class SitingStudies {
  readonly all: readonly Study[];
  readonly #siting: Studied;

  constructor(siter: Siter, siting: Studied, project: () => Project | null) {
    this.#siting = siting;
    this.all = STUDIES.map(
      (kind) =>
        new Study(kind, siter, () => {
          const own = project();
          return own && (kind === 'curve' ? this.#ofSettings(own) : this.#ofPlan(own, kind));
        }),
    );
  }

  /** The curve is of the settings; how many are asked for decides how far it goes at first. */
  #ofSettings(project: Project): StudyQuestion | null {
    const { ask, troubles } = this.#siting;
    if (!ask || !troubles.every((own) => OF_COUNT.includes(own))) return null;
    const key = JSON.stringify({ ...curveAsk(ask), p: null });
    return { project, ask, plan: null, key };
  }
  #ofPlan(project: Project, kind: StudyKind): StudyQuestion | null {
    const { chosen, plans } = this.#siting;
    const { a, answerA } = plans;
    if (!a || !answerA) return null;
    const { id, ask, open, head } = a;
    if (kind !== 'moving') return { project, ask, plan: { open, head }, key: id };
    if (!answerA.plan.sites.some(({ site }) => site === chosen)) return null;
    const site = answerA.sites.key[chosen!];
    const plan = { open, head, lifted: { site, to: null } };
    return { project, ask, plan, key: `${id} ${site}` };
  }

  /** Sets an alternative to the shown plan beside it, under a name. */
  compare({ open, head }: Pick<AlternativePlan, 'open' | 'head'>, name: string): void {
    const { a } = this.#siting.plans;
    if (a) this.#take({ id: newPlanId(), name, ask: a.ask, open, head });
  }

  /** Sets the shown plan with a site moved beside it, under a name; the place that is no site is drawn. */
  move({ site }: MovingStudy, { key, name: called, lng, lat }: MovedTo, name: string): void {
    const { a } = this.#siting.plans;
    if (!a) return;
    const drawn = [...a.ask.drawn, { name: called, lng, lat }];
    const sources = [...a.ask.sources.filter((own) => own !== 'drawn'), 'drawn' as const];
    const asked = key === null ? { ...a.ask, drawn, sources } : a.ask;
    // A station that has to stay would be open all the same.
    const forbidden = [...asked.forbidden.filter((own) => own !== site), site];
    const ask = { ...asked, forbidden, forced: asked.forced.filter((own) => own !== site) };
    const open = [...a.open.filter((own) => own !== site), key ?? `drawn:${drawn.length}`];
    const known = { objective: NaN, bound: NaN, gap: NaN, seconds: 0, reasons: [] };
    this.#take({ id: newPlanId(), name, ask, open, head: { status: 'feasible', ...known } });
  }

  #take(plan: KeptPlan): void {
    this.#siting.plans.addBeside(plan);
  }

  clear(): void {
    for (const study of this.all) study.clear();
  }
}
