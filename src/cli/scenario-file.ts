import { readFile } from 'node:fs/promises';
import { parseScenario } from '#lib/core/reach/scenario.ts';
import type { ScenarioEdit, ScenarioFault } from '#lib/core/reach/scenario.ts';
import { reason } from '#cli/console.ts';
import type { Console } from '#cli/console.ts';

/** Says why a scenario is refused, a line a fault. */
export function sayFaults(file: string, faults: readonly ScenarioFault[], console: Console): void {
  const { words, error } = console;
  error(words('scenarioInvalid', { file }));
  for (const { place, code, found, expected } of faults)
    error(
      words('faultLine', {
        place: place === '' ? '/' : place,
        problem: words(code),
        found: found ?? words('nothing'),
        expected: expected ?? words('nothing'),
      }),
    );
}

/** The scenario of a file; null where it cannot be used, which is said. */
export async function readScenario(file: string, console: Console): Promise<ScenarioEdit[] | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (fault) {
    console.error(console.words('scenarioUnreadable', { file, detail: reason(fault) }));
    return null;
  }
  const read = parseScenario(text);
  if ('edits' in read) return read.edits;
  sayFaults(file, read.faults, console);
  return null;
}
