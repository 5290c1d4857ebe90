/** Distances beyond so many buckets share the last one. */
const MOST_BUCKETS = 1 << 20;

/**
 * Items waiting by distance, in buckets of one width: what comes out is in the nearest bucket that
 * holds anything, in any order within it. An item may wait several times, and may enter behind what
 * already left. Dial, Algorithm 360 (1969), with buckets wider than one unit.
 */
export class BucketQueue {
  /** The entry on top of each bucket, -1 for none. */
  private head = new Int32Array(1024).fill(-1);
  /** Of each entry: the item, and the entry below it; free entries hang together the same way. */
  private item = new Int32Array(1024);
  private next = new Int32Array(1024);
  private free = -1;
  private used = 0;
  private waiting = 0;
  private nearest = 0;
  private readonly perM: number;

  constructor(widthM: number) {
    this.perM = 1 / widthM;
  }

  push(item: number, distM: number): void {
    const bucket = Math.min(distM * this.perM, MOST_BUCKETS) | 0;
    if (bucket >= this.head.length) this.widen(bucket);
    let entry = this.free;
    if (entry >= 0) this.free = this.next[entry];
    else {
      entry = this.used++;
      if (entry === this.item.length) this.deepen();
    }
    this.item[entry] = item;
    this.next[entry] = this.head[bucket];
    this.head[bucket] = entry;
    if (this.waiting++ === 0 || bucket < this.nearest) this.nearest = bucket;
  }

  /** An item of the nearest bucket, -1 where nothing waits. */
  pop(): number {
    if (this.waiting === 0) return -1;
    let entry = this.head[this.nearest];
    while (entry < 0) entry = this.head[++this.nearest];
    this.head[this.nearest] = this.next[entry];
    this.next[entry] = this.free;
    this.free = entry;
    this.waiting--;
    return this.item[entry];
  }

  /** Whether a distance lies in the bucket of what came out last, or in one before it. */
  isDue(distM: number): boolean {
    return (Math.min(distM * this.perM, MOST_BUCKETS) | 0) <= this.nearest;
  }

  private widen(bucket: number): void {
    const head = new Int32Array(Math.max(bucket + 1, 2 * this.head.length)).fill(-1);
    head.set(this.head);
    this.head = head;
  }

  private deepen(): void {
    const [item, next] = [this.item, this.next];
    this.item = new Int32Array(2 * item.length);
    this.next = new Int32Array(2 * next.length);
    this.item.set(item);
    this.next.set(next);
  }
}
