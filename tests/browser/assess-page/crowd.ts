import type { Project } from '#lib/core/model.ts';
import { blanks } from '../../unit/joint-cases.ts';

/** Thirty blank units of one street: too many for a table of subsets, so that the solver is asked. */
export const crowd = (): Project =>
  blanks(
    Array.from({ length: 30 }, (_, i) => ({
      members: i % 3,
      x: (i * 77) % 900,
      y: (i * 41) % 700,
    })),
  ).project;
