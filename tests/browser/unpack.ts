import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const ROOT = path.resolve(import.meta.dirname, '../..');
const CACHE = path.join(ROOT, 'node_modules/.cache/lacuna/browsers');

/** Which archive of a package goes to which folder beside the executable. */
const MODERN = {
  name: '@sparticuz/chromium',
  archives: {
    'chromium.br': '',
    'swiftshader.tar.br': '',
    'al2023.tar.br': '',
    'fonts.tar.br': '',
  },
};
const FLOOR = {
  name: 'chrome-aws-lambda',
  // Chromium 86 looks for its software GL in a folder of its own.
  archives: { 'chromium.br': '', 'swiftshader.tar.br': 'swiftshader', 'aws.tar.br': '' },
};

/** An unpacked browser: its executable, and the environment it must be started with. */
export interface Unpacked {
  executable: string;
  env: Record<string, string>;
}

/** The folder of an installed package, whatever its `exports` hide. */
function folderOf(name: string): string {
  for (const place of require.resolve.paths(name) ?? []) {
    const folder = path.join(place, name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${name}: expected to be installed, found nothing`);
}

function inflate(archive: string, into: string): void {
  const bytes = brotliDecompressSync(readFileSync(archive));
  const name = path.basename(archive).replace(/\.br$/, '');
  const file = path.join(into, name);
  writeFileSync(file, bytes);
  if (!name.endsWith('.tar')) {
    chmodSync(file, 0o755);
    return;
  }
  const done = spawnSync('tar', ['-xf', file, '-C', into], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`tar -xf ${name}: ${done.stderr}`);
  rmSync(file);
}

/** Unpacks once per version; two runs at a time do not disturb each other. */
function unpack({ name, archives }: { name: string; archives: object }): string {
  const folder = folderOf(name);
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const home = path.join(CACHE, `${name.replace(/\W+/g, '-')}-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const half = mkdtempSync(path.join(CACHE, 'half-'));
  for (const [archive, into] of Object.entries(archives)) {
    mkdirSync(path.join(half, into), { recursive: true });
    inflate(path.join(folder, 'bin', archive), path.join(half, into));
  }
  try {
    renameSync(half, home);
  } catch {
    // Another run was quicker.
    rmSync(half, { recursive: true, force: true });
  }
  return home;
}

/** The shared libraries an executable wants and this machine lacks. */
function missingLibraries(executable: string): boolean {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return /not found/.test(stdout ?? '');
}

function unpacked(home: string, libraries: string[]): Unpacked {
  const executable = path.join(home, 'chromium');
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined) env[key] = value;
  }
  if (missingLibraries(executable)) {
    env.LD_LIBRARY_PATH = [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = home;
  return { executable, env };
}

/** The current Chromium of the package `@sparticuz/chromium`. */
export function unpackModern(): Unpacked {
  const home = unpack(MODERN);
  return unpacked(home, [path.join(home, 'lib')]);
}

/** Chromium 86, the floor, of the package `chrome-aws-lambda`. */
export function unpack86(): Unpacked {
  const home = unpack(FLOOR);
  // Its own archive has no libnspr4; the newer package's has.
  return unpacked(home, [path.join(unpack(MODERN), 'lib'), path.join(home, 'lib')]);
}
