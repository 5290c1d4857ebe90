import { expect, test } from 'vitest';
import { denominators } from '#lib/core/report/lists/denominators.ts';
import { inOrderOf, rowsInside } from '#lib/state/list-rows.ts';
import { Lists } from '#lib/state/lists.svelte.ts';
import { mulberry32, randomProject } from '../unit/coverage-project.ts';
import { reportOf } from '../unit/report-project.ts';

const seed = Number(process.env.LACUNA_SEED ?? 5200);

test('rows inside a scope and a filter are those that a look at each row finds', () => {
  console.log(`seed ${seed}`);
  const random = mulberry32(seed);
  const { input } = reportOf(randomProject(seed, 300));
  const { project } = input;
  const lists = new Lists(
    () => input,
    () => input,
  );
  for (let turn = 0; turn < 20; turn++) {
    const scope = Math.floor(random() * project.divisions.count);
    const inScope = new Uint8Array(project.divisions.count);
    for (let d = 0; d < inScope.length; d++)
      inScope[d] =
        d === scope || (project.divisions.parent[d] >= 0 && inScope[project.divisions.parent[d]])
          ? 1
          : 0;
    const mask = Uint8Array.from({ length: project.units.count }, () => Number(random() < 0.6));
    for (const id of ['denominators', 'blanks', 'norms', 'findings', 'method'] as const) {
      const list = lists.get(id)!;
      expect(lists.get(id)).toBe(list);
      const path = list.columns.findIndex(({ key }) => key === 'path');
      const expected: number[] = [];
      for (let row = 0; row < list.count; row++) {
        const about = list.record(row);
        if (about?.table === 'units' && mask[about.record] === 0) continue;
        const codes = path < 0 ? null : String(list.cells(row)[path]).split(' / ');
        if (codes === null || codes.includes(project.divisions.code[scope])) expected.push(row);
      }
      const found = rowsInside(list, project, { inScope, mask });
      expect([...found.rows], id).toEqual(expected);
      expect(found.scoped).toBe(path >= 0);
    }
  }
});

test('numbers and words are put in order, what is not known last either way', () => {
  const { input } = reportOf(randomProject(seed, 200));
  const list = denominators(input);
  const all = Uint32Array.from({ length: list.count }, (_, i) => i);
  const say = { locale: 'en', word: (_: number, cell: unknown) => String(cell ?? '') };
  for (const descending of [false, true]) {
    for (const [column, known] of [
      ['kind', 2],
      ['due', 7],
    ] as const) {
      const words = [...inOrderOf(list, all, { column, descending }, say)].map((row) =>
        String(list.cells(row)[known] ?? ''),
      );
      const sorted = [...words].sort((a, b) => (descending ? -1 : 1) * a.localeCompare(b, 'en'));
      expect(words).toEqual(sorted);
    }
    const reasons = [...inOrderOf(list, all, { column: 'reason', descending }, say)].map(
      (row) => list.cells(row)[list.columns.findIndex(({ key }) => key === 'reason')],
    );
    const firstNone = reasons.indexOf(null);
    expect(reasons.slice(firstNone).every((reason) => reason === null)).toBe(true);
  }
});
