import type { Extent, ExtentAsk } from '#lib/core/reach/extent.ts';
import type { PlaceWay, WayAsk } from '#lib/core/reach/place-way.ts';
import type { Project } from '#lib/core/model.ts';

/** Works out away from the screen what ground is in reach, and ways to it; one question of a kind at a time. */
export interface Surveyor {
  extents(project: Project, asks: ExtentAsk[]): Promise<Extent[]>;
  ways(project: Project, asks: WayAsk[]): Promise<(PlaceWay | null)[]>;
}
