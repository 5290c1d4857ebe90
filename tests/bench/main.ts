import { locate } from './locate.ts';
import { nearest, nearestGrowth } from './nearest.ts';

const BENCHES: Record<string, () => void> = { nearest, 'nearest-growth': nearestGrowth, locate };

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !(wanted in BENCHES)) {
  console.error(`Expected one of ${Object.keys(BENCHES).join(', ')}, got ${wanted}.`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted === undefined || wanted === name) bench();
  }
}
