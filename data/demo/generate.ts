import { PERIODS } from './periods.ts';
import { plantCity } from './plant.ts';
import { writePeriod, type DemoFile } from './write.ts';

export { plantCity, type Planted } from './plant.ts';
export type { DemoFile } from './write.ts';

/** The project folder of one period (1 to 4; the last where none is named) of a fictional city. */
export function generateDemo({
  seed,
  scale,
  period = PERIODS.length,
}: {
  seed: number;
  scale: number;
  period?: number;
}): { files: DemoFile[] } {
  return { files: writePeriod(plantCity({ seed, scale }), period) };
}
