import type { zhReachInsight } from '#lib/i18n/zh-CN-reach-insight.ts';

/** The words of what the reach screen says beyond its figures. */
export const enReachInsight: { [Key in keyof typeof zhReachInsight]: string } = {
  'insight.firm': 'Firm and marginal',
  'insight.points': 'Points',
  'insight.people': 'People',
  'insight.units': 'Units',
  'insight.all': 'All',
  'insight.reasons': 'What marginal ones depend on (one may have several)',
  'insight.reason': 'Depends on',
  'insight.working': 'Working it out',
  'insight.separator': '; ',
  'insight.access': 'Accessibility and supply',
  'insight.access.open': 'Show',
  'insight.access.close': 'Hide',
  'insight.access.supply': 'Supply',
  'insight.access.method': 'Two-step floating catchment area (Luo and Wang 2003)',
  'insight.access.city': 'Mean of the city, per 1,000',
  'insight.access.division': '{name}, per 1,000',
  'insight.access.beside': 'Beside the city',
  'insight.access.people': 'People counted',
  'insight.access.ratio': '{ratio} times',
  'insight.access.place': 'Here, per 1,000',
  'insight.access.unknownPeople':
    'People left out, as no station within their reach has a known supply: {n}',
  'insight.access.divisions.under': 'Under-served, {level}',
  'insight.access.divisions.over': 'Over-served, {level}',
  'insight.access.stations.many': 'Stations with many people',
  'insight.access.stations.few': 'Stations with few people',
  'insight.access.first': 'The first {n} / {of}',
  'insight.access.noSupply':
    'No station has a known supply. Choose the other one, or open a table of facilities with staff or floor area.',
  'insight.access.nobody':
    'There are no demand points to work it out for. Open a folder with some.',
};
