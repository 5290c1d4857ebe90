import type { FeatureCollection, Point } from 'geojson';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import { siteNames, written } from '#lib/core/report/siting/plan-json.ts';

/** The sites of a plan as GeoJSON points (WGS 84): those open with whom they serve, and those given up. */
export function planFeatures(
  answer: Pick<SitingAnswer, 'sites' | 'plan'>,
): FeatureCollection<Point, Record<string, string | number | boolean | null>> {
  const { sites, plan } = answer;
  const name = siteNames(answer);
  const feature = (site: number, role: string, figures: Record<string, number | null>) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [sites.lng[site], sites.lat[site]] },
    properties: {
      id: name(site),
      key: sites.key[site],
      name: sites.name[site],
      source: sites.source[site],
      role,
      ...figures,
    },
  });
  return {
    type: 'FeatureCollection',
    features: [
      ...plan.sites.map((row) =>
        feature(row.site, row.existing ? 'kept' : 'opened', {
          served_weight: written(row.servedWeight),
          served_points: row.servedPoints,
          reach_weight: written(row.reachWeight),
          reach_points: row.reachPoints,
          lost_weight: written(row.lostWeight),
          lost_points: row.lostPoints,
        }),
      ),
      ...Array.from(plan.closed, (site) => feature(site, 'closed', {})),
    ],
  };
}
