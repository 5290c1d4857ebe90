import { audit } from '#lib/core/coverage/audit.ts';
import { unitLooks } from '#lib/core/coverage/look.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import type { UnitLook } from '#lib/core/coverage/verdict.ts';
import { DIVISION_LEVELS, FACILITY_LEVELS, NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { DivisionLevel, Ledger, UnitKind } from '#lib/core/model.ts';
import { chosen, toggled } from '#lib/state/chosen.ts';
import type { Address, Sort, TableMode } from '#lib/state/address.ts';
import { FIRST_ADDRESS } from '#lib/state/address.ts';
import type { Wanted } from '#lib/state/counting.svelte.ts';
import type { ProjectStore } from '#lib/state/project-store.svelte.ts';

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
  ledger = $state.raw<Ledger>(FIRST_ADDRESS.ledger);
  hiddenKinds = $state.raw<ReadonlySet<UnitKind>>(chosen());
  hiddenLooks = $state.raw<ReadonlySet<UnitLook>>(chosen(FIRST_ADDRESS.hiddenLooks));
  radiusM = $state.raw<number | null>(null);
  camera = $state.raw<Address['camera']>(null);
  mode = $state.raw<TableMode>(FIRST_ADDRESS.mode);
  level = $state.raw<DivisionLevel>(FIRST_ADDRESS.level);
  sort = $state.raw<Sort | null>(null);
  layers = $state.raw<Readonly<Record<string, boolean>>>({});
  folded = $state.raw(false);
  figure = $state.raw<FigureAt | null>(null);
  issuesOpen = $state.raw(false);
  /** A selection that a link named and the project has not come for yet. */
  #awaited: Address['selection'] = null;

  readonly pack: RulePack;
  readonly #store: ProjectStore;
  readonly project = $derived.by(() => this.#store.opened?.project ?? null);

  readonly #packAudit = $derived.by(() => {
    const opened = this.#store.opened;
    return opened && audit(opened.project, this.pack, opened.field, { radiusM: null });
  });
  readonly audit = $derived.by(() => {
    const opened = this.#store.opened;
    const base = this.#packAudit;
    if (!opened || !base || this.radiusM === null) return base;
    const service = serviceVerdicts(opened.project, this.pack, opened.field, this.radiusM);
    return { ...base, service };
  });
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

  setMode(mode: TableMode): void {
    if (mode !== this.mode) this.sort = null;
    this.mode = mode;
  }

  /** Whether a unit is let through by the kind filter. */
  kindShown(unit: number): boolean {
    const kind = this.project?.units.kind[unit] ?? NONE;
    return kind === NONE ? this.hiddenKinds.size === 0 : this.visibleKinds[kind] !== 0;
  }

  /** Forgets what belonged to the project before; a selection named by a link finds its record. */
  settle(): void {
    this.figure = null;
    this.selection = this.#find(this.#awaited);
    if (!this.#awaited) this.camera = null;
    this.#awaited = null;
    const levels = this.project?.divisions.level;
    if (levels && !levels.includes(DIVISION_LEVELS.indexOf(this.level)))
      this.level = DIVISION_LEVELS.find((_, code) => levels.includes(code)) ?? this.level;
  }

  /** Takes over the screen that a link describes. */
  adopt(address: Address): void {
    this.ledger = address.ledger;
    this.hiddenKinds = chosen(address.hiddenKinds);
    this.hiddenLooks = chosen(address.hiddenLooks);
    this.radiusM = address.radiusM;
    this.camera = address.camera;
    this.mode = address.mode;
    this.level = address.level;
    this.sort = address.sort;
    this.layers = address.layers;
    this.folded = address.folded;
    this.#awaited = address.selection;
    if (this.project) this.selection = this.#find(address.selection);
  }

  /** The link of this screen, language and theme aside. */
  address(): Omit<Address, 'locale' | 'theme'> {
    return {
      selection: this.#named() ?? this.#awaited,
      ledger: this.ledger,
      hiddenKinds: UNIT_KINDS.filter((kind) => this.hiddenKinds.has(kind)),
      hiddenLooks: [...this.hiddenLooks],
      radiusM: this.radiusM,
      camera: this.camera,
      mode: this.mode,
      level: this.level,
      sort: this.sort,
      layers: this.layers,
      folded: this.folded,
    };
  }

  #named(): Address['selection'] {
    const { project, selection } = this;
    if (!project || !selection) return null;
    const { type, index } = selection;
    if (type === 'division') return { type, id: project.divisions.code[index] };
    return { type, id: (type === 'unit' ? project.units : project.facilities).id[index] };
  }

  #find(named: Address['selection']): Selection | null {
    if (!named || !this.project) return null;
    const { divisions, units, facilities } = this.project;
    const ids = { division: divisions.code, unit: units.id, facility: facilities.id }[named.type];
    const index = ids.indexOf(named.id);
    return index < 0 ? null : { type: named.type, index };
  }
}
