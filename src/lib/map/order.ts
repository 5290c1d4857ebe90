/**
 * The page from the bottom up. `slot` is where MapLibre lets our layers in: `ink` below water and
 * roads, so that these are left unprinted in it, `marks` above them and below the labels.
 */
export const ORDER = [
  { id: 'ink-floor', slot: 'ink' },
  { id: 'choropleth', slot: 'ink' },
  { id: 'choropleth-hatch', slot: 'ink' },
  { id: 'choropleth-seam', slot: 'ink' },
  { id: 'cells', slot: 'ink' },
  { id: 'cells-hatch', slot: 'ink' },
  { id: 'cells-seam', slot: 'ink' },
  { id: 'reach-bands', slot: 'ink' },
  { id: 'reach-area', slot: 'ink' },
  { id: 'marks-floor', slot: 'marks' },
  { id: 'areas', slot: 'marks' },
  { id: 'areas-hatch', slot: 'marks' },
  { id: 'areas-seam', slot: 'marks' },
  { id: 'borders', slot: 'marks' },
  { id: 'choropleth-outline', slot: 'marks' },
  { id: 'cells-outline', slot: 'marks' },
  { id: 'areas-outline', slot: 'marks' },
  { id: 'footprints', slot: 'marks' },
  { id: 'footprints-hatch', slot: 'marks' },
  { id: 'footprints-outline', slot: 'marks' },
  { id: 'zones', slot: 'marks' },
  { id: 'zones-casing', slot: 'marks' },
  { id: 'zones-outline', slot: 'marks' },
  { id: 'belts', slot: 'marks' },
  { id: 'belts-hatch', slot: 'marks' },
  { id: 'belts-casing', slot: 'marks' },
  { id: 'belts-outline', slot: 'marks' },
  { id: 'reach', slot: 'marks' },
  { id: 'reach-area-outline', slot: 'marks' },
  { id: 'reach-places', slot: 'marks' },
  { id: 'reach-site-rings', slot: 'marks' },
  { id: 'reach-serves', slot: 'marks' },
  { id: 'groups', slot: 'marks' },
  { id: 'units', slot: 'marks' },
  { id: 'facilities', slot: 'marks' },
  { id: 'reach-sites', slot: 'marks' },
  { id: 'reach-moves', slot: 'marks' },
  { id: 'reach-route-casing', slot: 'marks' },
  { id: 'reach-route', slot: 'marks' },
  { id: 'reach-straight', slot: 'marks' },
  { id: 'reach-stations', slot: 'marks' },
  { id: 'reach-dashes', slot: 'marks' },
  { id: 'hover-casing', slot: 'marks' },
  { id: 'hover', slot: 'marks' },
  { id: 'selection-casing', slot: 'marks' },
  { id: 'selection', slot: 'marks' },
  { id: 'selection-point', slot: 'marks' },
] as const;

export type LayerId = (typeof ORDER)[number]['id'];
export type Slot = (typeof ORDER)[number]['slot'];

const RANK = new Map<string, number>(ORDER.map((entry, rank) => [entry.id, rank]));

/**
 * Rank of a layer from the bottom; throws on a layer that the list does not name. What follows a
 * colon tells several layers of one entry apart and does not change their rank.
 */
export function rankOf(id: string): number {
  const rank = RANK.get(id.split(':')[0]);
  if (rank === undefined) {
    throw new Error(
      `layer "${id}" is not in the z-order list; expected one of ${[...RANK.keys()].join(', ')}`,
    );
  }
  return rank;
}

/** The slot a layer is drawn in; throws on an unlisted layer. */
export function slotOf(id: string): Slot {
  return ORDER[rankOf(id)].slot;
}

/** Layers sorted bottom to top; throws on an unlisted layer. */
export function inOrder<T extends { id: string }>(layers: readonly T[]): T[] {
  return [...layers].sort((a, b) => rankOf(a.id) - rankOf(b.id));
}
