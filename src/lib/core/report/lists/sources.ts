import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput } from '#lib/core/report/lists/list-input.ts';

/** The files that were read: which table each became, how many rows, and its digest where that is known. */
export function sources({ project, digests }: AuditInput): List {
  const { files } = project;
  return listOf(
    'sources',
    {
      count: files.length,
      record: (row) => ({ table: 'file', record: row }),
      source: (row) => files[row].name,
    },
    [
      { key: 'file', kind: 'text', of: (row) => files[row].name },
      { key: 'table', kind: 'code', prefix: 'table', of: (row) => files[row].table },
      { key: 'rows', kind: 'count', of: (row) => files[row].rows },
      { key: 'bytes', kind: 'count', of: (row) => files[row].bytes },
      { key: 'digest', kind: 'text', aside: true, of: (row) => digests?.[row] ?? null },
    ],
  );
}
