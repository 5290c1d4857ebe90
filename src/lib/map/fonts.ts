import type { FontFacesSpecification } from 'maplibre-gl';
import { LABEL_FONT } from '#lib/map/style.ts';
import ranges from '@fontsource/noto-sans-sc/unicode.json';

const FILES = import.meta.glob<string>(
  [
    '/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-*-500-normal.woff2',
    '!**/noto-sans-sc-chinese-simplified-*',
  ],
  { query: '?url', import: 'default', eager: true },
);

/**
 * The bundled label font for a map style: about a hundred files, each fetched from this origin when
 * the first character in its range is drawn. `base` is the address that file addresses are relative to.
 */
export function fontFaces(base: string): FontFacesSpecification {
  const faces: { url: string; 'unicode-range': string[] }[] = [];
  for (const [path, url] of Object.entries(FILES)) {
    const subset = /noto-sans-sc-(.+)-500-normal/.exec(path)?.[1] ?? '';
    const range = (ranges as Record<string, string>)[/^\d+$/.test(subset) ? `[${subset}]` : subset];
    if (range) faces.push({ url: new URL(url, base).href, 'unicode-range': range.split(',') });
  }
  return { [LABEL_FONT]: faces };
}
