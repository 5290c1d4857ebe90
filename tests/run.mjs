/**
 * `npm test`: every check in turn, to the end, and a count as the last line.
 *
 * A stage that is not a set of tests counts as one. The exit code is 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OUTPUT = path.join(ROOT, 'tests/output');

const SVELTE_KIT = 'node_modules/@sveltejs/kit/svelte-kit.js';
const SVELTE_CHECK = 'node_modules/svelte-check/bin/svelte-check';
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
const ESLINT = 'node_modules/eslint/bin/eslint.js';
const DEPCRUISE = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const VITEST = 'node_modules/vitest/vitest.mjs';

/** @type {{ name: string, steps: string[][], tests?: boolean }[]} */
const STAGES = [
  {
    name: 'types',
    steps: [
      [SVELTE_KIT, 'sync'],
      [SVELTE_CHECK, '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    ],
  },
  {
    name: 'lint',
    steps: [
      [PRETTIER, '--check', '--log-level', 'warn', '.'],
      [ESLINT, '--max-warnings', '0', '.'],
    ],
  },
  {
    name: 'import rules',
    steps: [[DEPCRUISE, '--config', '.dependency-cruiser.cjs', 'src', 'workers', 'data']],
  },
  { name: 'unit', tests: true, steps: [['unit']] },
  { name: 'sql', tests: true, steps: [['sql']] },
  { name: 'state', tests: true, steps: [['state']] },
  { name: 'demo city and build', steps: [['src/cli/build.mjs', '--force']] },
  { name: 'browser', tests: true, steps: [['browser']] },
];

/** @param {string[]} args @returns {boolean} whether it went well */
function run(args, env = {}) {
  const done = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return done.status === 0;
}

/**
 * Runs one of Vitest's projects and counts its tests from its own report.
 * @param {string} project
 */
function runTests(project) {
  const report = path.join(OUTPUT, `${project}.json`);
  rmSync(report, { force: true });
  const fine = run(
    [
      VITEST,
      'run',
      ...['--project', project],
      ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
    ],
    { LACUNA_BUILT: '1' },
  );
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    passed = numPassedTests;
    failed = numFailedTests;
    skipped = numPendingTests + numTodoTests;
  } catch {
    // A run that wrote no report failed as a whole; the next line counts it.
  }
  // A file that could not be loaded, or a run without a report, has no test to count.
  if (!fine && failed === 0) failed = 1;
  return { passed, failed, skipped };
}

mkdirSync(OUTPUT, { recursive: true });
/** @type {string[]} */
const lines = [];
const total = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv.slice(2);

for (const { name, steps, tests } of STAGES) {
  if (only.length > 0 && !only.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  const begin = performance.now();
  let count = { passed: 0, failed: 0, skipped: 0 };
  if (tests) {
    count = runTests(steps[0][0]);
  } else {
    const fine = steps.map((step) => run(step)).every(Boolean);
    count[fine ? 'passed' : 'failed'] = 1;
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  lines.push(
    `${name.padEnd(20)} ${seconds.padStart(6)} s  ${count.passed} passed, ${count.failed} failed` +
      (count.skipped > 0 ? `, ${count.skipped} skipped` : ''),
  );
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

process.stdout.write(`\n${lines.join('\n')}\n`);
if (total.skipped > 0)
  process.stdout.write(`${total.skipped} skipped, for the reasons printed above\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
