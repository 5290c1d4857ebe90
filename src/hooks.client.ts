import '#lib/polyfills.ts';
