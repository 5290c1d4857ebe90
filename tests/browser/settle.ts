/** What both drivers can do: run code in the page, past its policy. */
interface Evaluating {
  evaluate(code: string): Promise<unknown>;
}

const PAUSE_MS = 50;

/**
 * Waits until an expression is true in the page. The drivers' own waiting compiles a string inside
 * the page, which a strict policy refuses.
 */
export async function settle(page: object, expression: string, timeoutMs = 60_000): Promise<void> {
  const begin = performance.now();
  for (;;) {
    if (await (page as Evaluating).evaluate(`Boolean(${expression})`)) return;
    if (performance.now() - begin > timeoutMs) {
      const ready = await (page as Evaluating).evaluate('document.documentElement.dataset.ready');
      throw new Error(`not within ${timeoutMs} ms: ${expression} (stage: ${String(ready)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
