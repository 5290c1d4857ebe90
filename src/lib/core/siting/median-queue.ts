/** A part of the tree that is still open: which candidates are settled, and good prices to start from. */
export interface Branch {
  bound: number;
  state: Uint8Array;
  price: Float32Array;
}

/** Branches by bound, least first, then the latest first (binary heap). */
export class BranchQueue {
  private readonly heap: Branch[] = [];

  get size(): number {
    return this.heap.length;
  }

  get least(): number {
    return this.heap.length > 0 ? this.heap[0].bound : Infinity;
  }

  push(branch: Branch): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(branch);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up].bound < branch.bound) break;
      heap[at] = heap[up];
      at = up;
    }
    heap[at] = branch;
  }

  pop(): Branch {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && heap[down + 1].bound < heap[down].bound) down++;
      if (heap[down].bound >= last.bound) break;
      heap[at] = heap[down];
      at = down;
    }
    heap[at] = last;
    return first;
  }
}
