import type {
  DistanceSummary,
  NetworkSummary,
  ReachAsk,
  ReachCounts,
} from '#lib/core/reach/answer.ts';
import { reachDifference, type MeasureChange, type ReachMeasure } from '#lib/core/reach/compare.ts';
import type { DivisionDistances } from '#lib/core/reach/distance-summary.ts';
import { radiusMeasure } from '#lib/core/reach/reach-area.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach, type ReachOptions } from '#lib/core/reach/reach.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { FACILITY_LEVELS, type FacilityLevel, type Project } from '#lib/core/model.ts';
import { wordAt } from '#lib/core/texts.ts';

type Place = readonly [lng: number, lat: number];

/** One setting, over the data or over a scenario. */
export interface SideAsk extends ReachAsk {
  edits: readonly ScenarioEdit[];
}

/** What does not depend on how far one reaches; distances in metres, demand first, then units. */
export interface SideField {
  distances: DistanceSummary;
  network: NetworkSummary | null;
  firstM: Float64Array;
  secondM: Float64Array;
  /** Record of the nearest facility, or `facilities.count` and on for those put up; -1 for none. */
  first: Int32Array;
}

export interface SideAnswer {
  counts: ReachCounts;
  /** By straight line; null on foot. */
  area: { unionM2: number; perimeterM: number } | null;
  /** null where it is as in the answer before. */
  field: SideField | null;
}

/** Two settings side by side; B null where there is nothing to compare with. */
export interface ReachQuestion {
  a: SideAsk;
  b: SideAsk | null;
}

/** What distances hang on: the setting and the stations, not how far one reaches. */
export type FieldAsk = Omit<SideAsk, 'cutoffM'>;
export interface DistancesAsk {
  a: FieldAsk;
  b: FieldAsk | null;
}
/** Distances by division under A, and under B where there is one. */
export interface DistancesAnswer {
  a: DivisionDistances;
  b: DivisionDistances | null;
}

/** Who gains and who loses from A to B, by what is counted. */
export type ReachChange = Record<ReachMeasure, MeasureChange>;

export interface ReachAnswer {
  a: SideAnswer;
  b: SideAnswer | null;
  change: ReachChange | null;
}

/** Where a scenario has the stations that it changes, by their numbers; null where it takes one out. */
export function changedStations(
  { facilities }: Pick<Project, 'facilities'>,
  edits: readonly ScenarioEdit[],
  levels: readonly FacilityLevel[],
): Map<number, Place | null> {
  const changed = new Map<number, Place | null>();
  const record = new Map<string, number>();
  if (edits.some(({ station }) => station !== undefined))
    for (let i = 0; i < facilities.count; i++) record.set(wordAt(facilities.id, i), i);
  let added = facilities.count;
  for (const edit of edits) {
    if (edit.station === undefined) {
      const counts = edit.level === undefined || levels.includes(edit.level);
      changed.set(added++, counts ? [edit.lng, edit.lat] : null);
      continue;
    }
    const station = record.get(edit.station);
    // One without a level counts as the lowest.
    const level = station === undefined ? undefined : FACILITY_LEVELS[facilities.level[station]];
    if (station === undefined || !levels.includes(level ?? 'point')) continue;
    changed.set(station, edit.removed ? null : [edit.lng, edit.lat]);
  }
  return changed;
}

/** One side: keeps its distances from question to question, and changes only the stations that differ. */
class ReachSide {
  readonly #project: Project;
  readonly #ground: Ground;
  #setting = '';
  #reach: Reach | null = null;
  /** The engine's number of each station by its number in the scenario, and back. */
  #number = new Map<number, number>();
  #record: number[] = [];
  /** Where stations are that are not as in the data. */
  #placed = new Map<number, Place | null>();
  /** Whether distances have changed since they were last answered. */
  #fresh = true;

  constructor(project: Project, ground: Ground) {
    this.#project = project;
    this.#ground = ground;
  }

  get firstM(): Float64Array {
    return this.#reach!.nearest.firstM;
  }

  answer({ cutoffM, ...ask }: SideAsk): SideAnswer {
    const reach = this.#under(ask);
    const field = this.#fresh ? this.#field() : null;
    this.#fresh = false;
    return {
      counts: reach.counts(cutoffM),
      area: ask.method === 'radius' ? radiusMeasure(this.#stations(), cutoffM) : null,
      field,
    };
  }

  distances(ask: FieldAsk): DivisionDistances {
    return this.#under(ask).divisionDistances();
  }

  /** Reach under a setting, with the stations where its scenario has them. */
  #under({ method, levels, snap, edits }: FieldAsk): Reach {
    const setting = [method, snap, ...levels].join();
    if (setting !== this.#setting || this.#reach === null) {
      this.#begin(setting, { method, levels, snap });
      this.#fresh = true;
    }
    if (this.#place(changedStations(this.#project, edits, levels))) this.#fresh = true;
    return this.#reach!;
  }

  #begin(setting: string, options: ReachOptions): void {
    this.#reach = null;
    const reach = new Reach(this.#project, options, this.#ground);
    this.#record = Array.from({ length: reach.stationCount }, (_, i) => reach.stationRecord(i));
    this.#number = new Map(this.#record.map((record, i) => [record, i]));
    this.#placed = new Map();
    this.#reach = reach;
    this.#setting = setting;
  }

  /** Puts the stations where they are to be; whether any had to be moved. */
  #place(wanted: Map<number, Place | null>): boolean {
    const before = this.#placed;
    this.#placed = wanted;
    let moved = false;
    for (const station of new Set([...before.keys(), ...wanted.keys()])) {
      const from = this.#whereIn(before, station);
      const to = this.#whereIn(wanted, station);
      if (from?.[0] === to?.[0] && from?.[1] === to?.[1]) continue;
      this.#reach!.setStation(this.#numberOf(station), to?.[0] ?? NaN, to?.[1] ?? NaN);
      moved = true;
    }
    return moved;
  }

  /** Where the stations stand, by the engine's numbers. */
  #stations(): { lng: Float64Array; lat: Float64Array } {
    const at = this.#record.map((station) => this.#whereIn(this.#placed, station));
    return {
      lng: Float64Array.from(at, (place) => place?.[0] ?? NaN),
      lat: Float64Array.from(at, (place) => place?.[1] ?? NaN),
    };
  }

  /** Where a station is under some changes; null for one that is not there. */
  #whereIn(changes: Map<number, Place | null>, station: number): Place | null {
    const { count, lng, lat } = this.#project.facilities;
    const change = changes.get(station);
    if (change !== undefined) return change;
    return station < count ? [lng[station], lat[station]] : null;
  }

  #numberOf(station: number): number {
    const known = this.#number.get(station);
    if (known !== undefined) return known;
    const number = this.#record.push(station) - 1;
    this.#number.set(station, number);
    return number;
  }

  #field(): SideField {
    const reach = this.#reach!;
    const { firstM, secondM, first } = reach.nearest;
    return {
      distances: reach.distances(),
      network: reach.network,
      firstM: firstM.slice(),
      secondM: secondM.slice(),
      first: first.map((number) => this.#record[number] ?? -1),
    };
  }
}

/** Answers questions about one project, keeping what the next one can use. */
export class ReachSides {
  readonly #a: ReachSide;
  readonly #b: ReachSide;
  readonly #project: Project;

  constructor(project: Project, ground = new Ground(project)) {
    this.#project = project;
    this.#a = new ReachSide(project, ground);
    this.#b = new ReachSide(project, ground);
  }

  answer({ a, b }: ReachQuestion): ReachAnswer {
    const first = this.#a.answer(a);
    if (!b) return { a: first, b: null, change: null };
    const second = this.#b.answer(b);
    const { measures } = reachDifference(
      this.#project,
      { distanceM: this.#a.firstM, cutoffM: a.cutoffM, counts: first.counts },
      { distanceM: this.#b.firstM, cutoffM: b.cutoffM, counts: second.counts },
    );
    return { a: first, b: second, change: measures };
  }

  /** How far each division's people are, which no cutoff changes. */
  distances({ a, b }: DistancesAsk): DistancesAnswer {
    return { a: this.#a.distances(a), b: b && this.#b.distances(b) };
  }
}

/** The columns of an answer that are as long as there are places, to be handed over without a copy. */
export const longColumns = ({ a, b }: ReachAnswer): ArrayBufferLike[] =>
  [a.field, b?.field].flatMap((field) =>
    field ? [field.firstM.buffer, field.secondM.buffer, field.first.buffer] : [],
  );
