import { walkedM, type ReachAsk } from '#lib/core/reach/answer.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import type { ReachChange, ReachQuestion, SideAnswer, SideField } from '#lib/core/reach/side.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { FACILITY_LEVELS, NONE, type FacilityLevel, type Project } from '#lib/core/model.ts';
import {
  FIRST_REACH,
  type ColumnSet,
  type ReachAddress,
  type ReachSetting,
} from '#lib/state/reach-address.ts';
import type { Reacher } from '#lib/state/reacher.ts';
import { moved, removed, restored, stationsOf } from '#lib/state/scenario-edits.ts';

/** What reach is asked of. */
export interface ReachTable {
  project: Project;
  pack: RulePack;
}

/** One side as it was answered, distances included. */
export interface ReachedSide extends SideAnswer {
  field: SideField;
  cutoffM: number;
}

/** A coherent answer, and what it answers. */
export interface Reached {
  project: Project;
  question: ReachQuestion;
  a: ReachedSide;
  b: ReachedSide | null;
  change: ReachChange | null;
}

/** Why nothing can be asked. */
export type ReachTrouble = 'facilities' | 'places' | 'walk';

/** Places with their distances, as the map draws them: demand first, then units. */
export interface PlacesShown {
  lng: Float64Array;
  lat: Float64Array;
  /** Metres; Infinity where no station can be come to, NaN without a position. */
  firstM: Float64Array;
  secondM: Float64Array;
  /** The same under B; null without one. */
  otherFirstM: Float64Array | null;
  otherSecondM: Float64Array | null;
  /** Another number whenever a distance is another. */
  version: number;
}

/** The levels of facilities that a project has, from the city's down; those without one are points. */
export function levelsOf({ facilities }: Pick<Project, 'facilities'>): FacilityLevel[] {
  const found = (code: number) => facilities.level.includes(code);
  return FACILITY_LEVELS.filter((level, code) => found(code) || (level === 'point' && found(NONE)));
}

/** How far stations reach where nothing is chosen: as the pack has it for the community station, else its nearest. */
export function packMetres({ service: { reach } }: Pick<RulePack, 'service'>): number {
  const own = reach.find(({ level }) => level === 'community');
  return own?.radiusM ?? Math.min(...reach.map(({ radiusM }) => radiusM), 50_000);
}

/** What a side says of a place: by one station, by two, too far, no way there, not known. */
export function verdictAt(
  { field, cutoffM }: ReachedSide,
  place: number,
): 'once' | 'twice' | 'blank' | 'never' | 'unknown' {
  const metres = field.firstM[place];
  if (Number.isNaN(metres)) return 'unknown';
  if (metres > cutoffM) return metres === Infinity ? 'never' : 'blank';
  return field.secondM[place] <= cutoffM ? 'twice' : 'once';
}

/** The setting in metres and levels. */
export function askOf(setting: ReachSetting, { project, pack }: ReachTable): ReachAsk {
  const { method, minutes, pace, metres, snap } = setting;
  const own = levelsOf(project);
  const onFoot = method === 'walk' && minutes !== null;
  return {
    method,
    snap,
    levels: setting.levels ?? own,
    cutoffM: onFoot ? walkedM(minutes, pace) : (metres ?? packMetres(pack)),
  };
}

/** The reach screen: settings, a scenario that never touches the data, and the answer of the last question. */
export class Reaching {
  setting = $state.raw<ReachSetting>(FIRST_REACH.setting);
  /** Another setting that B goes by. */
  pinned = $state.raw<ReachSetting | null>(null);
  edits = $state.raw<readonly ScenarioEdit[]>([]);
  sort = $state.raw<ReachAddress['sort']>(null);
  /** Where the next click on the map puts a station: a new one, or one that is moved. */
  placing = $state.raw<'new' | number | null>(null);
  /** Level of the stations that are put up; null: it counts at any level. */
  newLevel = $state.raw<FacilityLevel | null>(null);
  /** What was clicked that the desk cannot select: a demand point, a station that was put up. */
  chosen = $state.raw<{ type: 'demand' | 'added'; index: number } | null>(null);
  /** Where the map is parted between A and B, a share of its width; null shows what differs. */
  swipe = $state.raw<number | null>(null);
  /** Whether the map shows the ground in reach. */
  showArea = $state.raw(false);
  columns = $state.raw<ColumnSet>(FIRST_REACH.columns);
  /** The figure whose rows are open. */
  figure = $state.raw<ReachAddress['figure']>(null);
  reached = $state.raw<Reached | null>(null);
  busy = $state.raw(false);
  failed = $state.raw<string | null>(null);
  #past = $state.raw<readonly (readonly ScenarioEdit[])[]>([]);
  #version = $state.raw(0);
  #fields: { a: SideField | null; b: SideField | null } = { a: null, b: null };
  readonly #reacher: Reacher;
  readonly #table: () => ReachTable | null;
  #wanted: { project: Project; question: ReachQuestion } | null = null;
  #run = 0;
  #settled: Project | null = null;
  /** The station that is being dragged: its way is one step. */
  #dragged = $state.raw<number | null>(null);

  readonly trouble = $derived.by((): ReachTrouble | null => {
    const project = this.#table()?.project;
    if (!project) return null;
    const { facilities, demand, units, walk } = project;
    if (facilities.count === 0 && this.edits.length === 0) return 'facilities';
    if (demand.count + units.count === 0) return 'places';
    const methods = [this.setting.method, this.pinned?.method];
    return walk.count === 0 && methods.includes('walk') ? 'walk' : null;
  });
  readonly wanted = $derived.by(() => {
    const table = this.#table();
    if (!table || this.trouble) return null;
    const a = { ...askOf(this.setting, table), edits: [] };
    const compared = this.pinned !== null || this.edits.length > 0;
    const b = { ...askOf(this.pinned ?? this.setting, table), edits: this.edits };
    return { project: table.project, question: { a, b: compared ? b : null } };
  });
  /** How far A and B reach, metres, as soon as it is chosen; NaN where nothing is asked. */
  readonly cutoffM = $derived.by(() => this.wanted?.question.a.cutoffM ?? NaN);
  readonly otherCutoffM = $derived.by(() => this.wanted?.question.b?.cutoffM ?? NaN);
  readonly stations = $derived.by(() => {
    const table = this.#table();
    return table ? stationsOf(table.project.facilities, this.edits) : [];
  });
  readonly #measured = $derived.by(() => this.reached?.project ?? null);
  /** The same columns as long as the project is the same. */
  readonly #positions = $derived.by(() => {
    if (!this.#measured) return null;
    const { demand, units } = this.#measured;
    const column = (name: 'lng' | 'lat') => {
      const all = new Float64Array(demand.count + units.count);
      all.set(demand[name]);
      all.set(units[name], demand.count);
      return all;
    };
    return { lng: column('lng'), lat: column('lat') };
  });
  readonly placesShown = $derived.by((): PlacesShown | null => {
    const { reached } = this;
    if (!reached || !this.#positions) return null;
    const { a, b } = reached;
    return {
      ...this.#positions,
      firstM: a.field.firstM,
      secondM: a.field.secondM,
      otherFirstM: b?.field.firstM ?? null,
      otherSecondM: b?.field.secondM ?? null,
      version: this.#version,
    };
  });

  /** `table` is what is on the screen, null where the screen is another. */
  constructor(reacher: Reacher, table: () => ReachTable | null) {
    this.#reacher = reacher;
    this.#table = table;
  }

  /** Whether something can be taken back. */
  get undoable(): boolean {
    return this.#past.length > 0;
  }

  set(change: Partial<ReachSetting>): void {
    this.setting = { ...this.setting, ...change };
  }

  /** Switches a level on or off. */
  toggle(level: FacilityLevel): void {
    const table = this.#table();
    if (!table) return;
    const on = this.setting.levels ?? levelsOf(table.project);
    const next = on.includes(level) ? on.filter((own) => own !== level) : [...on, level];
    this.set({ levels: FACILITY_LEVELS.filter((own) => next.includes(own)) });
  }

  sortBy(column: string, descendingFirst: boolean): void {
    const again = this.sort?.column === column;
    this.sort = { column, descending: again ? !this.sort?.descending : descendingFirst };
  }

  add(name: string, lng: number, lat: number): void {
    const level = this.newLevel;
    this.#edit([...this.edits, { name, lng, lat, ...(level ? { level } : {}) }]);
  }
  /** Puts a station elsewhere; while it is `dragged` all its way is one step. */
  move(station: number, lng: number, lat: number, dragged = false): void {
    const facilities = this.#table()?.project.facilities;
    if (!facilities) return;
    const next = moved(facilities, this.edits, station, [lng, lat]);
    if (dragged && this.#dragged === station) this.edits = next;
    else this.#edit(next);
    this.#dragged = dragged ? station : null;
  }
  /** The station that is being dragged. */
  get dragging(): number | null {
    return this.#dragged;
  }
  /** Ends a drag. */
  drop(): void {
    this.#dragged = null;
  }
  remove(station: number): void {
    const facilities = this.#table()?.project.facilities;
    if (facilities) this.#edit(removed(facilities, this.edits, station));
  }
  restore(station: number): void {
    const facilities = this.#table()?.project.facilities;
    if (facilities) this.#edit(restored(facilities, this.edits, station));
  }
  /** Takes over a whole scenario. */
  load(edits: readonly ScenarioEdit[]): void {
    this.#edit(edits);
  }
  undo(): void {
    const before = this.#past[this.#past.length - 1];
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.edits = before;
    this.placing = null;
  }

  /** A scenario belongs to its project: another one begins without. */
  settle(project: Project): void {
    if (this.#settled && this.#settled !== project) {
      this.edits = [];
      this.#past = [];
      this.placing = null;
      this.chosen = null;
    }
    this.#settled = project;
  }

  /** Wants an answer; of several questions in a row the last is answered. null keeps what is there. */
  follow(wanted: { project: Project; question: ReachQuestion } | null): void {
    if (this.#wanted && wanted && this.#wanted.project !== wanted.project) this.#stop();
    this.#wanted = wanted;
    if (wanted && !this.busy) void this.#work();
  }

  /** Asks again after a failure. */
  again(): void {
    this.failed = null;
    this.follow(this.wanted);
  }

  adopt({ setting, pinned, edits, sort, area, columns, swipe, figure }: ReachAddress): void {
    this.setting = setting;
    this.pinned = pinned;
    this.edits = edits;
    this.sort = sort;
    this.showArea = area;
    this.columns = columns;
    this.swipe = swipe;
    this.figure = figure;
    this.#past = [];
  }
  address(): ReachAddress {
    const { setting, pinned, edits, sort, showArea, columns, swipe, figure } = this;
    return { setting, pinned, edits, sort, area: showArea, columns, swipe, figure };
  }

  #edit(edits: readonly ScenarioEdit[]): void {
    if (edits === this.edits) return;
    this.#past = [...this.#past, this.edits];
    this.edits = edits;
    this.#dragged = null;
  }

  #stop(): void {
    this.#run++;
    this.#reacher.end();
    this.busy = false;
    this.reached = null;
    this.failed = null;
  }

  async #work(): Promise<void> {
    const run = this.#run;
    this.busy = true;
    try {
      while (this.#wanted && this.#wanted.question !== this.reached?.question) {
        const { project, question } = this.#wanted;
        const answer = await this.#reacher.answer(project, question);
        if (run !== this.#run) return;
        this.#take(project, question, answer);
      }
      this.failed = null;
    } catch (reason) {
      if (run !== this.#run) return;
      // What the next worker answers is whole again.
      this.#wanted = null;
      this.failed = reason instanceof Error ? reason.message : String(reason);
    } finally {
      if (run === this.#run) this.busy = false;
    }
  }

  #take(
    project: Project,
    question: ReachQuestion,
    { a, b, change }: Awaited<ReturnType<Reacher['answer']>>,
  ): void {
    if (a.field || b?.field) this.#version++;
    const fields = (this.#fields = {
      a: a.field ?? this.#fields.a,
      b: b?.field ?? this.#fields.b,
    });
    const side = (answer: SideAnswer, field: SideField | null, cutoffM: number) => ({
      ...answer,
      field: field!,
      cutoffM,
    });
    this.reached = {
      project,
      question,
      a: side(a, fields.a, question.a.cutoffM),
      b: b && question.b ? side(b, fields.b, question.b.cutoffM) : null,
      change,
    };
  }
}
