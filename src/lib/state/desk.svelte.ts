import { unitLooks } from '#lib/core/coverage/look.ts';
import type { RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import { ruleSetAt, ruleSets } from '#lib/core/coverage/rule-sets.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import { outsetOf, type Outset } from '#lib/core/report/tally/outset.ts';
import type { UnitLook } from '#lib/core/coverage/verdict.ts';
import { DIVISION_LEVELS, FACILITY_LEVELS, NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { DivisionLevel, Ledger } from '#lib/core/model.ts';
import { brushesOf } from '#lib/state/brushes.ts';
import { chosen, toggled } from '#lib/state/chosen.ts';
import { NATIONAL } from '#data/rules/shipped.ts';
import type {
  Address,
  DeskView,
  SelectionType,
  Side,
  Sort,
  TableMode,
} from '#lib/state/address.ts';
import { FIRST_ADDRESS, UNPLACED } from '#lib/state/address.ts';
import type { FigureRows } from '#lib/core/report/figures.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import type { Earlier } from '#lib/core/report/improvement.ts';
import type { RankingChoice } from '#lib/core/report/lists/list-input.ts';
import type { Peers } from '#lib/core/report/ranking.ts';
import type { Audited } from '#lib/state/assessor.ts';
import type { Wanted } from '#lib/state/counting.svelte.ts';
import { Filtering } from '#lib/state/filtering.svelte.ts';
import type { ProjectStore } from '#lib/state/project-store.svelte.ts';
import { indexOfText, wordAt } from '#lib/core/texts.ts';

/** What is chosen: a record of a table, or a group by its place. */
export interface Selection {
  type: SelectionType;
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
  /** What the column left of the map shows. */
  side = $state.raw<Side>(FIRST_ADDRESS.side);
  hiddenLooks = $state.raw<ReadonlySet<UnitLook>>(chosen(FIRST_ADDRESS.hiddenLooks));
  radiusM = $state.raw<number | null>(null);
  camera = $state.raw<Address['camera']>(null);
  level = $state.raw<DivisionLevel>(FIRST_ADDRESS.level);
  sort = $state.raw<Sort | null>(null);
  peers = $state.raw<Peers>(FIRST_ADDRESS.peers);
  /** The earlier result that ranks are compared with; not in a link, as it is a file. */
  earlier = $state.raw<Earlier | null>(null);
  layers = $state.raw<Readonly<Record<string, boolean>>>({});
  folded = $state.raw(false);
  figure = $state.raw<FigureAt | null>(null);
  /** Rows of a list that were opened from a figure. */
  rows = $state.raw<FigureRows | null>(null);
  #view = $state.raw<DeskView>('map');
  /** What the rules and the brief lie over. */
  #behind: 'map' | 'reach' | 'siting' = 'map';
  /** The group that units clicked on the map are added to. */
  adding = $state.raw<{ type: 'joint_group' | 'grid_group'; index: number } | null>(null);
  issuesOpen = $state.raw(false);
  /** What a link named and the project has not come for yet. */
  #awaited: Pick<Address, 'selection' | 'figure' | 'camera'> | null = null;
  #ledger = $state.raw<Ledger | null>(null);
  #mode = $state.raw<TableMode | null>(null);

  readonly #store: ProjectStore;
  readonly project = $derived.by(() => this.#store.opened?.project ?? null);

  /** The rule pack that everything on the desk is decided by. */
  readonly pack = $derived.by((): RulePack => this.#store.pack);
  readonly #packAudit = $derived.by(() => this.#store.opened?.audit ?? null);
  readonly audit = $derived.by(() => {
    const opened = this.#store.opened;
    const base = this.#packAudit;
    if (!opened || !base || this.radiusM === null) return base;
    const service = serviceVerdicts(opened.project, this.pack, opened.field, this.radiusM);
    return { ...base, service };
  });
  /** What follows from the project alone, while nothing is chosen. */
  readonly outset = $derived.by((): Outset | null => {
    const opened = this.#store.opened;
    return opened && (opened.outset ?? outsetOf(opened.project, opened.audit));
  });
  readonly #firstLedger = $derived.by((): Ledger => this.outset?.ledger ?? 'organisation');
  readonly #firstMode = $derived.by((): TableMode =>
    this.project && this.project.divisions.count === 0 ? 'blanks' : 'divisions',
  );
  readonly looks = $derived.by(() => {
    const { project, audit, outset, ledger } = this;
    if (!project || !audit || !outset) return null;
    const isFirst = audit === this.#packAudit && ledger === outset.ledger;
    return isFirst ? outset.looks : unitLooks(project, audit, ledger);
  });
  readonly filtering = new Filtering(
    () => this.project,
    () => this.audit,
  );
  /** 1 for every unit that passes the filter; null = all. */
  readonly mask = $derived.by(() => this.filtering.mask);
  readonly wanted = $derived.by((): Wanted | null => {
    const { project, audit, mask } = this;
    const outset = audit === this.#packAudit ? this.outset : null;
    return project && audit ? { project, audit, mask, outset } : null;
  });
  /** What the assessment on the screen is to be of. */
  readonly audited = $derived.by((): Audited | null => {
    const opened = this.#store.opened;
    const { audit, pack, radiusM } = this;
    return (
      opened && audit && { project: opened.project, field: opened.field, audit, pack, radiusM }
    );
  });
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

  /** What the ranking ranks. */
  readonly ranking = $derived.by((): RankingChoice => {
    const { level, ledger, peers, earlier } = this;
    return { level, ledger, peers, earlier };
  });

  constructor(store: ProjectStore) {
    this.#store = store;
  }

  select(selection: Selection | null): void {
    this.selection = selection;
    this.adding = null;
  }

  toggleLook(look: UnitLook): void {
    this.hiddenLooks = toggled(this.hiddenLooks, look);
  }

  /** Closes what lies uppermost; the last thing is what is selected. */
  closeUppermost(): void {
    if (this.view === 'report' || this.view === 'rules') this.back();
    else if (this.adding) this.adding = null;
    else if (this.rows) this.rows = null;
    else if (this.figure) this.figure = null;
    else if (this.issuesOpen) this.issuesOpen = false;
    else if (this.selection) this.select(null);
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

  get view(): DeskView {
    return this.#view;
  }
  set view(view: DeskView) {
    this.#view = view;
    if (view === 'map' || view === 'reach' || view === 'siting') this.#behind = view;
  }

  /** Leaves the rules or the brief for what they lie over. */
  back(): void {
    this.view = this.#behind;
  }

  /** What the list below the map lists. */
  get mode(): TableMode {
    return this.#mode ?? this.#firstMode;
  }
  set mode(mode: TableMode) {
    if (mode !== this.mode) this.sort = null;
    this.#mode = mode;
  }

  /** The rules that a unit follows: those of its district. */
  rulesOf(unit: number): RuleSet {
    const { project, pack } = this;
    if (!project) return pack;
    return ruleSetAt(ruleSets(project.divisions, pack), project.units.division[unit]);
  }

  /** Forgets what belonged to the project before; what a link named finds its record. */
  settle(): void {
    const awaited = this.#awaited;
    this.#awaited = null;
    this.filtering.settle();
    this.figure = this.#findFigure(awaited?.figure ?? null);
    this.selection = this.#find(awaited?.selection ?? null);
    this.camera = awaited?.camera ?? null;
    if (!awaited) {
      this.rows = null;
      this.#ledger = null;
      this.#mode = null;
      this.sort = null;
      this.earlier = null;
    }
    const levels = this.project?.divisions.level;
    if (levels && !levels.includes(DIVISION_LEVELS.indexOf(this.level)))
      this.level = DIVISION_LEVELS.find((_, code) => levels.includes(code)) ?? this.level;
  }

  /** Takes over the screen that a link describes. */
  adopt(address: Address): void {
    this.#ledger = address.ledger;
    this.side = address.side;
    this.filtering.brushes = brushesOf(address.brushes);
    this.hiddenLooks = chosen(address.hiddenLooks);
    this.radiusM = address.radiusM;
    this.camera = address.camera;
    this.#mode = address.mode;
    this.level = address.level;
    this.sort = address.sort;
    this.peers = address.peers;
    this.layers = address.layers;
    this.folded = address.folded;
    this.rows = address.rows;
    this.view = address.view;
    this.#awaited = address;
    if (this.project) this.settle();
  }

  /** The link of this screen, language and theme aside. */
  address(): Omit<Address, 'locale' | 'theme' | 'reach' | 'siting'> {
    return {
      selection: this.#named() ?? this.#awaited?.selection ?? null,
      ledger: this.ledger === this.#firstLedger && this.project ? null : this.#ledger,
      side: this.side,
      brushes: Object.fromEntries(
        Array.from(this.filtering.brushes, ([id, keys]) => [id, [...keys]]),
      ),
      hiddenLooks: [...this.hiddenLooks],
      radiusM: this.radiusM,
      camera: this.camera,
      mode: this.mode === this.#firstMode && this.project ? null : this.#mode,
      level: this.level,
      sort: this.sort,
      peers: this.peers,
      layers: this.layers,
      folded: this.folded,
      rules: this.pack.id === NATIONAL ? null : this.pack.id,
      figure: this.#figureNamed() ?? this.#awaited?.figure ?? null,
      rows: this.rows,
      view: this.view,
    };
  }

  #named(): Address['selection'] {
    const { project, selection } = this;
    if (!project || !selection) return null;
    const { type, index } = selection;
    if (type === 'division') return { type, id: project.divisions.code[index] };
    if (type !== 'unit' && type !== 'facility') return { type, id: groupId(type, index) };
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
    const { type } = named;
    if (type !== 'division' && type !== 'unit' && type !== 'facility')
      return { type, index: Number(named.id.slice(1)) - 1 };
    const index =
      type === 'division'
        ? divisions.code.indexOf(named.id)
        : indexOfText(type === 'unit' ? units.id : facilities.id, named.id);
    return index < 0 ? null : { type, index };
  }
}
