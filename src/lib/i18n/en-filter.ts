import type { zhFilter } from '#lib/i18n/zh-CN-filter.ts';

/** The words of the filter. */
export const enFilter: { [Key in keyof typeof zhFilter]: string } = {
  'side.label': 'Left column',
  'side.divisions': 'Divisions',
  'side.filter': 'Filter',
  'filter.active': 'Filter',
  'filter.clear': 'Clear',
  'filter.clearAll': 'Clear all',
  'filter.passing': '{n} / {all} units',
  'filter.nothing': 'nothing shown',
  'filter.more': '{n} more',
  'filter.other': 'Other',
  'filter.hint':
    'Choose a value to see it alone; hold Shift to choose several. Beside each: the units that pass every other filter / all units.',
  'filter.exempt': 'Not counted: {reason}',
  'filter.by.kind': 'Kind',
  'filter.by.organisation': 'Organisation',
  'filter.by.work': 'Work',
  'filter.by.service': 'Service',
  'filter.by.mode': 'Mode',
  'filter.by.rule': 'Decided by (organisation)',
  'filter.by.trade': 'Trade',
  'filter.none.kind': 'Kind unknown',
  'filter.none.mode': 'No link',
  'filter.none.division': 'In no division',
  'filter.none.trade': 'No trade given',
  'filter.none.rule': 'None',
  'list.comma': ', ',
  'filter.kinds': 'Kinds of unit',
  'filter.all': 'All',
};
