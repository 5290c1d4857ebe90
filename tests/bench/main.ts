import { csv } from './csv.ts';
import { facets } from './facets.ts';
import { joint } from './joint.ts';
import { discs } from './discs.ts';
import { locate } from './locate.ts';
import { nearest, nearestGrowth } from './nearest.ts';
import { walking } from './walking.ts';
import { reach } from './reach.ts';
import { sitingCover } from './siting-cover.ts';
import { sitingOrlib } from './siting-orlib.ts';
import { workbook } from './workbook.ts';

const BENCHES: Record<string, () => void | Promise<void>> = {
  nearest,
  'nearest-growth': nearestGrowth,
  locate,
  discs,
  reach,
  csv,
  workbook,
  facets,
  joint,
  walking,
  'siting-cover': sitingCover,
  'siting-orlib': sitingOrlib,
};

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !(wanted in BENCHES)) {
  console.error(`Expected one of ${Object.keys(BENCHES).join(', ')}, got ${wanted}.`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted === undefined || wanted === name) await bench();
  }
}
