/** Disjoint stretches of a line, ascending: stretch `k` runs from `low[k]` to `high[k]`. */
export class Intervals {
  count = 0;
  low = new Float64Array(16);
  high = new Float64Array(16);

  clear(): void {
    this.count = 0;
  }

  /** Adds a stretch, joined with those that it touches. */
  add(low: number, high: number): void {
    const { count } = this;
    let first = 0;
    while (first < count && this.high[first] < low) first++;
    let after = first;
    let [from, to] = [low, high];
    while (after < count && this.low[after] <= high) {
      from = Math.min(from, this.low[after]);
      to = Math.max(to, this.high[after]);
      after++;
    }
    if (after === first) {
      if (count === this.low.length) this.grow();
      this.low.copyWithin(first + 1, first, count);
      this.high.copyWithin(first + 1, first, count);
    } else if (after > first + 1) {
      this.low.copyWithin(first + 1, after, count);
      this.high.copyWithin(first + 1, after, count);
    }
    this.low[first] = from;
    this.high[first] = to;
    this.count = count + 1 - (after - first);
  }

  /** True where everything from `low` to `high` is in. */
  holds(low: number, high: number): boolean {
    return this.count > 0 && this.low[0] <= low && this.high[0] >= high;
  }

  private grow(): void {
    const [low, high] = [this.low, this.high];
    this.low = new Float64Array(2 * low.length);
    this.high = new Float64Array(2 * low.length);
    this.low.set(low);
    this.high.set(high);
  }
}
