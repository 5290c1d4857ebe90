import { compileModule } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Rune classes compiled for the browser's runtime, so that in Node too what is derived is kept. */
const runes: Plugin = {
  name: 'runes-of-the-browser',
  enforce: 'post',
  transform(code, id) {
    if (!/\.svelte\.(ts|js)$/.test(id)) return undefined;
    const { js } = compileModule(code, { filename: id, generate: 'client' });
    return { code: js.code, map: js.map };
  },
};

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: { name: 'sql', include: ['tests/sql/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        plugins: [runes],
        resolve: { conditions: ['browser'] },
        ssr: { resolve: { conditions: ['browser'] } },
        test: { name: 'state', include: ['tests/state/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          // One site and two cores: one browser at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
