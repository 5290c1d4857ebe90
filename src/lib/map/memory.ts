import type { Steps } from '#lib/map/steps.ts';

/** Keeps the last value made for each name, as long as its ingredients are the same. */
export class Memory {
  private readonly kept = new Map<string, { from: readonly unknown[]; value: unknown }>();

  peek(name: string): unknown {
    return this.kept.get(name)?.value;
  }

  of<T>(name: string, from: readonly unknown[], make: () => T): T {
    if (this.knows(name, from)) return this.peek(name) as T;
    const value = make();
    this.kept.set(name, { from, value });
    return value;
  }

  /** As `of`, for what is made in steps. */
  *steps<T>(name: string, from: readonly unknown[], make: () => Steps<T>): Steps<T> {
    if (this.knows(name, from)) return this.peek(name) as T;
    const value = yield* make();
    this.kept.set(name, { from, value });
    return value;
  }

  private knows(name: string, from: readonly unknown[]): boolean {
    const old = this.kept.get(name);
    return old?.from.length === from.length && old.from.every((v, i) => Object.is(v, from[i]));
  }
}
