import { expect, test } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import { NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { normFindings } from '#lib/core/norms/findings.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { NOT_GIVEN } from '#lib/core/report/facets/dimension.ts';
import { facetTitle, isOwnName, valueName } from '#lib/state/facet-words.ts';
import { Filtering } from '#lib/state/filtering.svelte.ts';
import { translator } from '#lib/i18n/words.ts';
import { PACK, projectOf, randomProject } from '../unit/coverage-project.ts';

const SEED = 20261125;
const project = randomProject(SEED, 400);
const decided = audit(project, PACK, reachField(project), { radiusM: null });
const filteringOf = (of: Project | null = project) =>
  new Filtering(
    () => of,
    () => (of ? decided : null),
  );
const facet = (filtering: Filtering, id: string) =>
  filtering.facets.find(({ dimension }) => dimension.id === id)!;

test('nothing is filtered without a brush or without a project', () => {
  expect(filteringOf().mask).toBeNull();
  const none = filteringOf(null);
  none.toggle('kind', 'building', false);
  expect([none.mask, none.facets]).toEqual([null, []]);
});

test('a value is chosen alone, others are added, and chosen again it is given up', () => {
  const filtering = filteringOf();
  const chosen = () => [...(filtering.brushes.get('kind') ?? [])];
  filtering.toggle('kind', 'building', false);
  filtering.toggle('kind', 'market', true);
  expect(chosen()).toEqual(['building', 'market']);
  filtering.toggle('kind', 'market', false);
  expect(chosen()).toEqual(['market']);
  filtering.toggle('kind', 'market', false);
  expect(filtering.brushes.has('kind')).toBe(false);
  filtering.toggle('kind', 'park', true);
  filtering.toggle('kind', 'park', true);
  expect(filtering.mask).toBeNull();
});

test('leaving a kind out and choosing kinds is one and the same filter', () => {
  const filtering = filteringOf();
  filtering.toggleOut('kind', 'building');
  expect(filtering.brushes.get('kind')).toEqual(
    new Set([...UNIT_KINDS.filter((kind) => kind !== 'building'), NOT_GIVEN]),
  );
  const building = UNIT_KINDS.indexOf('building');
  expect([...filtering.mask!]).toEqual(
    Array.from(project.units.kind, (kind) => Number(kind !== building)),
  );
  filtering.toggleOut('kind', 'building');
  expect(filtering.mask).toBeNull();
});

test('each dimension is counted over what passes the others', () => {
  const filtering = filteringOf();
  filtering.toggle('organisation', 'no', false);
  filtering.toggle('kind', 'building', false);
  const kind = facet(filtering, 'kind');
  const n = new Map<string, number>();
  for (let unit = 0; unit < project.units.count; unit++) {
    if (decided.due[unit] === 0 || decided.organisation.state[unit] !== 0) continue;
    const key = UNIT_KINDS[project.units.kind[unit]] ?? NOT_GIVEN;
    n.set(key, (n.get(key) ?? 0) + 1);
  }
  kind.dimension.keys.forEach((key, code) => expect(kind.n[code]).toBe(n.get(key) ?? 0));
  const passing = filtering.mask!.reduce((sum, one) => sum + one, 0);
  expect(passing).toBe(n.get('building'));
  expect(kind.total.reduce((sum, of) => sum + of, 0)).toBe(400);
});

test('values that the project has not are not filtered by, and are forgotten', () => {
  const filtering = filteringOf();
  filtering.brush('trade', new Set(['no such trade']));
  filtering.brush('colour', new Set(['red']));
  expect(filtering.mask).toBeNull();
  filtering.brush('kind', new Set(['building', 'castle']));
  filtering.settle();
  expect(new Map(filtering.brushes)).toEqual(new Map([['kind', new Set(['building'])]]));
  filtering.brush('kind', new Set());
  filtering.settle();
  expect([...filtering.mask!].some((passes) => passes === 1)).toBe(false);
  filtering.clear();
  expect(filtering.mask).toBeNull();
});

test('every dimension and value has words in both languages', () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const t = translator(locale);
    const numbers = { metres: (m: number) => `${m} m` };
    const words = {
      project,
      audit: decided,
      pack: PACK,
      radiusM: null,
      t,
      numbers,
      locale: 'en' as const,
    };
    for (const { dimension, total } of filteringOf().facets) {
      expect(facetTitle(dimension.id, words)).not.toMatch(/^by\.|filter\./);
      dimension.keys.forEach((key, code) => {
        const name = valueName(dimension.id, key, words);
        if (total[code] === 0 || isOwnName(dimension.id, key)) return;
        expect(name, `${dimension.id} ${key}`).not.toMatch(/^none\.|^\w+\.\w+|undefined/);
        if (locale === 'zh-CN') expect(name, `${dimension.id} ${key}`).toMatch(/[一-鿿]/);
      });
    }
  }
  expect(
    new Filtering(
      () => projectOf({ units: [] }),
      () => decided,
    ).mask,
  ).toBeNull();
});

test('next steps and norms join when they are known, and a link waits for them', () => {
  const filtering = filteringOf();
  filtering.brush('next_step', ['dispatch']);
  filtering.settle();
  expect([...filtering.brushes.keys()]).toEqual(['next_step']);
  expect(filtering.mask).toBeNull();
  const step = Uint8Array.from(project.units.kind, (_, unit) =>
    unit % 3 === 0 ? NEXT_STEPS.indexOf('dispatch') : NONE,
  );
  const norms = normFindings(project, PACK, { due: decided.due, distanceM: () => NaN });
  filtering.follow(() => ({ steps: { step }, norms }) as unknown as Assessment);
  const passing = [...project.units.kind.keys()].filter((unit) => unit % 3 === 0);
  expect([...filtering.mask!.keys()].filter((unit) => filtering.mask![unit] === 1)).toEqual(
    passing,
  );
  const { n, total, dimension } = facet(filtering, 'norm');
  expect(total.reduce((sum, units) => sum + units, 0)).toBe(project.units.count);
  expect(n.reduce((sum, units) => sum + units, 0)).toBe(passing.length);
  expect(dimension.keys.slice(0, -1)).toEqual(PACK.norms.map(({ id }) => id));
});
