import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: 'chrome86', cssTarget: 'chrome86' },
  worker: { format: 'es' },
});
