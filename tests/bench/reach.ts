import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { distanceSummary } from '#lib/core/reach/distance-summary.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { projectOf } from '../unit/coverage-project.ts';
import { randomPoints, randomStream } from './random.ts';
import { printTable } from './timing.ts';

const CITY = [121, 31, 121.315, 31.27] as const;
const SEED = 1;
const FACILITIES = 10_000;
const UNITS = 50_000;
const COLS = 136;
const ROWS = 125;
/** Cells a side of the divisions: grids, communities, streets, districts, the city. */
const SIDES = [1, 2, 8, 32, 256];
/** An area of this radius is what a facility of so dense a city serves. */
const CUTOFF_M = 300;

interface Times {
  min: number;
  median: number;
  p95: number;
}

/** Processor time of each round, milliseconds; the first tenth warms up. */
function timesOf(rounds: number, work: (round: number) => void): Times {
  const times: number[] = [];
  for (let round = -Math.ceil(rounds / 10); round < rounds; round++) {
    const start = process.cpuUsage();
    work(round);
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(share * rounds))];
  return { min: times[0], median: at(0.5), p95: at(0.95) };
}

/** A city of so many demand points in a tree of divisions, 17,000 of them grids. */
function cityOf(points: number): Project {
  const random = randomStream(SEED);
  const divisions: { code: string; level: number; parent: number }[] = [];
  const leaf = new Map<string, number>();
  let above = new Map<string, number>();
  for (let step = SIDES.length - 1; step >= 0; step--) {
    const own = new Map<string, number>();
    for (let row = 0; row < ROWS; row += SIDES[step])
      for (let col = 0; col < COLS; col += SIDES[step]) {
        const wide = SIDES[step + 1] ?? Infinity;
        const parent = above.get(`${Math.floor(col / wide)} ${Math.floor(row / wide)}`) ?? -1;
        own.set(`${col / SIDES[step]} ${row / SIDES[step]}`, divisions.length);
        if (step === 0) leaf.set(`${col} ${row}`, divisions.length);
        divisions.push({ code: `${divisions.length}`, level: 4 - step, parent });
      }
    above = own;
  }
  const leaves = Int32Array.from({ length: COLS * ROWS }, (_, cell) =>
    Number(leaf.get(`${cell % COLS} ${Math.floor(cell / COLS)}`)),
  );
  const placed = (count: number) => {
    const { lng, lat } = randomPoints(count, CITY, random);
    const [west, south, east, north] = CITY;
    const division = Int32Array.from(lng, (x, i) => {
      const col = Math.floor(((x - west) / (east - west)) * COLS);
      return leaves[Math.floor(((lat[i] - south) / (north - south)) * ROWS) * COLS + col];
    });
    return { count, lng, lat, division };
  };
  const people = (count: number, most: number) =>
    Float64Array.from({ length: count }, () => Math.floor(random() * most));
  const bare = projectOf({ divisions, units: [] });
  return {
    ...bare,
    facilities: {
      ...bare.facilities,
      ...placed(FACILITIES),
      level: new Uint8Array(FACILITIES).fill(3),
    },
    units: {
      ...bare.units,
      ...placed(UNITS),
      households: people(UNITS, 100),
      employees: people(UNITS, 500),
    },
    demand: { ...bare.demand, ...placed(points), weight: people(points, 40) },
  };
}

/** The answer as it would be without the field and the sorted divisions: distances, then all places one by one. */
class Recomputed {
  private readonly nearest;

  constructor(
    private readonly project: Project,
    private readonly lng: Float64Array,
    private readonly lat: Float64Array,
  ) {
    this.nearest = [project.demand.count, project.units.count].map((count) => ({
      first: new Int32Array(count),
      firstM: new Float64Array(count),
      second: new Int32Array(count),
      secondM: new Float64Array(count),
    }));
    this.field();
  }

  field(): void {
    const index = new NearestIndex(this.lng, this.lat);
    [this.project.demand, this.project.units].forEach(({ lng, lat, count }, k) => {
      for (let i = 0; i < count; i++) index.findTwo(lng[i], lat[i], this.nearest[k], i);
    });
  }

  distances(): void {
    distanceSummary(this.nearest[0].firstM, this.project.demand.weight);
  }

  pass(cutoffM: number): number {
    const { demand, units, divisions } = this.project;
    const column = () => new Float64Array(divisions.count + 1);
    const [points, weight, twice, twiceWeight] = [column(), column(), column(), column()];
    const [own, ownTwice, households, employees] = [column(), column(), column(), column()];
    const [ofDemand, ofUnits] = this.nearest;
    for (let i = 0; i < demand.count; i++) {
      const d = demand.division[i] < 0 ? divisions.count : demand.division[i];
      if (ofDemand.firstM[i] <= cutoffM) {
        points[d]++;
        weight[d] += demand.weight[i];
      }
      if (ofDemand.secondM[i] <= cutoffM) {
        twice[d]++;
        twiceWeight[d] += demand.weight[i];
      }
    }
    for (let i = 0; i < units.count; i++) {
      const d = units.division[i] < 0 ? divisions.count : units.division[i];
      if (ofUnits.firstM[i] <= cutoffM) {
        own[d]++;
        households[d] += units.households[i];
        employees[d] += units.employees[i];
      }
      if (ofUnits.secondM[i] <= cutoffM) ownTwice[d]++;
    }
    for (const all of [points, weight, twice, twiceWeight, own, ownTwice, households, employees])
      for (let d = divisions.count - 1; d >= 0; d--)
        all[divisions.parent[d] < 0 ? divisions.count : divisions.parent[d]] += all[d];
    return points[divisions.count] + weight[divisions.count] + twiceWeight[divisions.count];
  }
}

const SIZES = [
  [100_000, true],
  [300_000, true],
  [1_000_000, true],
  [1_000_000, false],
] as const;

/** Takes the divisions away. */
function merge(project: Project): void {
  project.divisions = projectOf({ units: [] }).divisions;
  project.demand.division.fill(-1);
  project.units.division.fill(-1);
}

/** A step of the slider and the drag of a facility, beside working everything out again, for more and more points. */
export function reach(): void {
  const rows: (string | number)[][] = [];
  for (const [points, divided] of SIZES) {
    const project = cityOf(points);
    if (!divided) merge(project);
    const began = process.cpuUsage();
    const ours = new Reach(project, { method: 'radius', levels: FACILITY_LEVELS, snap: 'edge' });
    const made = process.cpuUsage(began);
    const lng = project.facilities.lng.slice();
    const lat = project.facilities.lat.slice();
    const theirs = new Recomputed(project, lng, lat);
    const all = project.divisions.count;
    const check = (cutoffM: number): void => {
      const { reachedPoints, reachedWeight, twiceWeight } = ours.counts(cutoffM);
      const sum = reachedPoints[all] + reachedWeight[all] + twiceWeight[all];
      const wanted = theirs.pass(cutoffM);
      if (sum !== wanted) throw new Error(`Expected ${wanted} within ${cutoffM} m, got ${sum}.`);
    };
    const random = randomStream(SEED + 1);
    // From 100 to 1,095 m and back by 5 m; anywhere in a kilometre.
    const slow = Array.from({ length: 400 }, (_, k) => 100 + 5 * (k < 200 ? k : 399 - k));
    const wild = Array.from({ length: 100 }, () => Math.round(random() * 1000));
    const steps = timesOf(slow.length, (k) => void ours.counts(slow[Math.max(0, k)]));
    const jumps = timesOf(wild.length, (k) => void ours.counts(wild[Math.max(0, k)]));
    const passes = timesOf(20, (k) => void theirs.pass(wild[Math.max(0, k)]));
    wild.slice(0, 10).forEach(check);
    // One facility drawn across the city, 20 m or so at a time.
    let [x, y] = [lng[0], lat[0]];
    const move = (): void => {
      x = CITY[0] + Math.abs((x + 2e-4 - CITY[0]) % (CITY[2] - CITY[0]));
      y = CITY[1] + Math.abs((y + 1e-4 - CITY[1]) % (CITY[3] - CITY[1]));
      [lng[0], lat[0]] = [x, y];
    };
    let changed = 0;
    const drags = timesOf(300, () => {
      move();
      changed += ours.setStation(0, x, y).length;
      ours.counts(CUTOFF_M);
      ours.distances();
    });
    const anew = timesOf(5, () => {
      theirs.field();
      theirs.pass(CUTOFF_M);
      theirs.distances();
    });
    check(CUTOFF_M);
    const name = `${points.toLocaleString('en')}${divided ? '' : ', no divisions'}`;
    const row = (what: string, mine: Times, other: Times): void => {
      const [a, b] = [mine, other];
      rows.push([name, what, a.min, a.median, a.p95, b.min, b.median, b.min / a.min]); // prettier-ignore
    };
    row('step of the slider', steps, passes);
    row('leap of the slider', jumps, passes);
    row('drag of a facility', drags, anew);
    const madeMs = Math.round((made.user + made.system) / 1000);
    console.log(
      `${points} points: made in ${madeMs} ms, a drag changed ${Math.round(changed / 330)} places on average`,
    );
  }
  console.log('');
  printTable(
    [
      'points',
      'what',
      'min ms',
      'median ms',
      '95 % ms',
      'anew min ms',
      'anew median ms',
      'ratio of min',
    ],
    rows,
  );
}
