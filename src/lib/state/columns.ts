import type { Ledger } from '#lib/core/model.ts';
import type { TableMode } from '#lib/state/address.ts';
import { chosen } from '#lib/state/chosen.ts';
import type { Say } from '#lib/state/say.ts';

const OF_DIVISIONS = ['name', 'parent', 'rate', 'covered', 'no', 'unknown', 'due'];
const STATES: Record<string, string> = { covered: 'yes', no: 'no', unknown: 'unknown' };

/** Columns that hold words; the others hold numbers. */
export const TEXT_COLUMNS = chosen([
  'name',
  'parent',
  'kind',
  'division',
  'work',
  'service',
  'organisation',
  'step',
]);
const LOW_FIRST = chosen(['rate']);
/** Whether a column is sorted from its highest value down at first. */
export const highFirst = (column: string): boolean =>
  !TEXT_COLUMNS.has(column) && !LOW_FIRST.has(column);

/** The other ledger that the list of a ledger's blanks tells of. */
export const otherLedger = (ledger: Ledger): Ledger =>
  ledger === 'service' ? 'organisation' : 'service';

/** Columns of the list below the map. */
export function columnsOf(mode: TableMode, ledger: Ledger): string[] {
  if (mode === 'blanks')
    return ['name', 'kind', 'division', otherLedger(ledger), 'employees', 'step', 'distance'];
  // In other ledgers every unit of the column before the last is a blank spot.
  return ledger === 'organisation' ? [...OF_DIVISIONS, 'blank'] : OF_DIVISIONS;
}

/** Head of a column: the states are called what the ledger calls them. */
export function columnTitle(column: string, mode: TableMode, ledger: Ledger, t: Say): string {
  const state = mode === 'divisions' ? STATES[column] : undefined;
  if (!state) return t(`column.${column}`);
  const said = t(`state.${ledger}.${state}`);
  return state === 'yes' ? t('column.covered', { state: said }) : said;
}

/** Whether a mode shows a list of the report: all but the two that follow the ledger. */
export const isListMode = (mode: TableMode): boolean => mode !== 'divisions' && mode !== 'blanks';

/** What the list is called: a blank is one of the ledger that is shown. */
export const listTitle = (mode: TableMode, ledger: Ledger, t: Say): string =>
  t(mode === 'blanks' ? `table.mode.blanks.${ledger}` : `table.mode.${mode}`);
