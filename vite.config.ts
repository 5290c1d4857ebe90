import path from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { transform } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';

/** The certified-browser floor (docs/decisions.md); the workers' builds follow it too. */
const FLOOR = 'chrome86';
/**
 * What Vite's own compiler is told: below this it turns every private member of a class into a
 * WeakMap, on account of a fault in fields that are static, and walks over a million rows become
 * slow. The syntax that the floor really lacks is lowered by `lowerToFloor`.
 */
const PRIVATE_FIELDS_KEPT = 'chrome98';
const POLYFILLS = path.resolve(import.meta.dirname, 'src/lib/polyfills.ts');

/** MapLibre's worker is a file of its package, so the build puts the polyfills before it. */
const polyfillMapLibreWorker: Plugin = {
  name: 'polyfill-maplibre-worker',
  transform(code, id) {
    if (!/maplibre-gl-worker\.mjs/.test(id)) return null;
    return { code: `import ${JSON.stringify(POLYFILLS)};\n${code}`, map: null };
  },
};

/** Every browser above the floor reads WOFF 2; the older format would double the build. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!/@fontsource\/.*\.css/.test(id)) return null;
    return { code: code.replace(/, url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null };
  },
};

/** Svelte scopes with `:where()`, which Chromium 86 lacks: it would drop the whole rule. */
const scopeWithoutWhere: Plugin = {
  name: 'scope-without-where',
  enforce: 'pre',
  transform(code, id) {
    if (!/[?&]svelte\b.*\btype=style/.test(id)) return null;
    return { code: code.replace(/:where\((\.svelte-[a-z0-9]+)\)/g, '$1'), map: null };
  },
};

const lowerToFloor: Plugin = {
  name: 'lower-to-floor',
  async renderChunk(code) {
    const { code: lowered } = await transform(code, {
      target: FLOOR,
      format: 'esm',
      charset: 'utf8',
      legalComments: 'inline',
    });
    return { code: lowered, map: null };
  },
};

export default defineConfig({
  plugins: [onlyWoff2, scopeWithoutWhere, sveltekit(), lowerToFloor],
  build: {
    target: PRIVATE_FIELDS_KEPT,
    cssTarget: FLOOR,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es', plugins: () => [polyfillMapLibreWorker, lowerToFloor] },
  resolve: { dedupe: ['apache-arrow', '@luma.gl/core', '@deck.gl/core'] },
});
