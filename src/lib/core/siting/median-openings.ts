import type { Terms } from '#lib/core/siting/median-terms.ts';

/** Which candidates are open, and what the terms allow next. */
export class Openings {
  readonly open: Uint8Array;
  /** No plan has more open candidates than this. */
  readonly most: number;
  private readonly filled: Int32Array;
  private readonly foes: Int32Array;
  private spent = 0;

  constructor(private readonly terms: Terms) {
    this.open = new Uint8Array(terms.sites);
    this.foes = new Int32Array(terms.sites);
    this.filled = new Int32Array(terms.room.length);
    this.most = mostOpen(terms);
  }

  add(candidate: number): void {
    this.open[candidate] = 1;
    this.step(candidate, 1);
  }

  drop(candidate: number): void {
    this.open[candidate] = 0;
    this.step(candidate, -1);
  }

  canAdd(candidate: number): boolean {
    const { tier, room, price, purse } = this.terms;
    const t = tier[candidate];
    if (this.filled[t] >= room[t] || this.foes[candidate] > 0) return false;
    return price === null || this.spent + price[candidate] <= purse;
  }

  /** Whether `into` may be opened once `out` is closed. */
  canSwap(into: number, out: number): boolean {
    const { tier, room, price, purse } = this.terms;
    const t = tier[into];
    if (this.filled[t] - (tier[out] === t ? 1 : 0) >= room[t]) return false;
    if (price !== null && this.spent - price[out] + price[into] > purse) return false;
    return this.foes[into] === 0 || (this.foes[into] === 1 && this.areFoes(into, out));
  }

  canDrop(candidate: number): boolean {
    const { price, purse } = this.terms;
    return price === null || this.spent - price[candidate] <= purse;
  }

  private areFoes(a: number, b: number): boolean {
    const { foeStart, foe } = this.terms;
    for (let k = foeStart[a]; k < foeStart[a + 1]; k++) if (foe[k] === b) return true;
    return false;
  }

  private step(candidate: number, by: number): void {
    const { tier, price, foeStart, foe } = this.terms;
    this.filled[tier[candidate]] += by;
    if (price !== null) this.spent += by * price[candidate];
    for (let k = foeStart[candidate]; k < foeStart[candidate + 1]; k++) this.foes[foe[k]] += by;
  }
}

/** The most candidates that room and purse let open, spacing aside. */
function mostOpen({ sites, tier, room, price, purse }: Terms): number {
  const members = new Int32Array(room.length);
  for (let c = 0; c < sites; c++) members[tier[c]]++;
  let most = 0;
  for (let t = 0; t < room.length; t++) most += Math.min(room[t], members[t]);
  if (price === null) return most;
  let spent = 0;
  let bought = 0;
  price
    .slice()
    .sort()
    .forEach((one, k) => {
      spent += one;
      if (spent <= purse) bought = k + 1;
    });
  return Math.min(most, bought);
}
