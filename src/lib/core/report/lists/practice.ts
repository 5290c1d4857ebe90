import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput } from '#lib/core/report/lists/list-input.ts';
import { ownFigure } from '#lib/core/report/practice-measures.ts';
import type { OwnFigure } from '#lib/core/report/practice-measures.ts';
import type { PracticeFigure } from '#lib/core/report/practice.ts';

/** Published figures of other places (对标), a row a figure, with one's own beside it: n, of N where it is a share or a mean. */
export function practice({ project, audit, practice: given, locale, say }: AuditInput): List {
  const figures = given?.figures ?? [];
  const known = new Map<string, OwnFigure | null>();
  const figure = (row: number): PracticeFigure => figures[row];
  const own = (row: number): OwnFigure | null => {
    const { measure } = figure(row);
    const cached = known.get(measure);
    if (cached !== undefined) return cached;
    const computed = ownFigure(measure, project, audit);
    known.set(measure, computed);
    return computed;
  };
  const shared = (row: number): boolean => figure(row).unit === 'share';
  return listOf('practice', { count: figures.length, record: () => null, source: () => null }, [
    { key: 'place', kind: 'text', of: (row) => figure(row).place[locale] },
    { key: 'name', kind: 'text', of: (row) => figure(row).words[locale] },
    { key: 'bound', kind: 'code', prefix: 'bound', aside: true, of: (row) => figure(row).bound },
    {
      key: 'theirs',
      kind: 'number',
      of: (row) => (shared(row) ? null : figure(row).value),
    },
    {
      key: 'theirs_share',
      kind: 'share',
      of: (row) => (shared(row) ? figure(row).value : null),
    },
    { key: 'own_n', kind: 'number', of: (row) => own(row)?.n ?? null },
    { key: 'own_of', kind: 'number', of: (row) => own(row)?.of ?? null },
    {
      key: 'own_share',
      kind: 'share',
      of: (row) => {
        const { n, of } = own(row) ?? { n: 0, of: null };
        return of === null || figure(row).unit === 'mean' ? null : n / of;
      },
    },
    {
      key: 'measure',
      kind: 'code',
      prefix: 'practice',
      aside: true,
      of: (row) => figure(row).measure,
    },
    {
      key: 'article',
      kind: 'text',
      of: (row) => say('practice.articles', { articles: figure(row).articles.join(', ') }),
    },
    { key: 'source_text', kind: 'text', aside: true, of: () => given?.source[locale] ?? null },
  ]);
}
