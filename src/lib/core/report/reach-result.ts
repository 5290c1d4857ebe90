import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { DivisionLevel, FacilityLevel, Project } from '#lib/core/model.ts';
import type {
  DistanceSummary,
  NetworkSummary,
  ReachArea,
  ReachCounts,
} from '#lib/core/reach/answer.ts';
import { coveredGround, coveredShare } from '#lib/core/reach/covered-ground.ts';
import type { DivisionDistances } from '#lib/core/reach/distance-summary.ts';
import type { Pace, ReachMethod, Snap } from '#lib/core/reach/field.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import type { RefusedLines } from '#lib/core/reach/walk/network.ts';
import { linedJson } from '#lib/core/report/lined-json.ts';
import type { AreaQuestion } from '#lib/core/report/reach-features.ts';
import { textAt } from '#lib/core/texts.ts';

/** What reach was found by one way of snapping, or by circles. */
export interface ReachFound {
  counts: ReachCounts;
  distances: DistanceSummary;
  network: NetworkSummary | null;
}

export interface ReachResultInput extends ReachFound {
  /** As it is under the scenario. */
  project: Project;
  question: AreaQuestion;
  area: ReachArea;
  /** Distances by division. */
  divided: DivisionDistances;
  /** The same under the other way of snapping, null where nothing is walked. */
  other: ReachFound | null;
  scenario: readonly ScenarioEdit[] | null;
}

/** Shares are of what is there, null where nothing is. */
interface DemandBlock {
  points: number;
  weight: number;
  reached_points: number;
  reached_weight: number;
  reached_share_of_points: number | null;
  reached_share_of_weight: number | null;
}

interface Reached {
  total: number;
  reached: number;
  reached_share: number | null;
}

interface DistanceBlock {
  mean_m: number | null;
  p95_m: number | null;
  worst_m: number | null;
  /** The place that is worst off. */
  worst: { table: 'demand' | 'units'; id: string | null } | null;
  /** What can come to no facility at all. */
  unreachable_weight: number;
}

interface SnappedBlock {
  places: number;
  too_far: number;
  mean_m: number | null;
  worst_m: number | null;
}

interface NetworkBlock {
  nodes: number;
  edges: number;
  length_m: number;
  components: number;
  refused: RefusedLines;
  snapped: SnappedBlock;
}

/** The figures that depend on how places join the network. Null where the folder has nothing to count. */
interface FoundBlock {
  demand: DemandBlock | null;
  units: Reached & { unknown: number };
  households: Reached | null;
  employees: Reached | null;
  second: {
    demand: Omit<DemandBlock, 'points' | 'weight'> | null;
    units: Omit<Reached, 'total'>;
  };
  distance: DistanceBlock;
}

/** A division with everything below it. Demand, households and employees are null where nothing is known of them. */
export interface ReachDivision {
  code: string;
  name: string;
  level: DivisionLevel;
  parent: string | null;
  points: number | null;
  weight: number | null;
  reached_points: number | null;
  reached_weight: number | null;
  reached_twice_points: number | null;
  reached_twice_weight: number | null;
  units: number;
  reached_units: number;
  reached_twice_units: number;
  unknown_units: number;
  households: number | null;
  reached_households: number | null;
  employees: number | null;
  reached_employees: number | null;
  area_share: number | null;
  mean_m: number | null;
  p95_m: number | null;
  worst_m: number | null;
  unreachable_weight: number;
}

/** The contract's `reach.json`. */
export interface ReachResult extends FoundBlock {
  format: 'lacuna-reach';
  version: 1;
  project: { name: string | null; fictional: boolean; attribution: string | null };
  method: ReachMethod;
  cutoff_m: number;
  minutes: number | null;
  pace: Pace | null;
  /** Null where nothing is walked. */
  snap: Snap | null;
  levels: FacilityLevel[];
  /** Facilities of these levels that have a position. */
  stations: number;
  scenario: { moved: number; removed: number; added: number } | null;
  /** `error`: what the method may misstate of areas and shares, relative. */
  area_m2: { union: number; perimeter_m: number; error: number };
  /** What is worth knowing of the stations, and of how many. */
  notes: ReachArea['notes'];
  network: NetworkBlock | null;
  /** The same under the other way of snapping. */
  node_snap?: FoundBlock & { snapped: SnappedBlock | null };
  edge_snap?: FoundBlock & { snapped: SnappedBlock | null };
  divisions: ReachDivision[];
  issues: number;
}

const rounded = (value: number, unit: number): number => Math.round(value * unit) / unit;
/** Metres and square metres: two decimals; null for what is no number. */
const metres = (value: number): number | null =>
  Number.isFinite(value) ? rounded(value, 100) : null;
/** Sums of weights differ in their last bits by the order they are added in. */
const weight = (value: number): number => rounded(value, 1e6);
const share = (part: number, all: number): number | null =>
  all > 0 ? rounded(part / all, 1e6) : null;

const known = (column: Float64Array): boolean => column.some((value) => !Number.isNaN(value));

function reached(all: Float64Array, part: Float64Array, at: number): Reached {
  return {
    total: weight(all[at]),
    reached: weight(part[at]),
    reached_share: share(part[at], all[at]),
  };
}

function demandBlock(counts: ReachCounts, at: number): DemandBlock {
  const { points, weight: weights, reachedPoints, reachedWeight } = counts;
  return {
    points: points[at],
    weight: weight(weights[at]),
    reached_points: reachedPoints[at],
    reached_weight: weight(reachedWeight[at]),
    reached_share_of_points: share(reachedPoints[at], points[at]),
    reached_share_of_weight: share(reachedWeight[at], weights[at]),
  };
}

function distanceBlock(
  { demand, units }: Project,
  { meanM, p95M, worstM, worst, unreachable }: DistanceSummary,
): DistanceBlock {
  const worstOff = (): DistanceBlock['worst'] => {
    if (worst < 0) return null;
    if (worst < demand.count) return { table: 'demand', id: textAt(demand.id, worst) };
    return { table: 'units', id: textAt(units.id, worst - demand.count) };
  };
  return {
    mean_m: metres(meanM),
    p95_m: metres(p95M),
    worst_m: metres(worstM),
    worst: worstOff(),
    unreachable_weight: weight(unreachable),
  };
}

function foundBlock(project: Project, { counts, distances }: ReachFound): FoundBlock {
  const { units, present } = project;
  const all = counts.points.length - 1;
  const demand = present.includes('demand') ? demandBlock(counts, all) : null;
  return {
    demand,
    units: {
      ...reached(counts.units, counts.reachedUnits, all),
      unknown: counts.unknownUnits[all],
    },
    households: known(units.households)
      ? reached(counts.households, counts.reachedHouseholds, all)
      : null,
    employees: known(units.employees)
      ? reached(counts.employees, counts.reachedEmployees, all)
      : null,
    second: {
      demand: demand && {
        reached_points: counts.twicePoints[all],
        reached_weight: weight(counts.twiceWeight[all]),
        reached_share_of_points: share(counts.twicePoints[all], counts.points[all]),
        reached_share_of_weight: share(counts.twiceWeight[all], counts.weight[all]),
      },
      units: {
        reached: counts.twiceUnits[all],
        reached_share: share(counts.twiceUnits[all], counts.units[all]),
      },
    },
    distance: distanceBlock(project, distances),
  };
}

function snappedBlock({ snapped }: NetworkSummary): SnappedBlock {
  const { places, tooFar, meanM, worstM } = snapped;
  return { places, too_far: tooFar, mean_m: metres(meanM), worst_m: metres(worstM) };
}

function networkBlock(network: NetworkSummary): NetworkBlock {
  const { nodes, edges, lengthM, components, refused } = network;
  return {
    nodes,
    edges,
    length_m: metres(lengthM) ?? 0,
    components,
    refused,
    snapped: snappedBlock(network),
  };
}

function divisionBlocks({ project, counts, area, divided }: ReachResultInput): ReachDivision[] {
  const areaShare = coveredShare(coveredGround(project.divisions, area.share));
  const { divisions, units, present } = project;
  const has = {
    demand: present.includes('demand'),
    households: known(units.households),
    employees: known(units.employees),
  };
  const of = (column: Float64Array, d: number, from: boolean): number | null =>
    from ? weight(column[d]) : null;
  return Array.from({ length: divisions.count }, (_, d) => ({
    code: divisions.code[d],
    name: divisions.name[d],
    level: DIVISION_LEVELS[divisions.level[d]],
    parent: divisions.parent[d] < 0 ? null : divisions.code[divisions.parent[d]],
    points: of(counts.points, d, has.demand),
    weight: of(counts.weight, d, has.demand),
    reached_points: of(counts.reachedPoints, d, has.demand),
    reached_weight: of(counts.reachedWeight, d, has.demand),
    reached_twice_points: of(counts.twicePoints, d, has.demand),
    reached_twice_weight: of(counts.twiceWeight, d, has.demand),
    units: counts.units[d],
    reached_units: counts.reachedUnits[d],
    reached_twice_units: counts.twiceUnits[d],
    unknown_units: counts.unknownUnits[d],
    households: of(counts.households, d, has.households),
    reached_households: of(counts.reachedHouseholds, d, has.households),
    employees: of(counts.employees, d, has.employees),
    reached_employees: of(counts.reachedEmployees, d, has.employees),
    area_share: Number.isFinite(areaShare[d]) ? rounded(areaShare[d], 1e6) : null,
    mean_m: metres(divided.meanM[d]),
    p95_m: metres(divided.p95M[d]),
    worst_m: metres(divided.worstM[d]),
    unreachable_weight: weight(divided.unreachable[d]),
  }));
}

const scenarioBlock = (edits: readonly ScenarioEdit[]): ReachResult['scenario'] => ({
  moved: edits.filter((edit) => edit.station !== undefined && !edit.removed).length,
  removed: edits.filter((edit) => edit.station !== undefined && edit.removed).length,
  added: edits.filter((edit) => edit.station === undefined).length,
});

/** The answer as the contract's `reach.json`. The same in the browser and on the command line. */
export function reachResult(input: ReachResultInput & { stations: number }): ReachResult {
  const { project, question, area, network, other, scenario, stations } = input;
  const { name, fictional, attribution } = project.info;
  const { method, cutoffM, minutes, pace, snap, levels } = question;
  const walking = method === 'walk';
  return {
    format: 'lacuna-reach',
    version: 1,
    project: { name, fictional, attribution },
    method,
    cutoff_m: rounded(cutoffM, 1e6),
    minutes,
    pace,
    snap: walking ? snap : null,
    levels: [...levels],
    stations,
    scenario: scenario && scenarioBlock(scenario),
    ...foundBlock(project, input),
    area_m2: {
      union: metres(area.unionM2) ?? 0,
      perimeter_m: metres(area.perimeterM) ?? 0,
      error: Number(area.error.toPrecision(3)),
    },
    notes: area.notes,
    network: network && networkBlock(network),
    ...(other && {
      [snap === 'edge' ? 'node_snap' : 'edge_snap']: {
        ...foundBlock(project, other),
        snapped: other.network && snappedBlock(other.network),
      },
    }),
    divisions: divisionBlocks(input),
    issues: project.issues.length,
  };
}

/** The answer as JSON text, a division a line. */
export const reachText = (result: ReachResult): string => linedJson(result);
