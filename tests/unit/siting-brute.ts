import { SITE_EXISTING, SITE_FORBIDDEN, SITE_FORCED, SITE_FREE, SITE_MOVABLE } from '#lib/core/siting/problem.ts'; // prettier-ignore
import type { DemandGroups, SitingProblem } from '#lib/core/siting/problem.ts';

/** Slack of every comparison of sums. */
export const SLACK = 1e-7;

/** The best plan of all, found by trying every one; null: there is none. */
export interface BestPlan {
  open: number[];
  objective: number;
  /** What plans are compared by, the first entry first; more is better. */
  rank: number[];
}

/** Cost of each site for each demand, Infinity where it cannot serve it. */
export function costTable({ matrix, cutoff, tiers }: SitingProblem): number[][] {
  const table = Array.from({ length: matrix.sites }, () =>
    new Array<number>(matrix.demands).fill(Infinity),
  );
  for (let site = 0; site < matrix.sites; site++)
    for (let pair = matrix.start[site]!; pair < matrix.start[site + 1]!; pair++) {
      const demand = matrix.demand[pair]!;
      if (matrix.cost[pair]! > cutoff) continue;
      if (tiers !== null && tiers.site[site] !== tiers.demand[demand]) continue;
      table[site]![demand] = matrix.cost[pair]!;
    }
  return table;
}

/** Whether everybody has to be served. */
export const servesAll = ({ kind, backup }: SitingProblem): boolean =>
  kind === 'lscp' || kind === 'p-median' || kind === 'p-center' || (kind === 'mclp' && backup === 'bacop1'); // prettier-ignore

const backupOf = ({ kind, backup }: SitingProblem) =>
  (kind === 'mclp' && backup !== 'lscp-b') || (kind === 'lscp' && backup === 'lscp-b')
    ? backup
    : 'none';

/** Capacities as far as they say something. */
export const capacityOf = (problem: SitingProblem): Float64Array | null =>
  problem.kind === 'p-dispersion' || backupOf(problem) !== 'none' ? null : problem.capacity;

const standing = (role: number): boolean => role === SITE_EXISTING || role === SITE_MOVABLE;

/** What is wrong with a set of open sites before anybody is served: a word for each fault. */
export function siteFaults(problem: SitingProblem, open: ReadonlySet<number>): string[] {
  const { role, tiers, spacing, matrix } = problem;
  const faults: string[] = [];
  const tierCount = tiers?.count ?? 1;
  const net = new Array<number>(tierCount).fill(0);
  let spent = 0;
  for (let site = 0; site < matrix.sites; site++) {
    const tier = tiers?.site[site] ?? 0;
    const is = open.has(site);
    if (!is && (role[site] === SITE_FORCED || role[site] === SITE_EXISTING)) faults.push('closed');
    if (is && role[site] === SITE_FORBIDDEN) faults.push('forbidden');
    if (is && !standing(role[site]!)) {
      net[tier]! += 1;
      spent += problem.openingCost?.[site] ?? 0;
    }
    if (!is && role[site] === SITE_MOVABLE) {
      net[tier]! -= 1;
      spent += problem.closingCost?.[site] ?? 0;
    }
  }
  if (problem.budget !== null && spent > problem.budget + SLACK) faults.push('budget');
  const limits = tiers === null ? [problem.p] : [...tiers.p];
  limits.forEach((p, tier) => {
    if (p === null) return;
    if (problem.kind === 'p-dispersion' ? net[tier]! !== p : net[tier]! > p) faults.push('p');
  });
  for (const [a, b] of pairsOpened(problem, open)) {
    const { distances, least } = spacing ?? { distances: null, least: 0 };
    if (distances !== null && distances.between[a * matrix.sites + b]! < least - SLACK)
      faults.push('spacing');
    if (tiers !== null && tiers.place[a] === tiers.place[b]) faults.push('place');
  }
  return faults;
}

/** Pairs of open sites that do not both stand. */
function pairsOpened({ role }: SitingProblem, open: ReadonlySet<number>): [number, number][] {
  const list = [...open];
  return list.flatMap((a, i) =>
    list
      .slice(i + 1)
      .filter((b) => !(standing(role[a]!) && standing(role[b]!)))
      .map((b): [number, number] => [a, b]),
  );
}

/** Weight of each group and how much of it is in a set of demand. */
export function groupShares(
  { count, group }: DemandGroups,
  weight: Float64Array,
  covered: (demand: number) => boolean,
): { share: number; total: number }[] {
  return Array.from({ length: count }, (_, g) => {
    let [total, inside] = [0, 0];
    for (let demand = 0; demand < weight.length; demand++) {
      if (group[demand] !== g) continue;
      total += weight[demand]!;
      if (covered(demand)) inside += weight[demand]!;
    }
    return { total, share: total > 0 ? inside / total : 1 };
  });
}

/** Objective and rank of a plan, given who is covered how often and at what cost; null where it breaks a term. */
export function worthOf(
  problem: SitingProblem,
  open: ReadonlySet<number>,
  covered: (demand: number) => boolean,
  twice: (demand: number) => boolean,
  costOf: (demand: number) => number,
): { objective: number; rank: number[] } | null {
  const { kind, weight, role } = problem;
  const { demands, sites } = problem.matrix;
  const backup = backupOf(problem);
  let [once, double, cost, greatest] = [0, 0, 0, 0];
  for (let demand = 0; demand < demands; demand++) {
    if (!covered(demand)) {
      if (servesAll(problem)) return null;
      continue;
    }
    once += weight[demand]!;
    if (twice(demand)) double += weight[demand]!;
    cost += weight[demand]! * costOf(demand);
    greatest = Math.max(greatest, costOf(demand));
  }
  switch (kind) {
    case 'lscp': {
      let net = 0;
      for (let site = 0; site < sites; site++) {
        if (open.has(site) && !standing(role[site]!)) net++;
        if (!open.has(site) && role[site] === SITE_MOVABLE) net--;
      }
      return { objective: net, rank: backup === 'lscp-b' ? [-net, double] : [-net] };
    }
    case 'mclp': {
      if (problem.floors !== null) {
        const { groups, share } = problem.floors;
        const shares = groupShares(groups, weight, covered);
        if (shares.some(({ total, share: has }, g) => total > 0 && has < share[g]! - SLACK))
          return null;
      }
      const { firstShare } = problem;
      const objective = { none: once, 'lscp-b': once, bacop1: double, bacop2: firstShare * once + (1 - firstShare) * double }[backup]; // prettier-ignore
      const fair =
        problem.fair === null
          ? []
          : groupShares(problem.fair, weight, covered)
              .filter(({ total }) => total > 0)
              .map(({ share }) => share)
              .sort((a, b) => a - b);
      return { objective, rank: [...fair, objective] };
    }
    case 'p-median':
      return { objective: cost, rank: [-cost] };
    case 'p-center':
      return { objective: greatest, rank: [-greatest] };
    case 'p-dispersion': {
      let least = Infinity;
      for (const [a, b] of pairsOpened(problem, open))
        least = Math.min(least, problem.distances!.between[a * sites + b]!);
      return { objective: least, rank: [least] };
    }
  }
}

/** Whether rank `a` is better than `b`, beyond the slack. */
export function better(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    const size = Math.max(1, Math.abs(a[i]!), Math.abs(b[i]!));
    const slack = size < Infinity ? SLACK * size : 0;
    if (a[i]! > b[i]! + slack) return true;
    if (a[i]! < b[i]! - slack) return false;
  }
  return false;
}

/** Sites of a tier, or of all without tiers, that may be opened. */
export const openableIn = ({ role, tiers }: SitingProblem, tier: number): number =>
  role.filter(
    (is, site) =>
      (is === SITE_FREE || is === SITE_FORCED) && (tiers === null || tiers.site[site] === tier),
  ).length;

/** Whether `p` is more than there are sites to open. */
export function tooFewSites(problem: SitingProblem): boolean {
  const limits = problem.tiers === null ? [problem.p ?? 0] : [...problem.tiers.p];
  return limits.some((p, tier) => p > openableIn(problem, tier));
}

/** Every set of open sites that breaks no term of the sites. */
export function* openSets(problem: SitingProblem): Generator<Set<number>> {
  const { role, matrix } = problem;
  if (tooFewSites(problem)) return;
  const fixed: number[] = [];
  const choice: number[] = [];
  for (let site = 0; site < matrix.sites; site++) {
    if (role[site] === SITE_FORCED || role[site] === SITE_EXISTING) fixed.push(site);
    if (role[site] === SITE_FREE || role[site] === SITE_MOVABLE) choice.push(site);
  }
  for (let mask = 0; mask < 1 << choice.length; mask++) {
    const open = new Set(fixed);
    choice.forEach((site, bit) => {
      if (mask & (1 << bit)) open.add(site);
    });
    if (siteFaults(problem, open).length === 0) yield open;
  }
}

/** The best plan, by trying every set of sites and, with capacities, everybody who could be served. */
export function bruteForce(problem: SitingProblem): BestPlan | null {
  const table = costTable(problem);
  const capacity = capacityOf(problem);
  let best: BestPlan | null = null;
  for (const open of openSets(problem)) {
    const plans =
      capacity === null ? [freely(problem, table, open)] : packed(problem, table, open, capacity);
    for (const worth of plans)
      if (worth !== null && (best === null || better(worth.rank, best.rank)))
        best = { open: [...open].sort((a, b) => a - b), ...worth };
  }
  return best;
}

/** Everybody is served by the cheapest site. */
function freely(problem: SitingProblem, table: number[][], open: ReadonlySet<number>) {
  const { demands } = problem.matrix;
  const least = new Array<number>(demands).fill(Infinity);
  const times = new Array<number>(demands).fill(0);
  for (const site of open)
    table[site]!.forEach((cost, demand) => {
      if (cost < Infinity) times[demand]! += 1;
      if (cost < least[demand]!) least[demand] = cost;
    });
  return worthOf(problem, open, (d) => times[d]! > 0, (d) => times[d]! > 1, (d) => least[d]!); // prettier-ignore
}

/** Every set of demand that the capacities can serve, at the least cost of serving it. */
function* packed(
  problem: SitingProblem,
  table: number[][],
  open: ReadonlySet<number>,
  capacity: Float64Array,
) {
  const all = 2 ** problem.matrix.demands - 1;
  const least = cheapestPackings(problem, table, open, capacity);
  for (let mask = servesAll(problem) ? all : 0; mask <= all; mask++) {
    const cost = least[mask]!;
    if (cost === Infinity) continue;
    if (problem.kind === 'p-median' || problem.kind === 'p-center')
      yield { objective: cost, rank: [-cost] };
    else yield worthOf(problem, open, (d) => (mask & (1 << d)) !== 0, () => false, () => 0); // prettier-ignore
  }
}

/** Least weighted (p-center: greatest) cost of serving each set of demand within the capacities, site after site; Infinity where it cannot be. */
function cheapestPackings(
  { kind, weight, matrix }: SitingProblem,
  table: number[][],
  open: ReadonlySet<number>,
  capacity: Float64Array,
): Float64Array {
  const sets = 2 ** matrix.demands;
  const join = (a: number, b: number): number => (kind === 'p-center' ? Math.max(a, b) : a + b);
  let least = new Float64Array(sets).fill(Infinity);
  least[0] = 0;
  for (const site of open) {
    const own = new Float64Array(sets).fill(Infinity);
    for (let set = 0; set < sets; set++) {
      let [load, cost] = [0, 0];
      for (let demand = 0; demand < matrix.demands; demand++) {
        if ((set & (1 << demand)) === 0) continue;
        const at = table[site]![demand]!;
        load += weight[demand]!;
        cost = join(cost, at === Infinity || kind === 'p-center' ? at : weight[demand]! * at);
      }
      if (load <= capacity[site]! + SLACK) own[set] = cost;
    }
    const next = least.slice();
    for (let set = 1; set < sets; set++)
      for (let part = set; part > 0; part = (part - 1) & set) {
        if (own[part] === Infinity) continue;
        next[set] = Math.min(next[set]!, join(least[set ^ part]!, own[part]!));
      }
    least = next;
  }
  return least;
}
