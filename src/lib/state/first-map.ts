/** The mark that the screen sets when its first map has been drawn. */
export const FIRST_MAP = 'lacuna:first-map';
/** A page that is never idle is not waited for longer. */
const IDLE_AT_MOST_MS = 3000;

/** Settles once the first map has been drawn, and in any case after `mostMs` milliseconds. */
export function firstMap(mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(FIRST_MAP).length > 0) finish();
    });
    const timer = setTimeout(finish, mostMs);
    function finish(): void {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    }
    observer.observe({ type: 'mark', buffered: true });
  });
}

/** Settles when the page has a moment to spare, and in any case after a while. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: IDLE_AT_MOST_MS });
    else setTimeout(resolve, IDLE_AT_MOST_MS / 10);
  });
