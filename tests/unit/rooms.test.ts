import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const rules = require('../../.dependency-cruiser.cjs') as {
  forbidden: object[];
  options: Record<string, unknown>;
};

let home: string;
const before = process.cwd();

/** The rules broken in a project of the given files, each `rule: from -> to`. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(path.join(home, 'project-'));
  writeFileSync(
    path.join(root, 'package.json'),
    JSON.stringify({ imports: { '#lib/*': './src/lib/*', '#workers/*': './workers/*' } }),
  );
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const { tsConfig: _, enhancedResolveOptions, ...options } = rules.options;
  process.chdir(root);
  try {
    const { output } = await cruise(
      ['src', 'workers', 'data'].filter((room) =>
        Object.keys(files).some((f) => f.startsWith(room)),
      ),
      {
        ...options,
        baseDir: root,
        validate: true,
        ruleSet: { forbidden: rules.forbidden },
      } as never,
      enhancedResolveOptions as never,
    );
    return (output as ICruiseResult).summary.violations
      .map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
      .sort();
  } finally {
    process.chdir(before);
  }
}

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'rooms-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('lets a room reach what it may', async () => {
  const found = await broken({
    'src/lib/core/model.ts': 'export type Noun = 1; export const NOUN = 1;',
    'src/lib/core/geo/near.ts': "import { NOUN } from '#lib/core/model.ts'; export const a = NOUN;",
    'src/lib/core/ingest/read.ts': "import { a } from '#lib/core/geo/near.ts'; export const b = a;",
    'src/lib/i18n/en.ts': "import type { Noun } from '#lib/core/model.ts'; export type N = Noun;",
    'src/lib/state/desk.ts':
      "import { b } from '#lib/core/ingest/read.ts'; import type { W } from '#workers/w.ts'; export const c: W = b;",
    'workers/w.ts': "import { b } from '#lib/core/ingest/read.ts'; export type W = typeof b;",
  });
  expect(found).toEqual([]);
});

it('catches every planted violation', async () => {
  const found = await broken({
    'src/lib/core/model.ts': "import { a } from '#lib/core/geo/near.ts'; export const NOUN = a;",
    'src/lib/core/geo/near.ts':
      "import { NOUN } from '#lib/core/model.ts'; import fs from 'node:fs'; export const a = NOUN ?? fs;",
    'src/lib/core/ingest/read.ts': "import { s } from '#lib/state/desk.ts'; export const b = s;",
    'src/lib/state/desk.ts': "import { w } from '#workers/w.ts'; export const s = w;",
    'src/lib/ui/panel.ts': "import { t } from '#lib/tables/t.ts'; export const u = t;",
    'src/lib/tables/t.ts': "import lost from '#lib/core/lost.ts'; export const t = lost;",
    'src/lib/i18n/en.ts': "import { NOUN } from '#lib/core/model.ts'; export const n = NOUN;",
    'workers/w.ts': 'export const w = 1;',
    'data/a.ts': "import { b } from './b.ts'; export const a = b; export type A = 1;",
    'data/b.ts': "import { a } from './a.ts'; export const b = a;",
    'data/c.ts': "import { d } from './d.ts'; export const c = d; export type C = 1;",
    'data/d.ts': "import type { C } from './c.ts'; export const d: C = 1;",
  });
  for (const expected of [
    'room-core-model: src/lib/core/model.ts -> src/lib/core/geo/near.ts',
    'core-pure: src/lib/core/geo/near.ts -> fs',
    'room-core-ingest: src/lib/core/ingest/read.ts -> src/lib/state/desk.ts',
    'worker-types-only: src/lib/state/desk.ts -> workers/w.ts',
    'room-ui: src/lib/ui/panel.ts -> src/lib/tables/t.ts',
    'types-only: src/lib/i18n/en.ts -> src/lib/core/model.ts',
  ]) {
    expect(found).toContain(expected);
  }
  expect(found.join('\n')).toMatch(/no-cycles: src\/lib\/core/);
  expect(found.join('\n')).toMatch(/no-cycles-at-run-time: data\/[ab]/);
  expect(found.join('\n')).not.toMatch(/data\/[cd]/);
  expect(found.join('\n')).toMatch(/resolved: src\/lib\/tables\/t\.ts/);
});
