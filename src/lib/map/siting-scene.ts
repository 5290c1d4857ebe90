import type { Layer } from '@deck.gl/core';
import {
  cutoffRings,
  drawnSites,
  forbiddenLines,
  segments,
  siteLayers,
  siteSymbols,
  type Sites,
} from '#lib/map/layers/siting-sites.ts';
import { chosenLayer } from '#lib/map/layers/reach-stations.ts';
import type { Symbols } from '#lib/map/layers/units.ts';
import { Memory } from '#lib/map/memory.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { stationSize, type Scale } from '#lib/map/scale.ts';
import type { Steps } from '#lib/map/steps.ts';

/** Where stations may go and what a plan makes of it, beside the stations themselves. */
export interface SitesShown {
  /** Sites that are not opened; null where they are not drawn. */
  candidates: Sites | null;
  /** Position in `candidates` of the one that is chosen, -1 for none. */
  chosen: number;
  /** What the chosen site serves: lines of four numbers each, degrees; null for none. */
  serves: Float64Array | null;
  /** Circles as far as sites reach; null where it is not as the crow flies. */
  rings: { lng: Float64Array; lat: Float64Array; radiusM: number } | null;
  /** Names on the map; another list is drawn anew. */
  names: readonly { name: string; lng: number; lat: number }[];
}

/** Turns a siting question and its plan into layers; rebuilds only what changed. */
export class SitingScene {
  private readonly memory = new Memory();
  private candidates: Sites | null = null;

  *layers(
    { candidates, chosen, serves, rings }: SitesShown,
    { zoom, view }: { zoom: number; view: Bbox },
    scale: Scale,
  ): Steps<(Layer | null)[]> {
    const { memory } = this;
    const size = stationSize(zoom);
    this.candidates = candidates;
    const record =
      candidates &&
      (yield* memory.steps('drawn', [candidates, zoom, view.join()], () =>
        drawnSites(candidates, view, zoom),
      ));
    const symbols =
      record &&
      memory.of('symbols', [candidates, record, scale], () =>
        siteSymbols(candidates, record, scale),
      );
    const forbidden =
      record &&
      memory.of('forbidden', [candidates, record], () =>
        forbiddenLines(candidates, record, zoom, size),
      );
    const drawn = {
      symbols,
      forbidden,
      rings: rings && memory.of('rings', [rings], () => cutoffRings(rings.lng, rings.lat, rings.radiusM)), // prettier-ignore
      serves: serves && memory.of('serves', [serves], () => segments(serves)),
    };
    const layers = siteLayers(drawn, scale, size);
    if (!candidates || chosen < 0) return layers;
    const at = { lng: candidates.lng[chosen], lat: candidates.lat[chosen] };
    return [...layers, chosenLayer(at, scale, size)];
  }

  /** The site that a picked symbol stands for, by its number. */
  picked(index: number): { type: 'site'; index: number } | null {
    const symbols = this.memory.peek('symbols') as Symbols | null | undefined;
    const number = this.candidates?.number[symbols?.record[index] ?? -1] ?? -1;
    return number < 0 ? null : { type: 'site', index: number };
  }
}
