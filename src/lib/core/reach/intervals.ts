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
      if (this.low[after] < from) from = this.low[after];
      if (this.high[after] > to) to = this.high[after];
      after++;
    }
    // Few stretches as a rule: moved one by one, which is faster than by a call.
    if (after === first) {
      if (count === this.low.length) this.grow();
      for (let k = count; k > first; k--) {
        this.low[k] = this.low[k - 1];
        this.high[k] = this.high[k - 1];
      }
    } else if (after > first + 1) {
      for (let k = after; k < count; k++) {
        this.low[first + 1 + k - after] = this.low[k];
        this.high[first + 1 + k - after] = this.high[k];
      }
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
