import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '#lib/core/report/result.ts';
import { run } from './cli-run.ts';
import { NO_SHANGHAI, hasShanghai, writeShanghaiFolder } from './shanghai-folder.ts';

/** Radius in metres, buildings reached, share of the floor area reached. */
const ORACLE = [
  [200, 98, 0.0625],
  [300, 223, 0.1317],
  [500, 481, 0.3063],
  [800, 823, 0.7643],
  [1000, 901, 0.8283],
] as const;

if (!hasShanghai) console.log(NO_SHANGHAI);

describe.skipIf(!hasShanghai)('the real buildings between Lujiazui and the Bund', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lacuna-shanghai-'));
    writeShanghaiFolder(path.join(folder, 'project'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(ORACLE)('at %i m reach %i of 1,322 and %f of the floor area', async (m, yes, share) => {
    const out = path.join(folder, `out-${m}`);
    const args = ['audit', path.join(folder, 'project'), '--radius', String(m), '--out', out];
    const { code } = await run(args);
    expect(code).toBeLessThan(2);
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
    expect(result.totals.units).toBe(1322);
    expect(result.totals.service.yes).toBe(yes);
    expect(result.totals.service.unknown).toBe(0);
    expect(result.demand?.reached_points).toBe(yes);
    const reached = (result.demand?.reached_weight ?? NaN) / (result.demand?.weight ?? NaN);
    expect(Number(reached.toFixed(4))).toBe(share);
    expect(result.radius_m).toBe(m);
  });
});
