import type { Supply } from '#lib/core/reach/access.ts';
import { BALANCE_BANDS } from '#lib/core/reach/balance.ts';
import { firmCutoffs } from '#lib/core/reach/firmness.ts';
import type { AccessAnswer, FirmAnswer, FirmAsk, ServedAsk } from '#lib/core/reach/insight.ts';
import type { DistancesAnswer, DistancesAsk, FieldAsk, SideAsk } from '#lib/core/reach/side.ts';
import { Latest, type Question } from '#lib/state/latest.svelte.ts';
import type { ReachSetting } from '#lib/state/reach-address.ts';
import type { Insighter } from '#lib/state/reacher.ts';
import type { Reaching } from '#lib/state/reaching.svelte.ts';

/** What `ReachInsights` needs of the reach screen. */
type Asked = Pick<
  Reaching,
  'busy' | 'failed' | 'reached' | 'setting' | 'wanted' | 'pinned' | 'columns' | 'dragging'
>;

/** A or B. */
export type SideName = 'a' | 'b';
/** Something that is asked of one side. */
export interface Asking<Ask, Answer> {
  wanted: Question<Ask> | null;
  latest: Latest<Ask, Answer>;
}

/** What is said of both sides beyond their figures, which come first. */
export class ReachInsights {
  readonly firm: Latest<FirmAsk, FirmAnswer>;
  readonly access: Latest<ServedAsk, AccessAnswer>;
  readonly firmOfB: Latest<FirmAsk, FirmAnswer>;
  readonly accessOfB: Latest<ServedAsk, AccessAnswer>;
  readonly distances: Latest<DistancesAsk, DistancesAnswer>;
  /** Accessibility is worked out only where somebody looks at it. */
  accessOpen = $state.raw(false);
  supply = $state.raw<Supply>('staff');
  /** Which side the panel is about; A where there is no B. */
  chosen = $state.raw<SideName>('a');
  readonly #reaching: Asked;

  /** The question that the figures have answered; null while they are on their way. */
  readonly #settled = $derived.by(() => {
    const { busy, failed, reached, wanted } = this.#reaching;
    if (busy || failed !== null || !wanted || reached?.question !== wanted.question) return null;
    const { a, b } = wanted.question;
    // While a station is dragged, B is another at every step.
    return { project: wanted.project, a, b: this.#reaching.dragging === null ? b : null };
  });
  readonly wantedFirm = $derived.by(() => this.#firmOf(this.#settled?.a, this.#reaching.setting));
  readonly wantedFirmOfB = $derived.by(() => {
    const { pinned, setting } = this.#reaching;
    return this.#firmOf(this.#settled?.b, pinned ?? setting);
  });
  readonly wantedAccess = $derived.by(() => this.#accessOf(this.#settled?.a));
  readonly wantedAccessOfB = $derived.by(() => this.#accessOf(this.#settled?.b));
  readonly wantedDistances = $derived.by((): Question<DistancesAsk> | null => {
    if (!this.#settled || this.#reaching.columns !== 'distance') return null;
    const { project, a, b } = this.#settled;
    // Of a station that is dragged, the figures say enough.
    if (b === null && this.#reaching.wanted?.question.b) return null;
    return { project, ask: { a: fieldOf(a), b: b && fieldOf(b) } };
  });

  /** Which side the panel is about, as there is one. */
  readonly side = $derived.by((): SideName => (this.#reaching.reached?.b ? this.chosen : 'a'));

  constructor(insighter: Insighter, reaching: Asked) {
    this.#reaching = reaching;
    const firm = () => new Latest<FirmAsk, FirmAnswer>((project, ask) => insighter.firm(project, ask)); // prettier-ignore
    const access = () => new Latest<ServedAsk, AccessAnswer>((project, ask) => insighter.access(project, ask)); // prettier-ignore
    this.firm = firm();
    this.firmOfB = firm();
    this.access = access();
    this.accessOfB = access();
    this.distances = new Latest((project, ask) => insighter.distances(project, ask));
  }

  /** What is asked, by side. */
  firmOf(side: SideName): Asking<FirmAsk, FirmAnswer> {
    return side === 'a'
      ? { wanted: this.wantedFirm, latest: this.firm }
      : { wanted: this.wantedFirmOfB, latest: this.firmOfB };
  }
  accessOf(side: SideName): Asking<ServedAsk, AccessAnswer> {
    return side === 'a'
      ? { wanted: this.wantedAccess, latest: this.access }
      : { wanted: this.wantedAccessOfB, latest: this.accessOfB };
  }

  #firmOf(side: SideAsk | null | undefined, { minutes }: ReachSetting): Question<FirmAsk> | null {
    if (!side || !this.#settled) return null;
    const { levels, edits, method, cutoffM } = side;
    const cutoffs = firmCutoffs(method, cutoffM, minutes);
    return { project: this.#settled.project, ask: { levels, edits, cutoffs } };
  }

  #accessOf(side: SideAsk | null | undefined): Question<ServedAsk> | null {
    if (!side || !this.#settled || !this.accessOpen) return null;
    const { supply } = this;
    const ask: ServedAsk = { ...side, supply, decay: null, bands: BALANCE_BANDS };
    return { project: this.#settled.project, ask };
  }
}

const fieldOf = ({ method, levels, snap, edits }: SideAsk): FieldAsk => ({
  method,
  levels,
  snap,
  edits,
});
