import loadHighs from 'highs';
import { highsPrograms } from '#lib/core/siting/highs-program.ts';
import type { Programs } from '#lib/core/siting/program.ts';

let programs: Promise<Programs> | null = null;

/** Linear programs on the command line, loaded once. */
export const loadPrograms = (): Promise<Programs> => (programs ??= loadHighs().then(highsPrograms));
