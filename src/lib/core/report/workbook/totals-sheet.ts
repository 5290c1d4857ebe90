import type { CellObject, WorkSheet } from '@e965/xlsx';
import type { UnitKind } from '#lib/core/model.ts';
import { headlines } from '#lib/core/report/headlines.ts';
import type { FigureScope } from '#lib/core/report/figures.ts';
import type { ListInput, Say } from '#lib/core/report/lists/list-input.ts';
import { listName } from '#lib/core/report/lists/list-words.ts';
import { figureWords } from '#lib/core/report/figure-words.ts';
import type { List, ListId } from '#lib/core/report/lists/list.ts';
import type { CountBlock, Result } from '#lib/core/report/result.ts';
import { numberCell, PERCENT, textCell, WHOLE } from '#lib/core/report/workbook/cell.ts';
import { sheetOf } from '#lib/core/report/workbook/list-sheet.ts';

type Row = (CellObject | null)[];

const words = (text: string | null): CellObject | null => (text === null ? null : textCell(text));
const whole = (value: number): CellObject => numberCell(value, WHOLE);

function rates(
  name: string,
  block: CountBlock,
  scope: FigureScope,
  { lists, say }: { lists: readonly List[]; say: Say },
): Row[] {
  const columnsOf = (id: ListId) => lists.find((list) => list.id === id)?.columns ?? [];
  return headlines(block, scope).map(({ key, yes, no, unknown, due, rate, rows }) => [
    textCell(name),
    textCell(say(key)),
    whole(yes),
    whole(due),
    rate === null || unknown === due ? null : numberCell(rate, PERCENT),
    whole(no),
    whole(unknown),
    textCell(figureWords(rows, columnsOf(rows.list), say)),
  ]);
}

/**
 * The first page: what was audited and on which day, each rate as n of N with the unknown beside it,
 * for everything and by kind, and how many rows each page has.
 */
export function totalsSheet(
  { project, pack, say, locale }: ListInput,
  result: Pick<Result, 'totals' | 'unplaced' | 'as_of' | 'radius_m'>,
  lists: readonly List[],
): WorkSheet {
  const { totals } = result;
  const said = { lists, say };
  const heads = ['of', 'rate', 'yes', 'due', 'share', 'no', 'unknown', 'rows'].map((key) =>
    textCell(say(`totals.${key}`)),
  );
  const name = project.info.name ?? say('app.untitled');
  const facts: Row[] = [
    [textCell(say('totals.title')), textCell(name)],
    ...(project.info.fictional ? [[null, textCell(say('app.fictional'))]] : []),
    [textCell(say('totals.as_of')), words(result.as_of ?? say('method.no_date'))],
    [textCell(say('totals.pack')), textCell(`${pack.name[locale]} ${pack.version}`)],
    [
      textCell(say('totals.radius')),
      textCell(result.radius_m === null ? say('method.by_pack') : `${result.radius_m} m`),
    ],
    [textCell(say('totals.units')), whole(totals.units)],
    [textCell(say('totals.due_units')), whole(totals.due)],
    [textCell(say('totals.exempt_units')), whole(totals.exempt)],
    [textCell(say('totals.unplaced')), whole(result.unplaced.units)],
  ];
  const kinds = Object.entries(totals.kinds).flatMap(([kind, block]) =>
    rates(say(`kind.${kind}`), block, { kind: kind as UnitKind }, said),
  );
  const pages: Row[] = lists.map((list) => [
    textCell(listName(list.id, say)),
    whole(list.count),
    textCell(say(`lists.${list.id}.what`)),
  ]);
  return sheetOf([
    ...facts,
    [],
    heads,
    ...rates(say('inspector.whole'), totals, {}, said),
    ...kinds,
    [],
    [textCell(say('totals.list')), textCell(say('totals.count')), textCell(say('totals.what'))],
    ...pages,
  ]);
}
