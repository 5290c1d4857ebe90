import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { SitingTools } from '#lib/core/siting/solution.ts';

/** Progress is not told more often than this. */
const TELL_MS = 100;

/**
 * The best plan so far and the best there could be, in the terms of the problem. Whoever finds a
 * better one hands it in; the world is told now and then.
 */
export class Incumbent {
  columns: Uint8Array | null = null;
  objective = NaN;
  bound: number;
  readonly sign: 1 | -1;
  readonly #frame: Frame;
  readonly #tools: SitingTools;
  readonly #startMs: number;
  #toldMs = -Infinity;
  #untold = false;

  /** @param maximize whether more is better */
  constructor(frame: Frame, tools: SitingTools, maximize: boolean, startMs: number) {
    this.sign = maximize ? 1 : -1;
    this.bound = this.sign * Infinity;
    this.#frame = frame;
    this.#tools = tools;
    this.#startMs = startMs;
  }

  /** Seconds that are left. */
  get left(): number {
    return this.#tools.seconds - this.seconds;
  }

  get seconds(): number {
    return (this.#tools.now() - this.#startMs) / 1000;
  }

  /** Whether `objective` is better than the best so far. */
  beats(objective: number): boolean {
    return this.columns === null || this.sign * (objective - this.objective) > 1e-9;
  }

  offer(columns: Uint8Array, objective: number): boolean {
    if (!this.beats(objective)) return false;
    this.replace(columns, objective);
    return true;
  }

  /** A plan that is better in another way than by its objective. */
  replace(columns: Uint8Array, objective: number): void {
    this.columns = columns.slice();
    this.objective = objective;
    this.#tell();
  }

  /** A bound that holds for every plan. */
  limit(bound: number): void {
    if (Number.isNaN(bound) || this.sign * (this.bound - bound) <= 0) return;
    this.bound = bound;
    this.#tell();
  }

  #tell(): void {
    this.#untold = true;
    const now = this.#tools.now();
    if (now - this.#toldMs >= TELL_MS) this.flush();
  }

  flush(): void {
    if (!this.#untold) return;
    this.#untold = false;
    this.#toldMs = this.#tools.now();
    this.#tools.onProgress({
      seconds: this.seconds,
      open: this.columns && openSites(this.#frame, this.columns),
      objective: this.objective,
      bound: this.bound,
    });
  }
}

/** Open sites of the problem, ascending. */
export function openSites(frame: Frame, columns: Uint8Array): Uint32Array {
  const open = [...frame.fixed];
  columns.forEach((one, c) => {
    if (one) open.push(frame.site[c]);
  });
  return Uint32Array.from(open).sort();
}
