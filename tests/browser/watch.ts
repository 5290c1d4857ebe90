/** What went wrong on a page, as it happened: an empty list is what every test expects. */
export interface Watched {
  problems: string[];
  /** Every address asked for, in order. */
  requests: string[];
}

type Listen = (event: string, heard: (what: never) => void) => unknown;

const MARK = '[policy]';

/** Runs in the page before anything else: violations of the policy become errors of the console. */
export const POLICY_SCRIPT = `addEventListener('securitypolicyviolation', (event) => {
  console.error('${MARK} ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber);
}, true);`;

const textOf = (error: unknown): string =>
  error instanceof Error ? error.stack || error.message : String(error);

/**
 * Listens to a page of either driver: requests that leave the origin, requests that fail,
 * violations of the policy, errors of the console and errors nobody caught.
 */
export function watch(page: { on: unknown }, origin: string): Watched {
  const listen: Listen = (page.on as Listen).bind(page);
  const watched: Watched = { problems: [], requests: [] };
  const own = new URL(origin).origin;
  listen('request', (request: { url(): string }) => {
    const url = request.url();
    watched.requests.push(url);
    const { protocol, origin: at } = new URL(url);
    if (protocol === 'data:' || protocol === 'blob:') return;
    if (at !== own) watched.problems.push(`request leaves the origin: ${url}`);
  });
  listen('requestfailed', (request: { url(): string; failure(): { errorText: string } | null }) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left or a load that is cancelled aborts what it asked for.
    if (reason !== 'net::ERR_ABORTED') {
      watched.problems.push(`request failed: ${request.url()} ${reason}`);
    }
  });
  listen('console', (message: { type(): string; text(): string }) => {
    if (message.type() === 'error') watched.problems.push(`console: ${message.text()}`);
  });
  listen('pageerror', (error: unknown) => {
    watched.problems.push(`page error: ${textOf(error)}`);
  });
  return watched;
}
