/**
 * A ledger of a million rows in the browser: `npx tsx tests/bench/million.ts [--rows 1000000] [--runs 2]`.
 *
 * From the drop of a GB18030 CSV of 12 columns (with divisions and facilities) to the audited table,
 * and the longest task of the page's main thread on the way. Peer, in the same browser: DuckDB-Wasm's
 * own read_csv of the same rows in UTF-8 into a table, in its worker, from bytes that are already there.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchModern } from '../browser/launch.ts';
import { settle } from '../browser/settle.ts';
import { openSite } from '../browser/site.ts';
import { millionFolder } from './million-folder.ts';

const PEER = `
import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
window.run = async () => {
  const database = new AsyncDuckDB(new VoidLogger(), new Worker('/worker.js'));
  await database.instantiate(location.origin + '/duckdb.wasm');
  const connection = await database.connect();
  const bytes = new Uint8Array(await (await fetch('/rows.csv')).arrayBuffer());
  const from = performance.now();
  await database.registerFileBuffer('rows.csv', bytes);
  await connection.query("CREATE TABLE t AS SELECT * FROM read_csv('rows.csv', header = true)");
  const took = performance.now() - from;
  const count = Number((await connection.query('SELECT count(*) AS n FROM t')).toArray()[0].n);
  await database.terminate();
  return { took, count };
};
`;

async function peer(browser: Browser, utf8: Buffer): Promise<{ took: number; count: number }> {
  const bundle = await build({
    stdin: { contents: PEER, resolveDir: process.cwd() },
    bundle: true,
    format: 'iife',
    write: false,
  });
  const dist = path.dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'));
  const bodies: Record<string, [string, string | Buffer]> = {
    '/': ['text/html', '<script src="/peer.js"></script>'],
    '/peer.js': ['text/javascript', bundle.outputFiles[0].text],
    '/worker.js': ['text/javascript', readFileSync(`${dist}/duckdb-browser-eh.worker.js`)],
    '/duckdb.wasm': ['application/wasm', readFileSync(`${dist}/duckdb-eh.wasm`)],
    '/rows.csv': ['text/csv', utf8],
  };
  const server = createServer((request, response) => {
    const [type, body] = bodies[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return (await page.evaluate('run()')) as { took: number; count: number };
  } finally {
    await page.close();
    server.close();
  }
}

interface Ours {
  audited: number;
  longest: number;
  over50: number;
  heapMB: number;
}

async function ours(browser: Browser, url: string, files: string[]): Promise<Ours> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.goto(url);
    await settle(page, `document.documentElement.dataset.ready === 'audited'`, 120_000);
    await page.waitForTimeout(2000);
    await page.evaluate(`
      window.tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => [e.startTime, e.duration])))
        .observe({ type: 'longtask' });
      delete document.documentElement.dataset.ready;
      document.querySelector('[data-testid=open-files]').addEventListener('change', () => (window.from = performance.now()), { capture: true, once: true });
      new MutationObserver(() => {
        if (document.documentElement.dataset.ready === 'audited') window.to ??= performance.now();
      }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-ready'] });
    `);
    await page.setInputFiles('[data-testid=open-files]', files);
    await settle(page, `window.to !== undefined`, 300_000);
    await page.waitForTimeout(3000);
    return (await page.evaluate(`({
      audited: to - from,
      longest: Math.max(0, ...tasks.map(([, d]) => d)),
      over50: tasks.filter(([, d]) => d > 50).length,
      tasks: tasks.map(([s, d]) => [Math.round(s - from), Math.round(d)]),
      heapMB: performance.memory.usedJSHeapSize / 1e6,
    })`)) as Ours;
  } finally {
    await context.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '2' },
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'lacuna-million-'));
  const site = await openSite();
  const browser = await launchModern();
  try {
    const { files, utf8 } = millionFolder(Number(values.rows));
    const names = files.map(([name, bytes]) => {
      writeFileSync(path.join(folder, name), bytes);
      return path.join(folder, name);
    });
    const [mine, theirs]: [Ours[], number[]] = [[], []];
    for (let run = 0; run < Number(values.runs); run++) {
      theirs.push((await peer(browser, utf8)).took);
      mine.push(await ours(browser, site.url, names));
      console.log(JSON.stringify({ ...mine[run], peer: theirs[run] }));
    }
    const least = (list: number[]) => Math.min(...list);
    const ratio = least(mine.map(({ audited }) => audited)) / least(theirs);
    console.log(
      `${values.rows} rows, Chromium ${browser.version()}: drop to audited table min ${least(mine.map((m) => m.audited)).toFixed(0)} ms, read_csv min ${least(theirs).toFixed(0)} ms, ratio ${ratio.toFixed(2)}; longest task ${least(mine.map((m) => m.longest)).toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
