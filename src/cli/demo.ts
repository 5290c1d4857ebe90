import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plantCity } from '#data/demo/generate.ts';
import { PERIODS } from '#data/demo/periods.ts';
import { writePeriod } from '#data/demo/write.ts';

const USAGE =
  'lacuna demo --out DIR [--seed N] [--scale S] [--period 1..4] [--periods]\n' +
  '  --seed N     whole number, which city (1)\n' +
  '  --scale S    0.02 to 20, how large: 1 is about 12,000 units (1)\n' +
  '  --period P   1 to 4, which quarter is written (4, the latest)\n' +
  '  --periods    also write all four quarters into DIR/periods\n' +
  '  --out DIR    the folder to write';

interface Options {
  seed: number;
  scale: number;
  period: number;
  periods: boolean;
  out: string;
}

/**
 * Writes the folder of a fictional city: `lacuna demo --seed N --scale S --out DIR`.
 *
 * Progress goes to standard error. Exit code 0, or 2 where the arguments or the folder are no good.
 */
export async function demo(args: string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}\n`);
    return 2;
  }
  const { seed, scale, period, periods, out } = options;
  process.stderr.write(`planting the city of seed ${seed} at scale ${scale}\n`);
  const planted = plantCity({ seed, scale });
  const write = (folder: string, which: number): void => {
    for (const file of writePeriod(planted, which)) {
      const path = join(folder, file.name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.text);
    }
    process.stderr.write(`wrote ${PERIODS[which - 1].label} to ${folder}\n`);
  };
  try {
    write(out, period);
    if (periods) PERIODS.forEach((p, i) => write(join(out, 'periods', p.label), i + 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cannot write to ${out}: ${reason}\nname another folder with --out\n`);
    return 2;
  }
  return 0;
}

function parse(args: string[]): Options | string {
  const options: Options = { seed: 1, scale: 1, period: PERIODS.length, periods: false, out: '' };
  for (let i = 0; i < args.length; i++) {
    const name = args[i];
    if (name === '--periods') {
      options.periods = true;
      continue;
    }
    if (!['--seed', '--scale', '--period', '--out'].includes(name))
      return `${name} is not an option of demo`;
    const value = args[++i];
    if (value === undefined || value === '' || value.startsWith('--'))
      return `${name} needs a value`;
    if (name === '--out') {
      options.out = value;
      continue;
    }
    const number = Number(value);
    if (name === '--scale') {
      if (!(number >= 0.02 && number <= 20))
        return `--scale must be between 0.02 and 20, not ${value}`;
      options.scale = number;
    } else if (name === '--seed') {
      if (!Number.isSafeInteger(number) || number < 0)
        return `--seed must be a whole number from 0, not ${value}`;
      options.seed = number;
    } else {
      if (![1, 2, 3, 4].includes(number)) return `--period must be 1, 2, 3 or 4, not ${value}`;
      options.period = number;
    }
  }
  if (options.out === '') return 'demo needs --out DIR, the folder to write';
  return options;
}
