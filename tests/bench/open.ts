/**
 * How long the page takes to open: `npx tsx tests/bench/open.ts [--runs 3]`.
 *
 * From the start of the navigation to the first map frame and to the audited demo city, in a fresh
 * profile each time, in a current headless Chromium with WebGL in software. Min and median.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { launchModern } from '../browser/launch.ts';
import { settle } from '../browser/settle.ts';
import { openSite } from '../browser/site.ts';

/** Notes when each stage is reached, in ms since the start of the navigation. */
const NOTE = `
  window.reached = {};
  const note = () => {
    const data = document.documentElement ? document.documentElement.dataset : {};
    if (data.map) window.reached.map ??= performance.now();
    if (data.ready === 'audited') window.reached.audited ??= performance.now();
  };
  new MutationObserver(note).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready', 'data-map'] });
`;

const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
const line = (what: string, values: number[]): string => {
  const order = sorted(values);
  const median = order[Math.floor(order.length / 2)];
  return `${what.padEnd(10)} min ${order[0].toFixed(0).padStart(6)} ms   median ${median.toFixed(0).padStart(6)} ms   runs ${values.map((v) => v.toFixed(0)).join(' ')}`;
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
  const site = await openSite();
  const browser = await launchModern();
  const map: number[] = [];
  const audited: number[] = [];
  try {
    for (let run = 0; run < Number(values.runs); run++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addInitScript(NOTE);
      const page = await context.newPage();
      await page.goto(site.url);
      await settle(page, `'audited' in window.reached && 'map' in window.reached`, 120_000);
      const reached = (await page.evaluate('window.reached')) as Record<string, number>;
      map.push(reached.map);
      audited.push(reached.audited);
      await context.close();
    }
    process.stdout.write(`open, Chromium ${browser.version()}, ${cpus().length} cores\n`);
    process.stdout.write(`${line('first map', map)}\n${line('audited', audited)}\n`);
  } finally {
    await browser.close();
    await site.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
