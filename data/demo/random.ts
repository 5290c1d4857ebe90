/**
 * Seeded source of chance, so that a city is the same for the same seed on every machine.
 * mulberry32 (Tommy Ettinger, public domain); a stream is forked by a label, so that asking for
 * one more number in one part of the city does not move another part.
 */
export class Chance {
  private readonly seed: number;
  private state: number;

  constructor(seed: number, label = '') {
    this.seed = seed;
    let hash = (seed ^ 0x9e3779b9) >>> 0;
    for (let i = 0; i < label.length; i++) {
      hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
    }
    this.state = hash >>> 0;
    this.next();
  }

  /** An independent stream for the named part. */
  fork(label: string): Chance {
    return new Chance(this.seed, label);
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Whole number in [low, high], both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with the given probability. */
  hit(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)];
  }

  /** `mean` rounded up or down by chance so that the expectation is `mean`. */
  around(mean: number): number {
    return Math.floor(mean + this.next());
  }

  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }
}

/**
 * Splits `total` whole things over `weights`, largest remainder first, each share at least `least`
 * while the total allows it.
 */
export function allot(total: number, weights: readonly number[], least = 0): number[] {
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  const floor = least * weights.length <= total ? least : 0;
  const free = total - floor * weights.length;
  const exact = weights.map((w) => (free * w) / sum);
  const shares = exact.map((e) => floor + Math.floor(e));
  let left = total - shares.reduce((a, b) => a + b, 0);
  const order = exact.map((_, i) => i).sort((a, b) => (exact[b] % 1) - (exact[a] % 1) || a - b);
  for (let k = 0; left > 0; k = (k + 1) % order.length, left--) shares[order[k]]++;
  return shares;
}
