import { unitLooks } from '#lib/core/coverage/look.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import type { UnitLook } from '#lib/core/coverage/verdict.ts';
import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LEDGERS,
  NONE,
  UNIT_KINDS,
  UNKNOWN,
} from '#lib/core/model.ts';
import type { DivisionLevel, Ledger, UnitKind } from '#lib/core/model.ts';
import { chosen, toggled } from '#lib/state/chosen.ts';
import type { Address, Sort, TableMode } from '#lib/state/address.ts';
import { FIRST_ADDRESS, UNPLACED } from '#lib/state/address.ts';
import type { Wanted } from '#lib/state/counting.svelte.ts';
import type { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { indexOfText, wordAt } from '#lib/core/texts.ts';

/** What is chosen: a record of the divisions, units or facilities. */
export interface Selection {
  type: 'division' | 'unit' | 'facility';
  index: number;
}

/** A figure that was opened: a division (null = everything, -1 = in no division), a kind or all, a ledger. */
export interface FigureAt {
  division: number | null;
  kind: number | null;
  ledger: Ledger;
}

/** Everything chosen on the working screen, and what follows from it at once. */
export class Desk {
  selection = $state.raw<Selection | null>(null);
  hiddenKinds = $state.raw<ReadonlySet<UnitKind>>(chosen());
  hiddenLooks = $state.raw<ReadonlySet<UnitLook>>(chosen(FIRST_ADDRESS.hiddenLooks));
  radiusM = $state.raw<number | null>(null);
  camera = $state.raw<Address['camera']>(null);
  level = $state.raw<DivisionLevel>(FIRST_ADDRESS.level);
  sort = $state.raw<Sort | null>(null);
  layers = $state.raw<Readonly<Record<string, boolean>>>({});
  folded = $state.raw(false);
  figure = $state.raw<FigureAt | null>(null);
  issuesOpen = $state.raw(false);
  /** What a link named and the project has not come for yet. */
  #awaited: Pick<Address, 'selection' | 'figure' | 'camera'> | null = null;
  #ledger = $state.raw<Ledger | null>(null);
  #mode = $state.raw<TableMode | null>(null);

  readonly pack: RulePack;
  readonly #store: ProjectStore;
  readonly project = $derived.by(() => this.#store.opened?.project ?? null);

  readonly #packAudit = $derived.by(() => this.#store.opened?.audit ?? null);
  readonly audit = $derived.by(() => {
    const opened = this.#store.opened;
    const base = this.#packAudit;
    if (!opened || !base || this.radiusM === null) return base;
    const service = serviceVerdicts(opened.project, this.pack, opened.field, this.radiusM);
    return { ...base, service };
  });
  /** The first ledger in which some due unit has an answer; organisation where none has. */
  readonly #firstLedger = $derived.by((): Ledger => {
    const audit = this.#packAudit;
    const answered = LEDGERS.find((ledger) =>
      audit?.[ledger].state.some((state, unit) => audit.due[unit] === 1 && state !== UNKNOWN),
    );
    return answered ?? 'organisation';
  });
  readonly #firstMode = $derived.by((): TableMode =>
    this.project && this.project.divisions.count === 0 ? 'blanks' : 'divisions',
  );
  readonly looks = $derived.by(() =>
    this.project && this.audit ? unitLooks(this.project, this.audit, this.ledger) : null,
  );
  /** Codes of the kinds that count; null = all, units without a kind included. */
  readonly kinds = $derived.by((): number[] | null =>
    this.hiddenKinds.size === 0
      ? null
      : UNIT_KINDS.map((kind, code) => (this.hiddenKinds.has(kind) ? -1 : code)).filter(
          (c) => c >= 0,
        ),
  );
  readonly visibleKinds = $derived.by(() =>
    Uint8Array.from(UNIT_KINDS, (kind) => (this.hiddenKinds.has(kind) ? 0 : 1)),
  );
  readonly wanted = $derived.by((): Wanted | null =>
    this.project && this.audit
      ? { project: this.project, audit: this.audit, kinds: this.kinds }
      : null,
  );
  /** Reach of each facility level in metres, by position in FACILITY_LEVELS: the widest rule. */
  readonly radii = $derived.by(() => ({
    byLevel: FACILITY_LEVELS.map((level) => {
      const own = this.pack.service.reach.filter((rule) => rule.level === level);
      return this.radiusM ?? Math.max(0, ...own.map((rule) => rule.radiusM));
    }),
  }));
  /** The division that lists are about: the chosen one, or that of what is chosen; null = everything. */
  readonly scope = $derived.by((): number | null =>
    this.selection?.type === 'division' ? this.selection.index : null,
  );
  /** 1 for every division inside the scope. */
  readonly inScope = $derived.by((): Uint8Array | null => {
    const divisions = this.project?.divisions;
    const scope = this.scope;
    if (!divisions || scope === null) return null;
    const inside = new Uint8Array(divisions.count);
    for (let d = 0; d < divisions.count; d++)
      inside[d] = d === scope || (divisions.parent[d] >= 0 && inside[divisions.parent[d]]) ? 1 : 0;
    return inside;
  });

  constructor(store: ProjectStore, pack: RulePack) {
    this.#store = store;
    this.pack = pack;
  }

  select(selection: Selection | null): void {
    this.selection = selection;
  }

  toggleKind(kind: UnitKind): void {
    this.hiddenKinds = toggled(this.hiddenKinds, kind);
  }

  toggleLook(look: UnitLook): void {
    this.hiddenLooks = toggled(this.hiddenLooks, look);
  }

  setLayer(layer: string, on: boolean): void {
    this.layers = { ...this.layers, [layer]: on };
  }

  /** Sorts by a column; by the column it is sorted by already, the other way round. */
  sortBy(column: string, descendingFirst: boolean): void {
    const again = this.sort?.column === column;
    this.sort = { column, descending: again ? !this.sort?.descending : descendingFirst };
  }

  get ledger(): Ledger {
    return this.#ledger ?? this.#firstLedger;
  }
  set ledger(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** What the list below the map lists. */
  get mode(): TableMode {
    return this.#mode ?? this.#firstMode;
  }
  set mode(mode: TableMode) {
    if (mode !== this.mode) this.sort = null;
    this.#mode = mode;
  }

  /** Whether a unit is let through by the kind filter. */
  kindShown(unit: number): boolean {
    const kind = this.project?.units.kind[unit] ?? NONE;
    return kind === NONE ? this.hiddenKinds.size === 0 : this.visibleKinds[kind] !== 0;
  }

  /** Forgets what belonged to the project before; what a link named finds its record. */
  settle(): void {
    const awaited = this.#awaited;
    this.#awaited = null;
    this.figure = this.#findFigure(awaited?.figure ?? null);
    this.selection = this.#find(awaited?.selection ?? null);
    this.camera = awaited?.camera ?? null;
    if (!awaited) {
      this.#ledger = null;
      this.#mode = null;
      this.sort = null;
    }
    const levels = this.project?.divisions.level;
    if (levels && !levels.includes(DIVISION_LEVELS.indexOf(this.level)))
      this.level = DIVISION_LEVELS.find((_, code) => levels.includes(code)) ?? this.level;
  }

  /** Takes over the screen that a link describes. */
  adopt(address: Address): void {
    this.#ledger = address.ledger;
    this.hiddenKinds = chosen(address.hiddenKinds);
    this.hiddenLooks = chosen(address.hiddenLooks);
    this.radiusM = address.radiusM;
    this.camera = address.camera;
    this.#mode = address.mode;
    this.level = address.level;
    this.sort = address.sort;
    this.layers = address.layers;
    this.folded = address.folded;
    this.#awaited = address;
    if (this.project) this.settle();
  }

  /** The link of this screen, language and theme aside. */
  address(): Omit<Address, 'locale' | 'theme'> {
    return {
      selection: this.#named() ?? this.#awaited?.selection ?? null,
      ledger: this.ledger === this.#firstLedger && this.project ? null : this.#ledger,
      hiddenKinds: UNIT_KINDS.filter((kind) => this.hiddenKinds.has(kind)),
      hiddenLooks: [...this.hiddenLooks],
      radiusM: this.radiusM,
      camera: this.camera,
      mode: this.mode === this.#firstMode && this.project ? null : this.#mode,
      level: this.level,
      sort: this.sort,
      layers: this.layers,
      folded: this.folded,
      figure: this.#figureNamed() ?? this.#awaited?.figure ?? null,
    };
  }

  #named(): Address['selection'] {
    const { project, selection } = this;
    if (!project || !selection) return null;
    const { type, index } = selection;
    if (type === 'division') return { type, id: project.divisions.code[index] };
    const { id } = type === 'unit' ? project.units : project.facilities;
    return { type, id: wordAt(id, index) };
  }

  #figureNamed(): Address['figure'] {
    const { project, figure } = this;
    if (!project || !figure) return null;
    const { division, kind, ledger } = figure;
    const code = division === null ? null : (project.divisions.code[division] ?? UNPLACED);
    return { ledger, kind: kind === null ? null : (UNIT_KINDS[kind] ?? 'none'), division: code };
  }

  #findFigure(named: Address['figure']): FigureAt | null {
    if (!named || !this.project) return null;
    const { ledger, kind, division } = named;
    const code = kind === null ? null : kind === 'none' ? NONE : UNIT_KINDS.indexOf(kind);
    if (division === null || division === UNPLACED)
      return { ledger, kind: code, division: division === null ? null : -1 };
    const index = this.project.divisions.code.indexOf(division);
    return index < 0 ? null : { ledger, kind: code, division: index };
  }

  #find(named: Address['selection']): Selection | null {
    if (!named || !this.project) return null;
    const { divisions, units, facilities } = this.project;
    const index =
      named.type === 'division'
        ? divisions.code.indexOf(named.id)
        : indexOfText(named.type === 'unit' ? units.id : facilities.id, named.id);
    return index < 0 ? null : { type: named.type, index };
  }
}
