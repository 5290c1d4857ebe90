import { eachServed, type Serving } from '#lib/core/siting/assign.ts';

/** Whom a place would serve and at what cost: demand ascending, pairs beyond the cutoff are passed over. */
export interface CoverColumn {
  demand: Uint32Array;
  cost: Float64Array;
}

/** A plan in figures that a moved site changes. */
export interface PlanFigures {
  coveredWeight: number;
  coveredPoints: number;
  /** Weight that two open sites or more could serve. */
  twiceWeight: number;
  /** Weighted cost and greatest cost of the demand that is served; 0 where none is. */
  cost: number;
  greatest: number;
}

/** A plan with one of its sites lifted: what is left of it, so that each place tried costs only the demand it reaches. */
export interface Moving {
  weight: Float64Array;
  cutoff: number;
  tiers: Serving['tiers'];
  site: number;
  /** Column of the site where it stands. */
  here: CoverColumn;
  /** Number of the other open sites that could serve each demand, and the cost of the cheapest (Infinity for none). */
  others: Uint32Array;
  cheapest: Float64Array;
  /** Demand that the others serve, the dearest first. */
  dearest: Uint32Array;
  /** The plan without the site, and with it where it stands. */
  without: PlanFigures;
  before: PlanFigures;
}

/** What moving the site there makes of the plan. */
export interface MovePrice {
  after: PlanFigures;
  /** `after` less `before`. */
  change: PlanFigures;
  /** Demand that is served only before, and only after; ascending. */
  lost: Uint32Array;
  gained: Uint32Array;
}

const servesTier = (moving: Moving, demand: number): boolean =>
  moving.tiers === null || moving.tiers.demand[demand] === moving.tiers.site[moving.site];

/** Lifts one open site of a plan: the work of a whole pass, done once when dragging begins. */
export function liftSite(
  serving: Serving,
  weight: Float64Array,
  open: Uint32Array,
  site: number,
): Moving {
  const { demands } = serving.matrix;
  const others = new Uint32Array(demands);
  const cheapest = new Float64Array(demands).fill(Infinity);
  for (const other of open) {
    if (other === site) continue;
    eachServed(serving, other, (demand, cost) => {
      others[demand]! += 1;
      if (cost < cheapest[demand]!) cheapest[demand] = cost;
    });
  }
  const without = { coveredWeight: 0, coveredPoints: 0, twiceWeight: 0, cost: 0, greatest: 0 };
  const served: number[] = [];
  for (let demand = 0; demand < demands; demand++) {
    if (others[demand] === 0) continue;
    served.push(demand);
    without.coveredWeight += weight[demand]!;
    without.coveredPoints += 1;
    if (others[demand]! > 1) without.twiceWeight += weight[demand]!;
    without.cost += weight[demand]! * cheapest[demand]!;
  }
  const dearest = Uint32Array.from(served).sort((a, b) => cheapest[b]! - cheapest[a]! || a - b);
  if (dearest.length > 0) without.greatest = cheapest[dearest[0]!]!;
  const here = columnOf(serving, site);
  const { cutoff, tiers } = serving;
  const moving = { weight, cutoff, tiers, site, here, others, cheapest, dearest, without };
  const lifted: Moving = { ...moving, before: without };
  lifted.before = figuresAt(lifted, here);
  return lifted;
}

/** Column of a site of the problem. */
export function columnOf(serving: Serving, site: number): CoverColumn {
  const demand: number[] = [];
  const cost: number[] = [];
  eachServed(serving, site, (to, at) => {
    demand.push(to);
    cost.push(at);
  });
  return { demand: Uint32Array.from(demand), cost: Float64Array.from(cost) };
}

/** The plan with the lifted site at a place; costs only the demand of the place's column. */
export function figuresAt(moving: Moving, column: CoverColumn): PlanFigures {
  const figures = { ...moving.without };
  const cheaper = new Map<number, number>();
  let farthestNew = 0;
  column.demand.forEach((demand, row) => {
    const cost = column.cost[row]!;
    if (cost > moving.cutoff || !servesTier(moving, demand)) return;
    const w = moving.weight[demand]!;
    const others = moving.others[demand]!;
    if (others === 0) {
      figures.coveredWeight += w;
      figures.coveredPoints += 1;
      figures.cost += w * cost;
      if (cost > farthestNew) farthestNew = cost;
      return;
    }
    if (others === 1) figures.twiceWeight += w;
    if (cost < moving.cheapest[demand]!) {
      figures.cost -= w * (moving.cheapest[demand]! - cost);
      cheaper.set(demand, cost);
    }
  });
  figures.greatest = greatestWith(moving, cheaper, farthestNew);
  return figures;
}

/** Walks down the dearest demand only as far as the place has made it cheaper. */
function greatestWith(moving: Moving, cheaper: Map<number, number>, least: number): number {
  let greatest = least;
  for (const demand of moving.dearest) {
    if (moving.cheapest[demand]! <= greatest) break;
    greatest = Math.max(greatest, cheaper.get(demand) ?? moving.cheapest[demand]!);
  }
  return greatest;
}

/** What it would mean to move the lifted site to a place; costs only the demand of the two columns. */
export function priceOfMove(moving: Moving, column: CoverColumn): MovePrice {
  const { before } = moving;
  const after = figuresAt(moving, column);
  const own = aloneIn(moving, moving.here);
  const there = aloneIn(moving, column);
  const change: PlanFigures = {
    coveredWeight: after.coveredWeight - before.coveredWeight,
    coveredPoints: after.coveredPoints - before.coveredPoints,
    twiceWeight: after.twiceWeight - before.twiceWeight,
    cost: after.cost - before.cost,
    greatest: after.greatest - before.greatest,
  };
  return { after, change, lost: less(own, there), gained: less(there, own) };
}

/** Demand of a column that no other open site serves. */
const aloneIn = (moving: Moving, column: CoverColumn): Uint32Array =>
  column.demand.filter(
    (demand, row) =>
      column.cost[row]! <= moving.cutoff &&
      servesTier(moving, demand) &&
      moving.others[demand] === 0,
  );

function less(these: Uint32Array, those: Uint32Array): Uint32Array {
  const drop = new Set(those);
  return these.filter((demand) => !drop.has(demand));
}
