/** Road classes of OpenStreetMap that are there for people on foot: a tunnel of theirs is an underpass. */
export const FOR_WALKERS = new Set([
  'footway',
  'pedestrian',
  'steps',
  'path',
  'corridor',
  'elevator',
  'living_street',
  'platform',
  'pier',
  'track',
  'bridleway',
  'cycleway',
]);
