/**
 * A static server for the built page, without dependencies.
 *
 * It answers GET and HEAD for the files of one folder: right types, lasting caching for hashed
 * files, a strict Content-Security-Policy, compression for clients that are not on this machine,
 * and the fallback page for addresses without an extension.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = /\.(css|csv|geojson|html|js|json|mjs|svg|txt|wasm|webmanifest)$/;

/** The only scripts that compile WebAssembly (the database, the solver), in workers with a policy of their own. */
const WASM_WORKER = /\/(duckdb-browser-[^/]*worker|(assess|siting)\.worker)[^/]*\.js$/;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * The policy of a page: Kit's, read from the page, and what a `<meta>` cannot say.
 * Where the page carries none, every inline script is allowed by its own hash.
 * @param {string} html
 * @returns {string}
 */
export function pagePolicy(html) {
  const meta = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(html);
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, body]) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`,
  );
  const policy =
    meta?.[1] ??
    `default-src 'none'; script-src 'self' ${hashes.join(' ')}; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'self'`;
  return `${policy}; frame-ancestors 'none'`;
}

/**
 * The policy of a file that is not a page; it matters when the file is the script of a worker.
 * @param {string} pathname
 * @returns {string}
 */
export function filePolicy(pathname) {
  // Chromium 87 to 96 do not know the narrow word; only these workers get the wide one.
  const wasm = WASM_WORKER.test(pathname) ? " 'unsafe-eval' 'wasm-unsafe-eval'" : '';
  return `default-src 'none'; script-src 'self'${wasm}; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; frame-ancestors 'none'`;
}

/**
 * The file an address names, or null: never outside the folder, never a dot file.
 * @param {string} root absolute folder
 * @param {string} url the request's target
 * @returns {string | null}
 */
export function fileOf(root, url) {
  let pathname;
  try {
    pathname = decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return null;
  }
  if (!pathname.startsWith('/') || /[\0\\]/.test(pathname) || /\/\./.test(pathname)) return null;
  const file = path.resolve(root, `.${pathname}`);
  return file === root || file.startsWith(root + path.sep) ? file : null;
}

/** @param {string} file */
async function sizeOf(file) {
  try {
    const found = await stat(file);
    return found.isFile() ? found : null;
  } catch {
    return null;
  }
}

/**
 * Serves a folder until closed.
 * @param {{ dir: string, port?: number, host?: string, tries?: number }} options port 0 takes a
 *   free one; `tries` further ports are tried when one is taken
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ dir, port = 5173, host = '127.0.0.1', tries = 20 }) {
  const root = path.resolve(dir);
  const fallback = path.join(root, '200.html');
  /** @type {Map<string, Buffer>} */
  const packed = new Map();

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
      console.error(String(error));
    });
  });

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function answer(request, response) {
    const common = {
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    };
    const refuse = (/** @type {number} */ status) => {
      response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`${status}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const wanted = fileOf(root, request.url ?? '/');
    if (wanted === null) return refuse(404);

    let file = wanted;
    let found = null;
    for (const name of [wanted, `${wanted}.html`, path.join(wanted, 'index.html'), fallback]) {
      if (name === fallback && path.extname(wanted) !== '') break;
      found = await sizeOf(name);
      file = name;
      if (found) break;
    }
    if (!found) return refuse(404);

    const type = TYPES[/** @type {keyof typeof TYPES} */ (path.extname(file))];
    const pathname = `/${path.relative(root, file).split(path.sep).join('/')}`;
    const etag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
    const page = file.endsWith('.html');
    /** @type {Record<string, string | number>} */
    const headers = {
      ...common,
      'Content-Type': type ?? 'application/octet-stream',
      'Content-Security-Policy': page
        ? pagePolicy(readFileSync(file, 'utf8'))
        : filePolicy(pathname),
      'Cache-Control': pathname.startsWith('/_app/immutable/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      ETag: etag,
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers);
      return response.end();
    }
    let body = request.method === 'HEAD' ? null : await readFile(file);
    // On one machine compression only costs time.
    const local = /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
    if (COMPRESSIBLE.test(file)) {
      headers.Vary = 'Accept-Encoding';
      const accepted = String(request.headers['accept-encoding'] ?? '');
      const coding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
      if (body && coding && !local && found.size > 1024) {
        const key = `${coding} ${etag} ${file}`;
        body =
          packed.get(key) ??
          (coding === 'br'
            ? await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
            : await zip(body));
        packed.set(key, body);
        headers['Content-Encoding'] = coding;
      }
    }
    headers['Content-Length'] = body ? body.length : found.size;
    response.writeHead(200, headers);
    response.end(body ?? undefined);
  }

  for (let at = port, left = tries; ; at++, left--) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(at, host, () => {
          server.removeListener('error', reject);
          resolve(undefined);
        });
      });
      break;
    } catch (error) {
      const taken = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
      if (!taken || port === 0 || left <= 0) throw error;
    }
  }
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
