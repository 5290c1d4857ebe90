export interface Timing {
  minMs: number;
  medianMs: number;
}

/**
 * Processor time of each contender: once to warm up, then `rounds` times in turn, so that a busy
 * moment hits all alike. Processor time of the whole process, its garbage collector included,
 * does not count the waiting for other programs on the machine.
 */
export async function timeInTurn<Name extends string>(
  contenders: Record<Name, () => void | Promise<void>>,
  rounds: number,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(contenders) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const start = process.cpuUsage();
      await contenders[name]();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times.get(name)?.push((user + system) / 1000);
    }
  }
  const timings = {} as Record<Name, Timing>;
  for (const name of names) {
    const sorted = (times.get(name) ?? []).sort((a, b) => a - b);
    timings[name] = { minMs: sorted[0], medianMs: sorted[sorted.length >> 1] };
  }
  return timings;
}

/** Prints a Markdown table, numbers with one decimal below 100. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const cell = (value: string | number): string =>
    typeof value === 'string' ? value : value.toFixed(Math.abs(value) < 100 ? 1 : 0);
  console.log(`| ${head.join(' | ')} |`);
  console.log(`|${head.map(() => '---').join('|')}|`);
  for (const row of rows) console.log(`| ${row.map(cell).join(' | ')} |`);
  console.log('');
}
