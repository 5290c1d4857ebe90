import type { zhSitingMap } from '#lib/i18n/zh-CN-siting-map.ts';

/** The words of the siting map: its legend, and what is under the pointer. */
export const enSitingMap: { [Key in keyof typeof zhSitingMap]: string } = {
  'siting.legend': 'Legend',
  'siting.legend.kept': 'Covered already',
  'siting.legend.gained': 'Newly covered',
  'siting.legend.blank': 'Still not covered',
  'siting.legend.lost': 'No longer covered',
  'siting.legend.opened': 'New station',
  'siting.legend.standing': 'Standing station',
  'siting.legend.closed': 'Station given up',
  'siting.legend.candidates': 'Candidate site',
  'siting.legend.forced': 'Site that has to be opened',
  'siting.legend.forbidden': 'Site that must not be opened',
  'siting.legend.circles': 'Radius of the new stations',
  'siting.legend.serves': 'Served by the chosen site',
  'siting.draw': 'Put sites on the map by click',
  'siting.draw.end': 'Click the map; Esc ends',
  'siting.map.serves': 'Serves {n} places',
  'siting.map.by': 'Served by {name}, {far}',
};
