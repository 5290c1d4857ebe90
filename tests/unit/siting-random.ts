import type { CostMatrix, SiteDistances } from '#lib/core/siting/matrix.ts';
import { plainProblem } from '#lib/core/siting/problem.ts';
import type { DemandGroups, SitingKind, SitingProblem } from '#lib/core/siting/problem.ts';
import { openableIn } from './siting-brute.ts';
import { randomStream } from '../bench/random.ts';

/** Terms that a random problem may be given; each is drawn at random where it is named. */
export const TERMS = [
  'roles',
  'budget',
  'floors',
  'fair',
  'lscp-b',
  'bacop1',
  'bacop2',
  'spacing',
  'tiers',
  'capacity',
  'no-p',
] as const;
export type Term = (typeof TERMS)[number];

type Chance = () => number;
const below = (random: Chance, n: number): number => Math.floor(random() * n);

/** Sites and demand on a small map, some at one spot, or a matrix with no rhyme; ties are frequent. `most`: demand at most. */
export function randomMatrix(
  random: Chance,
  most: number,
): { matrix: CostMatrix; distances: SiteDistances } {
  const odd = random();
  const sites = odd < 0.02 ? 0 : odd < 0.06 ? 1 : 2 + below(random, 8);
  const demands = random() < 0.04 ? 0 : 1 + below(random, most);
  const planar = random() < 0.6;
  const whole = random() < 0.6;
  const spot = (): [number, number] =>
    whole ? [below(random, 7), below(random, 7)] : [random() * 7, random() * 7];
  const siteAt: [number, number][] = [];
  for (let s = 0; s < sites; s++)
    siteAt.push(s > 0 && random() < 0.12 ? siteAt[below(random, s)]! : spot());
  const demandAt = Array.from({ length: demands }, spot);
  const far = (a: [number, number], b: [number, number]): number =>
    whole ? Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) : Math.hypot(a[0] - b[0], a[1] - b[1]);
  const dense = random() < 0.5 ? 1 : 0.4 + random() * 0.5;
  const costs = siteAt.map((site) =>
    demandAt.map((place) => {
      if (random() > dense) return NaN;
      if (planar) return far(site, place);
      return whole ? below(random, 9) : random() * 9;
    }),
  );
  for (let s = 1; s < sites; s++) if (random() < 0.08) costs[s] = [...costs[below(random, s)]!];
  if (random() < 0.06 && demands > 0) {
    const alone = below(random, demands);
    for (const row of costs) row[alone] = NaN;
  }
  const between = new Float64Array(sites * sites);
  for (let a = 0; a < sites; a++)
    for (let b = 0; b < a; b++) {
      const known = random() < 0.95;
      const d = known ? far(siteAt[a]!, siteAt[b]!) : Infinity;
      between[a * sites + b] = between[b * sites + a] = d;
    }
  return { matrix: matrixOf(costs, demands), distances: { sites, between } };
}

/** A matrix from rows of sites; NaN is a pair that is not there. */
export function matrixOf(costs: readonly (readonly number[])[], demands: number): CostMatrix {
  const start = new Uint32Array(costs.length + 1);
  const demand: number[] = [];
  const cost: number[] = [];
  costs.forEach((row, site) => {
    row.forEach((at, to) => {
      if (Number.isNaN(at)) return;
      demand.push(to);
      cost.push(at);
    });
    start[site + 1] = demand.length;
  });
  return {
    ...{ sites: costs.length, demands, start },
    ...{ demand: Uint32Array.from(demand), cost: Float64Array.from(cost) },
  };
}

const randomGroups = (random: Chance, demands: number): DemandGroups => {
  const count = 1 + below(random, 4);
  return {
    count,
    group: Int32Array.from({ length: demands }, () => below(random, count + 1) - (random() < 0.5 ? 1 : 0)).map((g) => Math.min(g, count - 1)), // prettier-ignore
  };
};

/** The problem of a seed: small enough to try every plan. */
export function randomProblem(
  seed: number,
  kind: SitingKind,
  terms: readonly Term[] = [],
): SitingProblem {
  const random = randomStream(seed);
  const { matrix, distances } = randomMatrix(random, terms.includes('capacity') ? 6 : 12);
  const { sites, demands } = matrix;
  const scale = random() < 0.6 ? Math.floor : (x: number) => x;
  const nought = random() < 0.3 ? 0.4 : 0.05;
  const weight = Float64Array.from({ length: demands }, () =>
    random() < nought ? 0 : scale(1 + random() * 9),
  );
  const cutoff = random() < 0.2 ? Infinity : scale(1.5 + random() * 7);
  const p =
    random() < 0.05 ? 0 : random() < 0.05 ? sites : random() < 0.04 ? sites + 1 : 1 + below(random, Math.max(1, sites - 1)); // prettier-ignore
  const problem = plainProblem(kind, matrix, weight, p, cutoff);
  if (kind === 'lscp' && random() < 0.85) problem.p = null;
  problem.distances = distances;
  for (const term of terms) addTerm(problem, term, random, distances);
  if (kind === 'lscp') {
    // As the most, `p` above the number of sites is no fault of it.
    if (problem.p !== null) problem.p = Math.min(problem.p, openableIn(problem, 0));
    const { tiers } = problem;
    if (tiers !== null) tiers.p = tiers.p.map((p, tier) => Math.min(p, openableIn(problem, tier)));
  }
  return problem;
}

function addTerm(
  problem: SitingProblem,
  term: Term,
  random: Chance,
  distances: SiteDistances,
): void {
  const { sites, demands } = problem.matrix;
  switch (term) {
    case 'roles':
      problem.role = Uint8Array.from({ length: sites }, () =>
        random() < 0.5 ? 0 : below(random, 5),
      );
      if (problem.p !== null) problem.p = below(random, 4);
      break;
    case 'budget': {
      const whole = random() < 0.5;
      const price = () => (random() < 0.1 ? 0 : whole ? 1 + below(random, 6) : random() * 6);
      problem.openingCost = random() < 0.95 ? Float64Array.from({ length: sites }, price) : null;
      problem.closingCost = random() < 0.7 ? Float64Array.from({ length: sites }, price) : null;
      problem.budget = whole ? below(random, 16) : random() * 16;
      break;
    }
    case 'floors': {
      const groups = randomGroups(random, demands);
      const share = Float64Array.from({ length: groups.count }, () =>
        random() < 0.15 ? 1 : random() < 0.3 ? 0.5 : random() * 0.7,
      );
      problem.floors = { groups, share };
      break;
    }
    case 'fair':
      problem.fair = randomGroups(random, demands);
      break;
    case 'lscp-b':
    case 'bacop1':
    case 'bacop2':
      problem.backup = term;
      problem.firstShare = [0, 0.3, 0.5, 0.8, 1][below(random, 5)]!;
      break;
    case 'spacing':
      problem.spacing = { distances, least: 1 + random() * 3 };
      break;
    case 'tiers': {
      const count = 1 + below(random, 3);
      problem.tiers = {
        count,
        site: Uint8Array.from({ length: sites }, () => below(random, count)),
        demand: Uint8Array.from({ length: demands }, () => below(random, count)),
        p: Uint32Array.from({ length: count }, () => below(random, 3)),
        place: Uint32Array.from({ length: sites }, (_, s) =>
          random() < 0.3 ? below(random, s + 1) : s,
        ),
      };
      break;
    }
    case 'capacity': {
      const total = problem.weight.reduce((a, w) => a + w, 0);
      problem.capacity = Float64Array.from({ length: sites }, () =>
        Math.ceil((total / Math.max(1, sites)) * (0.3 + random() * 2.5)),
      );
      break;
    }
    case 'no-p':
      problem.p = null;
      break;
  }
}
