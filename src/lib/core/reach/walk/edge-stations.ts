/** Where stations stand on the edges of a network; stations may be added, moved and taken away. */
export class EdgeStations {
  /** Stations there have ever been. */
  count = 0;
  /** The edge of each station, -1 for one that is not on the network. */
  edge = new Int32Array(16).fill(-1);
  alongM = new Float64Array(16);
  offsetM = new Float64Array(16);
  /** The first station on each edge, and after each station the next one on its edge; -1 for none. */
  private readonly head: Int32Array;
  private next = new Int32Array(16);

  constructor(edges: number) {
    this.head = new Int32Array(edges).fill(-1);
  }

  /** Puts a station on an edge, or nowhere (-1); it must stand nowhere yet. */
  put(station: number, edge: number, alongM: number, offsetM: number): void {
    if (station >= this.edge.length) this.grow(station + 1);
    this.count = Math.max(this.count, station + 1);
    this.edge[station] = edge;
    this.alongM[station] = alongM;
    this.offsetM[station] = offsetM;
    if (edge < 0) return;
    this.next[station] = this.head[edge];
    this.head[edge] = station;
  }

  /** Takes a station away from where it stands. */
  take(station: number): void {
    const edge = this.edge[station];
    this.edge[station] = -1;
    if (edge < 0) return;
    if (this.head[edge] === station) {
      this.head[edge] = this.next[station];
      return;
    }
    let before = this.head[edge];
    while (this.next[before] !== station) before = this.next[before];
    this.next[before] = this.next[station];
  }

  /** A station on an edge, -1 for none; `after` leads on from one to the next. */
  on(edge: number): number {
    return this.head[edge];
  }

  after(station: number): number {
    return this.next[station];
  }

  private grow(least: number): void {
    const size = Math.max(least, 2 * this.edge.length);
    const { edge, alongM, offsetM, next } = this;
    this.edge = new Int32Array(size).fill(-1);
    this.edge.set(edge);
    this.alongM = new Float64Array(size);
    this.alongM.set(alongM);
    this.offsetM = new Float64Array(size);
    this.offsetM.set(offsetM);
    this.next = new Int32Array(size);
    this.next.set(next);
  }
}
