/**
 * Installs what package-lock.json names, where it is not installed yet. No dependencies: it runs
 * before there are any. Nothing is done, and nothing printed, when all is in place.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Whether this Node runs the project: 20.19 and later of 20, or 22.12 and later.
 * @param {string} version such as 20.19.0
 * @returns {boolean}
 */
export function nodeServes(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/**
 * The first package of the lock file that is not installed as named there, or null.
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean }> }} lock
 * @param {{ packages?: Record<string, { version?: string }> } | null} installed npm's own record
 * @returns {string | null}
 */
export function firstMissing(lock, installed) {
  for (const [place, wanted] of Object.entries(lock.packages ?? {})) {
    if (place === '') continue;
    const found = installed?.packages?.[place];
    if (found ? found.version !== wanted.version : !wanted.optional) return place;
  }
  return null;
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} zh @param {string} en */
function say(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`);
}

/** @returns {number} the exit code */
function setUp() {
  if (!nodeServes(process.versions.node)) {
    say(
      `需要 Node.js 20.19 以上（20 系列）或 22.12 以上，当前为 ${process.versions.node}。`,
      `Node.js ^20.19 or >=22.12 is needed; this is ${process.versions.node}.`,
    );
    return 1;
  }
  const lock = read('package-lock.json');
  if (!lock) {
    say(
      '缺少 package-lock.json，无法安装。',
      'package-lock.json is missing: nothing to install from.',
    );
    return 1;
  }
  const missing = firstMissing(lock, read('node_modules/.package-lock.json'));
  if (!missing) return 0;
  say(
    `正在按 package-lock.json 安装依赖（首次约需一两分钟；缺少 ${missing}）……`,
    `Installing what package-lock.json names (a minute or two the first time; ${missing} is missing) ...`,
  );
  const npm = process.env.npm_execpath;
  const flags = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args] = npm ? [process.execPath, [npm, ...flags]] : ['npm', flags];
  const done = spawnSync(command, args, {
    cwd: ROOT,
    // What npm says goes to the error stream: the output belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  });
  if (done.status === 0) return 0;
  say(
    `安装失败（npm ci 退出码 ${done.status ?? done.error?.message}）。请检查网络或 npm 镜像；离线时请从已安装的机器复制 node_modules。`,
    `Installing failed (npm ci: ${done.status ?? done.error?.message}). Check the network or the npm mirror; offline, copy node_modules from a machine that has it.`,
  );
  return 1;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = setUp();
}
