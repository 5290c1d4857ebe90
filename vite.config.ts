import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** The certified-browser floor (docs/decisions.md); the worker and dependency builds follow it too. */
const FLOOR = 'chrome86';

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: FLOOR, cssTarget: FLOOR, assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
  worker: { format: 'es' },
  resolve: { dedupe: ['apache-arrow', '@luma.gl/core', '@deck.gl/core'] },
});
