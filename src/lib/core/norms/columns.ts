import type { Project } from '#lib/core/model.ts';
import { cellDay, cellNumber } from '#lib/core/norms/cell-number.ts';
import type { NormSubject } from '#lib/core/norms/norm.ts';
import { textAt } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

type Table = NormSubject['table'];

const has = (object: object, key: string): boolean =>
  Object.prototype.hasOwnProperty.call(object, key);

/** A contract's name as the model has it: `area_m2` is `areaM2`. */
const member = (column: string): string =>
  column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && 'offsets' in value && 'bytes' in value;

/** The texts of a column: the contract's, else one of the file's own by its header. */
function textsOf(project: Project, table: Table, column: string): Texts | null {
  const records = project[table];
  const named = member(column);
  if (has(records, named)) {
    const values: unknown = records[named as keyof typeof records];
    if (isTexts(values)) return values;
  }
  if (has(records.extra, column)) return records.extra[column];
  const tidy = (header: string): string => header.normalize('NFKC').replace(/\s+/g, '');
  const like = Object.keys(records.extra).find((header) => tidy(header) === tidy(column));
  return like === undefined ? null : records.extra[like];
}

/** The numbers of a column of a table; NaN where a cell has none, null where there is no such column. */
export function numbersOf(project: Project, table: Table, column: string): Float64Array | null {
  const records = project[table];
  const named = member(column);
  if (has(records, named)) {
    const values: unknown = records[named as keyof typeof records];
    if (values instanceof Float64Array) return values;
  }
  const texts = textsOf(project, table, column);
  return (
    texts && Float64Array.from({ length: records.count }, (_, i) => cellNumber(textAt(texts, i)))
  );
}

/** The days of a date column since 1970; as `numbersOf`. */
export function daysOf(project: Project, table: Table, column: string): Float64Array | null {
  const texts = textsOf(project, table, column);
  const { count } = project[table];
  return texts && Float64Array.from({ length: count }, (_, i) => cellDay(textAt(texts, i)));
}
