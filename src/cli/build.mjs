/**
 * Makes the demo city and the page, each only when its sources changed (`--force`: always).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files of the demo that no screen shows yet; the page does not open them. */
const UNOPENED = ['truth.json', 'lineage.csv'];

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const DEMO = path.join(ROOT, 'static/demo');
const BUILD = path.join(ROOT, 'build');

const DEMO_SOURCES = ['data', 'src/cli', 'src/lib/core', 'package-lock.json'];
const BUILD_SOURCES = [
  'data',
  'src',
  'static',
  'workers',
  'package-lock.json',
  'package.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];

/** @param {string} place @returns {string[]} files below it, in a fixed order */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}

/**
 * One hash for all the files under the given places.
 * @param {string[]} places relative to the project
 * @returns {string}
 */
export function hashOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => filesOf(path.join(ROOT, place)))) {
    hash.update(`${path.relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} dir @param {string} stamp */
function isFresh(dir, stamp) {
  const file = path.join(dir, '.stamp');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

/** @param {string} script @param {string[]} args */
function run(script, args) {
  const done = spawnSync(process.execPath, [path.join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) throw new Error(`${script} ${args[0]}: exit ${done.status}`);
}

/** What the page reads to know the demo's files: their names and sizes, without the answers. */
function writeManifest() {
  const files = readdirSync(DEMO)
    .filter((name) => !name.startsWith('.') && !UNOPENED.includes(name))
    .filter((name) => statSync(path.join(DEMO, name)).isFile())
    .sort()
    .map((name) => ({ name, size: statSync(path.join(DEMO, name)).size }));
  writeFileSync(path.join(DEMO, 'files.json'), `${JSON.stringify(files, null, 2)}\n`);
}

/**
 * Brings `static/demo` and `build` up to date.
 * @param {{ force?: boolean, say?: (zh: string, en: string) => void }} options
 * @returns {{ demo: boolean, page: boolean }} what was made anew
 */
export function build({ force = false, say = () => {} } = {}) {
  const demoStamp = hashOf(DEMO_SOURCES);
  const demo = force || !isFresh(DEMO, demoStamp);
  if (demo) {
    say('正在生成示例城市……', 'Making the demo city ...');
    rmSync(DEMO, { recursive: true, force: true });
    run('node_modules/tsx/dist/cli.mjs', [
      'src/cli/main.ts',
      'demo',
      ...['--seed', '1', '--scale', '1', '--out', 'static/demo'],
    ]);
    mkdirSync(DEMO, { recursive: true });
    writeManifest();
    writeFileSync(path.join(DEMO, '.stamp'), demoStamp);
  }
  const stamp = hashOf(BUILD_SOURCES);
  const page = force || !isFresh(BUILD, stamp);
  if (page) {
    say('正在构建页面……', 'Building the page ...');
    run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']);
    writeFileSync(path.join(BUILD, '.stamp'), stamp);
  }
  return { demo, page };
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  build({
    force: process.argv.includes('--force'),
    say: (zh, en) => process.stderr.write(`${zh} ${en}\n`),
  });
}
