import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePolicy, fileOf, pagePolicy, serve } from '../../src/cli/serve.mjs';
import { firstMissing, nodeServes } from '../../src/cli/setup.mjs';

let home: string;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'serve-'));
  const dir = path.join(home, 'build');
  mkdirSync(path.join(dir, '_app/immutable'), { recursive: true });
  mkdirSync(path.join(dir, 'demo'));
  writeFileSync(path.join(home, 'secret.txt'), 'secret');
  writeFileSync(path.join(dir, '.stamp'), 'stamp');
  writeFileSync(path.join(dir, 'index.html'), '<script>let a = 1;</script>');
  writeFileSync(path.join(dir, 'room.html'), 'room');
  writeFileSync(path.join(dir, '200.html'), 'fallback');
  writeFileSync(path.join(dir, '_app/immutable/a.wasm'), 'wasm');
  writeFileSync(path.join(dir, 'demo/units.geojson'), '{}');
  site = await serve({ dir, port: 0 });
});
afterAll(async () => {
  await site.close();
  rmSync(home, { recursive: true, force: true });
});

const at = (where: string, init?: RequestInit) => fetch(new URL(where, site.url), init);

/** The status of a request whose target is sent as it is written. */
const raw = (target: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: site.port, path: target }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

describe('the server', () => {
  it('gives files their types and their caching', async () => {
    const wasm = await at('_app/immutable/a.wasm');
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(wasm.headers.get('cache-control')).toContain('immutable');
    const json = await at('demo/units.geojson');
    expect(json.headers.get('content-type')).toContain('application/geo+json');
    expect(json.headers.get('cache-control')).toBe('no-cache');
    const again = await at('demo/units.geojson', {
      headers: { 'If-None-Match': json.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('falls back to the page for addresses without an extension only', async () => {
    expect(await (await at('room')).text()).toBe('room');
    expect(await (await at('some/where')).text()).toBe('fallback');
    expect((await at('some/where.js')).status).toBe(404);
    expect((await at('', { method: 'POST' })).status).toBe(405);
  });

  it('never leaves its folder and keeps dot files to itself', async () => {
    for (const target of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/demo/..%5c..%5csecret.txt',
      '/.stamp',
      '/%00',
      '/%',
      '//secret.txt',
    ]) {
      expect([target, await raw(target)]).toEqual([target, 404]);
    }
    expect(fileOf('/srv/build', '/a/../../x')).toBeNull();
    expect(fileOf('/srv/build', '/a.js?b#c')).toBe('/srv/build/a.js');
  });

  it('sets a policy: hashes for the page, WebAssembly for two workers', async () => {
    const page = await at('');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-/);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(pagePolicy('<meta http-equiv="content-security-policy" content="x">')).toBe(
      "x; frame-ancestors 'none'",
    );
    expect(filePolicy('/_app/duckdb-browser-mvp.worker.aB3.js')).toContain("'wasm-unsafe-eval'");
    expect(filePolicy('/_app/assess.worker-aB3.js')).toContain("'wasm-unsafe-eval'");
    expect(filePolicy('/_app/siting.worker-aB3.js')).toContain("'wasm-unsafe-eval'");
    expect(filePolicy('/_app/ingest.worker.aB3.js')).not.toContain('unsafe-eval');
  });
});

describe('the setup', () => {
  it('knows which Node serves', () => {
    expect(['20.19.0', '20.20.2', '22.12.0', '24.0.0'].map(nodeServes)).toEqual(
      Array(4).fill(true),
    );
    expect(['18.20.0', '20.18.9', '21.7.0', '22.11.0'].map(nodeServes)).toEqual(
      Array(4).fill(false),
    );
  });

  it('finds what is not installed as the lock file names it', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.0.0', optional: true },
      },
    };
    const a = { version: '1.0.0' };
    expect(firstMissing(lock, null)).toBe('node_modules/a');
    expect(firstMissing(lock, { packages: { 'node_modules/a': a } })).toBeNull();
    expect(firstMissing(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(
      'node_modules/a',
    );
    expect(
      firstMissing(lock, {
        packages: { 'node_modules/a': a, 'node_modules/b': { version: '1.0.0' } },
      }),
    ).toBe('node_modules/b');
  });
});
