import type { Audit } from '#lib/core/coverage/verdict.ts';
import { LEDGERS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { Crossfilter, valueCounts } from '#lib/core/report/facets/crossfilter.ts';
import { normDimension, stepDimension } from '#lib/core/report/facets/assessed-dimensions.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { Dimension } from '#lib/core/report/facets/dimension.ts';
import {
  dividingLevel,
  divisionDimension,
  kindDimension,
  ledgerDimension,
  modeDimension,
  ruleDimension,
} from '#lib/core/report/facets/dimensions.ts';
import { textDimension } from '#lib/core/report/facets/text-dimension.ts';
import {
  brushed,
  brushesOf,
  chosenIn,
  codesOf,
  knownIn,
  leftOut,
  type Brushes,
} from '#lib/state/brushes.ts';

/** A dimension as the screen shows it, entry i of each list being its value i. */
export interface Facet {
  dimension: Dimension;
  /** Units over all that pass every other brush. */
  n: Uint32Array;
  /** Units over all. */
  total: Uint32Array;
}

const TRADES_NAMED = 12;
/** Dimensions that come with the assessment, later than the others. */
const ASSESSED = ['next_step', 'norm'];

/** What the units are filtered by, and which pass: one filter for everything on the screen. */
export class Filtering {
  brushes = $state.raw<Brushes>(brushesOf());
  readonly #project: () => Project | null;
  readonly #audit: () => Audit | null;
  readonly #given = $derived.by((): Dimension[] => {
    const project = this.#project();
    if (!project) return [];
    const level = dividingLevel(project.divisions);
    const trade = textDimension('trade', project.units.trade, TRADES_NAMED);
    return [
      kindDimension(project.units),
      ...(level < 0 ? [] : [divisionDimension(project, level)]),
      ...(trade.keys.length > 2 ? [trade] : []),
    ];
  });
  readonly #judged = $derived.by((): Dimension[] => {
    const audit = this.#audit();
    if (!audit) return [];
    const ledgers = LEDGERS.map((ledger) => ledgerDimension(audit, ledger));
    return [...ledgers, modeDimension(audit), ruleDimension(audit)];
  });
  #assessment = $state.raw<() => Assessment | null>(() => null);
  readonly #steps = $derived.by(() => this.#assessment()?.steps ?? null);
  readonly #norms = $derived.by(() => this.#assessment()?.norms ?? null);
  readonly #assessed = $derived.by((): Dimension[] => {
    const project = this.#project();
    const steps = this.#steps;
    const norms = this.#norms;
    if (!project || !steps || !norms || steps.step.length !== project.units.count) return [];
    return [stepDimension(steps), normDimension(project, norms)];
  });
  readonly dimensions = $derived.by((): readonly Dimension[] => {
    const [kind, ...others] = this.#given;
    if (!kind || this.#judged.length === 0) return [];
    return [kind, ...this.#judged, ...this.#assessed, ...others];
  });
  readonly #totals = $derived.by(() => this.dimensions.map(valueCounts));
  readonly #filter = $derived.by(
    () => new Crossfilter(this.dimensions[0]?.codes.length ?? 0, this.dimensions),
  );
  /** The filter with the brushes on it, in a wrapping of its own each time. */
  readonly #brushed = $derived.by(() => {
    const filter = this.#filter;
    for (const dimension of this.dimensions)
      filter.brush(dimension.id, codesOf(this.brushes, dimension));
    return { filter };
  });
  /** 1 for every unit that passes; null = all. Nothing is made of the units while nothing is brushed. */
  readonly mask = $derived.by((): Uint8Array | null => {
    if (this.brushes.size === 0 || this.dimensions.length === 0) return null;
    const { filter } = this.#brushed;
    return filter.active ? filter.passing : null;
  });
  readonly facets = $derived.by((): Facet[] => {
    const { filter } = this.#brushed;
    return this.dimensions.map((dimension, d) => ({
      dimension,
      n: filter.histogram(dimension.id),
      total: this.#totals[d],
    }));
  });

  constructor(project: () => Project | null, audit: () => Audit | null) {
    this.#project = project;
    this.#audit = audit;
  }

  /** Takes the assessment's dimensions from here, which is asked again whenever it changes. */
  follow(assessment: () => Assessment | null): void {
    this.#assessment = assessment;
  }

  /** Lets only these values pass; null lets all. */
  brush(id: string, keys: Iterable<string> | null): void {
    this.brushes = brushed(this.brushes, id, keys);
  }

  /** Chooses a value alone, or gives up the choice where it was; `add` keeps the other values chosen. */
  toggle(id: string, key: string, add: boolean): void {
    this.brushes = chosenIn(this.brushes, id, key, add);
  }

  /** Leaves one value out or lets it in again, the others being as they are. */
  toggleOut(id: string, key: string): void {
    const dimension = this.dimensions.find((own) => own.id === id);
    if (dimension) this.brushes = leftOut(this.brushes, dimension, key);
  }

  clear(): void {
    this.brushes = brushesOf();
  }

  /** Forgets values that the project has not. */
  settle(): void {
    if (this.brushes.size > 0) this.brushes = knownIn(this.brushes, this.dimensions, ASSESSED);
  }
}
