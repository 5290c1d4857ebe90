/** The mark that the screen sets when its first map has been drawn. */
export const FIRST_MAP = 'lacuna:first-map';

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
