import type { AccessAsk, Supply } from '#lib/core/reach/access.ts';
import { BALANCE_BANDS } from '#lib/core/reach/balance.ts';
import { POSITION_M } from '#lib/core/reach/firmness.ts';
import type { AccessAnswer, FirmAnswer, FirmAsk } from '#lib/core/reach/insight.ts';
import { Latest, type Question } from '#lib/state/latest.svelte.ts';
import type { Insighter } from '#lib/state/reacher.ts';
import type { Reaching } from '#lib/state/reaching.svelte.ts';

/** What is said of side A beyond its figures, which come first. */
export class ReachInsights {
  readonly firm: Latest<FirmAsk, FirmAnswer>;
  readonly access: Latest<AccessAsk, AccessAnswer>;
  /** Accessibility is worked out only where somebody looks at it. */
  accessOpen = $state.raw(false);
  supply = $state.raw<Supply>('staff');
  readonly #reaching: Pick<Reaching, 'busy' | 'failed' | 'reached' | 'setting' | 'wanted'>;

  /** The question about A that the figures have answered; null while they are on their way. */
  readonly #settled = $derived.by(() => {
    const { busy, failed, reached, wanted } = this.#reaching;
    if (busy || failed !== null || !wanted || reached?.question !== wanted.question) return null;
    return { project: wanted.project, a: wanted.question.a };
  });
  readonly wantedFirm = $derived.by((): Question<FirmAsk> | null => {
    if (!this.#settled) return null;
    const { project, a } = this.#settled;
    const { levels, cutoffM, method } = a;
    const minutes = method === 'walk' ? this.#reaching.setting.minutes : null;
    // Who walks by minutes has metres by the pace only.
    const walkM = minutes === null ? cutoffM : null;
    const cutoffs = { radiusM: cutoffM, walkM, minutes, positionM: POSITION_M };
    return { project, ask: { levels, cutoffs } };
  });
  readonly wantedAccess = $derived.by((): Question<AccessAsk> | null => {
    if (!this.#settled || !this.accessOpen) return null;
    const { project, a } = this.#settled;
    const { method, levels, snap, cutoffM } = a;
    const { supply } = this;
    const ask = { method, levels, snap, cutoffM, supply, decay: null, bands: BALANCE_BANDS };
    return { project, ask };
  });

  constructor(
    insighter: Insighter,
    reaching: Pick<Reaching, 'busy' | 'failed' | 'reached' | 'setting' | 'wanted'>,
  ) {
    this.#reaching = reaching;
    this.firm = new Latest((project, ask) => insighter.firm(project, ask));
    this.access = new Latest((project, ask) => insighter.access(project, ask));
  }
}
